import { ConferenceError, type ErrorCode } from '@evagore/shared';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { originAllowed } from '../../access/origin.ts';
import { addressKey } from '../addresses.ts';
import { problem } from '../error-page.ts';
import type { Gatekeeper } from './gatekeeper.ts';
import type { ApiOptions } from './options.ts';
import { leaveBodiesUnread, readText } from './body.ts';
import { etagOf, isUnchanged } from './precondition.ts';
import {
  codeOf,
  MethodNotAllowed,
  NoSuchResource,
  NotWritable,
  OriginRefused,
  TooManyRequests,
  UnsupportedMediaType,
} from './refusals.ts';
import { allowedMethods, operationOf, type Answer, type Call, type Resource } from './resource.ts';

/** What two administrative APIs have in common: everything but their addresses and their tone. */

const METHODS = ['OPTIONS', 'HEAD', 'GET', 'PUT', 'POST', 'PATCH', 'DELETE'];
/** Who met a limit of the whole server waits for this long. */
const BUSY_SECONDS = 1;
/** An API under one prefix. */
export interface ApiDialect {
  /** Ends with a slash. */
  readonly prefix: string;
  /** What a browser shows when it asks for a password. */
  readonly challenge: string;
  /**
   * What an address stands for.
   *
   * @param target - As it came, percent-encoded, with or without a query.
   * @throws ConferenceError for an address that could never stand for anything.
   */
  resolve(target: string): Resource | undefined;
  statusOf(code: ErrorCode): number;
  /** Whether errors are plain lines for those who do not ask for JSON. */
  readonly hasPlainErrors: boolean;
}

/** Serves an API. It reads a body only once the caller may have it read. */
export async function addApi(
  app: FastifyInstance,
  options: ApiOptions & { readonly gatekeeper: Gatekeeper },
  dialect: ApiDialect,
): Promise<void> {
  await app.register((scope, _options, done) => {
    leaveBodiesUnread(scope);
    scope.setErrorHandler((error, request, reply) => {
      refuse(error, request, reply);
    });
    for (const url of [dialect.prefix.slice(0, -1), `${dialect.prefix}*`]) {
      scope.route({ method: METHODS, url, handler: answer });
    }
    done();
  });

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const site = await options.site.current();
    const { origin } = request.headers;
    const isFriend = originAllowed({
      origin,
      host: request.host,
      allowed: site.allowAdminOrigin,
      publicUrl: options.publicUrl ?? site.proxyURL,
    });
    reply.header('vary', 'Origin').header('cache-control', 'no-cache');
    if (origin !== undefined && isFriend) {
      reply.header('access-control-allow-origin', origin);
      reply.header('access-control-expose-headers', 'ETag, Location, Retry-After');
    }
    const resource = dialect.resolve(request.raw.url ?? '');
    if (resource === undefined) throw new NoSuchResource();
    const allowed = allowedMethods(resource);
    if (request.method === 'OPTIONS') {
      reply.header('access-control-allow-methods', allowed);
      reply.header('access-control-allow-headers', 'Authorization, Content-Type, If-Match, If-None-Match');
      return reply.header('allow', allowed).code(200).send('');
    }

    const { authorization, 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
    const address = addressKey(request.ip);
    const caller = await options.gatekeeper.admit({ authorization, address, access: resource.access });
    const operation = operationOf(resource, request.method);
    if (operation === undefined) throw new MethodNotAllowed(allowed);
    // A page elsewhere could make a browser send the password that it remembers.
    if (operation.writes !== undefined && !isFriend) throw new OriginRefused();
    if (operation.writes === 'files' && !site.writableGroups) throw new NotWritable();
    const text = operation.takes === undefined ? '' : await readText(request.raw, operation.takes);
    const call: Call = { caller, conditions: { ifMatch, ifNoneMatch }, text };
    const result = await operation.run(call);
    if (operation.writes !== undefined) {
      const { method, ip } = request;
      const what = {
        administrator: caller.name,
        ip,
        method,
        resource: resource.label,
        status: result.status,
      };
      options.log.info(what, 'administrative write');
    }
    return send(reply, result, call);
  }

  function send(reply: FastifyReply, result: Answer, { conditions }: Call): FastifyReply {
    const { status, version, location, body } = result;
    if (version !== undefined && version !== '') {
      reply.header('etag', etagOf(version));
      if (status === 200 && isUnchanged(conditions, version)) return reply.code(304).send();
    }
    if (location !== undefined) reply.header('location', location);
    if (body === undefined) return reply.code(status).send();
    return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
  }

  function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const code = codeOf(error);
    const status = dialect.statusOf(code);
    options.tally?.refused('http', code);
    if (code === 'internal') {
      options.log.error({ err: error, method: request.method, api: dialect.prefix }, 'request failed');
    }
    void reply.code(status).header('cache-control', 'no-store');
    // Other credentials would be of no use where nobody may write.
    if (status === 401 && code !== 'not-writable') void reply.header('www-authenticate', dialect.challenge);
    if (error instanceof MethodNotAllowed) void reply.header('allow', error.allowed);
    if (error instanceof UnsupportedMediaType) void reply.header('accept', error.wanted);
    if (error instanceof TooManyRequests) void reply.header('retry-after', error.retryAfterSeconds);
    if (status === 503) void reply.header('retry-after', BUSY_SECONDS);
    // The rest of a body that is too long is not worth reading.
    if (status === 413) void reply.header('connection', 'close');
    const words = error instanceof ConferenceError && code !== 'internal' ? error.message : undefined;
    const told = { ...problem(status, words), code };
    const acceptsJson = (request.headers.accept ?? '').includes('json');
    if (!dialect.hasPlainErrors || acceptsJson) {
      void reply.type('application/problem+json').send(JSON.stringify(told));
    } else {
      void reply.type('text/plain; charset=utf-8').send(`${told.detail}\n`);
    }
  }
}
