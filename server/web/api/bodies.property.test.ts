import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tries } from '../../../shared/testing/fuzz-budget.ts';
import { parseGroupFile } from '../../access/group-file.ts';
import { ROOT, TEA, testServer, type TestServer } from './testing.ts';

/** Every address that takes a body, with its media type. */
const ADDRESSES = [
  ['PUT /galene-api/v0/.groups/tea', 'application/json'],
  ['PUT /galene-api/v0/.groups/tea/.keys', 'application/jwk-set+json'],
  ['PUT /galene-api/v0/.groups/tea/.users/ada', 'application/json'],
  ['PUT /galene-api/v0/.groups/tea/.users/ada/.password', 'application/json'],
  ['POST /galene-api/v0/.groups/tea/.users/ada/.password', 'text/plain'],
  ['POST /galene-api/v0/.groups/tea/.tokens/', 'application/json'],
  ['PUT /galene-api/v0/.groups/tea/.tokens/tea-op', 'application/json'],
  ['PUT /api/v1/groups/tea', 'application/json'],
  ['PUT /api/v1/groups/tea/keys', 'application/json'],
  ['PUT /api/v1/groups/tea/users/ada', 'application/json'],
  ['PUT /api/v1/groups/tea/users/ada/password', 'application/json'],
  ['POST /api/v1/groups/tea/tokens', 'application/json'],
  ['POST /api/v1/tokens', 'application/json'],
  ['POST /api/v1/live/groups/tea/actions', 'application/json'],
  ['POST /api/v1/live/groups/tea/members/m1/actions', 'application/json'],
  ['POST /api/v1/live/groups/tea/messages', 'application/json'],
  ['POST /api/v1/drain', 'application/json'],
] as const;

const FIELDS = [
  ...['displayName', 'description', 'public', 'redirect', 'max-clients', 'max-history-age', 'expires'],
  ...['users', 'wildcard-user', 'authKeys', 'op', 'codecs', 'permissions', 'password', 'stored', 'keys'],
  ...['token', 'group', 'username', 'not-before', 'includeSubgroups', 'kind', 'value', 'deadlineSeconds'],
  ...['__proto__', 'constructor', 'type', 'key', 'message'],
] as const;

/** JSON of all sorts, and such as is nearly what is asked for. */
const body = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc
    .array(
      fc.tuple(
        fc.constantFrom(...FIELDS),
        fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('op', 'plain', [])),
      ),
      { maxLength: 5 },
    )
    .map(
      (fields) =>
        `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`,
    ),
  fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
  fc.integer({ min: 0, max: 5_000 }).map((depth) => '[{"a":'.repeat(depth)),
);

describe('whatever an administrator sends', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await testServer();
  });
  afterAll(() => server.close());

  it('is taken, or refused with a code and without a trace', async () => {
    const file = `${server.folder.path}/groups/tea.json`;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ADDRESSES), body, async ([request, type], sent) => {
        const before = JSON.stringify(TEA);
        await server.folder.write('groups/tea.json', before);
        const headers = { 'content-type': type, accept: 'application/json' };
        const answer = await server.send(request, { as: ROOT, body: sent, headers });
        const after = await readFile(file, 'utf8');
        expect(answer.statusCode).toBeLessThan(500);
        if (answer.statusCode >= 400) {
          expect(answer.json()).toMatchObject({
            status: answer.statusCode,
            code: expect.any(String) as string,
          });
          expect(after).toBe(before);
        } else {
          // What the server writes it can read, and nobody got in by it.
          expect([...parseGroupFile(after).users.keys()]).toEqual(Object.keys(TEA.users));
        }
      }),
      tries(300, 4_000),
    );
  });
});
