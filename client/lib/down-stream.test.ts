import { describe, expect, it, vi } from 'vitest';
import type { Stream } from './stream.ts';
import { inMeeting, settled, type Meeting } from './testing/meeting.ts';
import { aDownTrack, anOffer } from './testing/messages.ts';

/** A meeting whose every stream is wanted. */
async function receiving(): Promise<Meeting & { added: Stream[] }> {
  const meeting = await inMeeting();
  const added: Stream[] = [];
  meeting.connection.events.on('downStreamAdded', (stream) => added.push(stream));
  await meeting.connection.request({ '': ['audio', 'video'] });
  return { ...meeting, added };
}

describe('a down stream', () => {
  it('plays what is offered, then answers', async () => {
    const { connection, server, media, added } = await receiving();
    const told: unknown[] = [];
    connection.ondownstream = (stream) => {
      stream.ondowntrack = (track, transceiver, ms) => {
        told.push(
          track.id,
          transceiver,
          ms === stream.stream,
          ms.getTracks().length,
          server.all('answer').length,
        );
      };
      stream.onnegotiationcompleted = () => told.push('completed');
    };
    server.say(anOffer('s1', { tracks: [aDownTrack('t1'), aDownTrack('t2', 'video')] }));
    await settled();
    expect(told).toEqual(['t1', null, true, 1, 0, 't2', null, true, 2, 0, 'completed']);
    expect(server.all('answer')).toMatchObject([{ id: 's1', tracks: ['t1', 't2'] }]);
    expect(added).toHaveLength(1);
    expect(media.received.map(({ streamId }) => streamId)).toEqual(['bob-1/s1', 'bob-1/s1']);
  });

  it('takes one track and then another into the same media stream', async () => {
    const { connection, server, added } = await receiving();
    server.say(anOffer('s1', { tracks: [aDownTrack('t1')] }));
    server.say(anOffer('s1', { tracks: [aDownTrack('t2', 'video')] }));
    await settled();
    expect(added).toHaveLength(1);
    expect(connection.down['s1']?.stream?.getTracks().map(({ id }) => id)).toEqual(['t1', 't2']);
    expect(server.all('answer').map(({ tracks }) => tracks)).toEqual([['t1'], ['t2']]);
  });

  it('loses a track and goes on', async () => {
    const { connection, server, media } = await receiving();
    server.say(anOffer('s1', { tracks: [aDownTrack('t1'), aDownTrack('t2', 'video')] }));
    await settled();
    const removed: unknown[] = [];
    connection.down['s1']!.events.on('trackRemoved', ({ id }) => removed.push(id));
    server.say({ type: 'close', id: 's1', tracks: ['t1', 'unheard-of'] });
    expect(removed).toEqual(['t1']);
    expect(connection.down['s1']?.stream?.getTracks().map(({ id }) => id)).toEqual(['t2']);
    expect(media.received.map(({ closed }) => closed)).toEqual([true, false]);
  });

  it('ends when the server says so', async () => {
    const { connection, server, media, added } = await receiving();
    server.say(anOffer('s1'));
    await settled();
    const onclose = vi.fn();
    added[0]!.onclose = onclose;
    server.say({ type: 'close', id: 's1' });
    expect(onclose.mock.calls).toEqual([[false]]);
    expect(connection.down).toEqual({});
    expect(media.received[0]?.closed).toBe(true);
    expect(server.all('requestStream')).toEqual([]);
  });

  it('does not mind the end of a stream that it does not know', async () => {
    const { connection, server } = await receiving();
    const failed = vi.fn();
    connection.events.on('failed', failed);
    server.say({ type: 'close', id: 'unheard-of' }, { type: 'close', id: 'unheard-of', tracks: ['t'] });
    await settled();
    expect(failed).not.toHaveBeenCalled();
  });

  it('is refused by closing it', async () => {
    const { connection, server, media } = await receiving();
    server.say(anOffer('s1'));
    await settled();
    connection.down['s1']!.close();
    expect(server.last('requestStream')).toMatchObject({ id: 's1', request: [] });
    expect(connection.down).toEqual({});
    expect(media.received[0]?.closed).toBe(true);
    server.say({ type: 'close', id: 's1' });
  });

  it('is refused by aborting it', async () => {
    const { connection, server } = await receiving();
    server.say(anOffer('s1'));
    await settled();
    connection.down['s1']!.abort();
    expect(server.last('requestStream')).toMatchObject({ id: 's1', request: [] });
    expect(connection.down).toEqual({});
  });

  it('overrides what is wanted of it, and restores it', async () => {
    const { connection, server } = await receiving();
    server.say(anOffer('s1'));
    await settled();
    const stream = connection.down['s1']!;
    await stream.request(['audio', 'video-low']);
    await stream.request(null);
    expect(server.all('requestStream')).toMatchObject([
      { id: 's1', request: ['audio', 'video-low'] },
      { id: 's1', request: null },
    ]);
  });

  it('rejects an override that the server refuses', async () => {
    const { connection, server } = await receiving();
    server.say(anOffer('s1'));
    await settled();
    server.refuseNext('requestStream', 'too-many-messages');
    await expect(connection.down['s1']!.request([])).rejects.toMatchObject({ code: 'too-many-messages' });
  });
});

describe('a down stream that replaces another', () => {
  it('inherits its local id, and closes it as replaced', async () => {
    const { connection, server, media, added } = await receiving();
    server.say(anOffer('s1'));
    await settled();
    const old = added[0]!;
    const onclose = vi.fn();
    old.onclose = onclose;
    server.say(anOffer('s2', { replace: 's1' }));
    await settled();
    expect(onclose.mock.calls).toEqual([[true]]);
    expect(added[1]!.localId).toBe(old.localId);
    expect(Object.keys(connection.down)).toEqual(['s2']);
    expect(media.received.map(({ closed }) => closed)).toEqual([true, false]);
    expect(server.all('requestStream')).toEqual([]);
  });

  it('is told of after its predecessor has gone', async () => {
    const { connection, server } = await receiving();
    server.say(anOffer('s1'));
    await settled();
    const seen: string[][] = [];
    connection.ondownstream = () => seen.push(Object.keys(connection.down));
    server.say(anOffer('s2', { replace: 's1' }));
    expect(seen).toEqual([['s2']]);
  });

  it('may replace what is not known here', async () => {
    const { connection, server } = await receiving();
    server.say(anOffer('s2', { replace: 'unheard-of' }));
    await settled();
    expect(Object.keys(connection.down)).toEqual(['s2']);
  });

  it('may say so with a later track', async () => {
    const { connection, server } = await receiving();
    server.say(anOffer('s1'), anOffer('s2', { tracks: [aDownTrack('t1')] }));
    server.say(anOffer('s2', { tracks: [aDownTrack('t2', 'video')], replace: 's1' }));
    await settled();
    expect(Object.keys(connection.down)).toEqual(['s2']);
  });

  it('does not replace itself', async () => {
    const { connection, server } = await receiving();
    server.say(anOffer('s1', { tracks: [aDownTrack('t1')] }));
    server.say(anOffer('s1', { tracks: [aDownTrack('t2')], replace: 's1' }));
    await settled();
    expect(connection.down['s1']?.stream?.getTracks()).toHaveLength(2);
  });
});

describe('a down stream that ends while its tracks are being set up', () => {
  it('leaks no track when the server ends it, and answers nothing', async () => {
    const { server, media } = await receiving();
    const release = media.hold('receive');
    server.say(anOffer('s1'));
    await settled();
    server.say({ type: 'close', id: 's1' });
    release();
    await settled();
    expect(media.received.map(({ closed }) => closed)).toEqual([true]);
    expect(server.all('answer')).toEqual([]);
  });

  it('leaks no track when the server ends that track', async () => {
    const { connection, server, media } = await receiving();
    const release = media.hold('receive');
    server.say(anOffer('s1', { tracks: [aDownTrack('t1'), aDownTrack('t2', 'video')] }));
    await settled();
    server.say({ type: 'close', id: 's1', tracks: ['t1'] });
    release();
    await settled();
    expect(media.received.map(({ closed }) => closed)).toEqual([true, false]);
    expect(connection.down['s1']?.stream?.getTracks().map(({ id }) => id)).toEqual(['t2']);
    expect(server.all('answer').map(({ tracks }) => tracks)).toEqual([['t2']]);
  });

  it('leaks no track when the application closes it', async () => {
    const { connection, server, media } = await receiving();
    const release = media.hold('receive');
    server.say(anOffer('s1'));
    connection.down['s1']!.close();
    release();
    await settled();
    expect(media.received.every(({ closed }) => closed)).toBe(true);
    expect(server.all('answer')).toEqual([]);
  });

  it('leaks no track when the application closes it on its first track', async () => {
    const { connection, server, media } = await receiving();
    connection.ondownstream = (stream) => {
      stream.ondowntrack = () => {
        stream.close();
      };
    };
    server.say(anOffer('s1', { tracks: [aDownTrack('t1'), aDownTrack('t2', 'video')] }));
    await settled();
    expect(media.received.map(({ closed }) => closed)).toEqual([true, true]);
    expect(server.all('answer')).toEqual([]);
  });

  it('leaks no track, and blames nobody, when the group is left', async () => {
    const { connection, server, media } = await receiving();
    const failed = vi.fn();
    connection.events.on('failed', failed);
    const release = media.hold('receive');
    server.say(anOffer('s1'));
    await settled();
    connection.down['s1']!.onerror = failed;
    await connection.leave('meeting');
    release();
    await settled();
    expect(media.received.every(({ closed }) => closed)).toBe(true);
    expect(failed).not.toHaveBeenCalled();
  });

  it('is another one when its id is offered again', async () => {
    const { connection, server, media, added } = await receiving();
    const release = media.hold('receive');
    server.say(anOffer('s1', { tracks: [aDownTrack('t1')] }));
    await settled();
    server.say({ type: 'close', id: 's1' }, anOffer('s1', { tracks: [aDownTrack('t2')] }));
    release();
    await settled();
    expect(added).toHaveLength(2);
    expect(connection.down['s1']).toBe(added[1]);
    expect(media.received.filter(({ closed }) => !closed).map(({ id }) => id)).toEqual(['t2']);
  });
});

describe('a down stream that cannot be received', () => {
  it('says so, and does not answer', async () => {
    const { connection, server, media } = await receiving();
    const errors: unknown[] = [];
    connection.ondownstream = (stream) => {
      stream.onerror = (error) => errors.push(error);
    };
    const error = new Error('no codec');
    media.failNext('receive', error);
    server.say(anOffer('s1'));
    await settled();
    expect(errors).toEqual([error]);
    expect(server.all('answer')).toEqual([]);
    expect(Object.keys(connection.down)).toEqual(['s1']);
  });

  it('plays the tracks that can be received', async () => {
    const { connection, server, media } = await receiving();
    const errors: unknown[] = [];
    connection.ondownstream = (stream) => {
      stream.onerror = (error) => errors.push(error);
    };
    media.failNext('receive', new Error('no codec'));
    server.say(anOffer('s1', { tracks: [aDownTrack('t1'), aDownTrack('t2', 'video')] }));
    await settled();
    expect(errors).toHaveLength(1);
    expect(server.all('answer').map(({ tracks }) => tracks)).toEqual([['t2']]);
    expect(media.received.filter(({ closed }) => !closed)).toHaveLength(1);
  });

  it('says so when the answer is refused', async () => {
    const { connection, server } = await receiving();
    const errors: unknown[] = [];
    connection.ondownstream = (stream) => {
      stream.onerror = (error) => errors.push(error);
    };
    server.refuseNext('answer', 'internal');
    server.say(anOffer('s1'));
    await settled();
    expect(errors).toMatchObject([{ code: 'internal' }]);
  });
});
