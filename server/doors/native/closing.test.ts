import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TestPlace } from '../testing/place.ts';

/** How connections end, from either side. */

let place: TestPlace;

beforeEach(async () => {
  place = await TestPlace.open();
});

afterEach(async () => {
  vi.useRealTimers();
  await place.close();
  expect(place.stage.log.errors).toEqual([]);
});

/** The codes of all connections that have ended. */
function ends(): unknown[] {
  const lines = place.stage.log.lines.filter(({ message }) => message === 'connection closed');
  return lines.map(({ data }) => ('code' in data ? data.code : undefined));
}

describe('closing the door', () => {
  it('says goodbye to everybody, in a group or not', async () => {
    const [ada, eve] = [await place.join('ada'), await place.connect('eve')];
    place.door.close({ code: 'shutting-down', message: 'until tomorrow' });
    place.door.close({ code: 'shutting-down' });
    for (const client of [ada, eve]) {
      const closing = await client.heard('closing');
      expect(closing).toEqual({ type: 'closing', error: 'shutting-down', value: 'until tomorrow' });
      expect((await client.closed).code).toBe(1012);
    }
    expect(ends()).toEqual(['shutting-down', 'shutting-down']);
  });

  it('cuts off who does not answer the close', async () => {
    const ada = await place.join('ada');
    const [socket] = place.server.open;
    if (socket === undefined) throw new Error('a socket was expected');
    ada.socket.pause();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    place.door.close({ code: 'shutting-down' });
    const closed = once(socket, 'close');
    vi.advanceTimersByTime(2000);
    await closed;
    expect(place.server.open).toEqual([]);
  });
});

describe('a connection', () => {
  it('ends once, whoever ends it and however often', async () => {
    const ada = await place.join('ada');
    const [group] = place.stage.conference.groups();
    group?.close({ code: 'kicked' });
    place.door.close({ code: 'shutting-down' });
    ada.terminate();
    await ada.closed;
    expect(ends()).toEqual(['kicked']);
  });

  it('that the client closes is a hang-up, and nothing is said any more', async () => {
    const [ada, bob] = [await place.join('ada'), await place.join('bob')];
    await ada.caughtUp();
    ada.forget();
    ada.socket.close(1000, 'bye');
    await bob.heard('users', ({ removed }) => removed !== undefined);
    expect((await ada.closed).code).toBe(1000);
    expect(ada.messages).toEqual([]);
    expect(ends()).toEqual(['hung-up']);
  });

  it('whose conference ends is told why', async () => {
    const ada = await place.join('ada');
    place.stage.conference.close({ code: 'shutting-down', message: 'until tomorrow' });
    expect(await ada.heard('closing')).toMatchObject({ error: 'shutting-down', value: 'until tomorrow' });
  });

  it('whose media does not come back is told why', async () => {
    const ada = await place.join('ada');
    place.stage.media.available = false;
    place.stage.media.room.lose();
    expect(await ada.heard('closing')).toMatchObject({ error: 'media-unavailable' });
    place.stage.log.lines.length = 0;
  });
});
