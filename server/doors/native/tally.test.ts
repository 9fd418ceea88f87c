import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeTally } from '../../core/testing/fake-tally.ts';
import { DEMO, Stage } from '../../core/testing/fakes.ts';
import { Reception } from '../socket/reception.ts';
import type { TestClient } from '../testing/client.ts';
import { TestSocketServer } from '../testing/place.ts';
import { NativeDoor } from './door.ts';

/** What the door tells the server's operator of. */

let stage: Stage;
let tally: FakeTally;
let door: NativeDoor;
let server: TestSocketServer;

beforeEach(async () => {
  stage = new Stage();
  tally = new FakeTally();
  door = new NativeDoor({
    conference: stage.conference,
    limits: { rate: { perSecond: 100, burst: 20 }, maxQueuedMessages: 1000, maxSendQueueBytes: 1024 * 1024 },
    liveness: { pingAfterMs: 10_000, timeoutMs: 30_000 },
    resume: { keepMs: 60_000, maxMessages: 1000, maxLength: 1024 * 1024 },
    tally,
    now: () => 0,
  });
  const reception = new Reception({ dialects: [door], handshakeTimeoutMs: 60_000, log: stage.log });
  server = new TestSocketServer((socket) => {
    reception.accept(socket, { address: '127.0.0.1:4711', network: '127.0.0.1' });
  });
  await server.listen();
});

afterEach(async () => {
  door.close({ code: 'shutting-down' });
  await server.close();
});

async function connect(id: string): Promise<TestClient> {
  const client = await server.connect();
  client.id = id;
  client.send({ type: 'handshake', version: ['evagore-1'], id });
  await client.heard('handshake');
  return client;
}

async function join(id: string): Promise<TestClient> {
  const client = await connect(id);
  await client.ask({ type: 'join', kind: 'join', group: DEMO, username: id });
  return client;
}

describe('The native door counts', () => {
  it.each([
    ['not-authorised', { type: 'join', kind: 'join', group: DEMO, username: 'ada', password: 'wrong' }],
    ['no-such-group', { type: 'join', kind: 'join', group: 'nowhere', username: 'ada' }],
    ['not-joined', { type: 'chat', value: 'hello' }],
    ['bad-message', { type: 'chat', value: 4711 }],
  ])('a refusal with %s', async (code, message) => {
    const client = await connect('ada');
    expect(await client.ask(message as never)).toMatchObject({ type: 'error', error: code });
    expect(tally.counted).toEqual([`refused: native ${code}`]);
  });

  it('nothing that it grants', async () => {
    const ada = await join('ada');
    await ada.ask({ type: 'chat', value: 'hello' });
    expect(tally.counted).toEqual([]);
  });

  it('why connections end, each once', async () => {
    const ada = await join('ada');
    stage.conference.group(DEMO)?.close({ code: 'kicked' });
    await ada.heard('closing');
    const bob = await connect('bob');
    bob.terminate();
    await vi.waitFor(() => {
      expect(tally.counted).toEqual(['disconnected: kicked', 'disconnected: hung-up']);
    });
  });

  it('that messages come too fast, and the end that this has', async () => {
    const ada = await connect('ada');
    for (let i = 0; i < 100; i += 1) ada.send({ type: 'chat', value: i });
    await vi.waitFor(() => {
      expect(tally.counted.at(-1)).toBe('disconnected: too-many-messages');
    });
    expect(tally.counted).toContain('refused: native too-many-messages');
  });

  it('seats that are taken again, and those that are not', async () => {
    const ada = await join('ada');
    await vi.waitFor(() => {
      expect(ada.ticket).not.toBe('');
    });
    ada.terminate();
    await vi.waitFor(() => {
      expect(tally.counted).toEqual(['disconnected: hung-up']);
    });
    await (await connect('ada')).resume(ada);
    expect(tally.counted.slice(1)).toEqual(['resumed']);
    ada.ticket = 'made-up';
    await (await connect('ada')).resume(ada);
    expect(tally.counted.slice(2)).toEqual(['resume refused: seat-lost', 'refused: native seat-lost']);
  });

  it('the connections that there are', async () => {
    expect(door.connectionCount).toBe(0);
    const ada = await join('ada');
    await join('bob');
    expect(door.connectionCount).toBe(2);
    ada.terminate();
    await vi.waitFor(() => {
      expect(door.connectionCount).toBe(1);
    });
  });
});
