import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { MemberId } from '@evagore/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listen } from '../listen.ts';
import { SERVER_ADMIN, type Endpoint } from './endpoint.ts';
import { ownEndpoints } from './own-api.ts';
import { Problem } from './schemas.ts';
import {
  aMember,
  basic,
  FakeConference,
  ROOT,
  TEA_ADMIN,
  TEA_OP,
  TEA_USER,
  testServer,
  type Sent,
  type TestServer,
} from './testing.ts';

const API = '/api/v1';
const FAR = '2099-01-01T00:00:00Z';

let server: TestServer;

beforeEach(async () => {
  server = await testServer();
  server.conference.add('tea', {
    locked: true,
    members: new Map([[MemberId.parse('m1'), aMember('m1', { hand: 1 })]]),
  });
});
afterEach(() => server.close());

/** Nothing of a server is needed to know its endpoints. */
const ENDPOINTS = ownEndpoints({
  groups: {} as never,
  tokens: {} as never,
  conference: new FakeConference(),
  describe: () => Promise.resolve(undefined),
});

/** The address of an endpoint for something that is there. */
function addressOf({ path }: Pick<Endpoint, 'path'>): string {
  const values: Record<string, string> = { group: 'tea', user: 'mute', token: 'no-id', member: 'm1' };
  return API + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

/** Sends, and checks what all answers have in common. */
async function send(request: string, sent: Sent = {}) {
  const answer = await server.send(request.replace(' /', ` ${API}/`), sent);
  if (answer.statusCode >= 400) {
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(Problem.parse(answer.json()).status).toBe(answer.statusCode);
  }
  return answer;
}

async function codeOf(request: string, sent: Sent = {}): Promise<string> {
  const answer = await send(request, sent);
  return answer.statusCode < 400 ? answer.statusCode.toString() : Problem.parse(answer.json()).code;
}

async function file(name: string): Promise<unknown> {
  return JSON.parse(await readFile(`${server.folder.path}/groups/${name}.json`, 'utf8'));
}

/** What stands at a path of a group's file. */
async function inFile(name: string, path: readonly string[]): Promise<unknown> {
  let here = await file(name);
  for (const step of path) here = z.record(z.string(), z.unknown()).parse(here)[step];
  return here;
}

describe.each(ENDPOINTS)('$method $path', (each) => {
  const asked = `${each.method} ${addressOf(each).slice(API.length)}`;

  it('is closed without credentials, and says how to come in', async () => {
    const answer = await send(asked);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Basic realm="\/api\/"/);
    expect(answer.json()).toMatchObject({ code: 'not-authorised' });
  });

  it('is closed to users of the group', async () => {
    const code = each.access === SERVER_ADMIN ? 'not-authorised' : 'not-permitted';
    expect(await codeOf(asked, { as: TEA_USER })).toBe(code);
  });

  it('tells anybody which methods there are', async () => {
    const answer = await send(asked.replace(/^\w+/, 'OPTIONS'));
    expect(answer.statusCode).toBe(200);
    expect(answer.headers.allow).toContain(each.method);
  });

  it('changes nothing for a page elsewhere', async () => {
    if (each.writes === undefined) return;
    expect(await codeOf(asked, { as: ROOT, headers: { origin: 'https://evil.example' } })).toBe(
      'origin-refused',
    );
  });

  it('writes files only where they may be written', async () => {
    if (each.writes !== 'files') return;
    await server.writeSite({ writableGroups: false });
    expect(await codeOf(asked, { as: ROOT })).toBe('not-writable');
  });

  it('takes nothing but JSON, of its own schema', async () => {
    if (each.body === undefined) return;
    const text = { 'content-type': 'text/plain' };
    const json = { 'content-type': 'application/json' };
    expect(await codeOf(asked, { as: ROOT, body: '{}', headers: text })).toBe('unsupported-media-type');
    expect(await codeOf(asked, { as: ROOT, body: '{', headers: json })).toBe('bad-message');
    expect(await codeOf(asked, { as: ROOT, body: '[7]', headers: json })).toBe('bad-message');
    const long = `{"x":"${'x'.repeat(1_048_576)}"}`;
    expect(await codeOf(asked, { as: ROOT, body: long, headers: json })).toBe('message-too-large');
  });
});

describe('addresses', () => {
  it.each(['/', '/nothing', '/groups/', '/groups/tea/', '/groups/a/b', '/groups/tea/users/', '/live'])(
    '%s names nothing',
    async (path) => {
      expect(await codeOf(`GET ${path}`, { as: ROOT })).toBe('no-such-resource');
    },
  );

  it('refuse other methods, once it is known who asks', async () => {
    expect(await codeOf('DELETE /groups')).toBe('not-authorised');
    const answer = await send('DELETE /groups', { as: ROOT });
    expect(answer.json()).toMatchObject({ code: 'method-not-allowed' });
    expect(answer.headers.allow).toBe('OPTIONS, HEAD, GET');
  });

  it('have names as one segment, slashes encoded', async () => {
    expect((await send('GET /groups/tea%2Fparty', { as: ROOT })).json()).toEqual({ public: true });
    expect(await codeOf('PUT /groups/new%2Fone', { as: ROOT, json: {} })).toBe('201');
    expect(await file('new/one')).toEqual({});
  });

  it.each(['..%2Fdata', '.hidden', 'a%5Cb', 'a%2F%2Fb', 'a%00b'])('refuse the name %s', async (name) => {
    expect(await codeOf(`GET /groups/${name}`, { as: ROOT })).toBe('bad-group-name');
    expect(await codeOf(`PUT /groups/${name}`, { as: ROOT, json: {} })).toBe('bad-group-name');
  });

  it('with a broken escape are none', async () => {
    expect([400, 404]).toContain((await send('GET /groups/%E0%A4%A', { as: ROOT })).statusCode);
  });
});

describe('groups', () => {
  it('are listed, read, made, replaced and deleted', async () => {
    expect((await send('GET /groups', { as: ROOT })).json()).toEqual(['cake', 'tea', 'tea/party']);
    const read = await send('GET /groups/tea', { as: TEA_ADMIN });
    expect(read.json()).toEqual({ displayName: 'Tea' });
    const put = (headers: Record<string, string>) =>
      codeOf('PUT /groups/tea', { as: TEA_ADMIN, json: { displayName: 'New' }, headers });
    expect(await put({})).toBe('precondition-required');
    expect(await put({ 'if-match': '"other"' })).toBe('precondition-failed');
    expect(await put({ 'if-none-match': '*' })).toBe('precondition-failed');
    expect(await put({ 'if-match': String(read.headers.etag) })).toBe('204');
    expect(await file('tea')).toMatchObject({ displayName: 'New', users: { ada: { password: 'ada' } } });
    expect(await codeOf('DELETE /groups/tea', { as: ROOT, headers: { 'if-match': '"other"' } })).toBe(
      'precondition-failed',
    );
    expect(await codeOf('DELETE /groups/tea', { as: ROOT })).toBe('204');
    expect(await codeOf('DELETE /groups/tea', { as: ROOT })).toBe('no-such-resource');
    expect(await codeOf('GET /groups/tea', { as: ROOT })).toBe('no-such-resource');
  });

  it('let just one of two administrators win', async () => {
    const { etag } = (await send('GET /groups/tea', { as: ROOT })).headers;
    const put = (displayName: string) =>
      codeOf('PUT /groups/tea', { as: ROOT, json: { displayName }, headers: { 'if-match': String(etag) } });
    expect((await Promise.all([put('One'), put('Another')])).sort()).toEqual(['204', 'precondition-failed']);
  });

  it('are not sent again to who has them', async () => {
    const { etag } = (await send('GET /groups/tea', { as: ROOT })).headers;
    expect(await codeOf('GET /groups/tea', { as: ROOT, headers: { 'if-none-match': String(etag) } })).toBe(
      '304',
    );
  });

  it('say what is wrong with a description', async () => {
    const answer = await send('PUT /groups/new', { as: ROOT, json: { 'max-clients': -1 } });
    expect(answer.json()).toMatchObject({
      code: 'bad-message',
      detail: expect.stringContaining('max-clients') as string,
    });
    expect(await codeOf('PUT /groups/new', { as: ROOT, json: { users: {} } })).toBe('bad-message');
  });

  it('keep keys that can be used', async () => {
    const key = { kty: 'oct', alg: 'HS256', k: Buffer.alloc(32, 7).toString('base64url') };
    expect(await codeOf('PUT /groups/tea/keys', { as: TEA_ADMIN, json: { keys: [key] } })).toBe('204');
    expect(await codeOf('PUT /groups/tea/keys', { as: TEA_ADMIN, json: { keys: [{ kty: 'oct' }] } })).toBe(
      'bad-value',
    );
    expect(await codeOf('PUT /groups/nothing/keys', { as: ROOT, json: { keys: [key] } })).toBe(
      'no-such-group',
    );
    expect(await file('tea')).toMatchObject({ authKeys: [key] });
    expect(await codeOf('DELETE /groups/tea/keys', { as: TEA_ADMIN })).toBe('204');
  });
});

describe.each([
  ['/groups/tea/users/new', ['users', 'new']],
  ['/groups/tea/empty-user', ['users', '']],
  ['/groups/cake/wildcard-user', ['wildcard-user']],
])('%s', (path, place) => {
  const group = path.split('/')[2] ?? '';

  it('is made, read, changed and deleted', async () => {
    const put = (json: unknown, headers = {}) => codeOf(`PUT ${path}`, { as: ROOT, json, headers });
    expect(await codeOf(`GET ${path}`, { as: ROOT })).toBe('no-such-resource');
    expect(await put({ permissions: 'op' })).toBe('201');
    expect(await put({ permissions: 'present' })).toBe('precondition-required');
    const read = await send(`GET ${path}`, { as: ROOT });
    expect(read.json()).toEqual({ permissions: 'op' });
    expect(await put({ permissions: ['present'] }, { 'if-match': read.headers.etag })).toBe('204');
    expect(await put({ permissions: ['system'] })).toBe('bad-message');
    expect(await put({ permissions: 'present', password: 'x' })).toBe('bad-message');
    expect(await inFile(group, place)).toEqual({ permissions: ['present'] });
    expect(await codeOf(`DELETE ${path}`, { as: ROOT })).toBe('204');
    expect(await codeOf(`DELETE ${path}`, { as: ROOT })).toBe('no-such-resource');
  });

  it('has a password', async () => {
    const put = (json: unknown) => codeOf(`PUT ${path}/password`, { as: ROOT, json });
    expect(await put({ password: 'secret' })).toBe('no-such-user');
    await send(`PUT ${path}`, { as: ROOT, json: {} });
    expect(await put({ password: 'secret' })).toBe('204');
    expect(await inFile(group, [...place, 'password', 'type'])).toBe('bcrypt');
    expect(await put({ stored: { type: 'wildcard' } })).toBe('204');
    expect(await inFile(group, [...place, 'password'])).toEqual({ type: 'wildcard' });
    expect(await put({ stored: { type: 'rot13' } })).toBe('bad-value');
    expect(await put({ password: 'x'.repeat(100) })).toBe('bad-value');
    expect(await put({ password: '' })).toBe('bad-message');
    expect(await codeOf(`DELETE ${path}/password`, { as: ROOT })).toBe('204');
    expect(await inFile(group, place)).toEqual({});
  });
});

describe('users', () => {
  it('are listed by name', async () => {
    expect((await send('GET /groups/tea/users', { as: TEA_ADMIN })).json()).toEqual([
      'ada',
      'boss',
      'mute',
      'olga',
    ]);
    expect(await codeOf('GET /groups/nothing/users', { as: ROOT })).toBe('no-such-resource');
  });

  it('change their own password, and no other', async () => {
    const put = (user: string, as: string) =>
      codeOf(`PUT /groups/tea/users/${user}/password`, { as, json: { password: 'new' } });
    expect(await put('olga', TEA_USER)).toBe('not-permitted');
    expect(await put('ada', TEA_USER)).toBe('204');
    expect(await put('ada', TEA_USER)).toBe('not-authorised');
    expect(await put('ada', basic('ada', 'new'))).toBe('204');
  });

  it('have names that a user can have', async () => {
    expect(await codeOf('PUT /groups/tea/users/a%5Cb', { as: ROOT, json: {} })).toBe('bad-value');
    expect(await codeOf('PUT /groups/tea/users/a%2Fb', { as: ROOT, json: {} })).toBe('201');
  });
});

describe.each([
  ['/groups/tea/tokens', TEA_ADMIN, 'tea'],
  ['/tokens', ROOT, ''],
])('%s', (path, as, group) => {
  it('are made, listed, read, changed and deleted, by an id that opens nothing', async () => {
    const draft = { permissions: ['admin'], includeSubgroups: true, expires: FAR };
    const made = await send(`POST ${path}`, { as, json: draft });
    expect(made.statusCode).toBe(201);
    const { id, token, ...rest } = made.json<{ id: string; token: string }>();
    expect(rest).toEqual({ ...draft, group });
    expect(made.headers.location).toBe(`${API}${path}/${id}`);
    expect(id).not.toContain(token);
    expect(await codeOf('GET /groups/tea', { as: `Bearer ${id}` })).toBe('not-authorised');
    expect(await codeOf('GET /groups/tea', { as: `Bearer ${token}` })).toBe('200');

    const list = await send(`GET ${path}`, { as });
    expect(list.json()).toContainEqual(made.json());
    const read = await send(`GET ${path}/${id}`, { as });
    expect(read.json()).toEqual(made.json());
    const revoked = { ...draft, expires: '2001-01-01T00:00:00Z' };
    expect(await codeOf(`PUT ${path}/${id}`, { as, json: revoked })).toBe('precondition-required');
    const headers = { 'if-match': String(read.headers.etag) };
    expect(await codeOf(`PUT ${path}/${id}`, { as, json: revoked, headers })).toBe('204');
    expect(await codeOf('GET /groups/tea', { as: `Bearer ${token}` })).toBe('not-authorised');
    expect(await codeOf(`GET ${path}/${token}`, { as })).toBe('no-such-token');
    expect(await codeOf(`DELETE ${path}/${id}`, { as })).toBe('204');
    expect(await codeOf(`DELETE ${path}/${id}`, { as })).toBe('no-such-token');
    expect(JSON.stringify(server.lines)).not.toContain(token);
  });

  it.each([
    ['a name', { token: 'x', permissions: [] }],
    ['an unknown permission', { permissions: ['king'] }],
    ["the server's own permission", { permissions: ['system'] }],
    ['no permissions', {}],
    ['a time without a zone', { permissions: [], expires: '2099-01-01' }],
  ])('refuse %s', async (_what, json) => {
    expect(await codeOf(`POST ${path}`, { as, json })).toBe('bad-message');
  });
});

describe('meetings', () => {
  it('are listed for administrators of the server', async () => {
    const answer = await send('GET /live/groups', { as: ROOT });
    expect(answer.json()).toEqual([{ name: 'tea', locked: true, clientCount: 1 }]);
    expect(await codeOf('GET /live/groups', { as: TEA_OP })).toBe('not-authorised');
  });

  it('tell how a group is, in use or not', async () => {
    expect((await send('GET /live/groups/tea', { as: TEA_OP })).json()).toEqual({
      name: 'tea',
      locked: true,
      clientCount: 1,
    });
    expect((await send('GET /live/groups/cake', { as: ROOT })).json()).toEqual({
      name: 'cake',
      locked: true,
      clientCount: 0,
    });
    expect((await send('GET /live/groups/cake/members', { as: ROOT })).json()).toEqual([]);
    expect(await codeOf('GET /live/groups/nothing', { as: ROOT })).toBe('no-such-group');
    expect(await codeOf('GET /live/groups/nothing/members', { as: ROOT })).toBe('no-such-group');
  });

  it('tell who is there, and administrators from where', async () => {
    const member = {
      id: 'm1',
      username: 'ada',
      permissions: ['present'],
      data: {},
      streams: [],
      hand: 1,
      joinedAt: '2031-01-01T00:00:00.000Z',
      dialect: 'evagore-1',
    };
    expect((await send('GET /live/groups/tea/members', { as: TEA_OP })).json()).toEqual([member]);
    for (const as of [TEA_ADMIN, ROOT]) {
      expect((await send('GET /live/groups/tea/members', { as })).json()).toEqual([
        { ...member, address: '192.0.2.9:4711' },
      ]);
    }
  });

  it.each([
    ['/live/groups/tea/actions', { kind: 'lock', value: 'back at noon' }, '204'],
    ['/live/groups/tea/actions', { kind: 'subgroups' }, '200'],
    ['/live/groups/tea/actions', { kind: 'setdata', value: 7 }, 'bad-value'],
    ['/live/groups/tea/actions', { kind: 'explode' }, 'no-such-action'],
    ['/live/groups/tea/actions', { kind: '' }, 'bad-message'],
    ['/live/groups/tea/actions', { kind: 'lock', other: 1 }, 'bad-message'],
    ['/live/groups/cake/actions', { kind: 'lock' }, 'no-such-group'],
    ['/live/groups/tea/members/m1/actions', { kind: 'kick', value: 'bye' }, '204'],
    ['/live/groups/tea/members/m2/actions', { kind: 'kick' }, 'no-such-member'],
    ['/live/groups/tea/members/m%201/actions', { kind: 'kick' }, 'no-such-member'],
    ['/live/groups/tea/members/m1/actions', { kind: 'explode' }, 'no-such-action'],
    ['/live/groups/tea/messages', { value: 'hello' }, '204'],
    ['/live/groups/tea/messages', { value: '' }, 'bad-message'],
    ['/live/groups/tea/messages', { value: 'x'.repeat(10_001) }, 'bad-message'],
    ['/live/groups/cake/messages', { value: 'hello' }, 'no-such-group'],
  ])('POST %s %j: %s', async (path, json, code) => {
    expect(await codeOf(`POST ${path}`, { as: ROOT, json })).toBe(code);
    expect(server.conference.done.length).toBe(code.startsWith('2') ? 1 : 0);
  });

  it('are told who does it', async () => {
    await send('POST /live/groups/tea/actions', { as: TEA_OP, json: { kind: 'lock' } });
    await send('POST /live/groups/tea/messages', { as: 'Bearer tea-op', json: { value: 'hi' } });
    expect(server.conference.done).toEqual(['olga: lock tea', 'olaf: says hi to tea']);
  });

  it('answer what an action gives', async () => {
    const answer = await send('POST /live/groups/tea/actions', { as: TEA_OP, json: { kind: 'subgroups' } });
    expect(answer.json()).toEqual({ result: { subgroups: [] } });
  });

  it('give operators no more than their permissions', async () => {
    const act = (as: string, kind: string) =>
      codeOf('POST /live/groups/tea/actions', { as, json: { kind, value: { permissions: ['admin'] } } });
    expect(await act(TEA_OP, 'maketoken')).toBe('not-permitted');
    expect(await act('Bearer tea-op', 'maketoken')).toBe('not-permitted');
    expect(await act(TEA_ADMIN, 'maketoken')).toBe('204');
    expect(await act('Bearer tea-op', 'record')).toBe('not-permitted');
    // The conference of this test cannot record.
    expect(await act(TEA_OP, 'record')).toBe('no-such-action');
    expect(await act(TEA_OP, 'unheard-of')).toBe('not-permitted');
    expect(await act(TEA_OP, 'setdata')).toBe('204');
  });

  it('may be changed where files may not', async () => {
    await server.writeSite({ writableGroups: false });
    expect(await codeOf('POST /live/groups/tea/actions', { as: TEA_OP, json: { kind: 'lock' } })).toBe('204');
  });
});

describe('the server', () => {
  it('drains, and goes on', async () => {
    expect((await send('GET /drain', { as: ROOT })).json()).toEqual({ draining: false });
    const state = { draining: true, closesAt: '2031-01-01T00:00:00.000Z', message: 'update' };
    const answer = await send('POST /drain', { as: ROOT, json: { deadlineSeconds: 60, message: 'update' } });
    expect(answer.json()).toEqual(state);
    expect((await send('GET /drain', { as: ROOT })).json()).toEqual(state);
    expect(await codeOf('DELETE /drain', { as: ROOT })).toBe('204');
    expect((await send('GET /drain', { as: ROOT })).json()).toEqual({ draining: false });
    expect(await codeOf('POST /drain', { as: ROOT, json: { deadlineSeconds: -1 } })).toBe('bad-message');
    expect(await codeOf('POST /drain', { as: ROOT, json: { deadlineSeconds: 1e9 } })).toBe('bad-message');
  });

  it('tells how media flows', async () => {
    expect((await send('GET /stats', { as: ROOT })).json()).toEqual([
      { name: 'tea', clients: [{ id: 'm1' }] },
    ]);
  });

  it('slows down who guesses, and says for how long', async () => {
    const guess = () => send('GET /stats', { as: basic('root', 'guess') });
    await Promise.all(Array.from({ length: 30 }, guess));
    const answer = await guess();
    expect(answer.json()).toMatchObject({ code: 'too-many-requests' });
    expect(answer.headers['retry-after']).toBe('30');
  });
});

describe('openapi.json', () => {
  it('is for anybody, and tells every endpoint', async () => {
    const document = (await send('GET /openapi.json')).json<{ paths: Record<string, object> }>();
    const told = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(told.sort()).toEqual(ENDPOINTS.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it('refers to nothing that is not there', async () => {
    const text = (await send('GET /openapi.json')).body;
    const document: unknown = JSON.parse(text);
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path.split('/'));
    expect(references.length).toBeGreaterThan(50);
    for (const path of references) expect(document, path.join('/')).toHaveProperty(path);
  });

  it('says what the server answers', async () => {
    await send('POST /tokens', { as: ROOT, json: { permissions: [] } });
    const there = ENDPOINTS.filter(({ method, path }) => method === 'GET' && !/token}|empty-user/.test(path));
    expect(there.length).toBeGreaterThan(10);
    for (const each of there) {
      const answer = await server.send(`GET ${addressOf(each)}`, { as: ROOT });
      expect(answer.statusCode, each.path).toBe(200);
      expect(z.safeParse(each.result ?? z.never(), answer.json()).success, each.path).toBe(true);
    }
  });

  it('names each endpoint once, and every body', () => {
    const ids = ENDPOINTS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('over a socket', () => {
  let port: number;
  beforeEach(async () => {
    port = await listen(server.app, { httpHost: '127.0.0.1', httpPort: 0 });
  });

  /** Sends a body in pieces, until there are none or the answer is there. */
  function put(path: string, pieces: Iterable<Buffer>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: ROOT, 'content-type': 'application/json' };
      const sent = request({ port, host: '127.0.0.1', method: 'PUT', path: API + path, headers });
      const body = Readable.from(pieces);
      sent.on('response', (answer) => {
        body.destroy();
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.on('error', reject);
      body.on('error', () => undefined);
      body.pipe(sent);
    });
  }

  it('answers a browser of an administrator elsewhere', async () => {
    const origin = 'https://admin.example';
    const address = `http://127.0.0.1:${port.toString()}${API}/groups/tea`;
    const preflight = await fetch(address, { method: 'OPTIONS', headers: { origin } });
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('If-Match');
    const read = await fetch(address, { headers: { origin, authorization: ROOT } });
    expect(read.headers.get('access-control-expose-headers')).toContain('ETag');
    expect(await read.json()).toEqual({ displayName: 'Tea' });
  });

  it('reads a body that comes in pieces', async () => {
    const pieces = ['{"displayName":', '"In', ' pieces"}'].map((piece) => Buffer.from(piece));
    expect(await put('/groups/new', pieces)).toBe(201);
    expect(await file('new')).toEqual({ displayName: 'In pieces' });
  });

  it('does not wait for the end of a body without end', async () => {
    function* endless(): Generator<Buffer> {
      for (;;) yield Buffer.alloc(65_536, 0x20);
    }
    expect(await put('/groups/new', endless())).toBe(413);
  });
});
