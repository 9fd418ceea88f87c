import { describe, expect, it } from 'vitest';
import { NotSupported } from './errors.ts';
import type { FakeClock } from './testing/fake-clock.ts';
import { aMediaStream, aTrack } from './testing/fake-media-stack.ts';
import { connected, inMeeting, settled, type Meeting } from './testing/meeting.ts';
import { aDownTrack, anOffer, joined, ROOM } from './testing/messages.ts';

const camera = (): MediaStream => aMediaStream(aTrack('audio'), aTrack('video'));

/** A meeting in which this end sends, and receives a stream `s1`. */
async function busy(): Promise<Meeting & { failed: unknown[] }> {
  const meeting = await inMeeting();
  const failed: unknown[] = [];
  meeting.connection.events.on('failed', (error) => failed.push(error));
  await meeting.connection.newUpStream('mine').publish(camera());
  await meeting.connection.request({ '': ['audio', 'video'] });
  meeting.server.say(anOffer('s1'));
  await settled();
  return { ...meeting, failed };
}

/** Lets time pass, and everything happen that follows from it. */
async function pass(clock: FakeClock, ms: number): Promise<void> {
  clock.advance(ms);
  await settled();
}

describe('the transports', () => {
  it('are not there before they are needed', async () => {
    const { connection, server, media } = await inMeeting();
    connection.newUpStream();
    await settled();
    expect(media.loaded).toEqual([ROOM]);
    expect(server.all('openTransport')).toEqual([]);
  });

  it('are one for each direction, however many streams there are', async () => {
    const { connection, server, media } = await busy();
    await connection.newUpStream().publish(camera());
    server.say(anOffer('s2', { tracks: [aDownTrack('t1'), aDownTrack('t2', 'video')] }));
    await settled();
    expect(server.all('openTransport').map(({ direction }) => direction)).toEqual(['send', 'receive']);
    expect([media.sendTransports.length, media.receiveTransports.length]).toEqual([1, 1]);
    expect([media.sent.length, media.received.length]).toEqual([4, 3]);
  });

  it('are one for each direction, even where several streams ask for it at once', async () => {
    const { connection, server } = await inMeeting();
    await Promise.all([
      connection.newUpStream().publish(camera()),
      connection.newUpStream().publish(camera()),
      connection.request({ '': ['audio'] }),
      connection.request({ '': ['video'] }),
    ]);
    const directions = server.all('openTransport').map(({ direction }) => direction);
    expect(directions.sort()).toEqual(['receive', 'send']);
  });

  it('say what this end can receive', async () => {
    const { server } = await busy();
    expect(server.all('openTransport')[1]).toMatchObject({ direction: 'receive', rtpCapabilities: ROOM });
  });

  it('are connected with the fingerprint of this end', async () => {
    const { server, media } = await busy();
    const ids = [media.sendTransports[0]?.options.opened.id, media.receiveTransports[0]?.options.opened.id];
    expect(server.all('connectTransport').map(({ id }) => id)).toEqual(ids);
    expect(server.last('connectTransport').dtlsParameters.fingerprints).toHaveLength(1);
  });

  it('can be opened again after a refusal', async () => {
    const { connection, server, media } = await inMeeting();
    server.refuseNext('openTransport', 'media-unavailable');
    await expect(connection.request({ '': ['audio'] })).rejects.toMatchObject({ code: 'media-unavailable' });
    await connection.request({ '': ['audio'] });
    expect(media.receiveTransports).toHaveLength(1);
    server.refuseNext('openTransport', 'busy');
    const stream = connection.newUpStream();
    await expect(stream.publish(camera())).rejects.toMatchObject({ code: 'busy' });
    await stream.publish(camera());
    expect(media.sendTransports).toHaveLength(1);
  });

  it('cannot be had in a browser without WebRTC, which only matters to who needs them', async () => {
    const { connection, media } = await connected();
    const release = media.hold('load');
    media.failNext('load', new NotSupported('use another browser'));
    await connection.join('meeting', 'ada', 'secret');
    release();
    await connection.chat('', '', 'still here');
    await expect(connection.request({ '': ['audio'] })).rejects.toThrow('use another browser');
  });

  it('are closed when the connection is', async () => {
    const { connection, media, clock } = await busy();
    connection.close();
    await settled();
    expect([media.sendTransports[0]?.closed, media.receiveTransports[0]?.closed]).toEqual([true, true]);
    expect(clock.pending).toBe(0);
  });

  it('are closed even if they were still being opened', async () => {
    const { connection, server, media } = await inMeeting();
    server.hold('openTransport');
    const asked = connection.request({ '': ['audio'] });
    await settled();
    await connection.leave('meeting');
    server.release('openTransport');
    await asked;
    expect(media.receiveTransports.map(({ closed }) => closed)).toEqual([true]);
  });

  it('of another membership are not confused with the old ones', async () => {
    const { connection, server, media } = await inMeeting();
    server.hold('openTransport');
    const first = connection.request({ '': ['audio'] });
    await settled();
    const [question] = server.all('openTransport');
    server.automatic = false;
    const leaving = connection.leave('meeting');
    server.say({ type: 'joined', kind: 'leave', group: 'meeting' });
    server.ack(server.last('join'));
    await leaving;
    const joining = connection.join('tea', 'ada', 'secret');
    await settled();
    server.say(joined({ group: 'tea' }));
    server.ack(server.last('join'));
    await joining;
    server.automatic = true;
    server.refuse(question!, 'closed');
    await expect(first).rejects.toMatchObject({ code: 'closed' });
    const second = connection.request({ '': ['audio'] });
    await settled();
    server.release('openTransport');
    await second;
    expect(media.receiveTransports.filter(({ closed }) => !closed)).toHaveLength(1);
    connection.close();
    await settled();
    expect(media.receiveTransports.every(({ closed }) => closed)).toBe(true);
  });

  it('keep the new opening when an old one fails late', async () => {
    const { connection, server, media } = await inMeeting();
    server.hold('openTransport');
    const first = connection.request({ '': ['audio'] });
    await settled();
    const [old] = server.all('openTransport');
    server.say({ type: 'mediaLost', rtpCapabilities: ROOM });
    await settled();
    server.refuse(old!, 'media-unavailable');
    await expect(first).rejects.toMatchObject({ code: 'media-unavailable' });
    server.automatic = false;
    const [, current] = server.all('openTransport');
    server.release('openTransport');
    await settled();
    expect(current).toBeDefined();
    server.automatic = true;
    await connection.request({ '': ['audio'] });
    expect(server.all('openTransport')).toHaveLength(2);
    connection.close();
    await settled();
    expect(media.receiveTransports.every(({ closed }) => closed)).toBe(true);
  });
});

describe('a connection of media that fails', () => {
  it('is restarted at once, with new credentials of the server', async () => {
    const { server, media, clock } = await busy();
    const [transport] = media.receiveTransports;
    transport!.changeState('failed');
    await pass(clock, 0);
    expect(server.all('restartIce')).toMatchObject([{ id: transport!.options.opened.id }]);
    expect(transport!.restarts).toMatchObject([
      { usernameFragment: expect.stringContaining('restart') as string },
    ]);
    expect(media.sendTransports[0]?.restarts).toEqual([]);
  });

  it('is given two seconds to recover from a disconnection', async () => {
    const { server, media, clock } = await busy();
    media.sendTransports[0]!.changeState('disconnected');
    await pass(clock, 1999);
    expect(server.all('restartIce')).toEqual([]);
    await pass(clock, 1);
    expect(server.all('restartIce')).toHaveLength(1);
  });

  it('is left alone when it recovers by itself', async () => {
    const { server, media, clock } = await busy();
    const before = clock.pending;
    media.sendTransports[0]!.changeState('disconnected');
    clock.advance(1000);
    media.sendTransports[0]!.changeState('connected');
    expect(clock.pending).toBe(before);
    await pass(clock, 5000);
    expect(server.all('restartIce')).toEqual([]);
  });

  it('is restarted at once when a disconnection turns into a failure', async () => {
    const { server, media, clock } = await busy();
    media.sendTransports[0]!.changeState('disconnected');
    clock.advance(500);
    media.sendTransports[0]!.changeState('failed');
    await pass(clock, 0);
    expect(server.all('restartIce')).toHaveLength(1);
  });

  it('is restarted more and more rarely while it keeps failing', async () => {
    const { server, media, clock } = await busy();
    const [transport] = media.sendTransports;
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      transport!.changeState('failed');
      let waited = 0;
      await pass(clock, 0);
      while (server.all('restartIce').length < attempt && waited < 20_000) {
        waited += 500;
        await pass(clock, 500);
      }
      waits.push(waited);
      server.say({ type: 'pong' });
      transport!.changeState('connecting');
    }
    expect(waits).toEqual([0, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  it('is restarted at once again after it had recovered', async () => {
    const { server, media, clock } = await busy();
    const [transport] = media.sendTransports;
    for (const state of ['failed', 'failed'] as const) {
      transport!.changeState(state);
      await pass(clock, 1000);
    }
    transport!.changeState('connected');
    transport!.changeState('failed');
    await pass(clock, 0);
    expect(server.all('restartIce')).toHaveLength(3);
  });

  it('is set up anew when the server has given its transport up', async () => {
    const { connection, server, media, clock, failed } = await busy();
    const up = connection.findByLocalId('mine')!;
    server.refuseNext('restartIce', 'no-such-transport');
    media.sendTransports[0]!.changeState('failed');
    await pass(clock, 0);
    expect(failed).toEqual([]);
    expect(media.sendTransports.map(({ closed }) => closed)).toEqual([true, false]);
    expect(media.receiveTransports.map(({ closed }) => closed)).toEqual([true, false]);
    expect(server.all('offer').slice(2)).toMatchObject([{ id: up.id }, { id: up.id }]);
  });

  it('is set up anew once when both transports were given up', async () => {
    const { server, media, clock } = await busy();
    server.refuseNext('restartIce', 'no-such-transport');
    server.refuseNext('restartIce', 'no-such-transport');
    media.sendTransports[0]!.changeState('failed');
    media.receiveTransports[0]!.changeState('failed');
    await pass(clock, 0);
    expect(media.loaded).toHaveLength(2);
    expect(server.all('offer')).toHaveLength(4);
  });

  it('reports a restart that the server refuses', async () => {
    const { server, media, clock, failed } = await busy();
    server.refuseNext('restartIce', 'media-unavailable');
    media.sendTransports[0]!.changeState('failed');
    await pass(clock, 0);
    expect(failed).toMatchObject([{ code: 'media-unavailable' }]);
  });

  it('is restarted again and again while that is refused, for about a minute', async () => {
    const { server, media, clock, failed } = await busy();
    for (let i = 0; i < 20; i += 1) server.refuseNext('restartIce', 'media-unavailable');
    media.sendTransports[0]!.changeState('failed');
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      let waited = 0;
      await pass(clock, 0);
      while (server.all('restartIce').length < attempt && waited < 20_000) {
        waited += 500;
        await pass(clock, 500);
        server.say({ type: 'pong' });
      }
      waits.push(waited);
    }
    expect(waits).toEqual([0, 1000, 2000, 4000, 8000, 8000, 8000, 8000, 8000, 8000]);
    await pass(clock, 20_000);
    expect(server.all('restartIce')).toHaveLength(10);
    expect(failed).toHaveLength(10);
  });

  it('is not restarted again when it recovers, or once that has succeeded', async () => {
    const { server, media, clock } = await busy();
    server.refuseNext('restartIce', 'media-unavailable');
    server.refuseNext('restartIce', 'media-unavailable');
    media.sendTransports[0]!.changeState('failed');
    await pass(clock, 0);
    media.sendTransports[0]!.changeState('connected');
    await pass(clock, 10_000);
    expect(server.all('restartIce')).toHaveLength(1);
    media.sendTransports[0]!.changeState('failed');
    await pass(clock, 0);
    await pass(clock, 1000);
    await pass(clock, 10_000);
    expect(server.all('restartIce')).toHaveLength(3);
  });

  it('is asked for once at a time', async () => {
    const { connection, server } = await busy();
    server.hold('restartIce');
    const stream = connection.findByLocalId('mine')!;
    stream.restartIce();
    stream.restartIce();
    await settled();
    server.release('restartIce');
    await settled();
    stream.restartIce();
    await settled();
    expect(server.all('restartIce')).toHaveLength(2);
  });

  it('is not restarted after the group was left', async () => {
    const { connection, server, media, clock } = await busy();
    const [transport] = media.sendTransports;
    transport!.changeState('disconnected');
    await connection.leave('meeting');
    transport!.changeState('failed');
    await pass(clock, 10_000);
    expect(server.all('restartIce')).toEqual([]);
  });
});

describe('the media of a seat that was resumed', () => {
  /** The connection is lost, and made again. */
  async function resume({ server, clock }: Meeting): Promise<void> {
    server.welcoming = true;
    server.socket.drop();
    await pass(clock, 0);
  }

  it('is as it was, with new ways in both directions', async () => {
    const meeting = await busy();
    const { connection, server, media } = meeting;
    const { up, down } = { up: { ...connection.up }, down: { ...connection.down } };
    await resume(meeting);
    const [send, receive] = [media.sendTransports[0]!, media.receiveTransports[0]!];
    expect(server.all('restartIce').map(({ id }) => id)).toEqual([
      send.options.opened.id,
      receive.options.opened.id,
    ]);
    expect([send.restarts, receive.restarts].map(({ length }) => length)).toEqual([1, 1]);
    expect([send.closed, receive.closed]).toEqual([false, false]);
    expect(connection).toMatchObject({ up, down });
    expect(server.all('offer')).toHaveLength(2);
  });

  it('is left alone where there is none', async () => {
    const meeting = await inMeeting();
    await resume(meeting);
    expect(meeting.connection.state).toBe('connected');
    expect(meeting.server.all('restartIce')).toEqual([]);
  });

  it('is set up anew, once, where the server has lost it', async () => {
    const meeting = await busy();
    const { connection, server, media } = meeting;
    const { id } = connection.findByLocalId('mine')!;
    server.refuseNext('restartIce', 'no-such-transport');
    server.refuseNext('restartIce', 'no-such-transport');
    await resume(meeting);
    expect(meeting.failed).toEqual([]);
    expect(media.sendTransports.map(({ closed }) => closed)).toEqual([true, false]);
    expect(media.receiveTransports.map(({ closed }) => closed)).toEqual([true, false]);
    expect(server.all('offer').slice(2)).toMatchObject([{ id }, { id }]);
  });

  it('is asked for one restart, though one failed while the server was out of reach', async () => {
    const meeting = await busy();
    const { server, media, clock } = meeting;
    server.welcoming = false;
    server.socket.drop();
    media.sendTransports[0]!.changeState('failed');
    await pass(clock, 0);
    server.accept();
    await settled();
    expect(server.all('restartIce')).toHaveLength(2);
  });

  it('finishes what was under way', async () => {
    const meeting = await inMeeting();
    const { connection, server, media } = meeting;
    server.hold('openTransport');
    const requested = connection.request({ '': ['audio'] });
    const published = connection.newUpStream().publish(camera());
    await settled();
    server.socket.drop();
    server.release('openTransport');
    server.welcoming = true;
    await pass(meeting.clock, 0);
    await Promise.all([requested, published]);
    expect(server.all('openTransport')).toHaveLength(2);
    expect(server.all('connectTransport')).toHaveLength(1);
    expect(media.sent).toHaveLength(2);
    expect(server.faults).toEqual([]);
  });

  it('is muted at once, and at the server as soon as that hears of it', async () => {
    const meeting = await busy();
    const { connection, server, media, clock } = meeting;
    const stream = connection.findByLocalId('mine')!;
    server.welcoming = true;
    server.socket.drop();
    const muting = stream.setMuted('audio', true);
    expect(media.sent[0]?.muted).toBe(true);
    await pass(clock, 0);
    await muting;
    expect(server.all('mute')).toMatchObject([{ muted: true }]);
  });

  it('is unmuted only once the server has agreed', async () => {
    const meeting = await busy();
    const { connection, server, media, clock } = meeting;
    const stream = connection.findByLocalId('mine')!;
    await stream.setMuted('audio', true);
    server.welcoming = true;
    server.socket.drop();
    const unmuting = stream.setMuted('audio', false);
    server.hold('mute');
    await pass(clock, 0);
    expect(server.last('mute').muted).toBe(false);
    expect(media.sent[0]?.muted).toBe(true);
    server.release('mute');
    await unmuting;
    expect(media.sent[0]?.muted).toBe(false);
  });
});
