import { TrackId } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { BadMedia, Closed } from '../core/errors.ts';
import { FakeMediaEngine, type FakeMediaTransport } from '../core/testing/fake-media-engine.ts';
import { rtp, settled } from '../core/testing/fakes.ts';
import { Camera, Screen } from '../testing/rtc.ts';
import { BadSdp } from './errors.ts';
import { SdpPeer, type OfferedTrack, type UpSink } from './peer.ts';

/** What the other end offered to the sink, and what it was told is over. */
class FakeSink implements UpSink {
  readonly published: OfferedTrack[] = [];
  readonly ended: TrackId[] = [];
  refusal: Error | undefined;

  publish(tracks: readonly OfferedTrack[]): Promise<TrackId[]> {
    if (this.refusal !== undefined) return Promise.reject(this.refusal);
    this.published.push(...tracks);
    return Promise.resolve(tracks.map(({ mid }) => TrackId.parse(`track-${mid}`)));
  }

  unpublish(track: TrackId): void {
    this.ended.push(track);
  }
}

const { offer } = new Camera(1001);

let engine: FakeMediaEngine;
let transport: FakeMediaTransport;
let sink: FakeSink;
let peer: SdpPeer;

beforeEach(async () => {
  engine = new FakeMediaEngine();
  const room = await engine.openRoom({ codecs: ['vp8', 'opus'] });
  transport = await room.openTransport();
  sink = new FakeSink();
  peer = new SdpPeer({ transport, capabilities: room.capabilities, use: 'up', sink });
});

/** A peer that sends a picture of somebody's. */
async function aSender(): Promise<SdpPeer> {
  const { room } = engine;
  const from = await room.openTransport();
  const up = await from.openUp({ kind: 'video', rtpParameters: rtp('video/VP8'), muted: false });
  const to = await room.openTransport();
  const sender = new SdpPeer({ transport: to, capabilities: room.capabilities, use: 'down' });
  await sender.openDown(up, { stream: 'stream', track: 'track' });
  return sender;
}

describe('a peer that is offered something', () => {
  it('connects its transport, takes the tracks in together, and answers', async () => {
    const { sdp: answer } = await peer.answer(offer);
    expect(transport.remote).toMatchObject({ role: 'client' });
    expect(sink.published.map(({ mid, kind }) => `${mid} ${kind}`)).toEqual(['0 audio', '1 video']);
    expect(answer.match(/a=recvonly/g)).toHaveLength(2);
  });

  it('ends what is not offered any more, and tells new credentials when the other end has some', async () => {
    const { sdp: first } = await peer.answer(offer);
    const renewed = offer
      .replaceAll(/a=ice-ufrag:\S+/g, 'a=ice-ufrag:other')
      .replace('a=sendonly', 'a=inactive');
    const { sdp: second } = await peer.answer(renewed);
    expect(sink.ended).toEqual(['track-0']);
    expect(transport.iceRestarts).toBe(1);
    expect(second).not.toContain(/a=ice-ufrag:\S+/.exec(first)?.[0]);
  });

  it('answers in the order in which it is asked', async () => {
    const release = engine.hold('connect');
    const order: string[] = [];
    const both = Promise.all([
      peer.answer(offer).then(() => order.push('first')),
      peer.restartIce().then(() => order.push('second')),
    ]);
    await settled();
    expect([order, transport.iceRestarts]).toEqual([[], 0]);
    release();
    await both;
    expect(order).toEqual(['first', 'second']);
  });

  it('passes refusals on', async () => {
    await expect(peer.answer('v=0')).rejects.toThrow(BadSdp);
    sink.refusal = new BadMedia('no');
    await expect(peer.answer(offer)).rejects.toThrow(BadMedia);
    await expect(peer.answer(offer, () => Promise.reject(new BadSdp('not this')))).rejects.toThrow(
      'not this',
    );
  });

  it('takes nothing in any more once it is closed', async () => {
    peer.close();
    peer.close();
    expect(transport.closed).toBe(true);
    await expect(peer.answer(offer)).rejects.toThrow(Closed);
  });
});

describe('a peer that sends something', () => {
  it('offers it, and says when the other end is ready', async () => {
    const sender = await aSender();
    expect(sender.isOffering).toBe(false);
    const sdp = sender.offer();
    expect(sender.isOffering).toBe(true);
    const { ready, refused } = await sender.accept(new Screen().answer(sdp));
    expect([ready, refused]).toEqual([sender.downs.map(({ id }) => id), []]);
    expect(sender.isOffering).toBe(false);
  });

  it('closes what the other end rejects', async () => {
    const sender = await aSender();
    const answer = new Screen().answer(sender.offer()).replace(/m=video \d+/, 'm=video 0');
    const { ready, refused } = await sender.accept(answer);
    expect([ready, refused.length, sender.downs]).toEqual([[], 1, []]);
  });

  it('frees the line of a track that could not be opened, and of one that ends', async () => {
    const sender = await aSender();
    const [down] = sender.downs;
    const up = engine.room.transports.flatMap(({ ups }) => ups)[0]!;
    engine.failNext('openDown', new BadMedia('no'));
    await expect(sender.openDown(up, { stream: 'stream', track: 'more' })).rejects.toThrow(BadMedia);
    expect(sender.offer().match(/m=video/g)).toHaveLength(1);
    down?.close();
    expect(sender.downs).toEqual([]);
  });

  it('refuses an answer that nobody asked for', async () => {
    const sender = await aSender();
    await expect(sender.accept('v=0')).rejects.toThrow(BadSdp);
  });
});
