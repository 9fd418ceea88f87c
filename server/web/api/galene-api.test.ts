import { readFile, rm, stat } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { basic, ROOT, TEA_ADMIN, TEA_OP, TEA_USER, testServer, type TestServer } from './testing.ts';

const API = '/galene-api/v0';
const JSON_TYPE = { 'content-type': 'application/json' };
const TEXT_TYPE = { 'content-type': 'text/plain' };

let server: TestServer;

beforeEach(async () => {
  server = await testServer();
});
afterEach(() => server.close());

/** A group's file as it is. */
async function file(name: string): Promise<Record<string, unknown>> {
  const text = await readFile(`${server.folder.path}/groups/${name}.json`, 'utf8');
  return JSON.parse(text) as Record<string, unknown>;
}

async function etagOf(path: string): Promise<string> {
  return String((await server.send(`GET ${API}/${path}`, { as: ROOT })).headers.etag);
}

describe('addresses', () => {
  const TABLE: [resource: string, allowed: string][] = [
    ['.stats', 'OPTIONS, HEAD, GET'],
    ['.groups', 'OPTIONS, HEAD, GET'],
    ['.groups/', 'OPTIONS, HEAD, GET'],
    ['.groups/tea', 'OPTIONS, HEAD, GET, PUT, DELETE'],
    ['.groups/tea/', 'OPTIONS, HEAD, GET, PUT, DELETE'],
    ['.groups/tea/party', 'OPTIONS, HEAD, GET, PUT, DELETE'],
    ['.groups/tea/.keys', 'OPTIONS, PUT, DELETE'],
    ['.groups/tea/.users/', 'OPTIONS, HEAD, GET'],
    ['.groups/tea/.users/ada', 'OPTIONS, HEAD, GET, PUT, DELETE'],
    ['.groups/tea/.empty-user', 'OPTIONS, HEAD, GET, PUT, DELETE'],
    ['.groups/tea/.wildcard-user', 'OPTIONS, HEAD, GET, PUT, DELETE'],
    ['.groups/tea/.users/ada/.password', 'OPTIONS, PUT, POST, DELETE'],
    ['.groups/tea/.empty-user/.password', 'OPTIONS, PUT, POST, DELETE'],
    ['.groups/tea/.wildcard-user/.password', 'OPTIONS, PUT, POST, DELETE'],
    ['.groups/tea/.tokens/', 'OPTIONS, HEAD, GET, POST'],
    ['.groups/.tokens/', 'OPTIONS, HEAD, GET, POST'],
    ['.groups/tea/.tokens/tea-admin', 'OPTIONS, HEAD, GET, PUT, DELETE'],
    ['.groups/.tokens/all-powerful', 'OPTIONS, HEAD, GET, PUT, DELETE'],
  ];

  it.each(TABLE)('%s can be asked what it takes, by anybody', async (resource, allowed) => {
    const answer = await server.send(`OPTIONS ${API}/${resource}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['access-control-allow-methods']).toBe(allowed);
    expect(answer.headers.vary).toContain('Origin');
  });

  it.each(TABLE)('%s is closed without credentials, whatever the method', async (resource) => {
    for (const method of ['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE']) {
      const answer = await server.send(`${method} ${API}/${resource}`, { json: {} });
      expect(answer.statusCode, method).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('basic realm="/galene-api/"');
    }
  });

  it.each(TABLE)('%s refuses all other methods, once it knows who asks', async (resource, allowed) => {
    const others = ['HEAD', 'GET', 'PUT', 'POST', 'PATCH', 'DELETE'].filter((one) => !allowed.includes(one));
    for (const method of others) {
      const answer = await server.send(`${method} ${API}/${resource}`, { as: ROOT, json: {} });
      expect(answer.statusCode, method).toBe(405);
      expect(answer.headers.allow).toBe(allowed);
    }
  });

  it.each([
    '',
    '.stats/',
    '.other',
    '.groups/tea/.users',
    '.groups/tea/.tokens',
    '.groups/tea/.keys/',
    '.groups/tea/.other',
    '.groups/tea/.users/ada/.other',
    '.groups/tea/.users/.password',
    '.groups//tea',
    '.groups/../data',
    '.groups/a%5cb',
    '.groups/a%00b',
    '.groups/%2e%2e/data',
    '.groups/tea/.users/a%5cb',
    '.groups/tea%',
  ])('"%s" names nothing', async (resource) => {
    for (const method of ['GET', 'PUT', 'OPTIONS']) {
      const answer = await server.send(`${method} ${API}/${resource}`, { as: ROOT, json: {} });
      // Routers take a broken escape for a bad request.
      expect([404, 400], method).toContain(answer.statusCode);
    }
  });

  it('there is none called /stats', async () => {
    expect((await server.send('GET /stats', { as: ROOT })).statusCode).toBe(404);
  });
});

describe('credentials', () => {
  const bearer = (token: string) => `Bearer ${token}`;
  const TABLE: [who: string, credentials: string, opens: { server: boolean; tea: boolean; cake: boolean }][] =
    [
      ['an administrator of the server', ROOT, { server: true, tea: true, cake: true }],
      ['an administrator of a group', TEA_ADMIN, { server: false, tea: true, cake: false }],
      ['an operator', TEA_OP, { server: false, tea: false, cake: false }],
      ['a user', TEA_USER, { server: false, tea: false, cake: false }],
      [
        'a user of the site file without admin',
        basic('guest', 'guest'),
        { server: false, tea: false, cake: false },
      ],
      ['a wrong password', basic('root', 'wrong'), { server: false, tea: false, cake: false }],
      ['an unknown name', basic('nobody', 'root'), { server: false, tea: false, cake: false }],
      ['a token for all groups', bearer('all-powerful'), { server: true, tea: true, cake: true }],
      [
        'a token for the server without its groups',
        bearer('not-below'),
        { server: false, tea: false, cake: false },
      ],
      ['an expired token', bearer('expired'), { server: false, tea: false, cake: false }],
      ['a token without an end', bearer('endless'), { server: false, tea: false, cake: false }],
      ['a token without admin', bearer('weak'), { server: false, tea: false, cake: false }],
      ['a token of a group, without a name', bearer('tea-admin'), { server: false, tea: true, cake: false }],
      ['an unknown token', bearer('nothing'), { server: false, tea: false, cake: false }],
      ['a token as a password', basic('', 'all-powerful'), { server: false, tea: false, cake: false }],
      ['another scheme', 'Digest username="root"', { server: false, tea: false, cake: false }],
      ['no Base64', 'Basic !!!', { server: false, tea: false, cake: false }],
      [
        'no colon',
        `Basic ${Buffer.from('root').toString('base64')}`,
        { server: false, tea: false, cake: false },
      ],
    ];

  it.each(TABLE)('%s', async (_who, as, opens) => {
    const status = async (path: string) => (await server.send(`GET ${API}/${path}`, { as })).statusCode;
    const expected = (open: boolean) => (open ? 200 : 401);
    expect(await status('.stats')).toBe(expected(opens.server));
    expect(await status('.groups/')).toBe(expected(opens.server));
    expect(await status('.groups/.tokens/')).toBe(expected(opens.server));
    expect(await status('.groups/tea')).toBe(expected(opens.tea));
    expect(await status('.groups/tea/.users/')).toBe(expected(opens.tea));
    expect(await status('.groups/tea/.tokens/')).toBe(expected(opens.tea));
    expect(await status('.groups/cake')).toBe(expected(opens.cake));
  });

  it('do not tell strangers which groups there are', async () => {
    const there = await server.send(`GET ${API}/.groups/cake`, { as: basic('x', 'y') });
    const gone = await server.send(`GET ${API}/.groups/nothing`, { as: basic('x', 'y') });
    expect(gone.statusCode).toBe(there.statusCode);
    expect(gone.body).toBe(there.body);
  });

  it('are slowed down by address where they fail, and others are not', async () => {
    const tries = await Promise.all(
      Array.from({ length: 30 }, () => server.send(`GET ${API}/.stats`, { as: basic('root', 'guess') })),
    );
    expect(tries.some(({ statusCode }) => statusCode === 401)).toBe(true);
    const again = await server.send(`GET ${API}/.stats`, { as: ROOT });
    expect(again.statusCode).toBe(429);
    expect(Number(again.headers['retry-after'])).toBeGreaterThan(0);
    expect((await server.send(`GET ${API}/.stats`, { as: ROOT, from: '192.0.2.2' })).statusCode).toBe(200);
  });

  it('are slowed down where anybody may come in, too', async () => {
    const guess = () => server.send(`GET ${API}/.groups/tea`, { as: basic('root', 'guess') });
    await Promise.all(Array.from({ length: 30 }, guess));
    expect((await guess()).statusCode).toBe(429);
  });

  it('and tokens never come into the log', async () => {
    await server.send(`GET ${API}/.groups/tea/.tokens/tea-admin`, { as: 'Bearer all-powerful' });
    await server.send(`DELETE ${API}/.groups/tea/.tokens/tea-admin`, { as: ROOT });
    await server.send(`GET ${API}/.groups/tea/.tokens/nothing`, { as: ROOT });
    const log = JSON.stringify(server.lines);
    expect(log).toContain('request answered');
    expect(log).not.toMatch(/all-powerful|tea-admin|Basic |cm9vd/);
  });
});

describe('groups', () => {
  it('are listed, each by its name', async () => {
    const answer = await server.send(`GET ${API}/.groups/`, { as: ROOT });
    expect(answer.json()).toEqual(['cake', 'tea', 'tea/party']);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  it('are made once, and replaced by whoever does not ask', async () => {
    const send = (headers: Record<string, string>) =>
      server.send(`PUT ${API}/.groups/new/one`, { as: ROOT, json: { displayName: 'New' }, headers });
    expect((await send({ 'if-none-match': '*' })).statusCode).toBe(201);
    expect((await send({ 'if-none-match': '*' })).statusCode).toBe(412);
    expect((await send({})).statusCode).toBe(204);
    expect(await file('new/one')).toEqual({ displayName: 'New' });
    expect((await stat(`${server.folder.path}/groups/new/one.json`)).mode & 0o777).toBe(0o600);
  });

  it('never tell users, wildcard user or keys, and keep them', async () => {
    const before = await file('tea');
    const answer = await server.send(`GET ${API}/.groups/tea`, { as: TEA_ADMIN });
    expect(answer.json()).toEqual({ displayName: 'Tea' });
    const put = await server.send(`PUT ${API}/.groups/tea`, { as: TEA_ADMIN, json: { public: true } });
    expect(put.statusCode).toBe(204);
    expect(await file('tea')).toEqual({
      users: before['users'],
      'wildcard-user': before['wildcard-user'],
      public: true,
    });
  });

  it('are written on the version that was seen, and on no other', async () => {
    const etag = await etagOf('.groups/tea');
    const put = (title: string) =>
      server.send(`PUT ${API}/.groups/tea`, {
        as: ROOT,
        json: { displayName: title },
        headers: { 'if-match': etag },
      });
    const [first, second] = await Promise.all([put('One'), put('Two, which is longer')]);
    expect([first.statusCode, second.statusCode].sort()).toEqual([204, 412]);
  });

  it('are not sent again to who has them', async () => {
    const etag = await etagOf('.groups/tea');
    const answer = await server.send(`GET ${API}/.groups/tea`, {
      as: ROOT,
      headers: { 'if-none-match': `"other", W/${etag}` },
    });
    expect(answer.statusCode).toBe(304);
    expect(answer.headers.etag).toBe(etag);
    expect(answer.body).toBe('');
    const head = await server.send(`HEAD ${API}/.groups/tea`, {
      as: ROOT,
      headers: { 'if-match': '"other"' },
    });
    expect(head.statusCode).toBe(412);
  });

  it('without a file are none, even where a group above lends its own', async () => {
    await server.folder.write('groups/cake.json', { 'auto-subgroups': true });
    expect((await server.send(`GET ${API}/.groups/cake/sub`, { as: ROOT })).statusCode).toBe(404);
  });

  it('can be deleted', async () => {
    expect((await server.send(`DELETE ${API}/.groups/cake`, { as: ROOT })).statusCode).toBe(204);
    expect((await server.send(`DELETE ${API}/.groups/cake`, { as: ROOT })).statusCode).toBe(404);
    expect((await server.send(`GET ${API}/.groups/cake`, { as: ROOT })).statusCode).toBe(404);
  });

  it.each([
    ['no JSON', '{', 400],
    ['another type', '[]', 400],
    ['a number', '7', 400],
    ['users', '{"users":{}}', 400],
    ['a wildcard user', '{"wildcard-user":{}}', 400],
    ['keys', '{"authKeys":[]}', 400],
    ['operators of old files', '{"op":[]}', 400],
    ['a field of the wrong type', '{"public":"yes"}', 400],
    ['broken UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400],
    ['brackets without end', '['.repeat(100_000), 400],
    ['nothing', '', 400],
    ['absent users', '{"users":null,"authKeys":null}', 204],
    ['unknown fields', '{"unknown":1}', 204],
  ])('refuse a description of %s', async (_what, body, status) => {
    const before = await file('tea');
    const answer = await server.send(`PUT ${API}/.groups/tea`, { as: ROOT, body, headers: JSON_TYPE });
    expect(answer.statusCode).toBe(status);
    if (status >= 400) expect(await file('tea')).toEqual(before);
  });

  it('accept JSON alone, with or without a charset', async () => {
    const put = (type: string) =>
      server.send(`PUT ${API}/.groups/tea`, { as: ROOT, body: '{}', headers: { 'content-type': type } });
    const wrong = await put('text/plain');
    expect(wrong.statusCode).toBe(415);
    expect(wrong.headers.accept).toBe('application/json');
    expect((await put('Application/JSON; charset=utf-8')).statusCode).toBe(204);
  });

  it('refuse what is longer than a mebibyte', async () => {
    const answer = await server.send(`PUT ${API}/.groups/tea`, {
      as: ROOT,
      body: `{"comment":"${'x'.repeat(1_048_576)}"}`,
      headers: JSON_TYPE,
    });
    expect(answer.statusCode).toBe(413);
  });
});

describe('files that must not be written', () => {
  it('are read all the same', async () => {
    await server.writeSite({ writableGroups: false });
    expect((await server.send(`GET ${API}/.groups/tea`, { as: ROOT })).statusCode).toBe(200);
    for (const [request, headers] of [
      ['PUT .groups/tea', JSON_TYPE],
      ['DELETE .groups/tea', {}],
      ['PUT .groups/tea/.keys', { 'content-type': 'application/jwk-set+json' }],
      ['PUT .groups/tea/.users/ada', JSON_TYPE],
      ['DELETE .groups/tea/.users/ada', {}],
      ['POST .groups/tea/.users/ada/.password', TEXT_TYPE],
      ['POST .groups/tea/.tokens/', JSON_TYPE],
      ['DELETE .groups/tea/.tokens/tea-admin', {}],
    ] as const) {
      const [method, resource] = request.split(' ');
      const answer = await server.send(`${method ?? ''} ${API}/${resource ?? ''}`, {
        as: ROOT,
        body: '{}',
        headers,
      });
      expect(answer.statusCode, request).toBe(401);
      expect(answer.headers['www-authenticate']).toBeUndefined();
    }
    expect(await file('tea')).toHaveProperty('users.ada');
  });
});

describe('users', () => {
  it('are listed by name', async () => {
    const answer = await server.send(`GET ${API}/.groups/tea/.users/`, { as: TEA_ADMIN });
    expect(answer.json()).toEqual(['ada', 'boss', 'mute', 'olga']);
    expect(answer.headers.etag).toBe(await etagOf('.groups/tea'));
  });

  it('tell their permissions and nothing else', async () => {
    expect((await server.send(`GET ${API}/.groups/tea/.users/ada`, { as: ROOT })).json()).toEqual({
      permissions: 'present',
    });
    expect((await server.send(`GET ${API}/.groups/tea/.wildcard-user`, { as: ROOT })).json()).toEqual({
      permissions: 'observe',
    });
    expect((await server.send(`GET ${API}/.groups/tea/.users/nobody`, { as: ROOT })).statusCode).toBe(404);
    expect((await server.send(`GET ${API}/.groups/tea/.empty-user`, { as: ROOT })).statusCode).toBe(404);
  });

  it('are made, changed and deleted, and keep their password', async () => {
    const path = `${API}/.groups/tea/.users/new/one`;
    const put = (json: unknown, headers = {}) => server.send(`PUT ${path}`, { as: TEA_ADMIN, json, headers });
    expect((await put({ permissions: 'op' }, { 'if-none-match': '*' })).statusCode).toBe(201);
    expect((await put({ permissions: 'op' }, { 'if-none-match': '*' })).statusCode).toBe(412);
    await server.send(`PUT ${path}/.password`, { as: TEA_ADMIN, json: 'secret' });
    expect((await put({ permissions: ['present'] })).statusCode).toBe(204);
    expect(await file('tea')).toMatchObject({
      users: { 'new/one': { password: 'secret', permissions: ['present'] } },
    });
    expect((await server.send(`DELETE ${path}`, { as: TEA_ADMIN })).statusCode).toBe(204);
    expect(await file('tea')).not.toHaveProperty(['users', 'new/one']);
  });

  it.each([
    ['a password', { permissions: 'op', password: 'x' }],
    ['an unknown name of permissions', { permissions: 'king' }],
    ['an unknown permission', { permissions: ['op', 'king'] }],
    ["the server's own permission", { permissions: ['system'] }],
    ['no object', 'op'],
  ])('refuse %s', async (_what, json) => {
    const answer = await server.send(`PUT ${API}/.groups/tea/.users/ada`, { as: ROOT, json });
    expect(answer.statusCode).toBe(400);
    expect(await file('tea')).toMatchObject({ users: { ada: { password: 'ada', permissions: 'present' } } });
  });

  it('need a group', async () => {
    const answer = await server.send(`PUT ${API}/.groups/nothing/.users/ada`, { as: ROOT, json: {} });
    expect(answer.statusCode).toBe(404);
  });
});

describe('passwords', () => {
  const path = `${API}/.groups/tea/.users/ada/.password`;
  const post = (as: string, body = 'new password', at = path) =>
    server.send(`POST ${at}`, { as, body, headers: TEXT_TYPE });

  it('are changed by their users, whatever name they give, and hashed', async () => {
    expect((await post(basic('', 'ada'))).statusCode).toBe(204);
    expect(await file('tea')).toMatchObject({
      users: { ada: { permissions: 'present', password: { type: 'bcrypt' } } },
    });
    const wrong = await post(basic('ada', 'ada'));
    expect(wrong.statusCode).toBe(401);
    expect(wrong.headers['www-authenticate']).toBe('basic realm="/galene-api/"');
    expect((await post(basic('ada', 'new password'), 'third')).statusCode).toBe(204);
  });

  it('of others are not', async () => {
    expect((await post(TEA_OP)).statusCode).toBe(401);
    expect((await post(basic('mute', ''), 'x', `${API}/.groups/tea/.users/mute/.password`)).statusCode).toBe(
      401,
    );
  });

  it('of everybody need an administrator, though everybody knows them', async () => {
    const wildcard = `${API}/.groups/tea/.wildcard-user/.password`;
    expect((await post(basic('anybody', 'anything'), 'x', wildcard)).statusCode).toBe(401);
    expect((await post(TEA_ADMIN, 'x', wildcard)).statusCode).toBe(204);
  });

  it('are set as they are stored, and removed', async () => {
    const put = (json: unknown) => server.send(`PUT ${path}`, { as: TEA_ADMIN, json });
    expect((await put({ type: 'wildcard' })).statusCode).toBe(204);
    expect((await put({ type: 'rot13', key: 'x' })).statusCode).toBe(400);
    expect((await put(7)).statusCode).toBe(400);
    expect(await file('tea')).toHaveProperty('users.ada.password', { type: 'wildcard' });
    expect((await server.send(`DELETE ${path}`, { as: TEA_ADMIN })).statusCode).toBe(204);
    expect(await file('tea')).not.toHaveProperty('users.ada.password');
  });

  it('need somebody whom they belong to', async () => {
    expect((await post(ROOT, 'x', `${API}/.groups/tea/.users/nobody/.password`)).statusCode).toBe(404);
  });

  it('are plain text of a length that can be hashed', async () => {
    expect((await server.send(`POST ${path}`, { as: ROOT, json: 'x' })).statusCode).toBe(415);
    expect((await post(ROOT, 'x'.repeat(100))).statusCode).toBe(400);
    expect((await post(ROOT, '')).statusCode).toBe(400);
  });
});

describe('keys', () => {
  const put = (json: unknown, type = 'application/jwk-set+json') =>
    server.send(`PUT ${API}/.groups/tea/.keys`, {
      as: TEA_ADMIN,
      body: JSON.stringify(json),
      headers: { 'content-type': type },
    });
  const key = { kty: 'oct', alg: 'HS256', k: Buffer.alloc(32, 7).toString('base64url') };

  it('are kept where all of them are good', async () => {
    expect((await put({ keys: [key] })).statusCode).toBe(204);
    expect(await file('tea')).toMatchObject({ authKeys: [key] });
    expect((await put({ keys: [key, { kty: 'oct' }] })).statusCode).toBe(400);
    expect((await put({ keys: [key] }, 'application/json')).statusCode).toBe(415);
    expect(await file('tea')).toMatchObject({ authKeys: [key] });
    expect((await server.send(`DELETE ${API}/.groups/tea/.keys`, { as: TEA_ADMIN })).statusCode).toBe(204);
    expect(await file('tea')).not.toHaveProperty('authKeys');
  });
});

describe('tokens', () => {
  const list = `${API}/.groups/tea/.tokens/`;
  const FAR = '2099-01-01T00:00:00.123456789Z';

  it('are made, told without their name, changed and deleted', async () => {
    const draft = {
      username: 'eve',
      permissions: ['present', 'message'],
      expires: FAR,
      token: '',
      group: '',
    };
    const made = await server.send(`POST ${list}`, { as: TEA_ADMIN, json: draft });
    expect(made.statusCode).toBe(201);
    const name = String(made.headers.location);
    expect(name).toMatch(/^[\w-]{11}$/);
    expect((await server.send(`GET ${list}`, { as: TEA_ADMIN })).json()).toContain(name);

    const read = await server.send(`GET ${list}${name}`, { as: TEA_ADMIN });
    expect(read.json()).toEqual(draft);
    const put = (headers: Record<string, string>) =>
      server.send(`PUT ${list}${name}`, { as: TEA_ADMIN, json: { ...draft, permissions: null }, headers });
    expect((await put({ 'if-match': String(read.headers.etag) })).statusCode).toBe(204);
    expect((await put({ 'if-match': String(read.headers.etag) })).statusCode).toBe(412);
    expect((await server.send(`GET ${list}${name}`, { as: TEA_ADMIN })).json()).toMatchObject({
      permissions: [],
    });

    const elsewhere = `${API}/.groups/cake/.tokens/${name}`;
    expect((await server.send(`GET ${elsewhere}`, { as: ROOT })).statusCode).toBe(404);
    expect((await server.send(`PUT ${elsewhere}`, { as: ROOT, json: draft })).statusCode).toBe(409);
    expect((await server.send(`DELETE ${elsewhere}`, { as: ROOT })).statusCode).toBe(404);
    expect((await server.send(`DELETE ${list}${name}`, { as: TEA_ADMIN })).statusCode).toBe(204);
    expect((await server.send(`GET ${list}${name}`, { as: TEA_ADMIN })).statusCode).toBe(404);
  });

  it('of a name that is new are made by it', async () => {
    const answer = await server.send(`PUT ${list}chosen`, { as: ROOT, json: { permissions: [] } });
    expect(answer.statusCode).toBe(201);
  });

  it('of the server are made by its administrators alone, and open it', async () => {
    const draft = { permissions: ['admin'], includeSubgroups: true, expires: FAR };
    expect(
      (await server.send(`POST ${API}/.groups/.tokens/`, { as: TEA_ADMIN, json: draft })).statusCode,
    ).toBe(401);
    const made = await server.send(`POST ${API}/.groups/.tokens/`, { as: ROOT, json: draft });
    expect(
      (await server.send(`GET ${API}/.stats`, { as: `Bearer ${String(made.headers.location)}` })).statusCode,
    ).toBe(200);
  });

  it.each([
    ['a name', { token: 'x', permissions: [] }],
    ['a group', { group: 'tea', permissions: [] }],
    ['an unknown permission', { permissions: ['king'] }],
    ['a time without a zone', { permissions: [], expires: '2099-01-01' }],
    ['no list of permissions', { permissions: 'op' }],
  ])('refuse %s', async (_what, json) => {
    const answer = await server.send(`POST ${list}`, { as: ROOT, json });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
  });

  it('have a version as long as there are some', async () => {
    expect((await server.send(`GET ${list}`, { as: ROOT })).headers.etag).toBeDefined();
    await server.folder.write('data/tokens.jsonl', '');
    await rm(`${server.folder.path}/data/tokens.jsonl`);
    const answer = await server.send(`GET ${list}`, { as: ROOT });
    expect(answer.json()).toEqual([]);
    expect(answer.headers.etag).toBeUndefined();
  });
});

describe('pages elsewhere', () => {
  it.each([
    ['https://admin.example', 'https://admin.example'],
    ['http://meet.example', 'http://meet.example'],
    ['https://friend.example', undefined],
    ['https://evil.example', undefined],
    ['null', undefined],
  ])('from %s', async (origin, allowed) => {
    for (const request of [`OPTIONS ${API}/.groups/tea`, `GET ${API}/.groups/tea`, `GET ${API}/.other`]) {
      const answer = await server.send(request, { as: ROOT, headers: { origin } });
      expect(answer.headers['access-control-allow-origin'], request).toBe(allowed);
      expect(answer.headers.vary).toContain('Origin');
    }
    const write = await server.send(`DELETE ${API}/.groups/cake`, { as: ROOT, headers: { origin } });
    expect(write.statusCode).toBe(allowed === undefined ? 403 : 204);
  });
});

describe('errors', () => {
  it('are short lines, unless JSON is asked for', async () => {
    const plain = await server.send(`GET ${API}/.groups/nothing`, { as: ROOT });
    expect(plain.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(plain.headers['x-content-type-options']).toBe('nosniff');
    const json = await server.send(`GET ${API}/.groups/nothing`, {
      as: ROOT,
      headers: { accept: 'application/problem+json' },
    });
    expect(json.json()).toMatchObject({ status: 404, code: 'no-such-resource' });
  });

  it('of the server itself tell nothing, but are logged', async () => {
    await server.folder.write('groups/tea.json', '{ broken');
    const answer = await server.send(`GET ${API}/.groups/tea`, { as: ROOT });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('JSON');
    expect(server.lines.some(({ level }) => level === 'error')).toBe(true);
  });
});

describe('the log', () => {
  it('tells who wrote what', async () => {
    await server.send(`PUT ${API}/.groups/tea`, { as: TEA_ADMIN, json: {} });
    expect(server.lines).toContainEqual(
      expect.objectContaining({
        msg: 'administrative write',
        administrator: 'boss',
        ip: '192.0.2.1',
        method: 'PUT',
        resource: '.groups/tea',
        status: 204,
      }),
    );
  });
});
