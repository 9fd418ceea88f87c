import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MediasoupEngine } from './engine.ts';
import type { MediasoupRoom } from './room.ts';
import { startEngine } from './testing/engines.ts';
import { cameraOffer, microphoneOffer, PAYLOAD_TYPES, receiverOf, rtpHeader } from './testing/rtp.ts';
import { RtpPeer } from './testing/rtp-peer.ts';

/** As Firefox has them. */
const OTHER = new Map([
  [111, 109],
  [96, 120],
]);
const KEY_FRAMES = { codec: 'vp8', direction: 'recvonly', payloadType: 120 } as const;

describe('A transport with payload types of its own', () => {
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

  async function aCamera() {
    const out = kept(await room.openTransport());
    const up = await out.openUp(cameraOffer(1001));
    const track = {
      direction: 'sendonly',
      codec: 'vp8',
      payloadType: PAYLOAD_TYPES.vp8,
      ssrc: 1001,
    } as const;
    return { out, up, sender: kept(await RtpPeer.connect(out, track)) };
  }

  it("sends by those, to many from one copy, beside others who receive by the room's", async () => {
    const { up, sender } = await aCamera();
    const receivers: RtpPeer[] = [];
    for (const payloadTypes of [OTHER, OTHER, undefined]) {
      const back = kept(await room.openTransport(payloadTypes));
      const down = await back.openDown(up, receiverOf('video/VP8', 90_000));
      const [codec] = down.rtpParameters.codecs;
      expect(codec?.payloadType).toBe(payloadTypes === undefined ? 96 : 120);
      const ssrc = down.rtpParameters.encodings[0]?.ssrc ?? 0;
      const track = { ...KEY_FRAMES, payloadType: codec?.payloadType ?? 0, ssrc };
      receivers.push(kept(await RtpPeer.connect(back, track)));
      await down.resume();
    }
    await sender.sendUntil(() => receivers.every(({ received }) => received.length > 5));
    expect(receivers.map(({ received }) => rtpHeader(received[0]!)?.payloadType)).toEqual([120, 120, 96]);
  });

  it('ends what it sends together with its source', async () => {
    const { out, up } = await aCamera();
    const back = kept(await room.openTransport(OTHER));
    const down = await back.openDown(up, receiverOf('video/VP8', 90_000));
    const ended = new Promise<void>((resolve) => down.events.once('closed', resolve));
    out.close();
    await ended;
    await expect(back.openDown(up, receiverOf('video/VP8', 90_000))).rejects.toMatchObject({
      code: 'closed',
    });
  });

  it('takes nothing in, and sends no codec that was not named', async () => {
    const { up } = await aCamera();
    const back = kept(await room.openTransport(new Map([[111, 109]])));
    await expect(back.openUp(microphoneOffer(5))).rejects.toMatchObject({ code: 'bad-media' });
    await expect(back.openDown(up, receiverOf('video/VP8', 90_000))).rejects.toMatchObject({
      code: 'bad-media',
    });
  });

  it('cannot have one payload type for two codecs', async () => {
    const clash = new Map([
      [111, 96],
      [96, 96],
    ]);
    await expect(room.openTransport(clash)).rejects.toMatchObject({ code: 'bad-media' });
  });

  it('is one of few kinds at once, which end with their last transport', async () => {
    const other = await engine.openRoom({ codecs: ['vp8', 'opus'] });
    const transports = [];
    for (let i = 0; i < 16; i++) transports.push(await other.openTransport(new Map([[111, 100 + i]])));
    await expect(other.openTransport(OTHER)).rejects.toMatchObject({ code: 'bad-media' });
    expect((await other.openTransport(new Map([[111, 100]]))).id).toBeDefined();
    transports.at(-1)?.close();
    expect((await other.openTransport(OTHER)).id).toBeDefined();
    other.close();
    await expect(other.openTransport(OTHER)).rejects.toMatchObject({ code: 'closed' });
  });
});
