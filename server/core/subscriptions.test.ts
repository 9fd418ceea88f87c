import { StreamId, type WantedByLabel, type WantedKind } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { BadMedia } from './errors.ts';
import type { MediaTransport } from './media-port.ts';
import { unpublish } from './publishing.ts';
import { publishTrack, receive, settled, Stage, type Guest, type TrackChoices } from './testing/fakes.ts';

const CAM = StreamId.parse('cam');

let stage: Stage;
let ada: Guest;
let send: MediaTransport;
let vera: Guest;

beforeEach(async () => {
  stage = new Stage();
  ada = await stage.join('ada');
  send = await ada.member.openTransport();
  vera = await stage.join('vera');
});

function publish(choices: TrackChoices = {}) {
  return publishTrack(ada.member, send, choices);
}

async function request(wanted: WantedByLabel): Promise<void> {
  vera.member.subscriptions.request(wanted);
  await settled();
}

async function override(kinds: WantedKind[] | undefined, stream = 'cam'): Promise<void> {
  vera.member.subscriptions.requestStream(StreamId.parse(stream), kinds);
  await settled();
}

/** What vera receives now: kinds, and layers where they are not the best. */
function received(): string[] {
  return stage.openMedia.downs
    .map(({ kind, layer }) =>
      layer === 'best' ? kind : `${kind} ${typeof layer === 'string' ? layer : JSON.stringify(layer)}`,
    )
    .sort();
}

/** What vera was told of her down streams. */
function told(): string[] {
  return vera.link.facts.flatMap((fact) => {
    if (fact.type === 'downOffered') {
      const kinds = fact.tracks.map(({ kind }) => kind).join(' ');
      return `${fact.stream}: ${kinds}${fact.replace === undefined ? '' : ` for ${fact.replace}`}`;
    }
    if (fact.type !== 'downClosed') return [];
    return fact.tracks === undefined
      ? `${fact.stream} ended`
      : `${fact.stream}: ${fact.tracks.length.toString()} ended`;
  });
}

describe('a member with a request', () => {
  beforeEach(async () => {
    await receive(vera.member);
  });

  it('is offered what is there already, as one stream', async () => {
    const [video, audio] = [await publish(), await publish({ kind: 'audio' })];
    await request({ camera: ['audio', 'video'] });
    const offer = vera.link.last('downOffered');
    expect(offer).toMatchObject({ stream: 'cam', label: 'camera', source: 'ada', username: 'ada' });
    expect(offer).not.toHaveProperty('replace');
    expect(offer.tracks.map(({ kind, source }) => [kind, source])).toEqual([
      ['video', video],
      ['audio', audio],
    ]);
    expect(vera.link.of('downOffered')).toHaveLength(1);
  });

  it('is offered what comes later', async () => {
    await request({ camera: ['video'] });
    await publish();
    await settled();
    expect(told()).toEqual(['cam: video']);
    await publish({ stream: 'screen', label: 'screenshare' });
    await settled();
    expect(told()).toEqual(['cam: video']);
  });

  it('is offered a track that is added to a stream', async () => {
    await request({ '': ['audio', 'video'] });
    await publish();
    await settled();
    await publish({ kind: 'audio' });
    await settled();
    expect(told()).toEqual(['cam: video', 'cam: audio']);
    expect(received()).toEqual(['audio', 'video']);
  });

  it('gets nothing of its own', async () => {
    await publishTrack(vera.member, await vera.member.openTransport(), { stream: 'own' });
    await request({ '': ['video'] });
    expect(told()).toEqual([]);
  });

  it('gets nothing more when the request is empty', async () => {
    await publish();
    await request({ '': ['video'] });
    await request({});
    expect(told()).toEqual(['cam: video', 'cam ended']);
    expect(received()).toEqual([]);
  });

  it('keeps the tracks of a stream that it still wants', async () => {
    await publish();
    await publish({ kind: 'audio' });
    await request({ '': ['audio', 'video'] });
    const before = stage.openMedia.downs.find(({ kind }) => kind === 'audio');
    await request({ '': ['audio'] });
    expect(told()).toEqual(['cam: video audio', 'cam: 1 ended']);
    expect(stage.openMedia.downs).toEqual([before]);
  });

  it('is told when a track ends, and when a stream does', async () => {
    const video = await publish();
    await publish({ kind: 'audio' });
    await request({ '': ['audio', 'video'] });
    unpublish(ada.member, CAM, video);
    await settled();
    unpublish(ada.member, CAM);
    await settled();
    expect(told()).toEqual(['cam: video audio', 'cam: 1 ended', 'cam ended']);
  });

  it('is told when the publisher leaves', async () => {
    await publish();
    await request({ '': ['video'] });
    ada.member.leave({ code: 'left' });
    await settled();
    expect(told()).toEqual(['cam: video', 'cam ended']);
    expect(received()).toEqual([]);
  });

  it('gets another layer of the same track, without a new offer', async () => {
    await publish();
    await request({ camera: ['video-low'] });
    expect(received()).toEqual(['video lowest']);
    await request({ camera: ['video'] });
    expect(received()).toEqual(['video']);
    await request({ camera: ['video-low'] });
    expect(received()).toEqual(['video lowest']);
    expect(told()).toEqual(['cam: video']);
  });

  it('gets the last of two pictures when it wants a low one', async () => {
    const [, small] = [await publish(), await publish()];
    await request({ camera: ['video-low'] });
    expect(stage.openMedia.downs.map(({ source }) => source.id)).toEqual([small]);
  });

  it('receives nothing before it is ready, and then just that', async () => {
    await publish();
    await publish({ kind: 'audio' });
    await request({ '': ['audio', 'video'] });
    const [first, second] = stage.openMedia.downs;
    if (first === undefined || second === undefined) throw new Error('two tracks were expected');
    expect([first.flowing, second.flowing]).toEqual([false, false]);
    await vera.member.subscriptions.accept(CAM, [first.id]);
    expect([first.flowing, second.flowing]).toEqual([true, false]);
  });

  it('may be ready for what has ended meanwhile', async () => {
    await publish();
    await request({ '': ['video'] });
    const tracks = stage.openMedia.downs.map(({ id }) => id);
    unpublish(ada.member, CAM);
    await expect(vera.member.subscriptions.accept(CAM, tracks)).resolves.toBeUndefined();
  });

  it('may be ready for what ends at this moment', async () => {
    await publish();
    await request({ '': ['video'] });
    const tracks = stage.openMedia.downs.map(({ id }) => id);
    const release = stage.media.hold('resume');
    const accepting = vera.member.subscriptions.accept(CAM, tracks);
    unpublish(ada.member, CAM);
    release();
    await expect(accepting).resolves.toBeUndefined();
  });
});

describe('an override', () => {
  beforeEach(async () => {
    await receive(vera.member);
    await publish();
    await publish({ kind: 'audio' });
    await publish({ stream: 'other' });
    await request({ '': ['audio', 'video'] });
    vera.link.forget();
  });

  it('decides for its stream alone', async () => {
    await override(['audio']);
    expect(told()).toEqual(['cam: 1 ended']);
    expect(received()).toEqual(['audio', 'video']);
  });

  it('may refuse a stream, and be undone', async () => {
    await override([]);
    expect(told()).toEqual(['cam ended']);
    await override(undefined);
    expect(told()).toEqual(['cam ended', 'cam: video audio']);
  });

  it('outlives a new request', async () => {
    await override([]);
    await request({ camera: ['video'] });
    expect(received()).toEqual(['video']);
  });

  it('asks for what the request does not', async () => {
    await request({});
    await override(['audio']);
    expect(received()).toEqual(['audio']);
  });

  it.each<[string, WantedKind[]]>([
    ['refused', []],
    ['restricted', ['audio']],
  ])('that %s a stream ends with it, even if its id comes back', async (_, kinds) => {
    await override(kinds);
    unpublish(ada.member, CAM);
    await publish();
    await settled();
    expect(received()).toEqual(['video', 'video']);
  });

  it('of a stream that is not there is passed over', async () => {
    await override([], 'later');
    await publish({ stream: 'later' });
    await settled();
    expect(told()).toEqual(['later: video']);
  });
});

describe('a stream that takes the place of another', () => {
  beforeEach(async () => {
    await receive(vera.member);
    await publish();
    await request({ camera: ['video'] });
    vera.link.forget();
  });

  it('is offered for it, without a close in between', async () => {
    await publish({ stream: 'cam2', replace: 'cam' });
    await settled();
    expect(told()).toEqual(['cam2: video for cam']);
    expect(received()).toEqual(['video']);
  });

  it('is offered for the one that the receiver has, however many came in between', async () => {
    const release = stage.media.hold('openDown');
    await publish({ stream: 'elsewhere' });
    await publish({ stream: 'cam2', replace: 'cam' });
    await publish({ stream: 'cam3', replace: 'cam2' });
    release();
    await settled();
    expect(told()).toEqual(['elsewhere: video', 'cam3: video for cam']);
    expect(received()).toEqual(['video', 'video']);
  });

  it('is none to a receiver who does not want it: the other just ends', async () => {
    await publish({ stream: 'screen', label: 'screenshare', replace: 'cam' });
    await settled();
    expect(told()).toEqual(['cam ended']);
  });

  it('is none to a receiver who cannot have it: the other just ends', async () => {
    stage.media.failNext('openDown', new BadMedia('no common codec'));
    await publish({ stream: 'cam2', replace: 'cam' });
    await settled();
    expect(told()).toEqual(['cam ended']);
  });

  it('is told as an end and a beginning when it is itself replaced while it is being opened', async () => {
    const release = stage.media.hold('openDown');
    await publish({ stream: 'cam2', replace: 'cam' });
    await publish({ stream: 'cam3', replace: 'cam2' });
    release();
    await settled();
    expect(told()).toEqual(['cam ended', 'cam3: video']);
  });

  it('is none for what somebody else publishes under the id of the other', async () => {
    await publish({ stream: 'cam2', replace: 'cam' });
    const veras = await vera.member.openTransport();
    await publishTrack(vera.member, veras, { stream: 'cam' });
    await receive(ada.member);
    ada.member.subscriptions.request({ camera: ['video'] });
    await settled();
    unpublish(vera.member, CAM);
    await settled();
    expect(ada.link.of('downOffered').map(({ stream: id }) => id)).toEqual(['cam']);
    expect(ada.link.last('downClosed')).toMatchObject({ stream: 'cam' });
  });
});
