import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TestClient } from '../testing/client.ts';
import { TestPlace } from '../testing/place.ts';

/** How the door tells the silent from the dead. It pings after 10 s here, and gives up after 30 s. */

let place: TestPlace;
let ada: TestClient;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  place = await TestPlace.open();
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

/** The server stands still for a while: its clock goes on, its timers come late. */
function stall(seconds: number): void {
  place.clock += seconds * 1000;
  vi.advanceTimersByTime(1000);
}

function pings(): number {
  return ada.messages.filter(({ type }) => type === 'ping').length;
}

describe('a client that is silent', () => {
  it('is pinged, once for each silence', async () => {
    wait(10);
    await ada.caughtUp();
    expect(pings()).toBe(0);
    wait(15);
    await ada.heard('ping');
    await ada.caughtUp();
    expect(pings()).toBe(1);
    ada.send({ type: 'pong' });
    await ada.caughtUp();
    wait(11);
    await ada.caughtUp();
    expect(pings()).toBe(2);
  });

  it('is given up when it does not answer, but keeps its seat', async () => {
    wait(30);
    await place.join('witness');
    wait(1);
    expect(await ada.heard('closing')).toMatchObject({ error: 'no-answer' });
    expect((await ada.closed).code).toBe(1011);
    const [group] = place.stage.conference.groups();
    expect([...(group?.members.values() ?? [])].map(({ id, away }) => [id, away])).toEqual([
      ['ada', true],
      ['witness', false],
    ]);
  });

  it('is kept by anything that it says, even if that is refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      wait(20);
      ada.sendText('garbage');
      await ada.heard('error');
      ada.forget();
    }
    expect(ada.types).not.toContain('closing');
  });

  it('is given up although it sends pieces of a message that it never ends', async () => {
    for (let second = 0; second < 31; second += 1) {
      ada.socket.send('x', { fin: false });
      ada.socket.ping();
      await once(ada.socket, 'pong');
      wait(1);
    }
    expect(await ada.heard('closing')).toMatchObject({ error: 'no-answer' });
  });

  it('is closed before it has joined too', async () => {
    const eve = await place.connect('eve');
    wait(31);
    expect(await eve.heard('closing')).toMatchObject({ error: 'no-answer' });
  });
});

describe('a server that stood still', () => {
  it('does not take that for its clients’ silence', async () => {
    wait(5);
    stall(3600);
    await ada.caughtUp();
    expect(ada.types).toEqual([]);
    stall(3600);
    wait(1);
    await ada.caughtUp();
    expect(ada.types).not.toContain('closing');
  });

  it('still closes who is silent afterwards', async () => {
    stall(3600);
    wait(40);
    expect(await ada.heard('closing')).toMatchObject({ error: 'no-answer' });
  });
});

describe('a door that is closed', () => {
  it('looks at nobody any more', () => {
    expect(vi.getTimerCount()).toBe(1);
    place.door.close({ code: 'shutting-down' });
    expect(vi.getTimerCount()).toBe(0);
  });
});
