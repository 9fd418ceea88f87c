import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BadMedia, Closed } from '../core/errors.ts';
import { FakeMediaEngine } from '../core/testing/fake-media-engine.ts';
import type { MediaEngine, MediaRoom } from '../core/media-port.ts';
import { startEngine } from './testing/engines.ts';
import { cameraOffer, microphoneOffer, receiverOf, simulcastOffer } from './testing/rtp.ts';

const dtls = {
  role: 'client' as const,
  fingerprints: [{ algorithm: 'sha-256' as const, value: Array.from({ length: 32 }, () => '00').join(':') }],
};

/** Notes which of the objects said that they were closed, in that order. */
function listening(
  objects: Record<string, { events: { on(name: 'closed', listener: () => void): unknown } }>,
) {
  const heard: string[] = [];
  for (const [name, object] of Object.entries(objects)) object.events.on('closed', () => heard.push(name));
  return heard;
}

async function aCall(room: MediaRoom) {
  const [sender, receiver] = [await room.openTransport(), await room.openTransport()];
  const up = await sender.openUp(cameraOffer(1));
  const down = await receiver.openDown(up, room.capabilities);
  return { sender, receiver, up, down };
}

/** The fake must make the promises that the real one makes, or tests of the core prove nothing. */
describe.each([
  ['mediasoup', () => startEngine()],
  ['the fake', () => Promise.resolve(new FakeMediaEngine())],
] as [string, () => Promise<MediaEngine>][])('A room of %s', (_, start) => {
  let engine: MediaEngine;
  let room: MediaRoom;

  beforeAll(async () => {
    engine = await start();
    room = await engine.openRoom({ codecs: ['vp8', 'opus'] });
  });

  afterAll(() => engine.close());

  it('gives a transport to connect to, on the server side of DTLS', async () => {
    const transport = await room.openTransport();
    const { iceParameters, iceCandidates, dtlsParameters } = transport.parameters;
    expect(iceParameters.iceLite).toBe(true);
    expect(iceCandidates[0]).toMatchObject({ protocol: 'udp', address: '127.0.0.1' });
    expect(dtlsParameters.fingerprints.length).toBeGreaterThan(0);
    await transport.connect(dtls);
    expect(transport.parameters.dtlsParameters.role).toBe('server');
  });

  it('connects a transport only once', async () => {
    const transport = await room.openTransport();
    const [first, second] = [transport.connect(dtls), transport.connect(dtls)];
    await expect(second).rejects.toThrow(BadMedia);
    await expect(first).resolves.toBeUndefined();
    await expect(transport.connect(dtls)).rejects.toThrow(BadMedia);
  });

  it('gives new credentials on an ICE restart', async () => {
    const transport = await room.openTransport();
    const before = transport.parameters.iceParameters;
    const after = await transport.restartIce();
    expect(after.usernameFragment).not.toBe(before.usernameFragment);
    expect(after.password).not.toBe(before.password);
    expect(transport.parameters.iceParameters).toEqual(after);
  });

  it('takes tracks in, and says how they go out', async () => {
    const { up, down } = await aCall(room);
    expect(up.kind).toBe('video');
    expect(down.kind).toBe('video');
    expect(down.rtpParameters.codecs[0]?.mimeType).toBe('video/VP8');
    expect(down.rtpParameters.encodings[0]?.ssrc).toEqual(expect.any(Number));
    expect(down.id).not.toBe(up.id);
  });

  it('refuses a track in a codec that the room has not', async () => {
    const transport = await room.openTransport();
    const codecs = [{ mimeType: 'video/H265', payloadType: 96, clockRate: 90_000 }];
    await expect(transport.openUp(cameraOffer(1, { codecs }))).rejects.toThrow(BadMedia);
  });

  it('refuses a receiver that shares no codec with the track', async () => {
    const { receiver, up } = await aCall(room);
    await expect(receiver.openDown(up, receiverOf('video/H264', 90_000))).rejects.toThrow(BadMedia);
    await expect(receiver.openDown(up, {})).rejects.toThrow(BadMedia);
  });

  it('refuses a track of another room', async () => {
    const { up } = await aCall(room);
    const other = await engine.openRoom({ codecs: ['vp8'] });
    const transport = await other.openTransport();
    await expect(transport.openDown(up, other.capabilities)).rejects.toThrow(BadMedia);
    other.close();
  });

  it('closes a track that carries another by itself', async () => {
    const { up, down } = await aCall(room);
    const heard = listening({ up, down });
    down.close();
    down.close();
    expect(heard).toEqual(['down']);
    await expect(down.resume()).rejects.toThrow(Closed);
    await expect(down.setLayer('best')).rejects.toThrow(Closed);
    await expect(up.setMuted(true)).resolves.toBeUndefined();
  });

  it('closes a published track with all that carry it', async () => {
    const { receiver, up, down } = await aCall(room);
    const another = await receiver.openDown(up, room.capabilities);
    const heard = listening({ up, down, another });
    up.close();
    up.close();
    expect(heard).toEqual(['down', 'another', 'up']);
    await expect(up.setMuted(true)).rejects.toThrow(Closed);
    await expect(down.resume()).rejects.toThrow(Closed);
    await expect(receiver.openDown(up, room.capabilities)).rejects.toThrow(Closed);
  });

  it("closes the sender's transport with its tracks and those that carry them", async () => {
    const { sender, receiver, up, down } = await aCall(room);
    const heard = listening({ sender, receiver, up, down });
    sender.close();
    sender.close();
    expect(heard).toEqual(['down', 'up', 'sender']);
    await expect(sender.openUp(cameraOffer(2))).rejects.toThrow(Closed);
    await expect(sender.connect(dtls)).rejects.toThrow(Closed);
    await expect(sender.restartIce()).rejects.toThrow(Closed);
  });

  it("closes the receiver's transport with what it carries", async () => {
    const { sender, receiver, up, down } = await aCall(room);
    const heard = listening({ sender, receiver, up, down });
    receiver.close();
    expect(heard).toEqual(['down', 'receiver']);
    await expect(receiver.openDown(up, room.capabilities)).rejects.toThrow(Closed);
  });

  it('closes all that is in it, and is not lost thereby', async () => {
    const closing = await engine.openRoom({ codecs: ['vp8'] });
    const call = await aCall(closing);
    const heard = listening({ ...call });
    closing.events.on('lost', () => heard.push('lost'));
    closing.close();
    closing.close();
    expect(heard).toEqual(['down', 'up', 'sender', 'receiver']);
    await expect(closing.openTransport()).rejects.toThrow(Closed);
  });

  it('refuses what was asked of a transport that closes meanwhile', async () => {
    const { sender, receiver, up } = await aCall(room);
    const asked = [
      expect(sender.openUp(cameraOffer(9))).rejects.toThrow(Closed),
      expect(receiver.openDown(up, room.capabilities)).rejects.toThrow(Closed),
    ];
    sender.close();
    receiver.close();
    await Promise.all(asked);
  });

  it('refuses what was asked of a room that closes meanwhile', async () => {
    const closing = await engine.openRoom({ codecs: ['vp8'] });
    const asked = expect(closing.openTransport()).rejects.toThrow(Closed);
    closing.close();
    await asked;
  });
});

describe('A room of mediasoup, beyond what the fake does', () => {
  let engine: MediaEngine;
  let room: MediaRoom;

  beforeAll(async () => {
    engine = await startEngine();
    room = await engine.openRoom({ codecs: ['vp8', 'vp9', 'h264', 'av1', 'opus', 'g722', 'pcmu', 'pcma'] });
  });

  afterAll(() => engine.close());

  it.each([
    ['video/VP8', 90_000, undefined, {}],
    ['video/VP9', 90_000, undefined, { 'profile-id': 0 }],
    ['video/VP9', 90_000, undefined, { 'profile-id': 2 }],
    ['video/H264', 90_000, undefined, { 'packetization-mode': 1, 'profile-level-id': '42e01f' }],
    ['video/AV1', 90_000, undefined, {}],
    ['audio/opus', 48_000, 2, { useinbandfec: 1, stereo: 1 }],
    ['audio/G722', 8_000, undefined, {}],
    ['audio/PCMU', 8_000, undefined, {}],
    ['audio/PCMA', 8_000, undefined, {}],
  ])('takes %s in and sends it on', async (mimeType, clockRate, channels, parameters) => {
    const [sender, receiver] = [await room.openTransport(), await room.openTransport()];
    const codec = {
      mimeType,
      payloadType: 100,
      clockRate,
      parameters,
      ...(channels !== undefined && { channels }),
    };
    const kind = mimeType.startsWith('audio/') ? 'audio' : 'video';
    const up = await sender.openUp({
      kind,
      muted: false,
      rtpParameters: { codecs: [codec], encodings: [{ ssrc: 7 }] },
    });
    const down = await receiver.openDown(up, room.capabilities);
    expect(down.rtpParameters.codecs[0]?.mimeType).toBe(mimeType);
  });

  it('refuses a second track with the same source on one transport', async () => {
    const transport = await room.openTransport();
    await transport.openUp(cameraOffer(5));
    await expect(transport.openUp(cameraOffer(5))).rejects.toThrow(BadMedia);
    await expect(transport.openUp(cameraOffer(6))).resolves.toBeDefined();
  });

  it('passes the layers of a simulcast camera on, and changes between them', async () => {
    const [sender, receiver] = [await room.openTransport(), await room.openTransport()];
    const up = await sender.openUp(simulcastOffer(10));
    const down = await receiver.openDown(up, room.capabilities);
    expect(down.rtpParameters.encodings[0]?.scalabilityMode).toBe('L3T3');
    await expect(down.setLayer('lowest')).resolves.toBeUndefined();
    await expect(down.setLayer('best')).resolves.toBeUndefined();
  });

  it('takes a choice of layers for what has none as done', async () => {
    const [sender, receiver] = [await room.openTransport(), await room.openTransport()];
    const down = await receiver.openDown(await sender.openUp(microphoneOffer(1)), room.capabilities);
    await expect(down.setLayer('lowest')).resolves.toBeUndefined();
  });

  it('offers video with retransmission and bandwidth estimation', () => {
    const vp8 = room.capabilities.codecs?.find(({ mimeType }) => mimeType === 'video/VP8');
    expect(vp8?.rtcpFeedback).toContainEqual({ type: 'nack', parameter: '' });
    expect(room.capabilities.codecs?.some(({ mimeType }) => mimeType === 'video/rtx')).toBe(true);
    expect(room.capabilities.headerExtensions?.some(({ uri }) => uri.includes('transport-wide-cc'))).toBe(
      true,
    );
  });
});
