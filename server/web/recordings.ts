import path from 'node:path';
import { GroupName } from '@evagore/shared';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { originAllowed } from '../access/origin.ts';
import { NotAuthorised } from '../core/errors.ts';
import type { Authenticator } from '../core/ports.ts';
import type { Logger } from '../log.ts';
import { addressKey } from './addresses.ts';
import { leaveBodiesUnread, readText } from './api/body.ts';
import { httpCredentials } from './api/credentials.ts';
import type { LoginGuard } from './api/login-guard.ts';
import type { SiteSource } from './api/options.ts';
import { MethodNotAllowed } from './api/refusals.ts';
import { HttpRefusal } from './error-page.ts';
import { isFileName, RecordingFolder } from './recording-folder.ts';
import { RECORDINGS_CSS, recordingsPage } from './recordings-page.ts';
import type { StaticFiles } from './static-files.ts';

/** Where recordings are, and who may have them. */
export interface RecordingsOptions {
  readonly folder: string;
  readonly authenticator: Pick<Authenticator, 'identify'>;
}

interface Surroundings {
  readonly files: StaticFiles;
  readonly logins: LoginGuard;
  readonly site: SiteSource | undefined;
  readonly publicUrl: string | undefined;
  readonly log: Logger;
}

const PREFIX = '/recordings/';
const METHODS = ['HEAD', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const FORM = 'application/x-www-form-urlencoded';
/** A file that was changed within this time may still be written to. */
const SETTLED_MS = 60_000;
/** What browsers play. Anything else is saved, as it could be a page that pretends to be ours. */
const PLAYABLE = /\.(webm|mkv|mp4|m4a|ogg|opus|wav)$/i;

/** What an address names. */
type Place =
  | { readonly kind: 'list'; readonly group: GroupName }
  /** `folder` is the group that it would name if it ended with a slash. */
  | {
      readonly kind: 'file';
      readonly group: GroupName | undefined;
      readonly name: string;
      readonly folder: GroupName | undefined;
    };

/**
 * The recordings of the groups: lists, files, and a button that deletes them. For whoever has `record` in the group
 * by its passwords.
 *
 * @see Galène protocol, "/recordings/". Which files and folders there are is told to nobody else either.
 */
export async function addRecordings(
  app: FastifyInstance,
  { folder: root, authenticator }: RecordingsOptions,
  { files, logins, site, publicUrl, log }: Surroundings,
): Promise<void> {
  const folder = new RecordingFolder(root);
  app.get('/recordings.css', (_request, reply) =>
    reply.type('text/css').header('cache-control', 'max-age=1800').send(RECORDINGS_CSS),
  );
  app.get('/recordings', (_request, reply) => reply.redirect(PREFIX, 308));
  await app.register((scope, _options, done) => {
    leaveBodiesUnread(scope);
    scope.route({ method: METHODS, url: `${PREFIX}*`, handler: answer });
    done();
  });

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const place = placeOf(request.raw.url ?? '');
    if (place.kind === 'file') {
      if (place.folder !== undefined && (await folder.has(place.folder))) {
        return reply.redirect(addressOf(place.folder), 308);
      }
      if (place.group === undefined) throw new HttpRefusal(404, '');
      await admitted(request, reply, place.group);
      return sendFile(request, reply, place.group, place.name);
    }
    const username = await admitted(request, reply, place.group);
    switch (request.method) {
      case 'HEAD':
      case 'GET':
        return list(reply, place.group);
      case 'POST':
        return remove(request, reply, { group: place.group, username });
      default:
        throw refusedMethod(reply, 'HEAD, GET, POST');
    }
  }

  /** @returns who it is. */
  async function admitted(request: FastifyRequest, reply: FastifyReply, group: GroupName): Promise<string> {
    const credentials = httpCredentials(request.headers.authorization);
    try {
      if (credentials?.scheme !== 'basic') throw new NotAuthorised();
      const { username, password } = credentials;
      return await logins.admit(addressKey(request.ip), async () => {
        const { permissions } = await authenticator.identify(group, { username, password });
        return permissions.has('record') ? username : undefined;
      });
    } catch (error) {
      if (error instanceof NotAuthorised) {
        reply.header('www-authenticate', `Basic realm="recordings/${encodeURI(group)}", charset="UTF-8"`);
        throw new HttpRefusal(401, 'Only those who may record in this group may see its recordings.');
      }
      throw error;
    }
  }

  async function sendFile(
    request: FastifyRequest,
    reply: FastifyReply,
    group: GroupName,
    name: string,
  ): Promise<FastifyReply> {
    if (request.method !== 'GET' && request.method !== 'HEAD') throw refusedMethod(reply, 'HEAD, GET');
    const recording = await folder.find(group, name);
    if (recording === undefined) throw new HttpRefusal(404, 'There is no such recording.');
    const isSettled = Date.now() - recording.changedAt > SETTLED_MS;
    reply.header('cache-control', isSettled ? 'private, max-age=1800' : 'private, no-cache');
    if (!PLAYABLE.test(name)) reply.header('content-disposition', 'attachment');
    return files.file(reply, path.dirname(recording.file), path.basename(recording.file));
  }

  async function list(reply: FastifyReply, group: GroupName): Promise<FastifyReply> {
    const recordings = await folder.list(group);
    if (recordings === undefined) throw new HttpRefusal(404, 'This group has no recordings.');
    // Without an origin the buttons could not be told from those of a foreign page.
    reply.header('referrer-policy', 'same-origin').header('cache-control', 'private, no-cache');
    return reply.type('text/html; charset=utf-8').send(recordingsPage(group, recordings));
  }

  async function remove(
    request: FastifyRequest,
    reply: FastifyReply,
    { group, username }: { group: GroupName; username: string },
  ): Promise<FastifyReply> {
    const isOurs = originAllowed({
      origin: request.headers.origin,
      host: request.host,
      allowed: [],
      publicUrl: publicUrl ?? (await site?.current())?.proxyURL,
    });
    if (!isOurs) throw new HttpRefusal(403, 'Pages of other servers may not delete recordings.');
    const form = new URLSearchParams(await readText(request.raw, FORM));
    const name = form.get('filename') ?? '';
    if (form.get('q') !== 'delete') throw new HttpRefusal(400, 'Unknown query.');
    if (name === '') throw new HttpRefusal(400, 'No filename provided.');
    if (!isFileName(name)) throw new HttpRefusal(400, 'Bad character in filename.');
    if (!(await folder.delete(group, name))) throw new HttpRefusal(404, 'There is no such recording.');
    log.info({ administrator: username, ip: request.ip, group, file: name }, 'recording deleted');
    return reply.redirect(addressOf(group), 303);
  }
}

/** @throws HttpRefusal for an address that names nothing. */
function placeOf(target: string): Place {
  const rest = decoded(target.split(/[?#]/, 1)[0] ?? '').slice(PREFIX.length);
  if (rest === '') throw new HttpRefusal(400, 'Bad group name.');
  const parts = rest.split('/');
  const name = parts.pop() ?? '';
  const group = GroupName.safeParse(parts.join('/')).data;
  if (name !== '') return { kind: 'file', group, name, folder: GroupName.safeParse(rest).data };
  if (group === undefined) throw new HttpRefusal(404, '');
  return { kind: 'list', group };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new HttpRefusal(400, '');
  }
}

function addressOf(group: GroupName): string {
  return `${PREFIX}${group.split('/').map(encodeURIComponent).join('/')}/`;
}

function refusedMethod(reply: FastifyReply, allowed: string): MethodNotAllowed {
  reply.header('allow', allowed);
  return new MethodNotAllowed(allowed);
}
