import { describe, expect, it, vi } from 'vitest';
import { NotConnected, ServerError } from './errors.ts';
import type { Stream } from './stream.ts';
import { aMediaStream, aTrack } from './testing/fake-media-stack.ts';
import { inMeeting, settled, type Meeting } from './testing/meeting.ts';

const camera = (): MediaStream => aMediaStream(aTrack('audio'), aTrack('video'));

/** A meeting with a published camera. */
async function publishing(): Promise<Meeting & { stream: Stream }> {
  const meeting = await inMeeting();
  const stream = meeting.connection.newUpStream('mine');
  stream.label = 'camera';
  await stream.publish(camera());
  return { ...meeting, stream };
}

describe('Stream: publishing', () => {
  it('sends nothing before there are tracks', async () => {
    const { connection, server } = await inMeeting();
    const said = server.heard.length;
    const stream = connection.newUpStream();
    stream.label = 'camera';
    await settled();
    expect(server.heard).toHaveLength(said);
    expect(stream).toMatchObject({ up: true, published: false, closed: false, stream: null });
    expect(connection.up[stream.id]).toBe(stream);
  });

  it('offers each track with the label of the stream', async () => {
    const { stream, server, media } = await publishing();
    expect(server.all('offer')).toMatchObject([
      { id: stream.id, label: 'camera', kind: 'audio', muted: false },
      { id: stream.id, label: 'camera', kind: 'video', muted: false },
    ]);
    expect(server.all('offer')[0]).not.toHaveProperty('replace');
    expect(media.sent).toHaveLength(2);
    expect(stream.published).toBe(true);
    expect(stream.stream?.getTracks()).toHaveLength(2);
  });

  it('hands options on by kind', async () => {
    const { connection, media } = await inMeeting();
    const stream = connection.newUpStream();
    await stream.publish(camera(), { video: { simulcast: true }, audio: { maxBitrate: 32_000 } });
    expect(media.sent.map(({ options }) => options)).toEqual([{ maxBitrate: 32_000 }, { simulcast: true }]);
  });

  it('calls onnegotiationcompleted for each track', async () => {
    const { connection } = await inMeeting();
    const stream = connection.newUpStream();
    stream.onnegotiationcompleted = vi.fn();
    await stream.publish(camera());
    expect(stream.onnegotiationcompleted).toHaveBeenCalledTimes(2);
  });

  it('publishes a disabled track as muted', async () => {
    const { connection, server, media } = await inMeeting();
    const stream = connection.newUpStream();
    await stream.addTrack(aTrack('audio', 'mic', false));
    expect(server.last('offer')).toMatchObject({ muted: true });
    expect(media.sent[0]?.muted).toBe(true);
    expect(stream.isMuted('audio')).toBe(true);
  });

  it('rejects where the server refuses, and can be tried again', async () => {
    const { connection, server } = await inMeeting();
    const stream = connection.newUpStream();
    server.refuseNext('offer', 'not-permitted');
    const publishing = stream.publish(camera());
    await expect(publishing).rejects.toThrow(ServerError);
    await expect(publishing).rejects.toMatchObject({ code: 'not-permitted' });
    expect(stream.published).toBe(false);
    await stream.publish(camera());
    expect(stream.published).toBe(true);
  });

  it('takes one track of each kind', async () => {
    const { stream } = await publishing();
    await expect(stream.addTrack(aTrack('audio', 'another'))).rejects.toThrow('has an audio track');
  });

  it('takes one track of each kind at a time, too', async () => {
    const { connection, media } = await inMeeting();
    const stream = connection.newUpStream();
    const first = stream.addTrack(aTrack('audio', 'one'));
    await expect(stream.addTrack(aTrack('audio', 'two'))).rejects.toThrow('has an audio track');
    await first;
    expect(media.sent).toHaveLength(1);
  });

  it('replaces a track without a word to the server', async () => {
    const { stream, server, media } = await publishing();
    const said = server.heard.length;
    const other = aTrack('video', 'other camera');
    await stream.replaceTrack('video', other);
    expect(media.sent[1]?.track).toBe(other);
    expect(server.heard).toHaveLength(said);
  });

  it('has no track to replace before one is published', async () => {
    const { connection } = await inMeeting();
    const stream = connection.newUpStream();
    await expect(stream.replaceTrack('video', aTrack('video'))).rejects.toThrow('has no video track');
  });

  it('ends one track and keeps the other', async () => {
    const { stream, server, media } = await publishing();
    const [audio, video] = media.sent;
    await stream.removeTrack('video');
    expect(server.last('close')).toMatchObject({ id: stream.id, track: video?.id });
    expect([audio?.closed, video?.closed]).toEqual([false, true]);
    expect(stream.closed).toBe(false);
    await stream.addTrack(aTrack('video', 'back again'));
    expect(server.all('offer')).toHaveLength(3);
  });
});

describe('Stream: muting', () => {
  it('is silent at this end before the server is told', async () => {
    const { stream, server, media } = await publishing();
    server.hold('mute');
    const muting = stream.setMuted('audio', true);
    expect(media.sent[0]?.muted).toBe(true);
    expect(stream.isMuted('audio')).toBe(true);
    await settled();
    expect(server.last('mute')).toMatchObject({ id: stream.id, track: media.sent[0]?.id, muted: true });
    server.release('mute');
    await muting;
    expect(media.sent[0]?.muted).toBe(true);
    expect(stream.isMuted('video')).toBe(false);
  });

  it('is heard only after the server has agreed', async () => {
    const { stream, server, media } = await publishing();
    await stream.setMuted('audio', true);
    server.hold('mute');
    const unmuting = stream.setMuted('audio', false);
    await settled();
    expect(media.sent[0]?.muted).toBe(true);
    server.release('mute');
    await unmuting;
    expect(media.sent[0]?.muted).toBe(false);
    expect(stream.isMuted('audio')).toBe(false);
  });

  it('stays silent when muted again before the server has agreed to unmute', async () => {
    const { stream, server, media } = await publishing();
    await stream.setMuted('audio', true);
    server.hold('mute');
    const unmuting = stream.setMuted('audio', false);
    const muting = stream.setMuted('audio', true);
    await settled();
    server.release('mute');
    await Promise.all([unmuting, muting]);
    expect(media.sent[0]?.muted).toBe(true);
    expect(stream.isMuted('audio')).toBe(true);
  });

  it('stays silent, and says so, when the server refuses to unmute', async () => {
    const { stream, server, media } = await publishing();
    await stream.setMuted('audio', true);
    server.refuseNext('mute', 'internal');
    await expect(stream.setMuted('audio', false)).rejects.toThrow(ServerError);
    expect(media.sent[0]?.muted).toBe(true);
    expect(stream.isMuted('audio')).toBe(true);
  });

  it('stays silent when the server could not be told that it is muted', async () => {
    const { stream, server, media } = await publishing();
    server.refuseNext('mute', 'internal');
    await expect(stream.setMuted('audio', true)).rejects.toThrow(ServerError);
    expect(media.sent[0]?.muted).toBe(true);
    expect(stream.isMuted('audio')).toBe(true);
  });

  it('counts a missing track as muted', async () => {
    const { connection } = await inMeeting();
    expect(connection.newUpStream().isMuted('audio')).toBe(true);
  });
});

describe('Stream: replacing', () => {
  it('takes the place of the stream with the same local id', async () => {
    const { connection, stream: old, server, media } = await publishing();
    const onclose = vi.fn();
    old.onclose = onclose;
    const stream = connection.newUpStream('mine');
    expect(onclose.mock.calls).toEqual([[true]]);
    expect(connection.findByLocalId('mine')).toBe(stream);
    expect(connection.up).toEqual({ [stream.id]: stream });
    await stream.publish(camera());
    const offers = server.all('offer').slice(2);
    expect(offers[0]).toMatchObject({ id: stream.id, replace: old.id });
    expect(offers[1]).not.toHaveProperty('replace');
    expect(server.all('close')).toEqual([]);
    expect(media.sent.map(({ closed }) => closed)).toEqual([true, true, false, false]);
    expect(stream.replace).toBeNull();
  });

  it('replaces what an unpublished predecessor was to replace', async () => {
    const { connection, stream: first, server } = await publishing();
    connection.newUpStream('mine');
    const third = connection.newUpStream('mine');
    await third.publish(camera());
    expect(server.all('offer')[2]).toMatchObject({ id: third.id, replace: first.id });
  });

  it('still replaces after a refused offer', async () => {
    const { connection, stream: old, server } = await publishing();
    const stream = connection.newUpStream('mine');
    server.refuseNext('offer', 'bad-media');
    await expect(stream.publish(camera())).rejects.toThrow(ServerError);
    await stream.publish(camera());
    expect(server.all('offer').at(-2)).toMatchObject({ replace: old.id, kind: 'audio' });
  });

  it('leaves alone what has another local id', async () => {
    const { connection, stream } = await publishing();
    connection.newUpStream('another');
    connection.newUpStream();
    expect(stream.closed).toBe(false);
    expect(Object.keys(connection.up)).toHaveLength(3);
    expect(connection.findByLocalId('unheard of')).toBeNull();
  });
});

describe('Stream: the end of an up stream', () => {
  it('tells the server and releases its tracks', async () => {
    const { connection, stream, server, media } = await publishing();
    const told: unknown[] = [];
    stream.events.on('closed', (replaced) => told.push(replaced));
    stream.onclose = function (replaced) {
      told.push(replaced, this.sc === connection, this.closed);
    };
    stream.close();
    expect(server.last('close')).toMatchObject({ id: stream.id });
    expect(server.last('close')).not.toHaveProperty('track');
    expect(media.sent.every(({ closed }) => closed)).toBe(true);
    expect(told).toEqual([false, false, true, true]);
    expect(stream.sc).toBeNull();
    expect(connection.up).toEqual({});
  });

  it('ends once', async () => {
    const { stream, server } = await publishing();
    const onclose = vi.fn();
    stream.onclose = onclose;
    stream.close();
    stream.close();
    stream.ended(false);
    expect(onclose).toHaveBeenCalledTimes(1);
    expect(server.all('close')).toHaveLength(1);
  });

  it('says nothing to a server that never knew the stream', async () => {
    const { connection, server } = await inMeeting();
    connection.newUpStream().close();
    await settled();
    expect(server.all('close')).toEqual([]);
  });

  it('ends the stream that it was to replace, when closed before it was published', async () => {
    const { connection, stream: old, server } = await publishing();
    connection.newUpStream('mine').close();
    expect(server.all('close')).toMatchObject([{ id: old.id }]);
  });

  it('is not published when it was closed meanwhile', async () => {
    const { connection, server, media } = await inMeeting();
    const failed: unknown[] = [];
    connection.events.on('failed', (error) => failed.push(error));
    const stream = connection.newUpStream();
    server.hold('offer');
    const publishing = stream.publish(camera());
    await settled();
    stream.close();
    server.release('offer');
    await expect(publishing).rejects.toThrow(NotConnected);
    expect(server.all('close')).toMatchObject([{ id: stream.id }]);
    expect(media.sent.every(({ closed }) => closed)).toBe(true);
    expect(connection.up).toEqual({});
    expect(failed).toEqual([]);
  });

  it('is not even offered when it was closed before', async () => {
    const { connection, server, media } = await inMeeting();
    const stream = connection.newUpStream();
    const release = media.hold('send');
    const publishing = stream.publish(camera());
    await settled();
    stream.close();
    release();
    await expect(publishing).rejects.toThrow(NotConnected);
    await expect(stream.addTrack(aTrack('audio'))).rejects.toThrow(NotConnected);
    expect(server.all('offer')).toEqual([]);
  });

  it('does not mind that the server had ended the stream before', async () => {
    const { connection, stream, server } = await publishing();
    const failed: unknown[] = [];
    connection.events.on('failed', (error) => failed.push(error));
    server.refuseNext('close', 'no-such-stream');
    stream.close();
    await settled();
    expect(failed).toEqual([]);
  });

  it('reports that the server could not end it for another reason', async () => {
    const { connection, stream, server } = await publishing();
    const failed: unknown[] = [];
    connection.events.on('failed', (error) => failed.push(error));
    server.refuseNext('close', 'internal');
    stream.close();
    await settled();
    expect(failed).toMatchObject([{ code: 'internal' }]);
  });

  it('ends with the reason when the server aborts it', async () => {
    const { connection, stream, server, media } = await publishing();
    const told: unknown[] = [];
    stream.onerror = (error) => told.push((error as ServerError).code);
    stream.onclose = (replaced) => told.push(replaced);
    server.say({ type: 'abort', id: stream.id, error: 'not-permitted', value: 'no more' });
    expect(told).toEqual(['not-permitted', false]);
    expect(connection.up).toEqual({});
    expect(media.sent.every(({ closed }) => closed)).toBe(true);
    expect(server.all('close')).toEqual([]);
  });

  it('cannot be aborted by this end', async () => {
    const { stream } = await publishing();
    expect(() => {
      stream.abort();
    }).toThrow('only down streams');
  });
});

describe('Stream: after the media engine was lost', () => {
  const lost = { type: 'mediaLost', rtpCapabilities: {} } as const;

  it('is published again, muted where it was', async () => {
    const { connection, stream, server, media } = await publishing();
    await stream.setMuted('audio', true);
    server.say(lost);
    await settled();
    expect(server.all('offer').slice(2)).toMatchObject([
      { id: stream.id, label: 'camera', kind: 'audio', muted: true },
      { id: stream.id, label: 'camera', kind: 'video', muted: false },
    ]);
    expect(media.sendTransports.map(({ closed }) => closed)).toEqual([true, false]);
    expect(media.loaded).toHaveLength(2);
    expect(connection.up).toEqual({ [stream.id]: stream });
    expect(media.sent.filter(({ closed }) => !closed).map(({ muted }) => muted)).toEqual([true, false]);
  });

  it('carries on with the tracks of the new engine', async () => {
    const { stream, server, media } = await publishing();
    server.say(lost);
    await settled();
    await stream.setMuted('audio', true);
    expect(media.sent[2]?.muted).toBe(true);
    expect(server.last('mute').track).toBe(media.sent[2]?.id);
  });

  it('stays silent when it was muted while it was published again', async () => {
    const { stream, server, media } = await publishing();
    server.hold('offer');
    server.say(lost);
    await settled();
    server.refuseNext('mute', 'no-such-track');
    await expect(stream.setMuted('audio', true)).rejects.toThrow(ServerError);
    server.release('offer');
    await settled();
    const [audio, video] = media.sent.filter(({ closed }) => !closed);
    expect([audio?.muted, video?.muted]).toEqual([true, false]);
    expect(server.last('mute')).toMatchObject({ track: audio?.id, muted: true });
  });

  it('lets go of a track that was removed while it was published again', async () => {
    const { stream, server, media } = await publishing();
    server.hold('offer');
    server.say(lost);
    await settled();
    server.refuseNext('close', 'no-such-stream');
    await expect(stream.removeTrack('audio')).rejects.toThrow(ServerError);
    server.release('offer');
    await settled();
    expect(media.sent.filter(({ closed }) => !closed).map(({ track }) => track.kind)).toEqual(['video']);
    expect(server.last('close').track).toBe(media.sent[2]?.id);
  });

  it('is published once when the engine is lost twice in a row', async () => {
    const { connection, stream, server, media } = await publishing();
    const failed: unknown[] = [];
    connection.events.on('failed', (error) => failed.push(error));
    stream.onerror = (error) => failed.push(error);
    server.say(lost, lost);
    await settled();
    expect(server.all('offer').slice(2)).toHaveLength(2);
    expect(media.sent.filter(({ closed }) => !closed)).toHaveLength(2);
    const open = [...media.sendTransports, ...media.receiveTransports].filter(({ closed }) => !closed);
    expect(open).toHaveLength(2);
    expect(failed).toEqual([]);
  });

  it('reports a stream that does not come back, and brings the others', async () => {
    const { connection, stream, server } = await publishing();
    const other = connection.newUpStream();
    await other.addTrack(aTrack('video'));
    const failures: unknown[] = [];
    stream.onerror = (error) => failures.push(error);
    server.refuseNext('offer', 'too-many-streams');
    server.say(lost);
    await settled();
    expect(failures).toMatchObject([{ code: 'too-many-streams' }]);
    expect(server.last('offer')).toMatchObject({ id: other.id });
  });

  it('ends what was received', async () => {
    const { connection, server, media } = await inMeeting();
    await connection.request({ '': ['audio'] });
    server.say({
      ...{ type: 'offer', id: 's1', label: 'camera', source: 'bob-1', username: 'bob' },
      tracks: [{ id: 't1', kind: 'audio', source: 'x', rtpParameters: { codecs: [OPUS], encodings: [{}] } }],
    });
    await settled();
    const onclose = vi.fn();
    connection.down['s1']!.onclose = onclose;
    server.say(lost);
    await settled();
    expect(onclose.mock.calls).toEqual([[false]]);
    expect(connection.down).toEqual({});
    expect(media.received.every(({ closed }) => closed)).toBe(true);
    expect(server.all('openTransport').filter(({ direction }) => direction === 'receive')).toHaveLength(2);
  });
});

const OPUS = { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000 };

describe('Stream: statistics', () => {
  it('collects them at intervals until it is told to stop', async () => {
    const { stream, clock, media } = await publishing();
    const onstats = vi.fn();
    stream.onstats = onstats;
    media.sent[0]!.report = [{ type: 'outbound-rtp', ssrc: 7, timestamp: 0, bytesSent: 100 }];
    stream.setStatsInterval(1000);
    clock.advance(1000);
    await settled();
    clock.advance(1000);
    await settled();
    expect(onstats).toHaveBeenCalledTimes(2);
    expect(stream.stats['audio-7']?.['outbound-rtp']).toMatchObject({ bytesSent: 100 });
    stream.setStatsInterval(0);
    clock.advance(5000);
    await settled();
    expect(onstats).toHaveBeenCalledTimes(2);
  });

  it('has one interval at a time', async () => {
    const { stream, clock } = await publishing();
    const before = clock.pending;
    stream.setStatsInterval(1000);
    stream.setStatsInterval(500);
    expect(clock.pending).toBe(before + 1);
  });

  it('stops when the stream ends', async () => {
    const { stream, clock } = await publishing();
    const before = clock.pending;
    const onstats = vi.fn();
    stream.onstats = onstats;
    stream.setStatsInterval(1000);
    clock.advance(1000);
    stream.close();
    stream.setStatsInterval(1000);
    await settled();
    expect(clock.pending).toBe(before);
    expect(onstats).not.toHaveBeenCalled();
  });

  it('reports statistics that cannot be had', async () => {
    const { stream, media } = await publishing();
    const onerror = vi.fn();
    stream.onerror = onerror;
    const error = new Error('no statistics');
    media.sent[0]!.failStats(error);
    await stream.updateStats();
    expect(onerror.mock.calls).toEqual([[error]]);
  });

  it('reports nothing of a stream that has ended meanwhile', async () => {
    const { stream, media } = await publishing();
    const onerror = vi.fn();
    stream.onerror = onerror;
    media.sent[0]!.failStats(new Error('closed'));
    const updated = stream.updateStats();
    stream.close();
    await updated;
    expect(onerror).not.toHaveBeenCalled();
  });
});

describe('Stream: the connection beneath', () => {
  it('tells the streams of a direction how its connection fares, in the words of ICE', async () => {
    const { stream, media } = await publishing();
    const told: unknown[] = [];
    stream.onstatus = (status) => told.push(status);
    stream.events.on('statusChanged', (status) => told.push(status));
    media.sendTransports[0]!.changeState('connecting');
    media.sendTransports[0]!.changeState('connected');
    expect(told).toEqual(['checking', 'checking', 'connected', 'connected']);
  });

  it('restarts ICE of its direction when asked to', async () => {
    const { stream, server, media } = await publishing();
    stream.restartIce();
    await settled();
    expect(server.all('restartIce')).toHaveLength(1);
    expect(media.sendTransports[0]?.restarts).toHaveLength(1);
  });
});
