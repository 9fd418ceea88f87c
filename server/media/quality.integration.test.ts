import { setTimeout as sleep } from 'node:timers/promises';
import { MemberId, StreamId } from '@evagore/shared';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Conference } from '../core/conference.ts';
import { noRecorder } from '../core/no-recorder.ts';
import { publish } from '../core/publishing.ts';
import { QualityWatch } from '../core/quality-watch.ts';
import { FakeLink, Stage, DEMO, someLimits } from '../core/testing/fakes.ts';
import type { MediasoupEngine } from './engine.ts';
import { startEngine } from './testing/engines.ts';
import { cameraOffer, PAYLOAD_TYPES, rtpPacket, vp8KeyFrame } from './testing/rtp.ts';
import { RtpPeer } from './testing/rtp-peer.ts';

const SSRC = 1001;

describe('The watch over connections, with the real media engine', () => {
  let engine: MediasoupEngine;
  const open: { close(): void }[] = [];

  beforeAll(async () => {
    engine = await startEngine();
  });

  afterEach(() => {
    for (const each of open.splice(0)) each.close();
  });

  afterAll(() => engine.close());

  /** Somebody who sends a picture to a group of a real engine, and the watch over them. */
  async function aPublisher() {
    const { directory, authenticator, tokens, world, log } = new Stage();
    const conference = new Conference({
      directory,
      authenticator,
      tokens,
      recorder: noRecorder,
      rtcConfiguration: () => ({}),
      media: engine,
      world,
      limits: someLimits(),
      log,
    });
    open.push({
      close() {
        conference.close({ code: 'shutting-down' });
      },
    });
    const member = await conference.join({
      group: DEMO,
      credentials: { username: 'ada' },
      id: MemberId.parse('ada'),
      data: {},
      link: new FakeLink(),
    });
    const transport = await member.openTransport();
    const stream = { stream: StreamId.parse('cam'), label: 'camera' };
    await publish(member, transport, { ...stream, ...cameraOffer(SSRC) });
    const track = {
      direction: 'sendonly',
      codec: 'vp8',
      payloadType: PAYLOAD_TYPES.vp8,
      ssrc: SSRC,
    } as const;
    const peer = await RtpPeer.connect(transport, track);
    open.unshift(peer);
    const watch = new QualityWatch({ conference, world, log });
    const look = async () => {
      await watch.tick();
      world.time += 5000;
    };
    return { member, peer, look, log };
  }

  /** Sends a hundred packets a second, of which those that `isLost` never leave. */
  async function sendWhile(peer: RtpPeer, goesOn: () => boolean, isLost: (sequence: number) => boolean) {
    const end = performance.now() + 20_000;
    for (let sequence = 1; goesOn(); sequence += 1) {
      if (performance.now() > end) throw new Error('what was waited for did not come');
      const header = { payloadType: PAYLOAD_TYPES.vp8, sequence, ssrc: SSRC, timestamp: sequence * 900 };
      if (!isLost(sequence)) peer.sendPacket(rtpPacket(header, vp8KeyFrame(200)));
      await sleep(10);
    }
  }

  it('finds out that every fourth packet is lost, and nothing where all arrive', async () => {
    const { member, peer, look, log } = await aPublisher();
    let looks = 0;
    const looking = (enough: () => boolean) => async () => {
      while (!enough() && looks < 20) {
        await sleep(1200);
        await look();
        looks += 1;
      }
    };
    const clean = looking(() => looks >= 4)();
    await sendWhile(
      peer,
      () => looks < 4,
      () => false,
    );
    await clean;
    expect(member.quality).toBeUndefined();

    const lossy = looking(() => member.quality !== undefined)();
    await sendWhile(
      peer,
      () => member.quality === undefined,
      (sequence) => sequence % 4 === 0,
    );
    await lossy;
    expect(member.quality).toMatch(/^(poor|lost)$/);
    expect(member.info().quality).toBe(member.quality);
    expect(log.errors).toEqual([]);
  }, 60_000);
});
