import { describe, expect, it } from 'vitest';
import type { Stream } from './stream.ts';
import { aMediaStream, aTrack } from './testing/fake-media-stack.ts';
import { inGalene, type GaleneMeeting } from './testing/galene-meeting.ts';
import { inMeeting, settled, type Meeting } from './testing/meeting.ts';
import { aDownTrack, anOffer } from './testing/messages.ts';

/** What is drawn, what is needed, and what is sent because of it. */

const SMALL = { width: 320, height: 180 };
const LARGE = { width: 1280, height: 720 };

/** A meeting that receives the camera `s1` of bob. */
async function receiving(): Promise<Meeting & { stream: Stream }> {
  const meeting = await inMeeting();
  await meeting.connection.request({ '': ['audio', 'video'] });
  const stream = await offered(meeting, 's1');
  return { ...meeting, stream };
}

async function offered({ server, connection }: Meeting, id: string, replace?: string): Promise<Stream> {
  const tracks = [aDownTrack(`${id}-v`, 'video')];
  server.say(anOffer(id, { tracks, ...(replace !== undefined && { replace }) }));
  await settled();
  return connection.down[id]!;
}

async function pass({ clock }: Pick<Meeting, 'clock'>, ms = 100): Promise<void> {
  clock.advance(ms);
  await settled();
}

/** A camera whose picture has a size. */
function aCamera(size = LARGE): MediaStream {
  return aMediaStream(aTrack('audio'), sized(size));
}

function sized(size: object, id = 'video'): MediaStreamTrack {
  return Object.assign(aTrack('video', id), { getSettings: () => size });
}

async function publishing(camera = aCamera()): Promise<Meeting & { stream: Stream; failures: string[] }> {
  const meeting = await inMeeting();
  const stream = meeting.connection.newUpStream();
  stream.label = 'camera';
  const failures: string[] = [];
  stream.events.on('failed', (error) => failures.push(error.message));
  meeting.connection.events.on('failed', (error) => failures.push(error.message));
  await stream.publish(camera, { video: { simulcast: true } });
  return { ...meeting, stream, failures };
}

function videoOf({ media }: Meeting) {
  const sent = media.sent.filter(({ track, closed }) => track.kind === 'video' && !closed);
  expect(sent).toHaveLength(1);
  return sent[0]!;
}

describe('a down stream that is drawn', () => {
  it('says so to the server, together with others', async () => {
    const meeting = await receiving();
    const other = await offered(meeting, 's2');
    meeting.stream.setDrawnSize(LARGE);
    meeting.stream.setDrawnSize(SMALL);
    other.setDrawnSize(null);
    expect(meeting.server.all('draw')).toEqual([]);
    await pass(meeting);
    expect(meeting.server.all('draw')).toMatchObject([{ streams: { s1: SMALL, s2: null } }]);
    expect(meeting.connection.capabilities.has('drawn-sizes')).toBe(true);
  });

  it('says nothing where nothing is different, or it has ended', async () => {
    const meeting = await receiving();
    const { stream, server } = meeting;
    stream.setDrawnSize(SMALL);
    await pass(meeting);
    stream.setDrawnSize({ ...SMALL });
    await pass(meeting);
    stream.setDrawnSize(LARGE);
    server.say({ type: 'close', id: 's1' });
    stream.setDrawnSize(null);
    await pass(meeting);
    expect(server.all('draw')).toHaveLength(1);
  });

  it('is drawn like the one whose place it takes', async () => {
    const meeting = await receiving();
    meeting.stream.setDrawnSize(null);
    await pass(meeting);
    await offered(meeting, 's2', 's1');
    await pass(meeting);
    expect(meeting.server.last('draw').streams).toEqual({ s2: null });
  });

  it('is told of again to a server that knows nothing of it', async () => {
    const meeting = await receiving();
    const { stream, server, clock } = meeting;
    stream.setDrawnSize(SMALL);
    await pass(meeting);
    server.welcoming = true;
    server.refuseNext('resume', 'seat-lost');
    server.socket.drop();
    await pass(meeting, 0);
    expect(server.all('join')).toHaveLength(2);
    clock.advance(100);
    expect(server.all('draw').map(({ streams }) => streams)).toEqual([{ s1: SMALL }, { s1: SMALL }]);
    // The stream that comes in its place has its size already.
    const again = await offered(meeting, 's1');
    again.setDrawnSize(SMALL);
    await pass(meeting);
    expect(server.all('draw')).toHaveLength(2);
  });

  it('is told of again after the media engine was lost', async () => {
    const meeting = await receiving();
    meeting.stream.setDrawnSize(null);
    await pass(meeting);
    meeting.server.say({ type: 'mediaLost', rtpCapabilities: {} });
    await pass(meeting);
    expect(meeting.server.all('draw').map(({ streams }) => streams)).toEqual([{ s1: null }, { s1: null }]);
  });

  it('does not say it again when the connection came back to the seat', async () => {
    const meeting = await receiving();
    meeting.stream.setDrawnSize(SMALL);
    await pass(meeting);
    meeting.server.welcoming = true;
    meeting.server.socket.drop();
    await pass(meeting, 0);
    await pass(meeting);
    expect(meeting.connection.state).toBe('connected');
    expect(meeting.server.all('draw')).toHaveLength(1);
  });

  it.each(['bad-message', 'not-joined'] as const)('blames nobody where a server says %s', async (code) => {
    const meeting = await receiving();
    const failures: unknown[] = [];
    meeting.connection.events.on('failed', (error) => failures.push(error));
    meeting.server.refuseNext('draw', code);
    meeting.stream.setDrawnSize(SMALL);
    await pass(meeting);
    expect(failures).toEqual([]);
  });

  it('leaves nothing to be done when the group is left', async () => {
    const meeting = await receiving();
    const before = meeting.clock.pending;
    meeting.stream.setDrawnSize(SMALL);
    expect(meeting.clock.pending).toBe(before + 1);
    await meeting.connection.leave('meeting');
    await pass(meeting);
    expect(meeting.server.all('draw')).toEqual([]);
  });

  it('is none that this end publishes, and no number is no size', async () => {
    const { stream } = await publishing();
    expect(() => {
      stream.setDrawnSize(SMALL);
    }).toThrow('only down streams');
    const { stream: down } = await receiving();
    expect(() => {
      down.setDrawnSize({ width: NaN, height: 1 });
    }).toThrow(RangeError);
  });
});

describe('an up stream', () => {
  it('sends no layers but those that somebody receives', async () => {
    const meeting = await publishing();
    const { stream, server, failures } = meeting;
    const heard: number[] = [];
    stream.events.on('layersNeeded', (spatial) => heard.push(spatial));
    expect(stream.neededLayer).toBeUndefined();
    const video = videoOf(meeting);
    for (const spatial of [-1, 1]) {
      server.say({ type: 'layers', id: stream.id, track: video.id, spatial });
      expect(video.maxLayer).toBe(spatial);
      expect(stream.neededLayer).toBe(spatial);
    }
    expect(heard).toEqual([-1, 1]);
    expect(stream.isMuted('video')).toBe(false);
    expect(video.muted).toBe(false);
    expect(failures).toEqual([]);
  });

  it('does not mind what is said of tracks that are not there', async () => {
    const { stream, server, failures } = await publishing();
    server.say({ type: 'layers', id: stream.id, track: 'unheard-of', spatial: 0 });
    server.say({ type: 'layers', id: 'unheard-of', track: 'unheard-of', spatial: 0 });
    expect(stream.neededLayer).toBeUndefined();
    expect(failures).toEqual([]);
  });

  it('tells how large its picture is, whenever that is another', async () => {
    const meeting = await publishing();
    const { stream, server } = meeting;
    const { id: track } = videoOf(meeting);
    await stream.replaceTrack('video', sized({ ...LARGE, frameRate: 30 }, 'same size'));
    await stream.replaceTrack('video', sized({ width: 640, height: 360 }, 'other'));
    await stream.replaceTrack('video', sized({}, 'of no size'));
    await stream.replaceTrack('audio', aTrack('audio', 'other microphone'));
    expect(server.all('size')).toMatchObject([
      { id: stream.id, track, ...LARGE },
      { id: stream.id, track, width: 640, height: 360 },
    ]);
  });

  it('tells how large it is after the device was turned, as soon as the camera has followed', async () => {
    const size = { ...LARGE };
    const meeting = await publishing(aCamera(size));
    const { server, stream, clock } = meeting;
    const { pending } = clock;
    meeting.turn();
    meeting.turn();
    await pass(meeting, 500);
    expect(server.all('size')).toHaveLength(1);
    Object.assign(size, { width: 720, height: 1280 });
    await pass(meeting, 1500);
    expect(server.all('size')).toMatchObject([LARGE, { id: stream.id, width: 720, height: 1280 }]);
    expect(clock.pending).toBe(pending);
  });

  it('looks at nothing any more that has ended, whatever is turned', async () => {
    const size = { ...LARGE };
    const meeting = await publishing(aCamera(size));
    const { server, stream, clock } = meeting;
    const { pending } = clock;
    meeting.turn();
    stream.close();
    expect(clock.pending).toBe(pending);
    meeting.turn();
    Object.assign(size, SMALL);
    await pass(meeting, 5000);
    expect(server.all('size')).toHaveLength(1);
  });

  it('tells how large it has become by itself, when it is measured', async () => {
    const size = { ...LARGE };
    const { server, stream } = await publishing(aCamera(size));
    await stream.collectStats();
    expect(server.all('size')).toHaveLength(1);
    Object.assign(size, SMALL);
    await stream.collectStats();
    expect(server.all('size')).toMatchObject([LARGE, SMALL]);
  });

  it('tells it again, and sends all layers again, after the media engine was lost', async () => {
    const meeting = await publishing();
    const { stream, server } = meeting;
    server.say({ type: 'layers', id: stream.id, track: videoOf(meeting).id, spatial: 0 });
    await stream.setMaxBitrate('video', 500_000);
    server.say({ type: 'mediaLost', rtpCapabilities: {} });
    await settled();
    expect(server.all('size')).toHaveLength(2);
    expect(videoOf(meeting)).toMatchObject({ maxLayer: undefined, maxBitrate: 500_000 });
    expect(stream.neededLayer).toBeUndefined();
  });

  it('changes its bit rate while it is sent', async () => {
    const meeting = await publishing();
    const { stream } = meeting;
    await stream.setMaxBitrate('video', 250_000);
    expect(videoOf(meeting).maxBitrate).toBe(250_000);
    await stream.setMaxBitrate('video', null);
    expect(videoOf(meeting).maxBitrate).toBeNull();
    for (const rate of [0, -1, NaN, Infinity]) {
      await expect(stream.setMaxBitrate('audio', rate)).rejects.toThrow(RangeError);
    }
    await stream.removeTrack('audio');
    await expect(stream.setMaxBitrate('audio', 32_000)).rejects.toThrow('no audio track');
  });
});

describe('at a real Galène', () => {
  async function receivingThere(): Promise<GaleneMeeting & { stream: Stream }> {
    const meeting = await inGalene();
    await meeting.connection.request({ '': ['audio', 'video'] });
    const stream = await offeredThere(meeting, 's1');
    return { ...meeting, stream };
  }

  async function offeredThere({ galene, connection }: GaleneMeeting, id: string, rest = {}): Promise<Stream> {
    const offer = { type: 'offer', id, sdp: 'audio:0 video:1', label: 'camera', source: 'bob-1' };
    galene.say({ ...offer, username: 'bob', ...rest });
    await settled();
    return connection.down[id]!;
  }

  it('what is drawn small is asked for in the low layer', async () => {
    const meeting = await receivingThere();
    const { stream, galene, connection } = meeting;
    expect(connection.capabilities.has('drawn-sizes')).toBe(false);
    for (const size of [LARGE, SMALL, null, { width: 321, height: 240 }]) {
      stream.setDrawnSize(size);
      await pass(meeting);
    }
    expect(galene.all('requestStream')).toEqual([
      { type: 'requestStream', id: 's1', request: ['audio', 'video-low'] },
      { type: 'requestStream', id: 's1', request: null },
    ]);
    expect(meeting.failures).toEqual([]);
  });

  it('what takes the place of it is asked for like it', async () => {
    const meeting = await receivingThere();
    meeting.stream.setDrawnSize(SMALL);
    await pass(meeting);
    await offeredThere(meeting, 's2', { replace: 's1' });
    await pass(meeting);
    expect(meeting.galene.all('requestStream').at(-1)).toEqual({
      ...{ type: 'requestStream', id: 's2' },
      request: ['audio', 'video-low'],
    });
  });

  it('what the application requests stands above it', async () => {
    const meeting = await receivingThere();
    const { stream, galene, connection } = meeting;
    stream.setDrawnSize(SMALL);
    await pass(meeting);
    await stream.request(['audio']);
    await stream.request(null);
    await connection.request({ '': ['audio'] });
    expect(galene.all('requestStream').map(({ request }) => request)).toEqual([
      ['audio', 'video-low'],
      ['audio'],
      ['audio', 'video-low'],
      null,
    ]);
  });

  it('a bit rate is changed while a track is sent, and stays when another track ends', async () => {
    const meeting = await inGalene();
    const stream = meeting.connection.newUpStream();
    await stream.publish(aCamera(), {});
    await stream.setMaxBitrate('video', 300_000);
    const senders = () => meeting.peers.last.senders.map(({ track, maxBitrate }) => [track.kind, maxBitrate]);
    expect(senders()).toEqual([
      ['audio', undefined],
      ['video', 300_000],
    ]);
    await stream.removeTrack('audio');
    expect(senders()).toEqual([['video', 300_000]]);
    expect(meeting.failures).toEqual([]);
  });
});
