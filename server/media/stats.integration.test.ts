import { setTimeout as sleep } from 'node:timers/promises';
import type { RtpParameters } from '@evagore/shared';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Closed } from '../core/errors.ts';
import type { MediasoupEngine } from './engine.ts';
import type { MediasoupRoom } from './room.ts';
import { startEngine, workerPid } from './testing/engines.ts';
import { PAYLOAD_TYPES, cameraOffer, microphoneOffer, simulcastOffer } from './testing/rtp.ts';
import { RtpPeer, type PeerTrack } from './testing/rtp-peer.ts';

/** Packets of 212 bytes, a hundred each second, are 170 kbit/s; on a busy machine they may be far fewer. */
const LEAST_BITRATE = 20_000;
const MOST_BITRATE = 400_000;

function receivedAs({ codecs, encodings }: RtpParameters, codec: PeerTrack['codec']): PeerTrack {
  const payloadType = codecs[0]?.payloadType ?? 0;
  return { direction: 'recvonly', codec, payloadType, ssrc: encodings[0]?.ssrc ?? 0 };
}

describe('Statistics of media', () => {
  let engine: MediasoupEngine;
  let room: MediasoupRoom;
  const open: { close(): void }[] = [];

  beforeAll(async () => {
    engine = await startEngine();
    room = await engine.openRoom({ codecs: ['vp8', 'opus'] });
  });

  afterEach(() => {
    for (const each of open.splice(0)) each.close();
  });

  afterAll(() => engine.close());

  function kept<Closable extends { close(): void }>(closable: Closable): Closable {
    open.push(closable);
    return closable;
  }

  async function aCall(
    codec: 'vp8' | 'opus',
    offer = codec === 'vp8' ? cameraOffer(1001) : microphoneOffer(1001),
  ) {
    const [out, back] = [kept(await room.openTransport()), kept(await room.openTransport())];
    const up = await out.openUp(offer);
    const track = { direction: 'sendonly', codec, payloadType: PAYLOAD_TYPES[codec], ssrc: 1001 } as const;
    const sender = kept(await RtpPeer.connect(out, track));
    const down = await back.openDown(up, room.capabilities);
    const receiver = kept(await RtpPeer.connect(back, receivedAs(down.rtpParameters, codec)));
    return { out, back, up, down, sender, receiver };
  }

  it.each(['vp8', 'opus'] as const)('tell how a track of %s flows in and out', async (codec) => {
    const { up, down, sender } = await aCall(codec);
    await down.resume();
    await sender.sendFor(2_500);
    for (const track of [up, down]) {
      const stats = await track.stats();
      expect(stats.bitrate).toBeGreaterThan(LEAST_BITRATE);
      expect(stats.bitrate).toBeLessThan(MOST_BITRATE);
      expect(stats.loss).toBe(0);
      expect(stats.jitter).toBeLessThan(1_000);
      expect(stats).not.toHaveProperty('sid');
    }
  });

  it('tell that nothing flows where nothing was sent', async () => {
    const { up, down } = await aCall('vp8');
    expect((await up.stats()).bitrate).toBe(0);
    expect(await down.stats()).toMatchObject({ bitrate: 0, loss: 0 });
  });

  it('tell which layer of a simulcast a receiver gets', async () => {
    const { down, sender } = await aCall('vp8', simulcastOffer(1001));
    const sendFor = async (durationMs: number) => {
      const end = performance.now() + durationMs;
      while (performance.now() < end) {
        for (const layer of [0, 1, 2]) sender.send(100 + 200 * layer, 1001 + layer);
        await sleep(10);
      }
    };
    await sendFor(300);
    await down.setLayer('lowest');
    await down.resume();
    await sendFor(500);
    expect(await down.stats()).toMatchObject({ sid: 0, maxSid: 2, maxTid: 2 });
  });

  it('tell how many bytes a transport has carried, and over what', async () => {
    const { out, back, down, sender, receiver } = await aCall('opus');
    expect(await (await keptTransport()).stats()).toEqual({
      receivedBytes: 0,
      sentBytes: 0,
      protocol: undefined,
      maxBitrate: undefined,
      sentLoss: undefined,
    });
    await down.resume();
    const before = await out.stats();
    await sender.sendUntil(() => receiver.received.length >= 50);
    const after = await out.stats();
    // At least the payloads of those that arrived.
    expect(after.receivedBytes - before.receivedBytes).toBeGreaterThan(50 * 200);
    expect((await back.stats()).sentBytes).toBeGreaterThan(50 * 200);
    expect(after.protocol).toBe('udp');
  });

  it('are refused by what is closed', async () => {
    const { out, up, down } = await aCall('vp8');
    down.close();
    await expect(down.stats()).rejects.toThrow(Closed);
    up.close();
    await expect(up.stats()).rejects.toThrow(Closed);
    out.close();
    await expect(out.stats()).rejects.toThrow(Closed);
  });

  it('count the workers that died', async () => {
    expect([engine.workerCount, engine.workerDeaths]).toEqual([1, 0]);
    const lost = new Promise<void>((resolve) => room.events.on('lost', resolve));
    process.kill(workerPid(engine), 'SIGKILL');
    await lost;
    room = await engine.openRoom({ codecs: ['vp8', 'opus'] });
    expect([engine.workerCount, engine.workerDeaths]).toEqual([1, 1]);
  });

  async function keptTransport() {
    return kept(await room.openTransport());
  }
});
