import { readFile, symlink, utimes } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { basic, ROOT, TEA_ADMIN, TEA_OP, TEA_USER, testServer, type TestServer } from './api/testing.ts';

const ODD = 'what? 100% "#1" <b>.webm';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let server: TestServer;

beforeEach(async () => {
  server = await testServer();
  await server.folder.write('recordings/tea/2031-01-01T10:00:00.000-ada.webm', '0123456789');
  await server.folder.write(`recordings/tea/${ODD}`, 'odd');
  await server.folder.write('recordings/tea/page.html', '<script>alert(1)</script>');
  await server.folder.write('recordings/tea/.hidden.webm', 'hidden');
  await server.folder.write('recordings/tea/party/x.webm', 'party');
  await server.folder.write('recordings/cake/x.webm', 'cake');
  await symlink(`${server.folder.path}/data/config.json`, `${server.folder.path}/recordings/tea/link.webm`);
  await symlink(`${server.folder.path}/data`, `${server.folder.path}/recordings/out`);
});
afterEach(() => server.close());

const FILE = '/recordings/tea/2031-01-01T10:00:00.000-ada.webm';
const remove = (filename: string, more: { as?: string; headers?: Record<string, string>; q?: string } = {}) =>
  server.send('POST /recordings/tea/', {
    as: more.as ?? TEA_OP,
    headers: { ...FORM, ...more.headers },
    body: new URLSearchParams({ q: more.q ?? 'delete', filename }).toString(),
  });

describe('who may not record', () => {
  it.each([
    ['nobody', undefined],
    ['a user', TEA_USER],
    ['an administrator of the group', TEA_ADMIN],
    ['an administrator of the server', ROOT],
    ['a wrong password', basic('olga', 'wrong')],
    ['a token', 'Bearer tea-op'],
  ])('sees no recordings: %s', async (_who, as) => {
    for (const request of [
      'GET /recordings/tea/',
      `GET ${FILE}`,
      'GET /recordings/tea/nothing',
      'POST /recordings/tea/',
    ]) {
      const answer = await server.send(request, { as });
      expect(answer.statusCode, request).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('realm="recordings/tea"');
      expect(answer.body).not.toContain('2031');
    }
  });

  it('does not learn which groups there are', async () => {
    const there = await server.send('GET /recordings/cake/', { as: TEA_OP });
    const gone = await server.send('GET /recordings/nothing/', { as: TEA_OP });
    expect([there.statusCode, gone.statusCode]).toEqual([401, 401]);
  });

  it('is slowed down', async () => {
    const guess = () => server.send('GET /recordings/tea/', { as: basic('olga', 'guess') });
    await Promise.all(Array.from({ length: 30 }, guess));
    expect((await guess()).statusCode).toBe(429);
  });
});

describe('the list', () => {
  it('shows the files of the group, without a script', async () => {
    const answer = await server.send('GET /recordings/tea/', { as: TEA_OP });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(answer.headers['cache-control']).toBe('private, no-cache');
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'");
    expect(answer.body).toContain('href="./2031-01-01T10%3A00%3A00.000-ada.webm"');
    expect(answer.body).toContain(`href="./${encodeURIComponent(ODD)}"`);
    expect(answer.body).toContain('10 bytes');
    expect(answer.body).not.toMatch(/<b>|hidden\.webm|link\.webm|party|<script/);
  });

  it('lets its buttons be told from those of foreign pages', async () => {
    const answer = await server.send('GET /recordings/tea/', { as: TEA_OP });
    // With "no-referrer", browsers send "null" as the origin of a form.
    expect(answer.headers['referrer-policy']).toBe('same-origin');
  });

  it('has one address', async () => {
    expect((await server.send('GET /recordings')).headers.location).toBe('/recordings/');
    expect((await server.send('GET /recordings/')).statusCode).toBe(400);
    const answer = await server.send('GET /recordings/tea?x=1');
    expect(answer.statusCode).toBe(308);
    expect(answer.headers.location).toBe('/recordings/tea/');
    expect((await server.send('GET /recordings/tea/party')).headers.location).toBe('/recordings/tea/party/');
  });

  it('is not there where nothing was recorded, or under other methods', async () => {
    await server.folder.write('groups/new.json', {
      users: { olga: { password: 'olga', permissions: ['record'] } },
    });
    expect((await server.send('GET /recordings/new/', { as: TEA_OP })).statusCode).toBe(404);
    const answer = await server.send('DELETE /recordings/tea/', { as: TEA_OP });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe('HEAD, GET, POST');
  });

  it('comes with its style', async () => {
    expect((await server.send('GET /recordings.css')).headers['content-type']).toMatch(/^text\/css/);
  });
});

describe('a file', () => {
  it('is sent, whole or in part', async () => {
    const whole = await server.send(`GET ${FILE}`, { as: TEA_OP });
    expect(whole.body).toBe('0123456789');
    expect(whole.headers['content-type']).toBe('video/webm');
    expect(whole.headers['content-disposition']).toBeUndefined();
    const part = await server.send(`GET ${FILE}`, { as: TEA_OP, headers: { range: 'bytes=2-4' } });
    expect(part.statusCode).toBe(206);
    expect(part.body).toBe('234');
    expect(part.headers['content-range']).toBe('bytes 2-4/10');
    const head = await server.send(`HEAD ${FILE}`, { as: TEA_OP });
    expect(head.headers['content-length']).toBe('10');
    const again = await server.send(`GET ${FILE}`, {
      as: TEA_OP,
      headers: { 'if-none-match': String(whole.headers.etag) },
    });
    expect(again.statusCode).toBe(304);
  });

  it('may be kept once nobody writes to it any more, but by nobody in between', async () => {
    expect((await server.send(`GET ${FILE}`, { as: TEA_OP })).headers['cache-control']).toBe(
      'private, no-cache',
    );
    await utimes(server.folder.path + FILE, 1_000, 1_000);
    expect((await server.send(`GET ${FILE}`, { as: TEA_OP })).headers['cache-control']).toBe(
      'private, max-age=1800',
    );
  });

  it('may have any name', async () => {
    const answer = await server.send(`GET /recordings/tea/${encodeURIComponent(ODD)}`, { as: TEA_OP });
    expect(answer.body).toBe('odd');
  });

  it('is saved where a browser would take it for a page of ours', async () => {
    const answer = await server.send('GET /recordings/tea/page.html', { as: TEA_OP });
    expect(answer.headers['content-disposition']).toBe('attachment');
  });

  it.each([
    '/recordings/tea/nothing.webm',
    '/recordings/tea/.hidden.webm',
    '/recordings/tea/link.webm',
    '/recordings/tea/..%2f..%2fdata%2fconfig.json',
    '/recordings/tea/%2e%2e/cake/x.webm',
    '/recordings/tea/..%5cx',
    '/recordings/tea/a%00b',
    '/recordings/out/config.json',
    '/recordings/out/',
    '/recordings/tea//x',
    '/recordings/x',
  ])('%s is out of reach', async (path) => {
    const answer = await server.send(`GET ${path}`, { as: TEA_OP });
    expect([401, 404]).toContain(answer.statusCode);
    expect(answer.body).not.toMatch(/writableGroups|cake$|^hidden/);
  });

  it('is only read', async () => {
    const answer = await server.send(`DELETE ${FILE}`, { as: TEA_OP });
    expect(answer.statusCode).toBe(405);
  });
});

describe('deleting', () => {
  it('deletes, shows the list again, and is noted', async () => {
    const answer = await remove(ODD);
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe('/recordings/tea/');
    expect((await server.send('GET /recordings/tea/', { as: TEA_OP })).body).not.toContain('what');
    expect((await remove(ODD)).statusCode).toBe(404);
    expect(server.lines).toContainEqual(
      expect.objectContaining({ msg: 'recording deleted', administrator: 'olga' }),
    );
  });

  it.each([
    ['another query', 'x.webm', { q: 'keep' }, 400],
    ['no file', '', {}, 400],
    ['a file of another group', '../cake/x.webm', {}, 400],
    ['a backslash', '..\\x', {}, 400],
    ['a hidden file', '.hidden.webm', {}, 400],
    ['a folder', 'party', {}, 404],
    ['a link that leads out', 'link.webm', {}, 404],
    ['another form', 'x.webm', { headers: { 'content-type': 'application/json' } }, 415],
    ['a page elsewhere', ODD, { headers: { origin: 'https://evil.example' } }, 403],
    ['a page without an origin', ODD, { headers: { origin: 'null' } }, 403],
    ['nobody', ODD, { as: '' }, 401],
  ])('is refused for %s', async (_what, name, more, status) => {
    expect((await remove(name, more)).statusCode).toBe(status);
    expect(await readFile(`${server.folder.path}/recordings/tea/${ODD}`, 'utf8')).toBe('odd');
    expect(await readFile(`${server.folder.path}/recordings/cake/x.webm`, 'utf8')).toBe('cake');
  });

  it('is done from our own page', async () => {
    expect((await remove(ODD, { headers: { origin: 'http://meet.example' } })).statusCode).toBe(303);
  });
});
