import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { Arrivals, type Change } from './arrivals.ts';

let clock: FakeClock;
let told: Change[];
let arrivals: Arrivals;

beforeEach(() => {
  clock = new FakeClock();
  told = [];
  arrivals = new Arrivals(clock, (change) => told.push(change));
  arrivals.came('me', 'Me');
  arrivals.came('ada', 'Ada');
  clock.advance(2000);
});

describe('who comes and goes', () => {
  it('is not told of those who were there before', () => {
    expect(told).toEqual([]);
  });

  it('is told once for all within half a second', () => {
    arrivals.came('ben', 'Ben');
    clock.advance(300);
    arrivals.came('cleo', 'Cleo');
    arrivals.went('ada');
    expect(told).toEqual([]);
    clock.advance(200);
    expect(told).toEqual([{ joined: ['Ben', 'Cleo'], left: ['Ada'] }]);
  });

  it('is not told of those who only load the page anew, or look in for a moment', () => {
    arrivals.went('ada');
    arrivals.came('ada-again', 'Ada');
    arrivals.came('ben', 'Ben');
    arrivals.went('ben');
    clock.advance(5000);
    expect(told).toEqual([]);
  });

  it('is told no roster after joining again', () => {
    arrivals.settle();
    arrivals.went('ada');
    arrivals.came('dora', 'Dora');
    clock.advance(5000);
    expect(told).toEqual([]);
    arrivals.went('dora');
    clock.advance(500);
    expect(told).toEqual([{ joined: [], left: ['Dora'] }]);
  });

  it('is not told of those who were not known', () => {
    arrivals.went('nobody');
    clock.advance(5000);
    expect(told).toEqual([]);
  });

  it('is told nothing after the end', () => {
    arrivals.came('ben', 'Ben');
    arrivals.close();
    expect(clock.pending).toBe(0);
  });
});
