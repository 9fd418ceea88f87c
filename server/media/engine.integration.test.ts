import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { Closed, MediaUnavailable } from '../core/errors.ts';
import { MediasoupEngine } from './engine.ts';
import { MediaStartError } from './refusals.ts';
import { mediaOptions, startEngine, workerPid } from './testing/engines.ts';
import { cameraOffer } from './testing/rtp.ts';

const running: MediasoupEngine[] = [];

/** Ends with its test. */
async function anEngine(changes: Parameters<typeof startEngine>[0] = {}): Promise<MediasoupEngine> {
  const engine = await startEngine(changes);
  running.push(engine);
  return engine;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((engine) => engine.close()));
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const codecs = ['vp8', 'opus'];

describe('MediasoupEngine', () => {
  it('runs as many workers as it is told, each on its own port', async () => {
    const engine = await anEngine({ workers: 2 });
    const [first, second] = engine.workers();
    expect(engine.workers()).toHaveLength(2);
    expect(second?.port).toBe((first?.port ?? 0) + 1);
  });

  it('opens rooms where the load is least', async () => {
    const engine = await anEngine({ workers: 2 });
    await Promise.all([engine.openRoom({ codecs }), engine.openRoom({ codecs })]);
    expect(engine.workers().map(({ rooms }) => rooms)).toEqual([1, 1]);
    const crowded = await engine.openRoom({ codecs });
    const busy = engine.workers().findIndex(({ rooms }) => rooms === 2);
    for (let count = 0; count < 3; count += 1) await crowded.openTransport();
    await engine.openRoom({ codecs });
    await engine.openRoom({ codecs });
    expect(engine.workers()[1 - busy]?.rooms).toBe(3);
  });

  it('counts what is open, and forgets what is closed', async () => {
    const engine = await anEngine();
    const room = await engine.openRoom({ codecs });
    const [sender, receiver] = [await room.openTransport(), await room.openTransport()];
    const up = await sender.openUp(cameraOffer(1));
    await receiver.openDown(up, room.capabilities);
    const full = { rooms: 1, transports: 2, ups: 1, downs: 1, load: 5 };
    expect(engine.workers()).toEqual([expect.objectContaining(full)]);
    room.close();
    const empty = { rooms: 0, transports: 0, ups: 0, downs: 0, load: 0 };
    expect(engine.workers()).toEqual([expect.objectContaining(empty)]);
  });

  it('tells what its workers have consumed', async () => {
    const engine = await anEngine();
    const [stats] = await engine.stats();
    expect(stats?.pid).toBe(workerPid(engine));
    expect(stats?.cpuMs).toBeGreaterThanOrEqual(0);
    expect(stats?.peakMemoryBytes).toBeGreaterThan(1_000_000);
  });

  it('leaves no process behind, however often it is closed', async () => {
    const engine = await anEngine({ workers: 2 });
    const pids = engine.workers().map(({ pid }) => pid);
    await Promise.all([engine.close(), engine.close()]);
    await engine.close();
    expect(pids.filter(isAlive)).toEqual([]);
    expect(engine.workers()).toEqual([]);
  });

  it('leaves signals to whoever runs the server', async () => {
    const listeners = () => [...process.listeners('SIGINT'), ...process.listeners('SIGTERM')];
    const before = listeners();
    await anEngine({ workers: 2 });
    expect(listeners()).toEqual(before);
  });

  it('closes its rooms with it, without calling them lost, and opens no more', async () => {
    const engine = await anEngine();
    const room = await engine.openRoom({ codecs });
    const transport = await room.openTransport();
    const heard: string[] = [];
    room.events.on('lost', () => heard.push('lost'));
    transport.events.on('closed', () => heard.push('closed'));
    await engine.close();
    expect(heard).toEqual(['closed']);
    await expect(room.openTransport()).rejects.toThrow(Closed);
    await expect(engine.openRoom({ codecs })).rejects.toThrow(MediaUnavailable);
  });

  it('skips codecs that it does not know, and says so in the log', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) });
    const engine = await anEngine({ logger });
    const room = await engine.openRoom({ codecs: ['theora', 'vp8'] });
    expect(room.capabilities.codecs?.map(({ mimeType }) => mimeType)).toEqual(['video/VP8', 'video/rtx']);
    expect(lines.join()).toContain('theora');
  });

  it.each(['vp8', 'vp9', 'av1', 'h264', 'opus', 'g722', 'pcmu', 'pcma'])(
    'opens a room for %s',
    async (name) => {
      const engine = await anEngine();
      const { capabilities } = await engine.openRoom({ codecs: [name] });
      const subtypes = capabilities.codecs?.map(({ mimeType }) => mimeType.split('/')[1]?.toLowerCase());
      expect(subtypes).toContain(name);
    },
  );

  it('prefers codecs as the group does', async () => {
    const engine = await anEngine();
    const { capabilities } = await engine.openRoom({ codecs: ['av1', 'vp9', 'h264', 'vp8', 'opus', 'pcmu'] });
    const media = capabilities.codecs
      ?.map(({ mimeType }) => mimeType)
      .filter((type) => !type.endsWith('rtx'));
    expect(media).toEqual([
      'video/AV1',
      'video/VP9',
      'video/VP9',
      'video/H264',
      'video/VP8',
      'audio/opus',
      'audio/PCMU',
    ]);
  });
});

describe('A media engine that cannot start', () => {
  it('names the port that is in use, and leaves no worker behind', async () => {
    const options = await mediaOptions({ workers: 2 });
    const taken = createSocket('udp4').bind(options.rtcPort + 1, '127.0.0.1');
    await once(taken, 'listening');
    const started = MediasoupEngine.start(options);
    await expect(started).rejects.toThrow(MediaStartError);
    await expect(started).rejects.toThrow(
      `port ${(options.rtcPort + 1).toString()} (udp) of 127.0.0.1 is in use`,
    );
    taken.close();
    // The other worker gave its port back.
    running.push(await MediasoupEngine.start(options));
  });

  it('names the address that the machine does not have', async () => {
    await expect(startEngine({ listenAddresses: ['192.0.2.1'] })).rejects.toThrow('192.0.2.1');
  });
});

describe('A worker that dies', () => {
  it('takes all of its rooms with it, which then say so', async () => {
    const engine = await anEngine();
    const room = await engine.openRoom({ codecs });
    const [sender, receiver] = [await room.openTransport(), await room.openTransport()];
    const up = await sender.openUp(cameraOffer(1));
    const down = await receiver.openDown(up, room.capabilities);
    const heard: string[] = [];
    up.events.on('closed', () => heard.push('up'));
    down.events.on('closed', () => heard.push('down'));
    sender.events.on('closed', () => heard.push('sender'));
    receiver.events.on('closed', () => heard.push('receiver'));
    const lost = new Promise<void>((resolve) => {
      room.events.on('lost', () => {
        heard.push('lost');
        resolve();
      });
    });
    process.kill(workerPid(engine), 'SIGKILL');
    await lost;
    expect(heard).toEqual(['down', 'up', 'sender', 'receiver', 'lost']);
    await expect(room.openTransport()).rejects.toThrow(MediaUnavailable);
    await expect(sender.restartIce()).rejects.toThrow(MediaUnavailable);
    await expect(up.setMuted(true)).rejects.toThrow(MediaUnavailable);
    await expect(down.resume()).rejects.toThrow(MediaUnavailable);
    room.close();
    expect(heard.filter((what) => what === 'lost')).toHaveLength(1);
  });

  it('is replaced on the same port, and rooms that are opened meanwhile wait for that', async () => {
    const engine = await anEngine();
    const [before] = engine.workers();
    const old = await engine.openRoom({ codecs });
    const lost = new Promise<void>((resolve) => old.events.on('lost', resolve));
    process.kill(workerPid(engine), 'SIGKILL');
    await lost;
    expect(engine.workers()).toEqual([]);
    const room = await engine.openRoom({ codecs });
    const { iceCandidates } = (await room.openTransport()).parameters;
    const [after] = engine.workers();
    expect(after).toMatchObject({ port: before?.port, restarts: 1, rooms: 1, transports: 1 });
    expect(after?.pid).not.toBe(before?.pid);
    expect(new Set(iceCandidates.map(({ port }) => port))).toEqual(new Set([before?.port]));
  });

  it('refuses the requests that were on their way to it', async () => {
    const engine = await anEngine();
    const room = await engine.openRoom({ codecs });
    const opening = Array.from({ length: 20 }, () => room.openTransport());
    process.kill(workerPid(engine), 'SIGKILL');
    const outcomes = await Promise.allSettled(opening);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    for (const outcome of refused)
      expect(outcome).toMatchObject({ reason: expect.any(MediaUnavailable) as unknown });
    expect(engine.workers().every(({ transports }) => transports <= 20 - refused.length)).toBe(true);
  });

  it('leaves the other workers alone, which take the next rooms', async () => {
    const engine = await anEngine({ workers: 2 });
    const [here, there] = [await engine.openRoom({ codecs }), await engine.openRoom({ codecs })];
    let survivorLost = false;
    there.events.on('lost', () => (survivorLost = true));
    const lost = new Promise<void>((resolve) => here.events.on('lost', resolve));
    process.kill(here.worker.pid, 'SIGKILL');
    await lost;
    await expect(engine.openRoom({ codecs })).resolves.toBeDefined();
    await expect(there.openTransport()).resolves.toBeDefined();
    expect(survivorLost).toBe(false);
  });

  it('is not replaced any more once the engine is closed', async () => {
    const engine = await anEngine();
    const room = await engine.openRoom({ codecs });
    const lost = new Promise<void>((resolve) => room.events.on('lost', resolve));
    process.kill(workerPid(engine), 'SIGKILL');
    await lost;
    const waiting = engine.openRoom({ codecs });
    const outcome = expect(waiting).rejects.toThrow(MediaUnavailable);
    await engine.close();
    await outcome;
    expect(engine.workers()).toEqual([]);
  });

  it('is tried again until its port is free', async () => {
    const options = await mediaOptions();
    const engine = await MediasoupEngine.start(options);
    running.push(engine);
    const room = await engine.openRoom({ codecs });
    const lost = new Promise<void>((resolve) => room.events.on('lost', resolve));
    const thief = createSocket('udp4');
    room.events.on('lost', () => thief.bind(options.rtcPort, '127.0.0.1'));
    process.kill(workerPid(engine), 'SIGKILL');
    await lost;
    await sleep(300);
    expect(engine.workers()).toEqual([]);
    thief.close();
    await expect(engine.openRoom({ codecs })).resolves.toBeDefined();
  });

  it('may also hang: then it is killed and replaced', async () => {
    const engine = await anEngine({ answerTimeoutMs: 500 });
    const room = await engine.openRoom({ codecs });
    const pid = workerPid(engine);
    process.kill(pid, 'SIGSTOP');
    await expect(room.openTransport()).rejects.toThrow(MediaUnavailable);
    await engine.openRoom({ codecs });
    expect(isAlive(pid)).toBe(false);
    expect(workerPid(engine)).not.toBe(pid);
  });
});
