import { setTimeout as sleep } from 'node:timers/promises';
import type { RtpParameters, TrackId } from '@evagore/shared';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MediasoupEngine } from './engine.ts';
import type { MediasoupRoom } from './room.ts';
import { startEngine, workerPid } from './testing/engines.ts';
import { microphoneOffer, PAYLOAD_TYPES, rtpPacket } from './testing/rtp.ts';
import { RtpPeer } from './testing/rtp-peer.ts';
import type { MediasoupUp } from './up.ts';

const LEVEL = { uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 3 };
/** In decibels below the loudest. @see RFC 6464 */
const LOUD = 10;
/** A quiet room, as the worker tells words from the noise that it heard before. */
const QUIET = 100;

/** Somebody with a microphone, who says how loud it is. */
class Voice {
  readonly up: MediasoupUp;
  level = QUIET;
  readonly #peer: RtpPeer;
  readonly #timer: NodeJS.Timeout;
  #sequence = 0;

  static async in(room: MediasoupRoom, ssrc: number): Promise<Voice> {
    const transport = await room.openTransport();
    const offer = microphoneOffer(ssrc);
    const rtpParameters: RtpParameters = { ...offer.rtpParameters, headerExtensions: [LEVEL] };
    const up = await transport.openUp({ ...offer, rtpParameters });
    const track = { direction: 'sendonly', codec: 'opus', payloadType: PAYLOAD_TYPES.opus, ssrc } as const;
    return new Voice(up, await RtpPeer.connect(transport, track), ssrc);
  }

  private constructor(up: MediasoupUp, peer: RtpPeer, ssrc: number) {
    this.up = up;
    this.#peer = peer;
    this.#timer = setInterval(() => {
      this.#sequence += 1;
      const { payloadType, sequence, timestamp } = {
        payloadType: PAYLOAD_TYPES.opus,
        sequence: this.#sequence,
        timestamp: this.#sequence * 960,
      };
      const packet = rtpPacket({ payloadType, sequence, ssrc, timestamp }, Buffer.alloc(100, 0x55));
      // What is always as loud is noise to whoever listens; people pause between words.
      peer.sendPacket(withLevel(packet, sequence % 25 < 18 ? this.level : QUIET));
    }, 20);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#peer.close();
    this.up.transport.close();
  }
}

/** The packet with an extension of one byte. @see RFC 8285, section 4.2 */
function withLevel(packet: Buffer, level: number): Buffer {
  const header = Buffer.from(packet.subarray(0, 12));
  header.writeUInt8(header.readUInt8(0) | 0x10, 0);
  const extension = Buffer.from([0xbe, 0xde, 0, 1, LEVEL.id << 4, 0x80 | level, 0, 0]);
  return Buffer.concat([header, extension, packet.subarray(12)]);
}

describe('Who speaks', () => {
  let engine: MediasoupEngine;
  let room: MediasoupRoom;
  const voices: Voice[] = [];

  beforeAll(async () => {
    engine = await startEngine();
    room = await engine.openRoom({ codecs: ['vp8', 'opus'] });
  });

  afterEach(() => {
    for (const voice of voices.splice(0)) voice.close();
  });

  afterAll(() => engine.close());

  async function aVoice(ssrc: number): Promise<Voice> {
    const voice = await Voice.in(room, ssrc);
    voices.push(voice);
    return voice;
  }

  it('is told when another begins to, of those who were there and those who came', async () => {
    const ada = await aVoice(1001);
    const heard: TrackId[] = [];
    const stop = room.watchSpeaker((track) => heard.push(track));
    const bob = await aVoice(2001);

    ada.level = LOUD;
    await expect.poll(() => heard.at(-1), { timeout: 10_000 }).toBe(ada.up.id);
    ada.level = QUIET;
    bob.level = LOUD;
    await expect.poll(() => heard.at(-1), { timeout: 10_000 }).toBe(bob.up.id);

    // Who comes later learns it at once.
    const late: TrackId[] = [];
    const stopToo = room.watchSpeaker((track) => late.push(track));
    expect(late).toEqual([bob.up.id]);

    stop();
    stopToo();
    heard.length = 0;
    ada.level = LOUD;
    bob.level = QUIET;
    await sleep(1500);
    expect(heard).toEqual([]);
    expect(late).toEqual([bob.up.id]);
  });

  it('can be asked again after nobody wanted to know', async () => {
    room.watchSpeaker(() => undefined)();
    const ada = await aVoice(3001);
    ada.level = LOUD;
    const heard: TrackId[] = [];
    const stop = room.watchSpeaker((track) => heard.push(track));
    await expect.poll(() => heard.at(-1), { timeout: 10_000 }).toBe(ada.up.id);
    stop();
    stop();
  });

  it('is not known of a track that has ended', async () => {
    const ada = await aVoice(4001);
    ada.level = LOUD;
    const heard: TrackId[] = [];
    const stop = room.watchSpeaker((track) => heard.push(track));
    await expect.poll(() => heard.at(-1), { timeout: 10_000 }).toBe(ada.up.id);
    ada.close();
    const late: TrackId[] = [];
    room.watchSpeaker((track) => late.push(track))();
    expect(late).toEqual([]);
    stop();
  });

  it('cannot be asked of a room that is closed or lost', async () => {
    const other = await startEngine();
    const closed = await other.openRoom({ codecs: ['opus'] });
    closed.close();
    expect(() => closed.watchSpeaker(() => undefined)).toThrow(expect.objectContaining({ code: 'closed' }));
    const lost = await other.openRoom({ codecs: ['opus'] });
    const stop = lost.watchSpeaker(() => undefined);
    const gone = new Promise<void>((resolve) => lost.events.once('lost', resolve));
    process.kill(workerPid(other), 'SIGKILL');
    await gone;
    expect(() => lost.watchSpeaker(() => undefined)).toThrow(
      expect.objectContaining({ code: 'media-unavailable' }),
    );
    stop();
    await other.close();
  });
});
