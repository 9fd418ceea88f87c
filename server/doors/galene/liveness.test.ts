import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Stage } from '../../core/testing/fakes.ts';
import type { GaleneTestClient } from './testing/client.ts';
import { GalenePlace } from './testing/place.ts';

let place: GalenePlace;
let ada: GaleneTestClient;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  place = await GalenePlace.open(new Stage());
  ada = await place.join('ada');
});

afterEach(async () => {
  vi.useRealTimers();
  await place.close();
});

/** Lets the door's clock and its timer go on together. */
function wait(seconds: number): void {
  for (let second = 0; second < seconds; second += 1) {
    place.clock += 1000;
    vi.advanceTimersByTime(1000);
  }
}

describe('a silent client of the dialect of Galène', () => {
  it('is asked after 20 s whether it is there', async () => {
    wait(20);
    await ada.caughtUp();
    expect(ada.story).toEqual([]);
    wait(21);
    await ada.take('ping');
    ada.send({ type: 'pong' });
    await ada.caughtUp();
    wait(44);
    await ada.caughtUp();
    expect(ada.socket.readyState).toBe(ada.socket.OPEN);
  });

  it('is given up after 45 s', async () => {
    wait(46);
    expect((await ada.closed).code).toBe(1011);
  });

  it('is not blamed for a pause of the server', async () => {
    place.clock += 100_000;
    vi.advanceTimersByTime(1000);
    await ada.caughtUp();
    expect(ada.socket.readyState).toBe(ada.socket.OPEN);
  });
});
