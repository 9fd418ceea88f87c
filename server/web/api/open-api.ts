import { ERROR_CODES, type ErrorCode } from '@evagore/shared';
import { z } from 'zod';
import { ANYBODY, type Endpoint } from './endpoint.ts';
import { statusOfCode } from './refusals.ts';
import * as schemas from './schemas.ts';

/**
 * The description of our own API for programs, made from the same table as the API.
 *
 * @see OpenAPI 3.1
 */
export function openApiDocument(endpoints: readonly Endpoint[], prefix: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const each of endpoints) {
    (paths[each.path] ??= {})[each.method.toLowerCase()] = operation(each);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Evagore administration',
      version: '1',
      description:
        'Groups, users, invitations and meetings. A name in an address is one segment: slashes in it are written %2F. See docs/administration.md.',
    },
    servers: [{ url: prefix }],
    paths,
    components: {
      schemas: componentSchemas(),
      responses: componentResponses(endpoints),
      parameters: PARAMETERS,
      securitySchemes: {
        basic: { type: 'http', scheme: 'basic' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

const PARAMETERS = {
  group: parameter('group', 'Name of a group, such as `physics%2Flab` for physics/lab.'),
  user: parameter('user', 'Name of a user.'),
  token: parameter('token', 'Id of an invitation, as the list tells it; not the token itself.'),
  member: parameter('member', 'Id of a member.'),
  'if-match': header('If-Match', 'The ETag that was seen. Without it, what exists is not replaced.'),
  'if-none-match': header(
    'If-None-Match',
    'Reading: the ETag that one has. Writing: `*` to create and never replace.',
  ),
};

function parameter(name: string, description: string): object {
  return { name, in: 'path', required: true, description, schema: { type: 'string' } };
}

function header(name: string, description: string): object {
  return { name, in: 'header', required: false, description, schema: { type: 'string' } };
}

function operation(each: Endpoint): object {
  const inPath = [...each.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const names = each.isVersioned === true ? [...inPath, 'if-match', 'if-none-match'] : inPath;
  return {
    operationId: each.id,
    summary: each.summary,
    description: `For: ${each.access.text} Refuses with: ${[...codesOf(each)].join(', ')}.`,
    ...(each.access !== ANYBODY && { security: [{ basic: [] }, { bearer: [] }] }),
    ...(names.length > 0 && {
      parameters: names.map((name) => ({ $ref: `#/components/parameters/${name}` })),
    }),
    ...(each.body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: reference(each.body) } } },
    }),
    responses: { ...successes(each), ...failures(each) },
  };
}

const SUCCESS = { 200: 'Done.', 201: 'Created.', 204: 'Done.' } as const;

function successes(each: Endpoint): Record<string, object> {
  return Object.fromEntries(
    each.statuses.map((status) => {
      const headers = {
        ...(status === 200 && each.isVersioned === true && { ETag: { schema: { type: 'string' } } }),
        ...(status === 201 && each.result !== undefined && { Location: { schema: { type: 'string' } } }),
      };
      const answer = {
        description: SUCCESS[status],
        ...(Object.keys(headers).length > 0 && { headers }),
        ...(status !== 204 &&
          each.result !== undefined && {
            content: { 'application/json': { schema: reference(each.result) } },
          }),
      };
      return [status, answer];
    }),
  );
}

function failures(each: Endpoint): Record<string, object> {
  const statuses = new Set([...codesOf(each)].map(statusOfCode));
  return Object.fromEntries(
    [...statuses].map((status) => [status, { $ref: `#/components/responses/${status.toString()}` }]),
  );
}

/** By status, with all codes that go with it. */
function componentResponses(endpoints: readonly Endpoint[]): Record<string, object> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(endpoints.flatMap((each) => [...codesOf(each)]))) {
    const status = statusOfCode(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const content = { 'application/problem+json': { schema: reference(schemas.Problem) } };
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => {
      const description = codes.map((code) => `\`${code}\`: ${ERROR_CODES[code]}`).join(' ');
      return [status, { description, content }];
    }),
  );
}

function codesOf(each: Endpoint): Set<ErrorCode> {
  const codes: ErrorCode[] = ['too-many-requests'];
  if (each.access !== ANYBODY) codes.push('not-authorised', 'not-permitted', 'busy');
  if (each.path.includes('{group}')) codes.push('bad-group-name');
  if (each.body !== undefined) codes.push('bad-message', 'message-too-large', 'unsupported-media-type');
  if (each.writes !== undefined) codes.push('origin-refused');
  if (each.writes === 'files') codes.push('not-writable');
  if (each.writes !== undefined && each.isVersioned === true) codes.push('precondition-failed');
  if (each.method === 'PUT' && each.isVersioned === true && each.statuses.includes(201)) {
    codes.push('precondition-required');
  }
  return new Set([...codes, ...(each.refusals ?? [])]);
}

const NAMED: ReadonlyMap<unknown, string> = new Map(
  Object.entries(schemas).map(([name, schema]) => [schema, name]),
);

function reference(schema: z.ZodType): object {
  const name = NAMED.get(schema);
  if (name === undefined) throw new Error('a body of the API has no name in schemas.ts');
  return { $ref: `#/components/schemas/${name}` };
}

function componentSchemas(): Record<string, unknown> {
  return Object.fromEntries(
    // Not every loader has the names of a module in the same order.
    byName(Object.entries(schemas)).map(([name, schema]) => {
      const made: Record<string, unknown> = z.toJSONSchema(schema, { override: forgiving });
      delete made['$schema'];
      delete made['$defs'];
      return [name, withoutRecursion(made)];
    }),
  );
}

/** Answers of newer servers may say more, so that only strict objects are closed. */
function forgiving({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}): void {
  const { def } = zodSchema._zod;
  if (def.type === 'object' && def.catchall === undefined) delete jsonSchema.additionalProperties;
  // The format says it, and the pattern is as long as all the rest.
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
}

/** The only thing that is defined by itself is any JSON value, which may as well be left open. */
function withoutRecursion(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRecursion);
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value) return {};
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutRecursion(each)]));
}

function byName<Value>(entries: [string, Value][]): [string, Value][] {
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}
