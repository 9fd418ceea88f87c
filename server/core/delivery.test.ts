import { StreamId, type PictureSize, type TrackId } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { Closed, NoSuchStream, NoSuchTrack } from './errors.ts';
import type { MediaTransport } from './media-port.ts';
import { publish, resize, unpublish } from './publishing.ts';
import { NOTHING_OPEN, publishTrack, receive, rtp, settled, Stage, type Guest } from './testing/fakes.ts';
import type { FakeMediaDown } from './testing/fake-media-engine.ts';

/** Media follows what is drawn: at its receivers, and at its publisher. */

const CAM = StreamId.parse('cam');
const FULL = { width: 1280, height: 720 };
const HALF = { width: 640, height: 360 };
const SMALL = { width: 320, height: 180 };
const MIDDLE = { spatial: 1, temporal: 2 };

let stage: Stage;
let ada: Guest;
let send: MediaTransport;
let vera: Guest & { transport: MediaTransport };

beforeEach(async () => {
  stage = new Stage();
  ada = await stage.join('ada');
  send = await ada.member.openTransport();
  vera = await stage.joinAsViewer();
});

/** Publishes a camera in three sizes. */
async function publishCamera(stream = CAM, replace?: StreamId): Promise<TrackId> {
  const rtpParameters = { ...rtp('video/VP8'), encodings: [{ rid: 'l' }, { rid: 'm' }, { rid: 'h' }] };
  const offer = { stream, label: 'camera', kind: 'video' as const, muted: false, rtpParameters, replace };
  const track = await publish(ada.member, send, offer);
  await settled();
  return track;
}

/** Says how large somebody draws a stream, and lets what follows from it happen, delays included. */
async function draw(size: PictureSize | null, who: Guest = vera, stream = CAM): Promise<void> {
  who.member.subscriptions.draw([[stream, size]]);
  await settled();
  needed();
}

/** The receiver is ready for what it was offered of a stream. */
async function accept(who: Guest = vera, stream = CAM): Promise<void> {
  const offers = who.link.of('downOffered').filter((offer) => offer.stream === stream);
  const tracks = offers.flatMap((offer) => offer.tracks.map(({ id }) => id));
  await who.member.subscriptions.accept(stream, tracks);
}

/** The one picture that is on its way to somebody. */
function picture(who: Guest & { transport: MediaTransport } = vera): FakeMediaDown {
  const downs = stage.openMedia.downs.filter(({ kind, transport }) => {
    return kind === 'video' && transport.id === who.transport.id;
  });
  expect(downs).toHaveLength(1);
  return downs[0]!;
}

/** What ada was told of what is needed of her pictures. */
function needed(): number[] {
  return ada.link.of('layersNeeded').map(({ spatial }) => spatial);
}

function requests(what: Parameters<Stage['media']['requests']['get']>[0]): number {
  return stage.media.requests.get(what) ?? 0;
}

describe('a picture', () => {
  it('comes in full while nothing is said of its size', async () => {
    await publishCamera();
    await accept();
    expect(picture()).toMatchObject({ layer: 'best', flowing: true });
  });

  it('that is drawn small comes small, and grows back', async () => {
    await publishCamera();
    await accept();
    await draw(SMALL);
    expect(picture().layer).toBe('lowest');
    await draw(HALF);
    expect(picture().layer).toEqual(MIDDLE);
    await draw(FULL);
    expect(picture()).toMatchObject({ layer: 'best', flowing: true });
  });

  it('that is not drawn stops, and the sound goes on', async () => {
    await publishCamera();
    await publishTrack(ada.member, send, { kind: 'audio' });
    await settled();
    await accept();
    await draw(null);
    const flowing = stage.openMedia.downs.filter((down) => down.flowing);
    expect(flowing.map(({ kind }) => kind)).toEqual(['audio']);
    expect(vera.link.of('downClosed')).toEqual([]);
    await draw(SMALL);
    expect(picture()).toMatchObject({ layer: 'lowest', flowing: true });
  });

  it('is drawn before it is offered', async () => {
    await draw(null);
    await publishCamera();
    await accept();
    expect(picture().flowing).toBe(false);
    expect(requests('resume')).toBe(0);
    await draw(HALF);
    expect(picture()).toMatchObject({ layer: MIDDLE, flowing: true });
  });

  it('does not flow before its receiver is ready, however it is drawn', async () => {
    await publishCamera();
    for (const size of [null, SMALL, null, FULL]) await draw(size);
    expect(picture().flowing).toBe(false);
    await accept();
    expect(picture()).toMatchObject({ layer: 'best', flowing: true });
  });

  it('costs the media engine nothing where nothing is different', async () => {
    await publishCamera();
    await accept();
    await draw(SMALL);
    const before = new Map(stage.media.requests);
    await draw(SMALL);
    await draw({ width: 300, height: 170 });
    expect(stage.media.requests).toEqual(before);
  });

  it('is asked for once when it is drawn again', async () => {
    await publishCamera();
    await accept();
    await draw(null);
    await draw(SMALL);
    await draw(FULL);
    expect(requests('resume')).toBe(2);
    expect(requests('pause')).toBe(1);
  });

  it('is never larger than what is requested, and suits how it is drawn when that changes', async () => {
    await publishCamera();
    await accept();
    vera.member.subscriptions.request({ '': ['video-low'] });
    await draw(FULL);
    expect(picture().layer).toBe('lowest');
    vera.member.subscriptions.request({ '': ['video'] });
    await draw(HALF);
    expect(picture().layer).toEqual(MIDDLE);
    vera.member.subscriptions.requestStream(CAM, ['video-low']);
    await settled();
    expect(picture().layer).toBe('lowest');
    vera.member.subscriptions.requestStream(CAM, undefined);
    await settled();
    expect(picture().layer).toEqual(MIDDLE);
  });

  it('that is requested again is drawn as before', async () => {
    await publishCamera();
    await draw(null);
    vera.member.subscriptions.request({});
    await settled();
    vera.member.subscriptions.request({ '': ['video'] });
    await settled();
    await accept();
    expect(picture().flowing).toBe(false);
  });

  it('of a stream that takes the place of another is drawn like that', async () => {
    await publishCamera();
    await draw(null);
    const next = StreamId.parse('cam2');
    await publishCamera(next, CAM);
    await accept(vera, next);
    expect(vera.link.last('downOffered').replace).toBe(CAM);
    expect(picture().flowing).toBe(false);
  });

  it('is drawn like before after the media engine was lost', async () => {
    await publishCamera();
    await draw(SMALL);
    stage.media.room.lose();
    await settled();
    send = await ada.member.openTransport();
    const transport = await receive(vera.member);
    await settled();
    await publishCamera();
    expect(picture({ ...vera, transport }).layer).toBe('lowest');
  });

  it('suits what its publisher says of its size', async () => {
    const track = await publishCamera();
    await draw(SMALL);
    expect(picture().layer).toBe('lowest');
    resize(ada.member, CAM, track, { width: 640, height: 360 });
    await settled();
    expect(picture().layer).toEqual(MIDDLE);
  });

  it.each([
    ['a stream', NoSuchStream, StreamId.parse('other')],
    ['a track', NoSuchTrack, CAM],
  ])('has no size without %s', async (_, refusal, stream) => {
    const track = await publishCamera();
    const nobodys = stream === CAM ? vera.transport.id : track;
    expect(() => {
      resize(ada.member, stream, nobodys as TrackId, FULL);
    }).toThrow(refusal);
    expect(() => {
      resize(vera.member, CAM, track, FULL);
    }).toThrow(NoSuchStream);
  });

  it('may end while it is being stopped', async () => {
    await publishCamera();
    await accept();
    const release = stage.media.hold('pause');
    vera.member.subscriptions.draw([[CAM, null]]);
    await settled();
    unpublish(ada.member, CAM);
    release();
    await settled();
    expect(stage.openMedia.downs).toEqual([]);
    expect(stage.log.errors).toEqual([]);
  });

  it('that cannot be stopped at the moment is reported, and harms no other', async () => {
    await publishCamera();
    await accept();
    stage.media.failNext('pause', new Closed('the track'));
    await draw(null);
    stage.media.failNext('pause', new Error('a bug'));
    await draw(FULL);
    await draw(null);
    expect(stage.log.errors).toHaveLength(1);
    await draw(SMALL);
    expect(picture()).toMatchObject({ layer: 'lowest', flowing: true });
  });
});

// In this world, delays are over at once: what is needed less is told at the end of the turn.
describe('a publisher', () => {
  it('is told that nobody receives its picture, and when somebody begins to', async () => {
    vera.member.subscriptions.request({ '': ['audio'] });
    const track = await publishCamera();
    expect(ada.link.of('layersNeeded')).toEqual([{ type: 'layersNeeded', stream: CAM, track, spatial: -1 }]);
    vera.member.subscriptions.request({ '': ['video'] });
    await settled();
    expect(needed()).toEqual([-1, 2]);
  });

  it('is told which layer the most demanding receiver needs', async () => {
    const olga = await stage.joinAsViewer('olga');
    await publishCamera();
    ada.link.forget();
    await draw(SMALL);
    await draw(SMALL, olga);
    await draw(HALF);
    await draw(null, olga);
    await draw(null);
    await draw(FULL, olga);
    expect(needed()).toEqual([0, 1, -1, 2]);
  });

  it('is told what those need who never say how large they draw', async () => {
    const olga = await stage.joinAsViewer('olga');
    await publishCamera();
    await draw(null);
    ada.link.forget();
    olga.member.subscriptions.request({ '': ['audio', 'video-low'] });
    await settled();
    expect(needed()).toEqual([0]);
  });

  it('is told when the last receiver leaves, refuses, or loses its transport', async () => {
    const olga = await stage.joinAsViewer('olga');
    await publishCamera();
    ada.link.forget();
    olga.member.leave({ code: 'left' });
    vera.transport.close();
    vera.member.subscriptions.receiveThrough(undefined);
    await settled();
    expect(needed()).toEqual([-1]);
    const transport = await receive(vera.member);
    await settled();
    vera.member.subscriptions.requestStream(CAM, []);
    await settled();
    expect(needed()).toEqual([-1, 2, -1]);
    expect(transport.id).not.toBe(vera.transport.id);
  });

  it('is told nothing of its sound, nor of what has ended', async () => {
    await publishTrack(ada.member, send, { kind: 'audio' });
    await publishCamera();
    ada.link.forget();
    unpublish(ada.member, CAM);
    await settled();
    expect(needed()).toEqual([]);
  });

  it('leaves nothing open when all go', async () => {
    await publishCamera();
    await draw(SMALL);
    vera.member.leave({ code: 'left' });
    ada.member.leave({ code: 'left' });
    await settled();
    expect(stage.openMedia).toEqual(NOTHING_OPEN);
    expect(stage.log.errors).toEqual([]);
  });
});
