import assert from 'node:assert/strict';
import { PASSWORD, standardGroup } from '../groups.ts';
import type { Answer } from '../http.ts';
import { makeKey } from '../jwt.ts';
import type { Stage } from '../stage.ts';
import { driveByGalenectl } from './galenectl.ts';
import type { Statement } from './statement.ts';

const BOTH = ['galene', 'native'] as const;

/** The administrators' API, `/galene-api/v0/`. */
export const ADMIN_STATEMENTS: readonly Statement[] = [
  {
    id: 'C23',
    title: 'PUT makes a group, once with If-None-Match: *, and replaces one',
    dialects: BOTH,
    async run(stage) {
      const at = `.groups/${stage.name()}`;
      const put = { method: 'PUT', body: { displayName: 'One' } };
      const unlessThere = { ...put, headers: { 'if-none-match': '*' } };
      assert.equal((await stage.api(at, unlessThere)).status, 201, 'made');
      assert.equal((await stage.api(at, unlessThere)).status, 412, 'there already');
      assert.equal((await stage.api(at, { ...put, body: { displayName: 'Two' } })).status, 204, 'replaced');
      const { status, text, headers } = await stage.api(at);
      assert.equal(status, 200);
      assert.deepEqual(JSON.parse(text), { displayName: 'Two' });
      assert.match(headers.etag ?? '', /^"[^"]+"$/);
      assert.equal((await stage.api(at, { method: 'DELETE' })).status, 204, 'deleted');
      assert.equal((await stage.api(at)).status, 404, 'gone');
    },
  },
  {
    id: 'C24',
    title: 'The API shows no users and keys of a group, takes none with it, and leaves them as they are',
    dialects: BOTH,
    async run(stage) {
      const { jwk } = makeKey('HS256');
      const file = standardGroup({ displayName: 'Before', authKeys: [jwk] });
      const group = await stage.group(file);
      const at = `.groups/${group}`;
      const { text } = await stage.api(at);
      assert.deepEqual(JSON.parse(text), { displayName: 'Before' });
      for (const secret of ['users', 'wildcard-user', 'authKeys']) {
        const body = { displayName: 'Evil', [secret]: file[secret] };
        const { status } = await stage.api(at, { method: 'PUT', body });
        assert.ok(status >= 400, `a description with ${secret} is answered with ${status.toString()}`);
      }
      assert.equal((await stage.api(at, { method: 'PUT', body: { displayName: 'After' } })).status, 204);
      const { users, displayName, authKeys, ...rest } = await stage.readGroup(group);
      assert.equal(displayName, 'After');
      assert.deepEqual(Object.keys(users as object).sort(), Object.keys(file['users'] as object).sort());
      assert.deepEqual(authKeys, [jwk]);
      assert.ok('wildcard-user' in rest);
      await stage.member(group, 'op');
    },
  },
  {
    id: 'C25',
    title: 'Without writableGroups the API reads and does not write',
    dialects: BOTH,
    leavesOut: 'of Galène itself, deleting groups, where it does not look at writableGroups',
    async run(stage) {
      const group = await stage.group();
      await stage.configure({ writableGroups: false });
      const write = { method: 'PUT', body: {} };
      await stage.until('nothing can be written', async () => {
        return (await stage.api(`.groups/${group}`, write)).status === 401;
      });
      assert.equal((await stage.api(`.groups/${stage.name()}`, write)).status, 401, 'a new group');
      if (!stage.target.isReference) {
        assert.equal(
          (await stage.api(`.groups/${group}`, { method: 'DELETE' })).status,
          401,
          'deleting a group',
        );
      }
      const permissions = { method: 'PUT', body: { permissions: 'op' } };
      assert.equal((await stage.api(`.groups/${group}/.users/eve`, permissions)).status, 401, 'a new user');
      assert.equal((await stage.api(`.groups/${group}`)).status, 200);
      assert.equal((await stage.api(`.groups/${group}/.users/`)).status, 200);
    },
  },
  {
    id: 'C26',
    title: 'A user has permissions and nothing else; a permission that nobody knows is refused',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      const users = `.groups/${group}/.users/`;
      assert.deepEqual(JSON.parse((await stage.api(`${users}alice`)).text), { permissions: 'present' });
      assert.deepEqual((JSON.parse((await stage.api(users)).text) as string[]).sort(), [
        'alice',
        'cap',
        'msg',
        'obs',
        'op',
      ]);
      const put = (permissions: unknown) => ({ method: 'PUT', body: { permissions } });
      assert.equal((await stage.api(`${users}alice`, put('conqueror'))).status, 400, 'an unknown name');
      assert.equal((await stage.api(`${users}bob`, put(['present', 'message']))).status, 201, 'a new user');
      assert.equal((await stage.api(`${users}bob`, put('observe'))).status, 204, 'a changed user');
      assert.deepEqual(JSON.parse((await stage.api(`${users}bob`)).text), { permissions: 'observe' });
      assert.equal((await stage.api(`${users}alice`, put('op'))).status, 204);
      const alice = await stage.actor();
      const outcome = await alice.join({ group, username: 'alice', password: PASSWORD });
      assert.equal(outcome.outcome, 'joined', 'the password was kept');
      assert.equal((await stage.api(`${users}bob`, { method: 'DELETE' })).status, 204);
      assert.equal((await stage.api(`${users}bob`)).status, 404);
    },
  },
  {
    id: 'C27',
    title: 'Users change their own password by the old one; it is kept as a hash',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      const at = `.groups/${group}/.users/alice/.password`;
      assert.equal((await stage.api(at, { method: 'POST', body: 'by the admin' })).status, 204);
      const { users } = await stage.readGroup(group);
      const { password } =
        (users as Record<string, { password: { type: string; key: string } }>)['alice'] ?? {};
      assert.equal(password?.type, 'bcrypt');
      assert.match(password.key, /^\$2[ab]\$/);

      const wrong = await stage.api(at, {
        method: 'POST',
        body: 'stolen',
        as: { username: 'alice', password: PASSWORD },
      });
      assert.equal(wrong.status, 401);
      assert.match(wrong.headers['www-authenticate'] ?? '', /^basic /i);
      const right = { username: 'alice', password: 'by the admin' };
      assert.equal((await stage.api(at, { method: 'POST', body: 'by herself', as: right })).status, 204);
      assert.equal(
        (await stage.api(at, { method: 'POST', body: 'again', as: right })).status,
        401,
        'the old one',
      );
      await stage.member(group, 'alice', { password: 'by herself' });
      const user = {
        method: 'PUT',
        body: { permissions: 'op' },
        as: { username: 'alice', password: 'by herself' },
      };
      assert.equal(
        (await stage.api(`.groups/${group}/.users/alice`, user)).status,
        401,
        'her own permissions',
      );
      const nobody = await stage.api(`.groups/${group}/.users/nobody/.password`, {
        method: 'POST',
        body: 'x',
      });
      assert.equal(nobody.status, 404);
    },
  },
  {
    id: 'C28',
    title: "Only an administrator sets the wildcard's password",
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group(
        standardGroup({ 'wildcard-user': { password: 'open', permissions: 'present' } }),
      );
      const at = `.groups/${group}/.wildcard-user/.password`;
      for (const as of [
        { username: 'guest', password: 'open' },
        { username: '', password: 'open' },
        { username: 'op', password: PASSWORD },
      ]) {
        assert.equal((await stage.api(at, { method: 'POST', body: 'closed', as })).status, 401, as.username);
      }
      assert.equal((await stage.api(at, { method: 'POST', body: 'closed' })).status, 204);
      await stage.member(group, 'guest', { password: 'closed' });
    },
  },
  {
    id: 'C29',
    title: 'Keys are taken as a JWK set whose keys are all good, or not at all',
    dialects: BOTH,
    async run(stage) {
      const { jwk } = makeKey('HS256');
      const group = await stage.group(standardGroup({ authKeys: [jwk] }));
      const at = `.groups/${group}/.keys`;
      const put = (keys: readonly unknown[], type = 'application/jwk-set+json') =>
        stage.api(at, { method: 'PUT', body: { keys }, headers: { 'content-type': type } });
      const fresh = makeKey('ES256').jwk;
      const mistyped = await put([fresh], 'application/json');
      assert.equal(mistyped.status, 415);
      const bad = await put([fresh, { kty: 'EC', alg: 'ES256', crv: 'P-256', x: 'AAAA', y: 'AAAA' }]);
      assert.ok(bad.status >= 400, `a bad key is answered with ${bad.status.toString()}`);
      assert.deepEqual((await stage.readGroup(group))['authKeys'], [jwk]);
      assert.equal((await put([fresh])).status, 204);
      const { authKeys } = await stage.readGroup(group);
      assert.deepEqual(
        (authKeys as { x: string }[]).map(({ x }) => x),
        [fresh['x']],
      );
      assert.equal((await stage.api(at, { method: 'DELETE' })).status, 204);
      assert.equal((await stage.readGroup(group))['authKeys'] ?? undefined, undefined);
    },
  },
  {
    id: 'C30',
    title: 'Tokens are made, read without their name, replaced and deleted, each in its own group',
    dialects: BOTH,
    leavesOut: 'the error of "token exists in different group" is asked by its status',
    async run(stage) {
      const group = await stage.group();
      const other = await stage.group();
      const tokens = `.groups/${group}/.tokens/`;
      const draft = { permissions: ['present'], expires: inMinutes(10), username: 'guest' };
      const token = await makeToken(stage, group, draft);
      assert.match(token, /^[\w-]{11,}$/);
      assert.deepEqual(JSON.parse((await stage.api(tokens)).text), [token]);
      const { status, text, headers } = await stage.api(`${tokens}${token}`);
      assert.equal(status, 200);
      const read = JSON.parse(text) as Record<string, unknown>;
      assert.deepEqual(
        {
          token: read['token'],
          group: read['group'],
          username: read['username'],
          permissions: read['permissions'],
        },
        { token: '', group: '', username: 'guest', permissions: ['present'] },
      );
      assert.equal(
        (await stage.api(tokens, { method: 'POST', body: { ...draft, group } })).status,
        400,
        'overspecified',
      );

      const put = (name: string, etag: string) =>
        stage.api(`.groups/${name}/.tokens/${token}`, {
          method: 'PUT',
          body: { ...draft, permissions: ['present', 'message'] },
          headers: { 'if-match': etag },
        });
      assert.equal((await put(group, '"stale"')).status, 412);
      assert.equal((await put(group, headers.etag ?? '')).status, 204);
      assert.match((await stage.api(`${tokens}${token}`)).text, /"message"/);
      assert.equal((await stage.api(`.groups/${other}/.tokens/${token}`)).status, 404, 'by another group');
      const stolen = { method: 'PUT', body: draft };
      assert.equal(
        (await stage.api(`.groups/${other}/.tokens/${token}`, stolen)).status,
        409,
        'by another group',
      );

      await stage.member(group, 'guest', { token });
      assert.equal((await stage.api(`${tokens}${token}`, { method: 'DELETE' })).status, 204);
      assert.equal((await stage.api(`${tokens}${token}`)).status, 404);
    },
  },
  {
    id: 'C31',
    title: "An administrator's token for all groups opens the resources of the server",
    dialects: BOTH,
    async run(stage) {
      const draft = { permissions: ['admin'], expires: inMinutes(10) };
      const global = await makeToken(stage, '', { ...draft, includeSubgroups: true });
      const narrow = await makeToken(stage, '', draft);
      const guest = await makeToken(stage, '', { ...draft, includeSubgroups: true, permissions: ['op'] });
      const late = await makeToken(stage, '', { ...draft, includeSubgroups: true, expires: inMinutes(-1) });
      try {
        for (const resource of ['.groups/', '.stats']) {
          assert.equal((await stage.api(resource, { bearer: global })).status, 200, resource);
          for (const bearer of [narrow, guest, late, 'no-such-token']) {
            assert.equal((await stage.api(resource, { bearer })).status, 401, resource);
          }
        }
      } finally {
        for (const token of [global, narrow, guest, late]) {
          await stage.api(`.groups/.tokens/${token}`, { method: 'DELETE' });
        }
      }
    },
  },
  {
    id: 'C32',
    title: 'What has not changed is not sent again',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      for (const at of [`.groups/${group}`, `.groups/${group}/.users/`, `.groups/${group}/.users/alice`]) {
        const { headers } = await stage.api(at);
        const again = await stage.api(at, { headers: { 'if-none-match': headers.etag ?? '' } });
        assert.deepEqual([again.status, again.text, again.headers.etag], [304, '', headers.etag], at);
        const other = await stage.api(at, { headers: { 'if-none-match': '"other"' } });
        assert.equal(other.status, 200, at);
      }
      const stale = { method: 'PUT', body: {}, headers: { 'if-match': '"other"' } };
      assert.equal((await stage.api(`.groups/${group}`, stale)).status, 412);
    },
  },
  {
    id: 'C33',
    title: 'galenectl manages groups, users, passwords and tokens',
    dialects: BOTH,
    run: driveByGalenectl,
  },
  {
    id: 'C34',
    title: 'Only pages of allowAdminOrigin may use the API from a browser',
    dialects: BOTH,
    async run(stage) {
      await stage.configure({
        allowAdminOrigin: ['https://admin.example'],
        allowOrigin: ['https://friend.example'],
      });
      await stage.until('the listed origin is allowed', async () => {
        return (
          (await preflight(stage, 'https://admin.example')).headers['access-control-allow-origin'] !==
          undefined
        );
      });
      const allowed = await preflight(stage, 'https://admin.example');
      assert.equal(allowed.status, 200);
      assert.equal(allowed.headers['access-control-allow-origin'], 'https://admin.example');
      assert.match(allowed.headers['access-control-allow-methods'] ?? '', /OPTIONS.*PUT/);
      assert.match(allowed.headers['access-control-allow-headers'] ?? '', /Authorization.*Content-Type/i);
      assert.match(allowed.headers.vary ?? '', /origin/i);
      const refused = await preflight(stage, 'https://friend.example');
      assert.equal(refused.headers['access-control-allow-origin'], undefined);
    },
  },
];

function preflight(stage: Stage, origin: string): Promise<Answer> {
  return stage.http('/galene-api/v0/.groups/preflight', {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'PUT' },
  });
}

/** Makes a token by the API. @returns its name. */
export async function makeToken(stage: Stage, group: string, draft: object): Promise<string> {
  const tokens = group === '' ? '.groups/.tokens/' : `.groups/${group}/.tokens/`;
  const { status, headers, text } = await stage.api(tokens, { method: 'POST', body: draft });
  assert.equal(status, 201, text);
  return headers.location ?? '';
}

/** RFC 3339. */
export function inMinutes(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString();
}
