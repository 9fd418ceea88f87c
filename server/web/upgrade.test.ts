import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { eventually, testLog } from '../access/testing.ts';
import { buildWeb } from './application.ts';
import { listen } from './listen.ts';
import { bareWeb, rawRequest } from './testing.ts';
import { Upgrade, type UpgradeOptions } from './upgrade.ts';

let app: FastifyInstance;
let upgrade: Upgrade;
let port: number;
let from: string[];
const clients: WebSocket[] = [];

async function open(more: Partial<UpgradeOptions> = {}): Promise<void> {
  app = await buildWeb(bareWeb());
  from = [];
  upgrade = new Upgrade({
    server: app.server,
    log: testLog().log,
    allowOrigin: ['https://friend.example'],
    trustProxy: [],
    maxMessageBytes: 1_024,
    maxConnections: 3,
    maxConnectionsPerAddress: 2,
    onSocket: (socket, { address }) => {
      from.push(address);
      socket.on('error', () => undefined);
      socket.on('message', (data) => {
        socket.send(data);
      });
    },
    ...more,
  });
  port = await listen(app, { httpHost: '127.0.0.1', httpPort: 0 });
}

/** Connects. Returns the socket, or the status of the refusal. */
function connect(path = '/ws', headers: Record<string, string> = {}): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const client = new WebSocket(`ws://127.0.0.1:${port.toString()}${path}`, { headers });
    clients.push(client);
    client.on('open', () => {
      resolve(client);
    });
    client.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
      client.terminate();
    });
    client.on('error', reject);
  });
}

async function connected(path?: string, headers?: Record<string, string>): Promise<WebSocket> {
  const client = await connect(path, headers);
  if (typeof client === 'number') throw new Error(`refused with ${client.toString()}`);
  return client;
}

beforeEach(() => open());
afterEach(async () => {
  for (const client of clients.splice(0)) client.terminate();
  upgrade.close();
  await app.close();
});

describe('an upgrade', () => {
  it('hands the socket over, with the address of the other side', async () => {
    const client = await connected('/ws?x=1');
    const answer = new Promise((resolve) =>
      client.once('message', (data: Buffer) => {
        resolve(data.toString());
      }),
    );
    client.send('hello');
    expect(await answer).toBe('hello');
    expect(from).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+$/)]);
  });

  it('compresses nothing', async () => {
    expect((await connected()).extensions).toBe('');
  });

  it('refuses other paths', async () => {
    expect(await connect('/')).toBe(404);
    expect(await connect('/ws/x')).toBe(404);
  });

  it('refuses pages of foreign origins', async () => {
    expect(await connect('/ws', { origin: 'https://evil.example' })).toBe(403);
    expect(await connect('/ws', { origin: 'null' })).toBe(403);
  });

  it('lets in pages of this server and of friends', async () => {
    await connected('/ws', { origin: `http://127.0.0.1:${port.toString()}` });
    await connected('/ws', { origin: 'https://friend.example' });
    expect(upgrade.count).toBe(2);
  });

  it('refuses more connections from one address than it may have, until one ends', async () => {
    const first = await connected();
    await connected();
    expect(await connect()).toBe(429);
    first.close();
    await eventually(() => upgrade.count === 1);
    await connected();
  });

  it('says when to come again', async () => {
    upgrade.close();
    const answer = await rawRequest(
      port,
      'GET /ws HTTP/1.1\nHost: x\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 503 .*Retry-After: 10/s);
  });

  it('refuses what is no proper WebSocket request, and counts it no more', async () => {
    const answer = await rawRequest(
      port,
      'GET /ws HTTP/1.1\nHost: x\nConnection: Upgrade\nUpgrade: websocket',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    await eventually(() => upgrade.count === 0);
    expect(from).toEqual([]);
  });

  it('ends a connection that sends too long a message', async () => {
    const client = await connected();
    const code = new Promise((resolve) => client.once('close', resolve));
    client.send('x'.repeat(2_000));
    expect(await code).toBe(1009);
    await eventually(() => upgrade.count === 0);
  });
});

describe('behind proxies', () => {
  beforeEach(async () => {
    upgrade.close();
    await app.close();
    await open({ trustProxy: ['loopback'], maxConnectionsPerAddress: 1 });
  });

  it('counts by the address that the trusted proxy tells', async () => {
    await connected('/ws', { 'x-forwarded-for': '203.0.113.9, 198.51.100.1' });
    await connected('/ws', { 'x-forwarded-for': '198.51.100.2' });
    expect(await connect('/ws', { 'x-forwarded-for': '198.51.100.2' })).toBe(429);
    expect(from).toEqual(['198.51.100.1', '198.51.100.2']);
  });

  it('refuses everybody when the server is full', async () => {
    for (const i of [1, 2, 3]) await connected('/ws', { 'x-forwarded-for': `198.51.100.${i.toString()}` });
    expect(await connect('/ws', { 'x-forwarded-for': '198.51.100.4' })).toBe(503);
  });
});

describe('without trusted proxies', () => {
  it('believes nobody about an address', async () => {
    await connected('/ws', { 'x-forwarded-for': '198.51.100.1' });
    expect(from).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+$/)]);
  });
});

describe('with a site file', () => {
  let site: { allowOrigin: readonly string[]; proxyURL?: string };

  async function reopen(current: () => Promise<typeof site>): Promise<void> {
    upgrade.close();
    await app.close();
    await open({ site: { current } });
  }

  beforeEach(async () => {
    site = { allowOrigin: [] };
    await reopen(() => Promise.resolve(site));
  });

  it('lets in pages of the origins that it names now, beside those of the setting', async () => {
    const other = { origin: 'https://other.example' };
    expect(await connect('/ws', other)).toBe(403);
    site = { allowOrigin: ['https://other.example'] };
    await connected('/ws', other);
    await connected('/ws', { origin: 'https://friend.example' });
  });

  it('takes the address that it names for our own', async () => {
    site = { allowOrigin: [], proxyURL: 'https://p.example/x/' };
    await connected('/ws', { origin: 'https://p.example' });
  });

  it('lets in those of the setting where the file cannot be read', async () => {
    await reopen(() => Promise.reject(new Error('broken')));
    expect(await connect('/ws', { origin: 'https://other.example' })).toBe(403);
    await connected('/ws', { origin: 'https://friend.example' });
  });

  it('counts nobody who went away while it was read', async () => {
    let finish = (): void => undefined;
    const read = new Promise<void>((resolve) => (finish = resolve));
    await reopen(() => read.then(() => site));
    const upgraded = new Promise<Duplex>((resolve) => {
      app.server.once('upgrade', (_request, socket) => {
        resolve(socket);
      });
    });
    const client = new WebSocket(`ws://127.0.0.1:${port.toString()}/ws`);
    clients.push(client);
    client.on('error', () => undefined);
    (await upgraded).destroy();
    finish();
    await new Promise(setImmediate);
    expect(upgrade.count).toBe(0);
    expect(from).toEqual([]);
  });
});

describe('close', () => {
  it('ends all connections and lets nobody in', async () => {
    const client = await connected();
    const closed = new Promise((resolve) => client.once('close', resolve));
    upgrade.close();
    upgrade.close();
    await closed;
    expect(await connect()).toBe(503);
    await eventually(() => upgrade.count === 0);
  });
});
