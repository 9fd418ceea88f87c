import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { calmed } from './calm.ts';

let clock: FakeClock;
let value: number;
let change: () => void;
let undone: boolean;
let told: number[];
let end: () => void;

beforeEach(() => {
  clock = new FakeClock();
  value = 0;
  undone = false;
  told = [];
  const store = {
    getSnapshot: () => value,
    subscribe(listener: () => void) {
      change = () => {
        value += 1;
        listener();
      };
      return () => (undone = true);
    },
  };
  const calm = calmed(store, 250, clock);
  end = calm.subscribe(() => told.push(calm.getSnapshot()));
});

describe('a calm store', () => {
  it('tells of a change after a rest at once', () => {
    change();
    clock.advance(250);
    change();
    expect(told).toEqual([1, 2]);
    expect(clock.pending).toBe(0);
  });

  it('tells of many changes as often as is agreed, and of the last', () => {
    for (let count = 0; count < 50; count += 1) {
      change();
      clock.advance(20);
    }
    clock.advance(250);
    expect(told).toHaveLength(5);
    expect(told[0]).toBe(1);
    expect(told.at(-1)).toBe(50);
  });

  it('tells nothing after the end', () => {
    change();
    change();
    end();
    clock.advance(1000);
    expect(told).toEqual([1]);
    expect([undone, clock.pending]).toEqual([true, 0]);
  });
});
