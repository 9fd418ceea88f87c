import http from 'node:http';
import https from 'node:https';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { ConferenceError, type GroupName } from '@evagore/shared';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { FailureLimiter } from '../access/failure-limiter.ts';
import type { FileDescription } from '../access/group-file.ts';
import type { Tally } from '../core/ports.ts';
import type { Logger } from '../log.ts';
import { beginsWithOwnPath } from '../config/static-folder.ts';
import { addressKey, trustedProxies } from './addresses.ts';
import { addAdministration } from './api/administration.ts';
import { LoginGuard } from './api/login-guard.ts';
import { Gatekeeper } from './api/gatekeeper.ts';
import type { AdminOptions, SiteSource } from './api/options.ts';
import { codeOf, statusOfCode } from './api/refusals.ts';
import { addCanonicalHost } from './canonical-host.ts';
import { ERROR_CSS, errorPage, HttpRefusal, problem } from './error-page.ts';
import { addGroupDoors, GroupDoors, type GroupDoorsOptions } from './group-doors.ts';
import { addGroupRoutes } from './group-pages.ts';
import type { LiveGroup } from './group-status.ts';
import { addMetricsPage, type MetricsSource } from './metrics-page.ts';
import { addRecordings, type RecordingsOptions } from './recordings.ts';
import { PERMISSIONS_POLICY, securityHeaders } from './security-headers.ts';
import { addStaticFiles } from './static-files.ts';
import type { StaticFolder } from './static-folder.ts';
import type { TlsMaterial } from './certificate.ts';

/** Whoever connects and says nothing, or half a request, is gone after both of these together. */
const HEADERS_TIMEOUT_MS = 10_000;
const CHECKING_INTERVAL_MS = 5_000;
/** How long a connection is kept for the next request. */
const KEEP_ALIVE_MS = 72_000;
/** A handshake that takes longer is none. */
const TLS_HANDSHAKE_MS = 15_000;
/** Nothing that is sent here has a body worth mentioning. */
const MAX_BODY_BYTES = 65_536;
/** A name of 200 characters, each of which takes up to nine percent-encoded ones. */
const MAX_PARAM_LENGTH = 4_096;
/** Addresses whose requests are counted at once. */
const MAX_COUNTED_ADDRESSES = 10_000;
/** A page comes with some twenty scripts, pictures and fonts, which cost the server little. */
const ASSETS_PER_PAGE = 10;
const ASSET = /\.(?:css|m?js|json|wasm|tflite|svg|png|jpe?g|gif|webp|ico|woff2?|ttf|eot)$/;

/** Whether the server can hold meetings. */
interface Health {
  readonly ok: boolean;
  /** For the operator; shown to anybody. */
  readonly reason?: string;
}

export interface WebOptions {
  readonly groups: {
    describe(name: GroupName): Promise<FileDescription | undefined>;
    publicGroups(): Promise<readonly { readonly name: GroupName; readonly description: FileDescription }[]>;
  };
  /** What is going on in a group; undefined while nobody is there. */
  live(name: GroupName): LiveGroup | undefined;
  health(): Health;
  /** Folder of the built web client. */
  readonly staticDir: string;
  /** Further folders of an operator's; absent: none. */
  readonly staticFolders?: readonly StaticFolder[] | undefined;
  readonly version: string;
  readonly log: Logger;
  /** Absent for plain HTTP. */
  readonly tls?: TlsMaterial | undefined;
  readonly publicUrl?: string | undefined;
  readonly trustProxy: readonly string[];
  readonly pageRequestsPerMinute: number;
  /** What an existing Galène's `config.json` says; absent where nobody reads it. */
  readonly site?: SiteSource | undefined;
  /** Absent: nothing is administered by HTTP. */
  readonly admin?: AdminOptions | undefined;
  /** Shown to administrators; absent: to nobody. */
  readonly metrics?: MetricsSource | undefined;
  /** Counts what the administrative APIs refuse; absent: nobody counts. */
  readonly tally?: Tally | undefined;
  /** Absent: nobody sees recordings. */
  readonly recordings?: RecordingsOptions | undefined;
  /** Ways into groups over plain HTTP; absent: none. */
  readonly doors?: Pick<GroupDoorsOptions, 'doors' | 'allowOrigin'> | undefined;
  /** Shared with whoever else checks passwords. */
  readonly failures?: FailureLimiter | undefined;
}

/**
 * The pages of the server, ready to listen: landing page, groups, their status, health, and the files of the web
 * client. WebSockets come by {@link openUpgrade} on the same `app.server`.
 */
export async function buildWeb(options: WebOptions): Promise<FastifyInstance> {
  const trusted = trustedProxies(options.trustProxy);
  const app = Fastify({
    serverFactory: (handler) => {
      const timeouts = {
        headersTimeout: HEADERS_TIMEOUT_MS,
        keepAliveTimeout: KEEP_ALIVE_MS,
        connectionsCheckingInterval: CHECKING_INTERVAL_MS,
      };
      if (options.tls === undefined) return http.createServer(timeouts, handler);
      const secure = { ...options.tls.secureContext, handshakeTimeout: TLS_HANDSHAKE_MS };
      return https.createServer({ ...timeouts, ...secure }, handler);
    },
    trustProxy: options.trustProxy.length > 0 && trusted,
    bodyLimit: MAX_BODY_BYTES,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    forceCloseConnections: true,
    return503OnClosing: true,
    frameworkErrors: (error, request, reply) => {
      answerError(error, request, reply, options.log);
    },
  });

  await app.register(helmet, securityHeaders({ strictTransport: options.tls?.isTrusted === true }));
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('permissions-policy', PERMISSIONS_POLICY);
  });
  await app.register(rateLimit, {
    max: (request) => options.pageRequestsPerMinute * (isAsset(request) ? ASSETS_PER_PAGE : 1),
    timeWindow: '1 minute',
    cache: MAX_COUNTED_ADDRESSES,
    keyGenerator: (request) => `${isAsset(request) ? 'asset' : 'page'} ${addressKey(request.ip)}`,
  });
  app.setErrorHandler((error, request, reply) => {
    answerError(error, request, reply, options.log);
  });
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
    answerError(new HttpRefusal(404, ''), request, reply, options.log);
  });
  app.addHook('onResponse', async (request, reply) => {
    const path = loggedPath(request);
    options.log.debug(
      { method: request.method, path, status: reply.statusCode, ip: request.ip },
      'request answered',
    );
  });

  addHealth(app, options);
  app.get('/error.css', (_request, reply) =>
    reply.type('text/css').header('cache-control', 'max-age=1800').send(ERROR_CSS),
  );
  // Reached by requests without an upgrade only.
  app.get('/ws', () => {
    throw new HttpRefusal(400, 'This address is for WebSocket connections.');
  });
  if (options.site !== undefined) addCanonicalHost(app, options.site);
  const files = await addStaticFiles(app, {
    staticDir: options.staticDir,
    folders: options.staticFolders,
  });
  const doors = options.doors && new GroupDoors({ ...options, ...options.doors });
  addGroupRoutes(app, { ...options, doors }, files);
  if (doors !== undefined) await addGroupDoors(app, doors);
  const logins = new LoginGuard(options.failures ?? new FailureLimiter());
  const { admin, metrics, recordings, site, publicUrl, tally, log } = options;
  if (recordings !== undefined) {
    await addRecordings(app, recordings, { files, logins, site, publicUrl, log });
  }
  if (admin !== undefined) {
    const describe = (name: GroupName) => options.groups.describe(name);
    await addAdministration(app, { ...admin, describe, logins, publicUrl, tally, log });
    if (metrics !== undefined) addMetricsPage(app, metrics, new Gatekeeper({ ...admin, logins }));
  }
  return app;
}

function addHealth(app: FastifyInstance, options: WebOptions): void {
  app.get('/healthz', { config: { rateLimit: false } }, (_request, reply) => {
    const { ok, reason } = options.health();
    return reply
      .code(ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({
        status: ok ? 'ok' : 'unavailable',
        version: options.version,
        ...(reason !== undefined && { reason }),
      });
  });
}

/** Answers an error as a page, or as JSON where JSON was asked for. Only refusals of ours keep their words. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): void {
  const status = statusOf(error);
  if (status >= 500 && !(error instanceof HttpRefusal)) {
    log.error({ err: error, path: loggedPath(request) }, 'request failed');
  }
  const text = wordsOf(error);
  void reply.code(status).header('cache-control', 'no-store');
  if (wantsJson(request))
    void reply
      .type('application/problem+json')
      .send(JSON.stringify({ ...problem(status, text), code: codeOf(error) }));
  else void reply.type('text/html; charset=utf-8').send(errorPage(status, text));
}

/** What may be told; undefined for the usual words of the status. */
function wordsOf(error: unknown): string | undefined {
  if (error instanceof HttpRefusal) return error.message === '' ? undefined : error.message;
  return error instanceof ConferenceError && error.code !== 'internal' ? error.message : undefined;
}

/**
 * The address without its query, and without the secrets in it: invitations in Galène's API, and the names of sessions,
 * which whoever knows them may end.
 */
function loggedPath(request: FastifyRequest): string {
  const path = request.url.split('?', 1)[0] ?? '';
  return path.replace(/(\/(?:(?:\.|%2e)?tokens|(?:\.|%2e)(?:whip|whep-session))\/).+$/i, '$1…');
}

function statusOf(error: unknown): number {
  if (error instanceof ConferenceError) return statusOfCode(error.code);
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

function wantsJson(request: FastifyRequest): boolean {
  const path = request.url.split('?', 1)[0] ?? '';
  if (/\/\.status(\.json)?$|^\/public-groups\.json$|^\/healthz$|^\/(galene-)?api\//.test(path)) return true;
  const accept = request.headers.accept ?? '';
  return accept.includes('json') && !accept.includes('text/html');
}

/** Files that pages come with: ours, and those in folders of an operator's. */
function isAsset(request: FastifyRequest): boolean {
  const path = request.url.split('?', 1)[0] ?? '';
  return path.startsWith('/assets/') || (ASSET.test(path) && !beginsWithOwnPath(path));
}
