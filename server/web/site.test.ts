import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT, testServer, type TestServer } from './api/testing.ts';

let server: TestServer;

beforeEach(async () => {
  server = await testServer();
});
afterEach(() => server.close());

const status = async (group: string) =>
  (await server.send(`GET /group/${group}/.status`)).json<Record<string, unknown>>();

describe('canonicalHost', () => {
  it.each(['/', '/group/tea/', '/group/tea/.status', '/recordings/tea/', '/favicon.svg', '/nothing'])(
    'sends %s to the one host, without the query',
    async (path) => {
      await server.writeSite({ canonicalHost: 'one.example:8443' });
      const answer = await server.send(`GET ${path}?token=secret`);
      expect(answer.statusCode).toBe(301);
      expect(answer.headers.location).toBe(`https://one.example:8443${path}`);
    },
  );

  it.each(['/ws', '/public-groups.json', '/galene-api/v0/.stats', '/api/v1/stats', '/healthz'])(
    'leaves %s to programs',
    async (path) => {
      await server.writeSite({ canonicalHost: 'one.example' });
      expect((await server.send(`GET ${path}`, { as: ROOT })).statusCode).not.toBe(301);
    },
  );

  it('leaves those alone who are there, however they write it', async () => {
    await server.writeSite({ canonicalHost: 'MEET.example' });
    expect((await server.send('GET /group/tea/.status')).statusCode).toBe(200);
  });
});

describe('proxyURL', () => {
  it('is where links lead', async () => {
    await server.writeSite({ proxyURL: 'https://p.example/x/' });
    expect(await status('tea')).toMatchObject({
      location: 'https://p.example/x/group/tea/',
      endpoint: 'wss://p.example/x/ws',
    });
    const [first] = (await server.send('GET /public-groups.json')).json<Record<string, unknown>[]>();
    expect(first).toMatchObject({ location: 'https://p.example/x/group/tea/party/' });
  });

  it('gives way to the setting', async () => {
    await server.close();
    server = await testServer({ publicUrl: 'https://setting.example/' });
    await server.writeSite({ proxyURL: 'https://p.example/x/' });
    expect(await status('tea')).toMatchObject({ location: 'https://setting.example/group/tea/' });
  });

  it('is an address of our own for the administrative API', async () => {
    await server.writeSite({ proxyURL: 'https://p.example/x/' });
    const headers = { origin: 'https://p.example' };
    const answer = await server.send('DELETE /api/v1/groups/cake', { as: ROOT, headers });
    expect(answer.statusCode).toBe(204);
  });
});

describe('a group that locks itself', () => {
  it('is locked before anybody was there, where strangers may know', async () => {
    await server.folder.write('groups/self.json', { autolock: true, public: true });
    expect(await status('self')).toMatchObject({ locked: true, clientCount: 0 });
    expect((await server.send('GET /public-groups.json')).json()).toContainEqual(
      expect.objectContaining({ name: 'self', locked: true }),
    );
    expect(await status('cake')).not.toHaveProperty('locked');
  });

  it('is as its members know it once somebody was', async () => {
    await server.close();
    server = await testServer({ live: () => ({ clientCount: 1, locked: false }) });
    await server.folder.write('groups/self.json', { autolock: true, public: true });
    expect(await status('self')).not.toHaveProperty('locked');
  });
});

describe('without administration', () => {
  it('there are no such addresses', async () => {
    await server.close();
    server = await testServer({ admin: undefined, recordings: undefined });
    for (const path of ['/api/v1/groups', '/galene-api/v0/.groups/', '/recordings/tea/']) {
      expect((await server.send(`GET ${path}`, { as: ROOT })).statusCode).toBe(404);
    }
  });
});
