import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Counter, type Registry } from 'prom-client';

/** What addresses are counted as; the first that fits. Whatever else is asked for is a page. */
const ROUTES: readonly (readonly [route: string, pattern: RegExp])[] = [
  ['health', /^\/healthz$/],
  ['metrics', /^\/metrics$/],
  ['asset', /^\/assets\//],
  ['status', /^\/public-groups\.json$|^\/group\/.*\/\.status(\.json)?$/],
  ['whip', /^\/group\/.*\/\.(whip|whep)(\/|$)/],
  ['group', /^\/group\//],
  ['recordings', /^\/recordings(\/|$)/],
  ['galene-api', /^\/galene-api(\/|$)/],
  ['api', /^\/api(\/|$)/],
];

/** Counts what an HTTP server is asked for, and how it answers. */
export class Requests {
  readonly #counter: Counter<'route' | 'status'>;

  constructor(registry: Registry) {
    this.#counter = new Counter({
      name: 'evagore_http_requests_total',
      help: 'HTTP requests by kind of address and class of status; aborted ones ended before they were answered.',
      labelNames: ['route', 'status'],
      registers: [registry],
    });
  }

  /** Counts the requests of `server` from now on. */
  countAt(server: Pick<Server, 'on'>): void {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      response.once('close', () => {
        const status = response.headersSent ? classOf(response.statusCode) : 'aborted';
        this.#counter.inc({ route: routeOf(request.url ?? ''), status });
      });
    });
  }
}

/** One of few words for an address. */
export function routeOf(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  return ROUTES.find(([, pattern]) => pattern.test(path))?.[0] ?? 'page';
}

function classOf(status: number): string {
  return `${Math.floor(status / 100).toString()}xx`;
}
