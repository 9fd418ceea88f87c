import { setTimeout as sleep } from 'node:timers/promises';
import type { RtpParameters } from '@evagore/shared';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Closed } from '../core/errors.ts';
import type { MediasoupEngine } from './engine.ts';
import type { MediasoupRoom } from './room.ts';
import { startEngine, workerPid } from './testing/engines.ts';
import { PAYLOAD_TYPES, cameraOffer, microphoneOffer, rtpHeader, simulcastOffer } from './testing/rtp.ts';
import { Relay, RtpPeer, type PeerTrack } from './testing/rtp-peer.ts';

/** What a GCM suite adds to each packet; the older suites add ten or four. @see RFC 7714, section 12 */
const GCM_TAG_BYTES = 16;

/** Long enough for packets that are on their way to arrive, or for several that should not come. */
const SETTLE_MS = 300;

/** A certificate's fingerprint that no certificate has. */
const NOBODY = Array.from({ length: 32 }, () => '00').join(':');

/** The track at its receiver, as the server describes it. */
function receivedAs({ codecs, encodings }: RtpParameters, codec: 'vp8' | 'opus'): PeerTrack {
  const payloadType = codecs[0]?.payloadType ?? 0;
  return { direction: 'recvonly', codec, payloadType, ssrc: encodings[0]?.ssrc ?? 0 };
}

describe('Media', () => {
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

  /** Ends with its test. */
  function kept<Closable extends { close(): void }>(closable: Closable): Closable {
    open.push(closable);
    return closable;
  }

  /** A sender and a receiver of one track, both connected; nothing flows yet. */
  async function aCall(codec: 'vp8' | 'opus' = 'vp8', relayPort?: number) {
    const [out, back] = [kept(await room.openTransport()), kept(await room.openTransport())];
    const ssrc = 1001;
    const up = await out.openUp(codec === 'vp8' ? cameraOffer(ssrc) : microphoneOffer(ssrc));
    const track = { direction: 'sendonly', codec, payloadType: PAYLOAD_TYPES[codec], ssrc } as const;
    const sender = kept(await RtpPeer.connect(out, track, relayPort));
    const down = await back.openDown(up, room.capabilities);
    const receiver = kept(await RtpPeer.connect(back, receivedAs(down.rtpParameters, codec)));
    return { out, back, up, down, sender, receiver };
  }

  it.each(['vp8', 'opus'] as const)('of %s arrives only after the receiver is ready', async (codec) => {
    const { down, sender, receiver } = await aCall(codec);
    await sender.sendFor(SETTLE_MS);
    expect(receiver.received).toHaveLength(0);
    await down.resume();
    await sender.sendUntil(() => receiver.received.length >= 10);
    const [packet] = receiver.received;
    expect(packet && rtpHeader(packet)).toMatchObject({
      payloadType: down.rtpParameters.codecs[0]?.payloadType,
      ssrc: down.rtpParameters.encodings[0]?.ssrc,
    });
  });

  it('stops while its track is muted, and goes on afterwards', async () => {
    const { up, down, sender, receiver } = await aCall();
    await down.resume();
    await sender.sendUntil(() => receiver.received.length > 0);
    await up.setMuted(true);
    await sleep(SETTLE_MS);
    const before = receiver.received.length;
    await sender.sendFor(SETTLE_MS);
    expect(receiver.received).toHaveLength(before);
    await up.setMuted(false);
    await sender.sendUntil(() => receiver.received.length > before);
  });

  it('of a track that is published muted does not flow', async () => {
    const [out, back] = [kept(await room.openTransport()), kept(await room.openTransport())];
    const up = await out.openUp({ ...cameraOffer(1001), muted: true });
    const track = {
      direction: 'sendonly',
      codec: 'vp8',
      payloadType: PAYLOAD_TYPES.vp8,
      ssrc: 1001,
    } as const;
    const sender = kept(await RtpPeer.connect(out, track));
    const down = await back.openDown(up, room.capabilities);
    const receiver = kept(await RtpPeer.connect(back, receivedAs(down.rtpParameters, 'vp8')));
    await down.resume();
    await sender.sendFor(SETTLE_MS);
    expect(receiver.received).toHaveLength(0);
  });

  it('stops when the track that carries it is closed', async () => {
    const { down, sender, receiver } = await aCall();
    await down.resume();
    await sender.sendUntil(() => receiver.received.length > 0);
    down.close();
    await sleep(SETTLE_MS);
    const before = receiver.received.length;
    await sender.sendFor(SETTLE_MS);
    expect(receiver.received).toHaveLength(before);
  });

  it('asks the publisher for a key frame when a receiver gets ready', async () => {
    const { down, sender, receiver } = await aCall();
    // The worker must know the stream before it can ask for anything.
    await sender.sendFor(SETTLE_MS);
    const before = sender.keyFrameRequests;
    await down.resume();
    await sender.sendUntil(() => receiver.received.length > 0 && sender.keyFrameRequests > before);
  });

  it('is the smallest picture or the best one, as the receiver wants', async () => {
    const out = kept(await room.openTransport());
    const up = await out.openUp(simulcastOffer(2001));
    const track = {
      direction: 'sendonly',
      codec: 'vp8',
      payloadType: PAYLOAD_TYPES.vp8,
      ssrc: 2001,
    } as const;
    const sender = kept(await RtpPeer.connect(out, track));
    // Told apart by their sizes: 100, 300 and 500 bytes, and at most 90 for the header and its extensions.
    const sendUntil = async (done: () => boolean) => {
      while (!done()) {
        for (const layer of [0, 1, 2]) sender.send(100 + 200 * layer, 2001 + layer);
        await sleep(10);
      }
    };
    const seen = performance.now() + SETTLE_MS;
    // Only among layers that have been seen can one be chosen at once.
    await sendUntil(() => performance.now() > seen);
    const receivers = await Promise.all(
      (['lowest', 'best'] as const).map(async (choice) => {
        const back = kept(await room.openTransport());
        const down = await back.openDown(up, room.capabilities);
        const receiver = kept(await RtpPeer.connect(back, receivedAs(down.rtpParameters, 'vp8')));
        await down.setLayer(choice);
        await down.resume();
        return receiver;
      }),
    );
    await sendUntil(() => receivers.every(({ received }) => received.length >= 10));
    const sizes = receivers.map(({ received }) => received.map(({ length }) => Math.floor(length / 100)));
    expect(sizes.map((all) => new Set(all))).toEqual([new Set([1]), new Set([5])]);
  });

  it('is encrypted with AES-GCM', async () => {
    const relay = kept(await Relay.to(engine.workers()[0]?.port ?? 0));
    const { down, sender, receiver } = await aCall('vp8', relay.port);
    await down.resume();
    await sender.sendUntil(() => receiver.received.length > 0);
    expect(relay.rtpSizes.length).toBeGreaterThan(0);
    expect(new Set(relay.rtpSizes)).toEqual(new Set([sender.send() + GCM_TAG_BYTES]));
  });

  it('does not pass for a member whose certificate is another', async () => {
    const transport = await room.openTransport();
    const closed = new Promise<void>((resolve) => transport.events.on('closed', resolve));
    const track = {
      direction: 'sendonly',
      codec: 'vp8',
      payloadType: PAYLOAD_TYPES.vp8,
      ssrc: 1001,
    } as const;
    const impostor = kept(new RtpPeer(track));
    impostor.offer();
    await transport.connect({ role: 'client', fingerprints: [{ algorithm: 'sha-256', value: NOBODY }] });
    const connected = impostor.answer(transport).catch(() => 'refused');
    // DTLS cannot start anew on the same transport, so that it is of no more use.
    await closed;
    impostor.close();
    await expect(transport.restartIce()).rejects.toThrow(Closed);
    void connected;
  });

  it('flows again through the next worker', async () => {
    const lost = new Promise<void>((resolve) => room.events.on('lost', resolve));
    process.kill(workerPid(engine), 'SIGKILL');
    await lost;
    room = await engine.openRoom({ codecs: ['vp8', 'opus'] });
    const { down, sender, receiver } = await aCall();
    await down.resume();
    await sender.sendUntil(() => receiver.received.length > 0);
  });
});
