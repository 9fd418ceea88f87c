import type { RtpCapabilities } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { BadMedia, Closed, MediaUnavailable } from '../errors.ts';
import type { UpOffer } from '../media-port.ts';
import { FakeMediaEngine } from './fake-media-engine.ts';

const camera: UpOffer = {
  kind: 'video',
  muted: false,
  rtpParameters: {
    codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }],
    encodings: [{ ssrc: 1 }],
  },
};

const dtls = { fingerprints: [{ algorithm: 'sha-256' as const, value: '00:11' }] };

async function aCall() {
  const engine = new FakeMediaEngine();
  const room = await engine.openRoom({ codecs: ['vp8', 'opus'] });
  const [sender, receiver] = [await room.openTransport(), await room.openTransport()];
  const up = await sender.openUp(camera);
  const down = await receiver.openDown(up, room.capabilities);
  return { engine, room, sender, receiver, up, down };
}

describe('FakeMediaEngine', () => {
  it('remembers what was opened', async () => {
    const { engine, room, sender, receiver, up, down } = await aCall();
    expect(engine.room).toBe(room);
    expect(room.transports).toEqual([sender, receiver]);
    expect(sender.ups).toEqual([up]);
    expect(receiver.downs).toEqual([down]);
    expect(engine.requests.get('openTransport')).toBe(2);
  });

  it('lets a track flow once it is resumed and not muted', async () => {
    const { up, down } = await aCall();
    expect(down.flowing).toBe(false);
    await down.resume();
    expect(down.flowing).toBe(true);
    await up.setMuted(true);
    expect(down.flowing).toBe(false);
  });

  it('closes a published track together with those that carry it', async () => {
    const { up, down } = await aCall();
    const closed: string[] = [];
    up.events.on('closed', () => closed.push('up'));
    down.events.on('closed', () => closed.push('down'));
    up.close();
    up.close();
    expect(closed).toEqual(['down', 'up']);
  });

  it('closes all of a room that is lost, and then says so', async () => {
    const { room, sender, receiver, up } = await aCall();
    let openAtLoss: boolean | undefined;
    room.events.on('lost', () => {
      openAtLoss = !sender.closed || !receiver.closed || !up.closed;
    });
    room.lose();
    expect(openAtLoss).toBe(false);
    await expect(sender.openUp(camera)).rejects.toThrow(MediaUnavailable);
    await expect(room.openTransport()).rejects.toThrow(MediaUnavailable);
  });

  it('does not lose a room that its owner closed', async () => {
    const { room, sender } = await aCall();
    let lost = false;
    room.events.on('lost', () => (lost = true));
    room.close();
    room.lose();
    expect(lost).toBe(false);
    await expect(sender.openUp(camera)).rejects.toThrow(Closed);
  });

  it('opens no room without a worker, or after its end', async () => {
    const { engine, room } = await aCall();
    engine.available = false;
    await expect(engine.openRoom({ codecs: [] })).rejects.toThrow(MediaUnavailable);
    engine.available = true;
    await engine.close();
    expect(room.phase).toBe('closed');
    await expect(engine.openRoom({ codecs: [] })).rejects.toThrow(MediaUnavailable);
  });

  it('refuses tracks which the room or the receiver cannot use', async () => {
    const { room, sender, receiver, up } = await aCall();
    const codecs = [{ mimeType: 'video/H265', payloadType: 96, clockRate: 90_000 }];
    const strange = { ...camera, rtpParameters: { ...camera.rtpParameters, codecs } };
    await expect(sender.openUp(strange)).rejects.toThrow(BadMedia);
    const deaf: RtpCapabilities = { codecs: [] };
    await expect(receiver.openDown(up, deaf)).rejects.toThrow(BadMedia);
    await sender.connect(dtls);
    await expect(sender.connect(dtls)).rejects.toThrow(BadMedia);
    expect(room.phase).toBe('open');
  });

  it('gives new credentials on an ICE restart', async () => {
    const { sender } = await aCall();
    const before = sender.parameters.iceParameters;
    const after = await sender.restartIce();
    expect(after).not.toEqual(before);
    expect(sender.parameters.iceParameters).toEqual(after);
  });

  it('refuses the next request with the error of the test', async () => {
    const { engine, sender } = await aCall();
    engine.failNext('openUp', new BadMedia('for the test'));
    await expect(sender.openUp(camera)).rejects.toThrow('for the test');
    await expect(sender.openUp(camera)).resolves.toBeDefined();
  });

  it('holds requests back until they are let go, and refuses what ended meanwhile', async () => {
    const { engine, sender } = await aCall();
    const release = engine.hold('openUp');
    const [kept, ended] = [sender.openUp(camera), engine.room.openTransport()];
    await ended;
    const outcome = expect(kept).rejects.toThrow(Closed);
    sender.close();
    release();
    await outcome;
  });
});
