import type { DtlsParameters } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { Busy, Closed, MediaUnavailable, NotPossible } from './errors.ts';
import { PROBE_LIFETIME_MS, PROBE_MAX_BYTES, Probes } from './probes.ts';
import { FakeMediaEngine, type FakeMediaTransport } from './testing/fake-media-engine.ts';
import { FakeTally } from './testing/fake-tally.ts';

const DTLS: DtlsParameters = { fingerprints: [{ algorithm: 'sha-256', value: 'AB:CD' }] };

function someProbes(maxAtOnce = 16) {
  const media = new FakeMediaEngine();
  const tally = new FakeTally();
  const world = { time: 1_000_000, now: () => world.time };
  const probes = new Probes({ media, world, maxAtOnce, tally });
  const transport = (): FakeMediaTransport => {
    const [latest] = media.room.transports;
    if (latest === undefined) throw new Error('no transport was opened');
    return latest;
  };
  const openRooms = () => media.rooms.filter(({ phase }) => phase === 'open').length;
  return { media, tally, world, probes, transport, openRooms };
}

describe('probes', () => {
  it('connect once, count what arrives, and leave nothing behind', async () => {
    const { probes, transport, tally, openRooms } = someProbes();
    const probe = await probes.open('192.0.2.1');
    await probe.connect(DTLS);
    expect(transport().remote).toEqual(DTLS);
    transport().figures = { receivedBytes: 4711, sentBytes: 9, protocol: 'tcp' };
    expect(await probe.measure()).toEqual({ receivedBytes: 4711, protocol: 'tcp' });
    probe.close();
    probe.close();
    expect(openRooms()).toBe(0);
    expect(probes.size).toBe(0);
    expect(tally.counted).toEqual(['probed: tcp']);
  });

  it('refuse everything once they are closed', async () => {
    const { probes } = someProbes();
    const probe = await probes.open('192.0.2.1');
    probe.close();
    await expect(probe.measure()).rejects.toThrow(Closed);
    expect(() => probe.connect(DTLS)).toThrow(Closed);
  });

  it('end after their time', async () => {
    const { probes, world, tally } = someProbes();
    await probes.open('192.0.2.1');
    world.time += PROBE_LIFETIME_MS - 1;
    await probes.tick();
    expect(probes.size).toBe(1);
    world.time += 1;
    await probes.tick();
    expect(probes.size).toBe(0);
    expect(tally.counted).toEqual(['probed: none']);
  });

  it('end when they have carried enough', async () => {
    const { probes, transport } = someProbes();
    await probes.open('192.0.2.1');
    transport().figures = { receivedBytes: PROBE_MAX_BYTES, sentBytes: 0, protocol: 'udp' };
    await probes.tick();
    expect(probes.size).toBe(1);
    transport().figures = { receivedBytes: PROBE_MAX_BYTES + 1, sentBytes: 0, protocol: 'udp' };
    await probes.tick();
    expect(probes.size).toBe(0);
  });

  it('end with the worker, and with the server', async () => {
    const { probes, media, openRooms } = someProbes();
    await probes.open('192.0.2.1');
    media.room.lose();
    expect(probes.size).toBe(0);
    await probes.open('192.0.2.1');
    probes.close();
    expect(openRooms()).toBe(0);
  });

  it('are few for one network, and none is taken from others', async () => {
    const { probes } = someProbes();
    for (let count = 0; count < 4; count += 1) await probes.open('192.0.2.1');
    await expect(probes.open('192.0.2.1')).rejects.toThrow(Busy);
    await expect(probes.open('192.0.2.2')).resolves.toBeDefined();
  });

  it('are few together, those that are being opened included', async () => {
    const { probes, media } = someProbes(2);
    const release = media.hold('openRoom');
    const opening = [probes.open('a'), probes.open('b')];
    await expect(probes.open('c')).rejects.toThrow(Busy);
    release();
    await Promise.all(opening);
    expect(probes.size).toBe(2);
  });

  it('of one network follow each other slowly', async () => {
    const { probes, world } = someProbes();
    const openAndClose = async () => {
      (await probes.open('192.0.2.1')).close();
    };
    for (let count = 0; count < 40; count += 1) await openAndClose();
    await expect(openAndClose()).rejects.toThrow(Busy);
    world.time += 60_000;
    await openAndClose();
  });

  it('are refused where there are to be none, or no worker', async () => {
    await expect(someProbes(0).probes.open('a')).rejects.toThrow(NotPossible);
    const { probes, media, openRooms } = someProbes();
    media.available = false;
    await expect(probes.open('a')).rejects.toThrow(MediaUnavailable);
    media.available = true;
    media.failNext('openTransport', new MediaUnavailable());
    await expect(probes.open('a')).rejects.toThrow(MediaUnavailable);
    expect(openRooms()).toBe(0);
    await expect(probes.open('a')).resolves.toBeDefined();
  });
});
