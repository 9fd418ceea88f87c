import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Closed } from '../core/errors.ts';
import type { LayerChoice } from '../core/media-port.ts';
import type { MediasoupEngine } from './engine.ts';
import type { MediasoupRoom } from './room.ts';
import { startEngine } from './testing/engines.ts';
import { PAYLOAD_TYPES, simulcastOffer } from './testing/rtp.ts';
import { RtpPeer } from './testing/rtp-peer.ts';

/** What a receiver gets of a picture in three sizes, through a real worker. */

const FIRST_SSRC = 2001;
/** Long enough for packets that are on their way to arrive, or for several that should not come. */
const SETTLE_MS = 300;

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

/** Layers are told apart by the sizes of their packets: 100, 300 and 500 bytes, and at most 90 around them. */
function sendLayers(sender: RtpPeer, layers: readonly number[]): void {
  for (const layer of layers) {
    sender.send(100 + 200 * layer, FIRST_SSRC + layer);
    sender.sendReport(FIRST_SSRC + layer);
  }
}

function layerOf({ length }: Buffer): number {
  return (Math.floor(length / 100) - 1) / 2;
}

async function aCall() {
  const [out, back] = [kept(await room.openTransport()), kept(await room.openTransport())];
  const up = await out.openUp(simulcastOffer(FIRST_SSRC));
  const payloadType = PAYLOAD_TYPES.vp8;
  const sender = kept(
    await RtpPeer.connect(out, { direction: 'sendonly', codec: 'vp8', payloadType, ssrc: FIRST_SSRC }),
  );
  const down = await back.openDown(up, room.capabilities);
  const { codecs, encodings } = down.rtpParameters;
  const receiver = kept(
    await RtpPeer.connect(back, {
      ...{ direction: 'recvonly', codec: 'vp8' },
      ...{ payloadType: codecs[0]?.payloadType ?? 0, ssrc: encodings[0]?.ssrc ?? 0 },
    }),
  );
  const sendUntil = async (done: () => boolean, layers = [0, 1, 2]): Promise<void> => {
    const end = performance.now() + 15_000;
    while (!done()) {
      if (performance.now() > end) throw new Error('what was waited for did not come');
      sendLayers(sender, layers);
      await sleep(10);
    }
  };
  const sendFor = (durationMs: number, layers?: number[]): Promise<void> => {
    const end = performance.now() + durationMs;
    return sendUntil(() => performance.now() > end, layers);
  };
  /** Sends until nothing but one layer arrives. */
  const expectOnly = (layer: number, layers?: number[]): Promise<void> =>
    sendUntil(() => {
      const latest = receiver.received.slice(-10).map(layerOf);
      return latest.length === 10 && latest.every((each) => each === layer);
    }, layers);
  return { up, down, sender, receiver, sendUntil, sendFor, expectOnly };
}

describe('a picture in three sizes', () => {
  it('is known as such', async () => {
    const { up } = await aCall();
    expect(up.layers).toEqual({ scales: [0.25, 0.5, 1], temporal: 3 });
  });

  it.each<[LayerChoice, number]>([
    ['lowest', 0],
    [{ spatial: 0, temporal: 1 }, 0],
    [{ spatial: 1, temporal: 2 }, 1],
    ['best', 2],
  ])('arrives as layer %j', async (choice, layer) => {
    const { down, sendFor, expectOnly } = await aCall();
    // Only among layers that have been seen can one be chosen at once.
    await sendFor(SETTLE_MS);
    await down.setLayer(choice);
    await down.resume();
    await expectOnly(layer);
  });

  it('shrinks, and grows back with one key frame of the larger size', async () => {
    const { down, sender, sendFor, expectOnly } = await aCall();
    await sendFor(SETTLE_MS);
    await down.resume();
    await expectOnly(2);
    await down.setLayer('lowest');
    await expectOnly(0);
    await sendFor(SETTLE_MS);
    const before = sender.keyFrameRequests;
    await down.setLayer({ spatial: 1, temporal: 2 });
    await expectOnly(1);
    await sendFor(SETTLE_MS);
    expect(sender.keyFrameRequests - before).toBe(1);
  });

  it('stops while it is not drawn, and comes again with a key frame', async () => {
    const { down, sender, receiver, sendUntil, sendFor } = await aCall();
    await sendFor(SETTLE_MS);
    await down.resume();
    await sendUntil(() => receiver.received.length > 10);
    await down.pause();
    await sleep(SETTLE_MS);
    const before = receiver.received.length;
    await sendFor(SETTLE_MS);
    expect(receiver.received).toHaveLength(before);
    const asked = sender.keyFrameRequests;
    await down.resume();
    await sendUntil(() => receiver.received.length > before && sender.keyFrameRequests > asked);
  });

  it('is the best of what is still sent where its publisher leaves layers out, and full again when they come back', async () => {
    const { down, sendFor, expectOnly } = await aCall();
    await sendFor(SETTLE_MS);
    await down.resume();
    await expectOnly(2);
    await expectOnly(0, [0]);
    await expectOnly(2);
  });

  it.each<[LayerChoice, number]>([
    ['best', 2],
    [{ spatial: 1, temporal: 2 }, 1],
    [{ spatial: 1, temporal: 0 }, 1],
  ])('that is wanted as %j stays so when the worker is made to look again', async (choice, layer) => {
    const { down, sender, sendFor, expectOnly } = await aCall();
    await sendFor(SETTLE_MS);
    await down.setLayer(choice);
    await down.resume();
    await expectOnly(0, [0]);
    down.lookAgain();
    await sendFor(SETTLE_MS, [0]);
    await expectOnly(layer);
    const before = sender.keyFrameRequests;
    // Nothing is missed any more.
    down.lookAgain();
    await sendFor(SETTLE_MS);
    expect(sender.keyFrameRequests).toBe(before);
    await expectOnly(layer);
    down.close();
    expect(() => {
      down.lookAgain();
    }).not.toThrow();
  });

  it('comes at once when its publisher begins to send again', async () => {
    const { down, receiver, sendFor, sendUntil } = await aCall();
    await sendFor(SETTLE_MS);
    await down.resume();
    await sendUntil(() => receiver.received.length > 10);
    // By now the worker takes the layers for dead.
    await sleep(2500);
    const before = receiver.received.length;
    const began = performance.now();
    await sendUntil(() => receiver.received.length > before, [0]);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('that is closed can be neither stopped nor started', async () => {
    const { down } = await aCall();
    down.close();
    await expect(down.pause()).rejects.toThrow(Closed);
    await expect(down.resume()).rejects.toThrow(Closed);
  });
});
