import type { GroupStats } from '@evagore/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testFolder, testLog, type TestFolder } from './access/testing.ts';
import { startServer, type RunningServer } from './assembly.ts';
import { ServerConfig } from './config/schema.ts';
import { TestClient } from './doors/testing/client.ts';
import { freePort } from './media/testing/free-port.ts';
import { readExposition, valueOf, type Exposition } from './metrics/testing/exposition.ts';

/** A server as its operator gets it, and what it tells of itself. */

const ROOT = `Basic ${Buffer.from('root:opensesame').toString('base64')}`;

let folder: TestFolder;
let server: RunningServer;
let clients: TestClient[];

beforeEach(async () => {
  folder = await testFolder();
  clients = [];
  await folder.write('data/config.json', {
    users: { root: { password: 'opensesame', permissions: 'admin' } },
  });
  await folder.write('groups/margarethe.json', {
    users: { ada: { password: 'lovelace', permissions: 'op' } },
  });
});

afterEach(async () => {
  for (const client of clients) client.terminate();
  await server.close({ code: 'shutting-down' });
  await folder.remove();
});

async function start(changes: Partial<ServerConfig> = {}): Promise<void> {
  const config = ServerConfig.parse({
    httpHost: '127.0.0.1',
    httpPort: 0,
    insecure: true,
    rtcPort: await freePort(1),
    rtcWorkers: 1,
    rtcListenAddresses: ['127.0.0.1'],
    groupsDir: `${folder.path}/groups`,
    dataDir: `${folder.path}/data`,
    recordingsDir: `${folder.path}/recordings`,
    metricsIntervalSeconds: 1,
    ...changes,
  });
  server = await startServer(config, { log: testLog().log, version: '1.2.3' });
}

function ask(path: string, authorization?: string, port = server.port): Promise<Response> {
  const headers = authorization === undefined ? {} : { authorization };
  return fetch(`http://127.0.0.1:${port.toString()}${path}`, { headers });
}

async function scrape(port = server.port): Promise<Exposition> {
  return readExposition(await (await ask('/metrics', ROOT, port)).text());
}

async function connect(id: string): Promise<TestClient> {
  const client = await TestClient.connect(`ws://127.0.0.1:${server.port.toString()}/ws`);
  clients.push(client);
  client.id = id;
  client.send({ type: 'handshake', version: ['evagore-1'], id });
  await client.heard('handshake');
  return client;
}

const JOIN = { type: 'join', kind: 'join', group: 'margarethe', username: 'ada' } as const;

describe('A server', () => {
  it('tells its metrics to administrators alone', async () => {
    await start();
    expect((await ask('/metrics')).status).toBe(401);
    expect((await ask('/metrics', ROOT)).status).toBe(200);
    expect(valueOf(await scrape(), 'evagore_build_info', { version: '1.2.3' })).toBe(1);
  });

  it('counts what happens at every door', async () => {
    await start();
    const ada = await connect('id-4711');
    await ada.ask({ ...JOIN, password: 'wrong' });
    await ada.ask({ ...JOIN, password: 'lovelace' });
    await ask('/api/v1/groups');
    await ask('/group/margarethe/?token=hidden');
    const stranger = await TestClient.connect(`ws://127.0.0.1:${server.port.toString()}/ws`);
    clients.push(stranger);
    stranger.send({ type: 'ping' });
    await stranger.heard('closing');
    await expect(TestClient.connect(`ws://127.0.0.1:${server.port.toString()}/elsewhere`)).rejects.toThrow();
    const now = await scrape();
    expect(valueOf(now, 'evagore_joins_total')).toBe(1);
    expect(valueOf(now, 'evagore_members')).toBe(1);
    expect(valueOf(now, 'evagore_connections', { dialect: 'evagore-1' })).toBe(1);
    expect(valueOf(now, 'evagore_http_media_sessions', { door: 'whip' })).toBe(0);
    expect(valueOf(now, 'evagore_refusals_total', { door: 'native', code: 'not-authorised' })).toBe(1);
    expect(valueOf(now, 'evagore_refusals_total', { door: 'http', code: 'not-authorised' })).toBe(1);
    expect(valueOf(now, 'evagore_refusals_total', { door: 'handshake', code: 'handshake-first' })).toBe(1);
    expect(valueOf(now, 'evagore_refusals_total', { door: 'upgrade', code: 'no-such-resource' })).toBe(1);
    expect(valueOf(now, 'evagore_http_requests_total', { route: 'api', status: '4xx' })).toBe(1);
    await vi.waitFor(async () => {
      expect(valueOf(await scrape(), 'evagore_media_worker_cpu_seconds_total')).toBeGreaterThan(0);
    }, 10_000);
    const text = await (await ask('/metrics', ROOT)).text();
    expect(text).not.toMatch(/margarethe|\bada\b|4711|lovelace|opensesame|hidden|127\.0\.0\.1/);
  });

  it('tells them without credentials on a port of their own, and not on that of the pages then', async () => {
    const metricsPort = await freePort(1);
    await start({ metricsPort });
    expect((await ask('/metrics', undefined, metricsPort)).status).toBe(200);
    expect((await ask('/', undefined, metricsPort)).status).toBe(404);
    expect((await ask('/metrics', ROOT)).status).toBe(404);
    await server.close({ code: 'shutting-down' });
    await expect(ask('/metrics', undefined, metricsPort)).rejects.toThrow();
  });

  it('tells none where they are off', async () => {
    await start({ metrics: false });
    expect((await ask('/metrics', ROOT)).status).toBe(404);
  });

  it('tells administrators of its meetings by `.stats`', async () => {
    await start();
    const ada = await connect('id-4711');
    await ada.ask({ ...JOIN, password: 'lovelace' });
    expect((await ask('/galene-api/v0/.stats')).status).toBe(401);
    const stats = (await (await ask('/galene-api/v0/.stats', ROOT)).json()) as GroupStats[];
    expect(stats).toEqual([{ name: 'margarethe', clients: [{ id: 'id-4711' }] }]);
  });
});
