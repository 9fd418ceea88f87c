import type { ApiDialect } from './api.ts';
import { ANYBODY, endpoint, matchPath, type Endpoint, type Params } from './endpoint.ts';
import { groupEndpoints } from './groups.ts';
import { tokenId } from './gatekeeper.ts';
import { meetingEndpoints } from './meetings.ts';
import { openApiDocument } from './open-api.ts';
import { operationEndpoints } from './operation.ts';
import type { ApiOptions } from './options.ts';
import { statusOfCode } from './refusals.ts';
import type { Operation, Resource } from './resource.ts';
import { tokenEndpoints } from './tokens.ts';
import { userEndpoints } from './users.ts';

const OWN_PREFIX = '/api/v1/';

type EndpointOptions = Pick<ApiOptions, 'groups' | 'tokens' | 'conference' | 'describe'>;

/** All endpoints but the document that tells of them. */
export function ownEndpoints(options: EndpointOptions): Endpoint[] {
  return [
    ...groupEndpoints(options),
    ...userEndpoints(options),
    ...tokenEndpoints(options, OWN_PREFIX.slice(0, -1)),
    ...meetingEndpoints(options),
    ...operationEndpoints(options),
  ];
}

/** `openapi.json`, which needs no server. */
export function ownDocument(): Record<string, unknown> {
  return openApiDocument(ownEndpoints(NO_SERVER), OWN_PREFIX.slice(0, -1));
}

/** Endpoints can be read without a server, but not used. */
const NO_SERVER: EndpointOptions = {
  get groups() {
    return noServer();
  },
  get tokens() {
    return noServer();
  },
  get conference() {
    return noServer();
  },
  describe: noServer,
};

function noServer(): never {
  throw new Error('these endpoints have no server');
}

/** Our own API, as `openapi.json` describes it. */
export function ownDialect(options: EndpointOptions): ApiDialect {
  const document = ownDocument();
  const endpoints = [
    ...ownEndpoints(options),
    endpoint({
      method: 'GET',
      path: '/openapi.json',
      id: 'getDocument',
      summary: 'This document.',
      access: ANYBODY,
      statuses: [200],
      run: () => Promise.resolve({ status: 200, body: document }),
    }),
  ];
  return {
    prefix: OWN_PREFIX,
    challenge: 'Basic realm="/api/", charset="UTF-8"',
    hasPlainErrors: false,
    resolve: (target) => resolve(endpoints, target),
    statusOf: statusOfCode,
  };
}

function resolve(endpoints: readonly Endpoint[], target: string): Resource | undefined {
  const segments = segmentsOf(target);
  if (segments === undefined) return undefined;
  const found: [Endpoint, Params][] = [];
  for (const each of endpoints) {
    const params = matchPath(each.path, segments);
    if (params !== undefined) found.push([each, params]);
  }
  const [first] = found;
  if (first === undefined) return undefined;
  const [{ path, access }, params] = first;
  return {
    label: labelOf(path, segments),
    access: access.of(params),
    operations: Object.fromEntries(found.map(([each, its]) => [each.method, operationOf(each, its)])),
  };
}

function operationOf(each: Endpoint, params: Params): Operation {
  return {
    ...(each.body !== undefined && { takes: 'application/json' }),
    ...(each.writes !== undefined && { writes: each.writes }),
    run: (call) => each.run(call, params),
  };
}

/** The address for the log. Somebody may have put a token where its id belongs. */
function labelOf(path: string, segments: readonly string[]): string {
  const parts = path.slice(1).split('/');
  return parts
    .map((part, i) => (part === '{token}' ? tokenId(segments[i] ?? '').slice(0, 8) : (segments[i] ?? '')))
    .join('/');
}

/** The address below the prefix, split where its slashes are, and then decoded. */
function segmentsOf(target: string): string[] | undefined {
  const path = target.split(/[?#]/, 1)[0] ?? '';
  if (!path.startsWith(OWN_PREFIX)) return undefined;
  try {
    return path.slice(OWN_PREFIX.length).split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
