import { describe, expect, it } from 'vitest';
import { Audience } from './audience.ts';

/** A clock that stands until a test moves it, for one task at a time. */
class Clock {
  #now = 0;
  #due: { at: number; task: () => void } | undefined;

  readonly after = (delayMs: number, task: () => void): (() => void) => {
    const due = { at: this.#now + delayMs, task };
    this.#due = due;
    return () => {
      if (this.#due === due) this.#due = undefined;
    };
  };

  get idle(): boolean {
    return this.#due === undefined;
  }

  advance(ms: number): void {
    this.#now += ms;
    const due = this.#due;
    if (due === undefined || due.at > this.#now) return;
    this.#due = undefined;
    due.task();
  }
}

function anAudience(highest = 2) {
  const clock = new Clock();
  const told: number[] = [];
  const audience = new Audience({ highest, world: clock, onNeeded: (spatial) => told.push(spatial) });
  return { audience, clock, told };
}

const [vera, otto, olga] = [{ name: 'vera' }, { name: 'otto' }, { name: 'olga' }];

describe('an audience', () => {
  it('that nobody joins lets the publisher stop after a while, not before', () => {
    const { clock, told } = anAudience();
    clock.advance(4999);
    expect(told).toEqual([]);
    clock.advance(1);
    expect(told).toEqual([-1]);
  });

  it('that wants all from the beginning needs no words', () => {
    const { audience, clock, told } = anAudience();
    audience.receives(vera, 2);
    clock.advance(60_000);
    expect(told).toEqual([]);
    expect(clock.idle).toBe(true);
  });

  it('is asked for at once when it wants more', () => {
    const { audience, clock, told } = anAudience();
    clock.advance(5000);
    audience.receives(vera, 0);
    audience.receives(vera, 2);
    expect(told).toEqual([-1, 0, 2]);
  });

  it('is as demanding as its most demanding', () => {
    const { audience, clock, told } = anAudience();
    for (const [who, spatial] of [
      [vera, 0],
      [otto, 1],
      [olga, -1],
    ] as const) {
      audience.receives(who, spatial);
    }
    clock.advance(5000);
    expect(told).toEqual([1]);
    expect(audience.needed).toBe(1);
    audience.left(otto);
    clock.advance(5000);
    audience.left(vera);
    clock.advance(5000);
    expect(told).toEqual([1, 0, -1]);
  });

  it('that wavers changes nothing', () => {
    const { audience, clock, told } = anAudience();
    audience.receives(vera, 2);
    for (let count = 0; count < 10; count += 1) {
      audience.receives(vera, 0);
      clock.advance(3000);
      audience.receives(vera, 2);
      clock.advance(3000);
    }
    expect(told).toEqual([]);
  });

  it('waits for quiet before it asks for less', () => {
    const { audience, clock, told } = anAudience();
    audience.receives(vera, 2);
    clock.advance(60_000);
    audience.receives(vera, 1);
    clock.advance(4000);
    audience.receives(vera, 0);
    clock.advance(4000);
    expect(told).toEqual([]);
    clock.advance(1000);
    expect(told).toEqual([0]);
    expect(audience.told).toBe(0);
  });

  it('does not mind who says the same again, or leaves without having come', () => {
    const { audience, clock, told } = anAudience();
    audience.left(vera);
    audience.receives(vera, 1);
    audience.receives(vera, 1);
    audience.left(vera);
    audience.left(vera);
    expect(audience.needed).toBe(-1);
    clock.advance(5000);
    expect(told).toEqual([-1]);
  });

  it('of a track that has ended tells nothing any more', () => {
    const { audience, clock, told } = anAudience();
    audience.close();
    audience.receives(vera, 2);
    audience.left(vera);
    clock.advance(60_000);
    expect(told).toEqual([]);
    expect(clock.idle).toBe(true);
  });
});
