import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isInside } from '../access/group-path.ts';
import { isUnchanged, etagOf } from './api/precondition.ts';
import { HttpRefusal } from './error-page.ts';
import { guestPolicy } from './security-headers.ts';
import { StaticFolder, type FoundFile, type FoundFolder } from './static-folder.ts';

const INDEX = 'index.html';
/** The page of a group in a folder that an operator has added. */
const GUEST_GROUP_PAGE = 'galene.html';
/** Names under `assets/` carry a hash of their content, so that a name never gets another content. */
const FOREVER = 'public, max-age=31536000, immutable';
/** Others are asked for again after half an hour, as with Galène. */
const FOR_A_WHILE = 'public, max-age=1800';
const FOR_A_WHILE_AS_GUEST = 'max-age=1800';
/** Pages name the hashed files of one build, and are checked each time. */
const CHECKED = 'no-cache';

/** Which page of a group is asked for. */
interface GroupPage {
  /** Of the folder that it belongs to; `/` for the root. */
  readonly prefix: string;
  /** Where the login page asks for a token. */
  readonly authServer: string | undefined;
}

/** What the other routes need of the built web client, and of the folders beside it. */
export interface StaticFiles {
  /** Prefixes of the folders that are beside the built web client; each begins and ends with a slash. */
  readonly prefixes: readonly string[];
  /** Answers with the page of a group, which finds by its address what to show. */
  groupPage(request: FastifyRequest, reply: FastifyReply, page: GroupPage): Promise<FastifyReply>;
  /** Answers with a file of another folder, or the part of it that is asked for. */
  file(reply: FastifyReply, folder: string, name: string): FastifyReply;
}

/**
 * Serves the files of the built web client, its page at `/`, and the folders that an operator has added.
 *
 * A path is looked for in the folder whose prefix it has, then in those at the root, then in the built web client.
 * What is nowhere there is looked for in the folders with a prefix once more, without it: their pages name their
 * scripts as if they were at the root.
 */
export async function addStaticFiles(
  app: FastifyInstance,
  { staticDir, folders = [] }: { staticDir: string; folders?: readonly StaticFolder[] | undefined },
): Promise<StaticFiles> {
  const root = path.resolve(staticDir);
  await app.register(fastifyStatic, {
    root,
    serve: false,
    dotfiles: 'ignore',
    // The build puts smaller copies beside the files.
    preCompressed: true,
    cacheControl: false,
    suppressWarning: true,
    setHeaders: (reply, file) => {
      // Who sends a file of another folder says for how long it holds.
      if (isInside(root, file)) void reply.header('cache-control', lifetimeOf(path.relative(root, file)));
    },
  });
  // The client may be built, or built anew, while the server runs.
  const own = new StaticFolder({ prefix: '/', dir: root });
  const atRoot = folders.filter(({ prefix }) => prefix === '/');
  const beside = folders.filter(({ prefix }) => prefix !== '/');

  const ownPage = async (reply: FastifyReply): Promise<FastifyReply> => {
    if ((await own.find(INDEX)) !== undefined) return reply.sendFile(INDEX);
    throw new HttpRefusal(
      503,
      'The web client has not been built. "npm start" builds it and starts the server.',
    );
  };

  app.get('/', async (request, reply) => {
    const found = await firstOf(atRoot, '');
    return found === undefined ? ownPage(reply) : answer(request, reply, found);
  });

  app.get('/*', async (request, reply) => {
    const target = decoded(request);
    const guest = (await below(beside, target)) ?? (await firstOf(atRoot, target));
    if (guest !== undefined) return answer(request, reply, guest);
    // Ours has no folders with an index.
    const ours = await own.find(target);
    if (ours?.kind === 'file') return reply.sendFile(target);
    const aside = await firstOf(beside, target);
    if (aside?.kind === 'file') return answer(request, reply, aside);
    throw new HttpRefusal(404, '');
  });

  return {
    prefixes: [...new Set(beside.map(({ prefix }) => prefix))],
    async groupPage(request, reply, { prefix, authServer }) {
      const guest = await firstOf(
        folders.filter((folder) => folder.prefix === prefix),
        GUEST_GROUP_PAGE,
      );
      if (guest !== undefined) return answer(request, reply, guest, authServer);
      if (prefix !== '/') throw new HttpRefusal(404, '');
      return ownPage(reply);
    },
    file: (reply, folder, name) => reply.sendFile(name, folder),
  };
}

/** The path of a request without its first slash. */
function decoded(request: FastifyRequest): string {
  try {
    return decodeURIComponent((request.raw.url ?? '').split('?', 1)[0] ?? '').slice(1);
  } catch {
    throw new HttpRefusal(404, '');
  }
}

type Found = FoundFile | FoundFolder;

async function firstOf(folders: readonly StaticFolder[], name: string): Promise<Found | undefined> {
  for (const folder of folders) {
    const found = await folder.find(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a path means by its prefix. The prefix without its last slash is a folder like any other. */
async function below(folders: readonly StaticFolder[], target: string): Promise<Found | undefined> {
  for (const folder of folders) {
    const prefix = folder.prefix.slice(1);
    if (`${target}/` === prefix) return { kind: 'folder' };
    const found = target.startsWith(prefix) ? await folder.find(target.slice(prefix.length)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Answers with a file of an operator's, by the rules that its pages were written for. */
function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  found: Found,
  authServer?: string,
): FastifyReply {
  if (found.kind === 'folder') {
    const segments = decoded(request).split('/').map(encodeURIComponent);
    return reply.redirect(`/${segments.join('/')}/`, 308);
  }
  void reply
    .header('content-security-policy', guestPolicy(authServer))
    .header('cache-control', FOR_A_WHILE_AS_GUEST)
    .header('etag', etagOf(found.version));
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
  if (isUnchanged({ ifMatch, ifNoneMatch }, found.version)) {
    return reply.header('last-modified', found.modified.toUTCString()).code(304).send();
  }
  return reply.sendFile(found.name, found.root, { etag: false });
}

function lifetimeOf(file: string): string {
  if (file.startsWith(`assets${path.sep}`)) return FOREVER;
  return file.endsWith('.html') ? CHECKED : FOR_A_WHILE;
}
