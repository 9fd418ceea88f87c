import { StreamId, TrackId } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  BadMedia,
  Closed,
  NoSuchStream,
  NoSuchTrack,
  NotPermitted,
  StreamExists,
  TooManyStreams,
} from './errors.ts';
import type { MediaTransport } from './media-port.ts';
import { mute, publishTracks, unpublish, type TrackOffer } from './publishing.ts';
import {
  NOTHING_OPEN,
  publishTrack,
  rtp,
  settled,
  Stage,
  type Guest,
  type TrackChoices,
} from './testing/fakes.ts';

const CAM = StreamId.parse('cam');
const NOBODYS = TrackId.parse('nobodys');

let stage: Stage;
let ada: Guest & { send: MediaTransport };
let bob: Guest;

beforeEach(async () => {
  stage = new Stage();
  const guest = await stage.join('ada');
  ada = { ...guest, send: await guest.member.openTransport() };
  bob = await stage.join('bob');
  for (const { link } of [ada, bob]) link.forget();
});

function publish(choices: TrackChoices = {}): Promise<TrackId> {
  return publishTrack(ada.member, ada.send, choices);
}

function bothKinds(): TrackOffer[] {
  return (['audio', 'video'] as const).map((kind) => ({
    kind,
    muted: false,
    rtpParameters: rtp(kind === 'audio' ? 'audio/opus' : 'video/VP8'),
  }));
}

/** What everybody knows of ada's streams, as `label: kinds`. */
function streamsOfAda(): string[] {
  const { streams } = bob.link.lastChanged();
  return streams.map(({ label, tracks }) => `${label}: ${tracks.map(({ kind }) => kind).join(' ')}`);
}

describe('publish', () => {
  it('makes a stream known to everybody with its first track', async () => {
    const track = await publish({ muted: true });
    const streams = [{ id: 'cam', label: 'camera', tracks: [{ id: track, kind: 'video', muted: true }] }];
    expect(bob.link.facts).toMatchObject([{ type: 'rosterChanged', changed: [{ id: 'ada', streams }] }]);
    expect(ada.link.of('rosterChanged')).toEqual(bob.link.facts);
    expect(ada.member.group.streams.get(CAM)?.owner).toBe(ada.member);
    expect(stage.media.room.transports[0]?.ups[0]?.muted).toBe(true);
  });

  it('adds a track to a stream of the same id, whose label stays', async () => {
    await publish({ kind: 'audio' });
    await publish({ label: 'another' });
    expect(streamsOfAda()).toEqual(['camera: audio video']);
  });

  it('makes one stream of two tracks that come at once', async () => {
    await Promise.all([publish({ kind: 'audio' }), publish()]);
    expect(streamsOfAda()).toEqual(['camera: audio video']);
  });

  it('offers tracks that are published together in one go', async () => {
    bob.member.subscriptions.request({ '': ['audio', 'video'] });
    const send = await bob.member.openTransport();
    const { capabilities } = stage.media.room;
    bob.member.subscriptions.receiveThrough({ openDown: (up) => send.openDown(up, capabilities) });
    const ids = await publishTracks(ada.member, ada.send, { stream: CAM, label: 'camera' }, bothKinds());
    await settled();
    expect(ids).toHaveLength(2);
    expect(bob.link.of('downOffered').map(({ tracks }) => tracks.length)).toEqual([2]);
  });

  it('takes all of several tracks, or none', async () => {
    stage.media.failNext('openUp', new BadMedia('no'));
    const published = publishTracks(ada.member, ada.send, { stream: CAM, label: 'camera' }, bothKinds());
    await expect(published).rejects.toThrow(BadMedia);
    expect(stage.openMedia).toMatchObject({ ups: 0 });
    expect(ada.member.streams.size).toBe(0);
    const many = Array.from({ length: 100 }, () => bothKinds()).flat();
    const flood = publishTracks(ada.member, ada.send, { stream: CAM, label: 'camera' }, many);
    await expect(flood).rejects.toThrow(TooManyStreams);
    expect(await publishTracks(ada.member, ada.send, { stream: CAM, label: 'camera' }, [])).toEqual([]);
    expect(ada.member.streams.size).toBe(0);
  });

  it('puts a stream in the place of another, of which nothing stays open', async () => {
    await publish();
    await publish({ stream: 'screen', label: 'screenshare', replace: 'cam' });
    expect(streamsOfAda()).toEqual(['screenshare: video']);
    expect(stage.openMedia.ups).toBe(1);
    expect(ada.link.of('upAborted')).toEqual([]);
  });

  it('makes do without a stream to replace that is not there, or not its own', async () => {
    const send = await bob.member.openTransport();
    await publishTrack(bob.member, send, { stream: 'bobs' });
    await publish({ replace: 'never' });
    await publish({ stream: 'other', replace: 'bobs' });
    expect(streamsOfAda()).toEqual(['camera: video', 'camera: video']);
    expect(bob.member.streams.size).toBe(1);
  });

  it('refuses a member who may not present', async () => {
    const otto = await stage.join('otto', { permissions: ['message'] });
    const send = await otto.member.openTransport();
    await expect(publishTrack(otto.member, send)).rejects.toThrow(NotPermitted);
    expect(stage.media.requests.get('openUp')).toBeUndefined();
  });

  it('refuses the id of another member’s stream', async () => {
    await publish();
    const send = await bob.member.openTransport();
    await expect(publishTrack(bob.member, send)).rejects.toThrow(StreamExists);
  });

  it('gives an id to one of two members who race for it', async () => {
    const send = await bob.member.openTransport();
    const outcomes = await Promise.allSettled([publish(), publishTrack(bob.member, send)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(stage.openMedia.ups).toBe(1);
  });

  it('refuses more streams than a member may have, but takes one in the place of another', async () => {
    for (const stream of ['1', '2', '3', '4']) await publish({ stream });
    await expect(publish({ stream: '5' })).rejects.toThrow(TooManyStreams);
    await publish({ stream: '5', replace: '4' });
    expect([...ada.member.streams.keys()]).toEqual(['1', '2', '3', '5']);
  });

  it('refuses more tracks than a stream may have', async () => {
    for (let count = 0; count < 4; count += 1) await publish();
    await expect(publish()).rejects.toThrow(TooManyStreams);
    expect(ada.member.streams.get(CAM)?.tracks).toHaveLength(4);
  });

  it('counts again when the media is open, so that a burst gets no more than its due', async () => {
    const streams = ['1', '2', '3', '4', '5', '6'];
    const outcomes = await Promise.allSettled(streams.map((stream) => publish({ stream })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
    const tracks = await Promise.allSettled(streams.map(() => publish({ stream: '1' })));
    expect(tracks.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(stage.openMedia.ups).toBe(7);
  });

  it('refuses media that the room cannot use, and no stream comes of it', async () => {
    await expect(publish({ mimeType: 'video/H265' })).rejects.toThrow(BadMedia);
    expect(ada.member.streams.size).toBe(0);
    expect(bob.link.facts).toEqual([]);
  });

  it.each<[string, new (...args: never[]) => Error, () => void]>([
    [
      'the permission goes',
      NotPermitted,
      () => {
        ada.member.group.setPermissions(ada.member, new Set());
      },
    ],
    [
      'the member leaves',
      Closed,
      () => {
        ada.member.leave({ code: 'left' });
      },
    ],
    [
      'the transport is closed',
      Closed,
      () => {
        ada.send.close();
      },
    ],
  ])('leaves nothing open when %s meanwhile', async (_, refusal, happens) => {
    const release = stage.media.hold('openUp');
    const publishing = expect(publish()).rejects.toThrow(refusal);
    await settled();
    happens();
    release();
    await publishing;
    expect(stage.openMedia.ups).toBe(0);
    expect(ada.member.group.streams.size).toBe(0);
  });
});

describe('unpublish', () => {
  it('ends a stream with all its tracks', async () => {
    await publish();
    await publish({ kind: 'audio' });
    unpublish(ada.member, CAM);
    expect(streamsOfAda()).toEqual([]);
    expect(stage.openMedia.ups).toBe(0);
    expect(ada.member.group.streams.size).toBe(0);
  });

  it('ends one track, and the stream with the last one', async () => {
    const [video, audio] = [await publish(), await publish({ kind: 'audio' })];
    unpublish(ada.member, CAM, video);
    expect(streamsOfAda()).toEqual(['camera: audio']);
    unpublish(ada.member, CAM, audio);
    expect(streamsOfAda()).toEqual([]);
    expect(ada.member.group.streams.size).toBe(0);
  });

  it('tells of it once', async () => {
    const track = await publish();
    bob.link.forget();
    unpublish(ada.member, CAM, track);
    expect(bob.link.types).toEqual(['rosterChanged']);
  });

  it('refuses what is not there, or is not its own', async () => {
    await publish();
    expect(() => {
      unpublish(bob.member, CAM);
    }).toThrow(NoSuchStream);
    expect(() => {
      unpublish(ada.member, CAM, NOBODYS);
    }).toThrow(NoSuchTrack);
    unpublish(ada.member, CAM);
    expect(() => {
      unpublish(ada.member, CAM);
    }).toThrow(NoSuchStream);
  });
});

describe('a track that its transport takes along', () => {
  it('is gone for everybody', async () => {
    await publish();
    await publish({ kind: 'audio', stream: 'mic' });
    ada.send.close();
    expect(streamsOfAda()).toEqual([]);
    expect(ada.member.group.streams.size).toBe(0);
  });

  it('is gone when its member leaves, or its group closes', async () => {
    await publish();
    ada.member.leave({ code: 'left' });
    expect(bob.member.group.streams.size).toBe(0);
    await publishTrack(bob.member, await bob.member.openTransport());
    bob.member.group.close({ code: 'shutting-down' });
    await settled();
    expect(stage.openMedia).toEqual(NOTHING_OPEN);
  });
});

describe('mute', () => {
  it('stops the track and is told to everybody, once for each change', async () => {
    const track = await publish();
    bob.link.forget();
    await mute(ada.member, CAM, track, true);
    await mute(ada.member, CAM, track, true);
    expect(bob.link.types).toEqual(['rosterChanged']);
    expect(bob.link.lastChanged().streams[0]?.tracks[0]?.muted).toBe(true);
    expect(stage.media.room.transports[0]?.ups[0]?.muted).toBe(true);
    await mute(ada.member, CAM, track, false);
    expect(bob.link.lastChanged().streams[0]?.tracks[0]?.muted).toBe(false);
  });

  it('refuses what is not there, or is not its own', async () => {
    const track = await publish();
    await expect(mute(bob.member, CAM, track, true)).rejects.toThrow(NoSuchStream);
    await expect(mute(ada.member, CAM, NOBODYS, true)).rejects.toThrow(NoSuchTrack);
  });

  it('is refused when the member leaves meanwhile', async () => {
    const track = await publish();
    const release = stage.media.hold('setMuted');
    const muting = expect(mute(ada.member, CAM, track, true)).rejects.toThrow(Closed);
    await settled();
    ada.member.leave({ code: 'left' });
    bob.link.forget();
    release();
    await muting;
    expect(bob.link.facts).toEqual([]);
  });
});
