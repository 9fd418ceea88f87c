import { describe, expect, it } from 'vitest';
import type { Stream } from '../stream.ts';
import { aMediaStream, aTrack } from '../testing/fake-media-stack.ts';
import { inGalene, type GaleneMeeting } from '../testing/galene-meeting.ts';
import { settled } from '../testing/meeting.ts';

const camera = (): MediaStream => aMediaStream(aTrack('audio'), aTrack('video'));

const CANDIDATE = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0 };

/** What a stream told, and when it came. */
interface Diary {
  readonly told: unknown[][];
  keep(stream: Stream): void;
}

function diary({ connection }: GaleneMeeting): Diary {
  const told: unknown[][] = [];
  const keep = (stream: Stream): void => {
    stream.events.on('trackAdded', ({ kind }) => told.push(['track', stream.id, kind]));
    stream.events.on('trackRemoved', ({ kind }) => told.push(['no track', stream.id, kind]));
    stream.events.on('closed', (replaced) => told.push([replaced ? 'replaced' : 'closed', stream.id]));
    stream.events.on('failed', (error) => told.push(['failed', stream.id, error.message]));
    stream.events.on('statusChanged', (status) => told.push(['status', stream.id, status]));
  };
  connection.events.on('downStreamAdded', (stream) => {
    told.push(['stream', stream.id, stream.label, stream.source, stream.username]);
    keep(stream);
  });
  return { told, keep };
}

const offer = (id: string, sdp: string, rest: object = {}) => ({
  ...{ type: 'offer', id, sdp, label: 'camera', source: 'bob-1', username: 'bob' },
  ...rest,
});

/** This end receives the stream `s1` of bob, with sound and picture. */
async function receiving(): Promise<GaleneMeeting & Diary> {
  const meeting = await inGalene();
  const notes = diary(meeting);
  await meeting.connection.request({ '': ['audio', 'video'] });
  meeting.galene.say(offer('s1', 'audio:0 video:1'));
  await settled();
  return { ...meeting, ...notes };
}

/** This end sends sound and picture as `mine`. */
async function sending(simulcast = false): Promise<GaleneMeeting & Diary & { stream: Stream }> {
  const meeting = await inGalene();
  const notes = diary(meeting);
  const stream = meeting.connection.newUpStream('mine');
  stream.label = 'camera';
  notes.keep(stream);
  await stream.publish(camera(), { video: { simulcast } });
  return { ...meeting, ...notes, stream };
}

describe('an up stream', () => {
  it('is one peer connection, offered by this end, with the tracks that it has', async () => {
    const { connection, galene, peers, stream } = await sending();
    expect(peers.all).toHaveLength(1);
    expect(galene.all('offer')).toEqual([
      { type: 'offer', kind: '', id: stream.id, label: 'camera', sdp: 'audio' },
      { type: 'offer', kind: 'renegotiate', id: stream.id, label: 'camera', sdp: 'audio video' },
    ]);
    expect(peers.last.answers).toEqual(['answer to audio', 'answer to audio video']);
    expect(peers.last.configuration).toEqual({ iceServers: [{ urls: ['stun:example.org'] }] });
    expect(connection.users[connection.id]?.streams).toEqual({ camera: { audio: true, video: true } });
  });

  it('has two encodings where it is to have layers, the high one first', async () => {
    const { peers } = await sending(true);
    const [audio, video] = peers.last.senders.map(({ options }) => options.encodings);
    expect(audio).toEqual([]);
    expect(video).toEqual([
      { rid: 'h', maxBitrate: 1_600_000 },
      { rid: 'l', scaleResolutionDownBy: 2, maxBitrate: 100_000 },
    ]);
  });

  it('tells how to reach it once it has been offered, and uses what it is told once it was answered', async () => {
    const { connection, galene, peers } = await inGalene();
    galene.take = (message) => message.type === 'offer';
    const stream = connection.newUpStream();
    const publishing = stream.publish(aMediaStream(aTrack('audio')));
    const describe = peers.hold();
    await settled();
    peers.last.find('early');
    expect(galene.all('ice')).toEqual([]);
    describe();
    await settled();
    peers.last.find('late');
    expect(galene.heard.slice(-3).map(({ type, candidate }) => [type, candidate])).toEqual([
      ['offer', undefined],
      ['ice', { candidate: 'early', sdpMid: '0' }],
      ['ice', { candidate: 'late', sdpMid: '0' }],
    ]);
    galene.say({ type: 'ice', id: stream.id, candidate: CANDIDATE });
    await settled();
    expect(peers.last.candidates).toEqual([]);
    galene.say({ type: 'answer', id: stream.id, sdp: 'yes' });
    await publishing;
    expect(peers.last.candidates).toEqual([CANDIDATE]);
  });

  it('mutes a track here, because the server cannot be told', async () => {
    const { connection, galene, peers, stream } = await sending();
    const before = galene.heard.length;
    await stream.setMuted('audio', true);
    expect(peers.last.senders.map(({ track }) => track.enabled)).toEqual([false, true]);
    expect(connection.users[connection.id]?.published[0]?.tracks.map(({ muted }) => muted)).toEqual([
      true,
      false,
    ]);
    await stream.setMuted('audio', false);
    expect(peers.last.senders[0]?.track.enabled).toBe(true);
    expect(galene.heard).toHaveLength(before);
  });

  it('sends another track in the place of one without a word', async () => {
    const { galene, peers, stream } = await sending();
    const before = galene.heard.length;
    const other = aTrack('video', 'another');
    await stream.replaceTrack('video', other);
    expect(peers.last.senders[1]?.track).toBe(other);
    expect(galene.heard).toHaveLength(before);
  });

  it('without one of its tracks is another one on the wire, which replaces it', async () => {
    const { connection, galene, peers, stream } = await sending();
    await stream.removeTrack('video');
    const [old, current] = peers.all;
    expect([old?.closed, current?.closed]).toEqual([true, false]);
    const last = galene.last('offer');
    expect(last).toMatchObject({ sdp: 'audio', replace: stream.id, label: 'camera', kind: '' });
    expect(last['id']).not.toBe(stream.id);
    expect(connection.users[connection.id]?.streams).toEqual({ camera: { audio: true } });
    await stream.addTrack(aTrack('video'));
    expect(galene.last('offer')).toMatchObject({ id: last['id'], sdp: 'audio video', kind: 'renegotiate' });
    stream.close();
    expect(galene.last('close')).toEqual({ type: 'close', id: last['id'] });
    expect(peers.unclosed).toEqual([]);
  });

  it('without any track ends on the wire, and begins again with the next', async () => {
    const { galene, stream } = await sending();
    await stream.removeTrack('audio');
    const { id } = galene.last('offer');
    await stream.removeTrack('video');
    expect(galene.last('close')).toEqual({ type: 'close', id });
    await stream.addTrack(aTrack('audio'));
    expect(galene.last('offer')).not.toHaveProperty('replace');
  });

  it('is replaced by the next one of the same name, which alone is offered then', async () => {
    const { connection, galene, peers, stream, told } = await sending();
    const next = connection.newUpStream('mine');
    expect(told).toEqual([['replaced', stream.id]]);
    expect(galene.all('close')).toEqual([]);
    await next.publish(camera());
    expect(galene.all('offer').slice(2)).toMatchObject([
      { id: next.id, replace: stream.id, sdp: 'audio' },
      { id: next.id, sdp: 'audio video' },
    ]);
    expect(galene.all('offer')[3]).not.toHaveProperty('replace');
    expect(peers.unclosed).toHaveLength(1);
  });

  it('that was to replace another, and never came, ends the other', async () => {
    const { connection, galene, stream } = await sending();
    connection.newUpStream('mine').close();
    expect(galene.all('close')).toEqual([{ type: 'close', id: stream.id }]);
  });

  it('is closed once', async () => {
    const { connection, galene, peers, stream, told } = await sending();
    stream.close();
    stream.close();
    expect(galene.all('close')).toEqual([{ type: 'close', id: stream.id }]);
    expect(peers.unclosed).toEqual([]);
    expect(told).toEqual([['closed', stream.id]]);
    expect(connection.users[connection.id]?.streams).toEqual({});
    expect(connection.up).toEqual({});
  });

  it('that is refused says so to whoever publishes it', async () => {
    const { connection, galene, peers, clock, failures } = await inGalene();
    galene.take = (message) => {
      if (message.type !== 'offer') return false;
      galene.say({ type: 'abort', id: message['id'] });
      galene.refuse('not authorised');
      return true;
    };
    const stream = connection.newUpStream();
    const refusal = { code: 'not-permitted', message: 'not authorised' };
    await expect(stream.publish(camera())).rejects.toMatchObject(refusal);
    expect(galene.all('close')).toEqual([{ type: 'close', id: stream.id }]);
    expect([peers.unclosed, failures]).toEqual([[], []]);
    galene.take = (message) => {
      if (message.type === 'offer') galene.say({ type: 'abort', id: message['id'] });
      return message.type === 'offer';
    };
    const again = connection.newUpStream().publish(camera());
    again.catch(() => undefined);
    await settled();
    clock.advance(100);
    await expect(again).rejects.toMatchObject({ code: 'not-possible' });
  });

  it('that is withdrawn by the server fails and ends', async () => {
    const { galene, peers, stream, told, failures } = await sending();
    galene.say({ type: 'abort', id: stream.id });
    galene.refuse('permission denied');
    expect(galene.last('close')).toEqual({ type: 'close', id: stream.id });
    expect(told).toEqual([
      ['failed', stream.id, 'permission denied'],
      ['closed', stream.id],
    ]);
    expect([peers.unclosed, failures]).toEqual([[], []]);
  });

  it('is given up where nobody answers, so that others have their turn', async () => {
    const { connection, galene, clock, peers } = await inGalene();
    galene.take = (message) => message.type === 'offer';
    const stream = connection.newUpStream();
    const publishing = stream.publish(camera());
    await settled();
    clock.advance(15_000);
    await expect(publishing).rejects.toMatchObject({ code: 'no-answer' });
    expect(galene.last('close')).toEqual({ type: 'close', id: stream.id });
    expect(peers.unclosed).toEqual([]);
    galene.take = undefined;
    await stream.publish(camera());
    expect(stream.published).toBe(true);
  });

  it('renews its connectivity when it is asked to, when it was lost, and when the server cannot reach it', async () => {
    const { galene, peers, clock, stream, told } = await sending();
    const restarts = (): number =>
      galene.all('offer').filter(({ sdp }) => String(sdp).startsWith('restart')).length;
    stream.restartIce();
    await settled();
    expect(restarts()).toBe(1);
    galene.say({ type: 'renegotiate', id: stream.id });
    await settled();
    expect(restarts()).toBe(2);
    for (const [state, waitMs] of [
      ['failed', 0],
      ['failed', 1000],
      ['failed', 2000],
      ['connected', undefined],
      ['disconnected', 2000],
    ] as const) {
      const before = restarts();
      peers.last.changeState(state);
      if (waitMs === undefined) continue;
      if (waitMs > 0) clock.advance(waitMs - 1);
      await settled();
      expect(restarts()).toBe(before);
      clock.advance(1);
      await settled();
      expect(restarts(), `${state} after ${waitMs} ms`).toBe(before + 1);
    }
    expect(told.map(([what, , status]) => [what, status])).toEqual([
      ['status', 'failed'],
      ['status', 'failed'],
      ['status', 'failed'],
      ['status', 'connected'],
      ['status', 'disconnected'],
    ]);
    const before = restarts();
    peers.last.changeState('failed');
    stream.close();
    clock.advance(20_000);
    await settled();
    expect(restarts()).toBe(before);
  });

  it('needs media, and a group', async () => {
    const without = await inGalene({ media: undefined });
    const refused = without.connection.newUpStream().publish(camera());
    await expect(refused).rejects.toMatchObject({ code: 'not-possible' });
    const { connection, galene } = await inGalene();
    await connection.leave('meeting');
    await expect(connection.newUpStream().publish(camera())).rejects.toMatchObject({ code: 'not-joined' });
    expect(galene.all('offer')).toEqual([]);
  });
});

describe('a down stream', () => {
  it('is one peer connection, offered by the server, and told once', async () => {
    const { connection, galene, peers, told } = await receiving();
    expect(galene.last('answer')).toEqual({ type: 'answer', id: 's1', sdp: 'answer to audio:0 video:1' });
    expect(told).toEqual([
      ['stream', 's1', 'camera', 'bob-1', 'bob'],
      ['track', 's1', 'audio'],
      ['track', 's1', 'video'],
    ]);
    galene.say(offer('s1', 'audio:0 video:1'));
    await settled();
    expect([told.length, peers.all.length, galene.all('answer').length]).toEqual([3, 1, 2]);
    expect(connection.users['bob-1']?.streams).toEqual({ camera: { audio: true, video: true } });
    expect(connection.users['bob-1']?.published[0]?.tracks.map(({ muted }) => muted)).toEqual([false, false]);
  });

  it('uses what came before it, and tells how to reach this end after its answer', async () => {
    const meeting = await inGalene();
    const { galene, peers } = meeting;
    for (let i = 0; i < 100; i += 1) galene.say({ type: 'ice', id: 's1', candidate: CANDIDATE });
    for (let i = 0; i < 100; i += 1)
      galene.say({ type: 'ice', id: `other-${i.toString()}`, candidate: CANDIDATE });
    galene.say({ type: 'ice', id: 's2', candidate: CANDIDATE });
    galene.say(offer('s2', 'audio:0'));
    peers.last.find('mine');
    expect(galene.all('ice')).toEqual([]);
    await settled();
    expect(peers.last.candidates).toEqual([CANDIDATE]);
    expect(galene.heard.slice(-2).map(({ type }) => type)).toEqual(['answer', 'ice']);
    // It was forgotten for so many others.
    galene.say(offer('s1', 'audio:0'));
    await settled();
    expect(peers.last.candidates).toEqual([]);
  });

  it('has the tracks that the server sends at the moment; one in the place of another comes before that ends', async () => {
    const { galene, told, clock, connection } = await receiving();
    told.length = 0;
    galene.say(offer('s1', 'audio:0 -video:1 video:2'));
    await settled();
    expect(told).toEqual([['track', 's1', 'video']]);
    clock.advance(0);
    expect(told.slice(1)).toEqual([['no track', 's1', 'video']]);
    expect(connection.down['s1']?.stream?.getTracks().map(({ id }) => id)).toEqual([
      'track of 0',
      'track of 2',
    ]);
    galene.say(offer('s1', 'audio:0 -video:2'));
    await settled();
    expect(told.slice(2)).toEqual([['no track', 's1', 'video']]);
    expect(connection.users['bob-1']?.streams).toEqual({ camera: { audio: true } });
  });

  it('takes the place of another without that ending first', async () => {
    const { galene, peers, told, connection } = await receiving();
    const localId = connection.down['s1']?.localId;
    told.length = 0;
    const describe = peers.hold();
    galene.say(offer('s2', 'audio:0', { replace: 's1' }));
    await settled();
    expect([told, peers.unclosed.length]).toEqual([[], 2]);
    describe();
    await settled();
    expect(told).toEqual([
      ['replaced', 's1'],
      ['stream', 's2', 'camera', 'bob-1', 'bob'],
      ['track', 's2', 'audio'],
    ]);
    expect(peers.unclosed).toHaveLength(1);
    expect(connection.down['s2']?.localId).toBe(localId);
    expect(connection.users['bob-1']?.published.map(({ id }) => id)).toEqual(['s2']);
  });

  it('ends when the server says so; unknown ones have ended before', async () => {
    const { galene, peers, told, connection, failures } = await receiving();
    galene.say({ type: 'close', id: 'unknown' }, { type: 'close', id: 's1' }, { type: 'close', id: 's1' });
    expect(told.slice(3)).toEqual([['closed', 's1']]);
    expect([peers.unclosed, connection.down, failures]).toEqual([[], {}, []]);
    expect(connection.users['bob-1']?.streams).toEqual({});
  });

  it('that ends while it is still being taken is not told', async () => {
    const meeting = await inGalene();
    const { galene, peers, failures } = meeting;
    const { told } = diary(meeting);
    const describe = peers.hold();
    galene.say(offer('s1', 'audio:0'));
    await settled();
    galene.say({ type: 'close', id: 's1' });
    describe();
    await settled();
    expect([told, failures, peers.unclosed]).toEqual([[], [], []]);
  });

  it('is wanted otherwise than the rest', async () => {
    const { galene, connection } = await receiving();
    await connection.down['s1']?.request(['audio', 'video-low']);
    await connection.down['s1']?.request(null);
    expect(galene.all('requestStream')).toEqual([
      { type: 'requestStream', id: 's1', request: ['audio', 'video-low'] },
      { type: 'requestStream', id: 's1', request: null },
    ]);
  });

  it('that is closed here is refused, now and when it is offered again', async () => {
    const { galene, connection, peers, told } = await receiving();
    connection.down['s1']?.close();
    expect(galene.last('abort')).toEqual({ type: 'abort', id: 's1' });
    galene.say({ type: 'close', id: 's1' });
    galene.say(offer('s1', 'audio:0'));
    await settled();
    expect(galene.all('abort')).toHaveLength(2);
    expect([peers.unclosed, told.slice(3)]).toEqual([[], [['closed', 's1']]]);
  });

  it('that cannot be taken is refused, and the others go on', async () => {
    const { galene, failures, connection } = await receiving();
    galene.say(offer('s2', 'nonsense'));
    await settled();
    expect(galene.last('abort')).toEqual({ type: 'abort', id: 's2' });
    expect(failures).toEqual(['this is no description']);
    expect(Object.keys(connection.down)).toEqual(['s1']);
  });

  it('is not taken from oneself, from nobody, or without media', async () => {
    const { galene, stream, peers } = await sending();
    galene.say(offer(stream.id, 'audio:0'), offer('s1', 'audio:0', { source: '' }));
    await settled();
    expect(galene.all('abort').map(({ id }) => id)).toEqual([stream.id, 's1']);
    expect(peers.all).toHaveLength(1);
    const without = await inGalene({ media: undefined });
    without.galene.say(offer('s1', 'audio:0'));
    await settled();
    expect(without.galene.all('abort')).toEqual([{ type: 'abort', id: 's1' }]);
  });

  it('asks the server to renew its connectivity', async () => {
    const { galene, peers, clock, connection, told } = await receiving();
    connection.down['s1']?.restartIce();
    peers.last.changeState('failed');
    clock.advance(0);
    expect(galene.all('renegotiate')).toEqual([
      { type: 'renegotiate', id: 's1' },
      { type: 'renegotiate', id: 's1' },
    ]);
    expect(told.slice(3)).toEqual([['status', 's1', 'failed']]);
    galene.say({ type: 'close', id: 's1' });
    clock.advance(20_000);
    expect(galene.all('renegotiate')).toHaveLength(2);
  });

  it('counts what it receives', async () => {
    const { connection, peers } = await receiving();
    peers.last.report = [{ type: 'inbound-rtp', timestamp: 1, framesDecoded: 5 }];
    await connection.down['s1']?.updateStats();
    expect(connection.down['s1']?.stats).toEqual({
      'track of 0': { 'inbound-rtp': { timestamp: 1, framesDecoded: 5 } },
      'track of 1': { 'inbound-rtp': { timestamp: 1, framesDecoded: 5 } },
    });
  });
});

describe('all streams', () => {
  it('end with the membership', async () => {
    const { connection, galene, peers, stream } = await sending();
    galene.say(offer('s1', 'audio:0'));
    await settled();
    expect(peers.unclosed).toHaveLength(2);
    await connection.leave('meeting');
    expect([peers.unclosed, stream.closed, connection.down]).toEqual([[], true, {}]);
  });

  it('end with the connection, and leave nothing behind', async () => {
    const { connection, galene, peers, clock } = await sending();
    galene.say(offer('s1', 'audio:0'));
    await settled();
    for (const peer of peers.all) peer.changeState('disconnected');
    connection.close();
    await settled();
    expect([peers.unclosed, clock.pending]).toEqual([[], 0]);
  });

  it('are made again after the connection was lost', async () => {
    const { connection, galene, peers, clock, stream, told } = await sending();
    await connection.request({ '': ['audio'] });
    galene.say(offer('s1', 'audio:0'));
    await settled();
    await stream.setMuted('audio', true);
    const before = galene.all('offer').length;
    galene.socket.drop();
    for (const peer of peers.all) peer.changeState('failed');
    clock.advance(0);
    await settled();
    await settled();
    expect(connection.state).toBe('connected');
    expect(
      galene
        .all('offer')
        .slice(before)
        .map(({ id, sdp }) => [id, sdp]),
    ).toEqual([
      [stream.id, 'audio'],
      [stream.id, 'audio video'],
    ]);
    expect(galene.last('request')).toEqual({ type: 'request', request: { '': ['audio'] } });
    expect(peers.last.senders[0]?.track.enabled).toBe(false);
    expect(peers.unclosed).toHaveLength(1);
    expect(told).toContainEqual(['closed', 's1']);
    expect(stream.closed).toBe(false);
  });
});
