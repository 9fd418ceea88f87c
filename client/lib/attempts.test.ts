import { describe, expect, it } from 'vitest';
import { Attempts, backOffMs, LATE_ATTEMPTS } from './attempts.ts';
import { FakeClock } from './testing/fake-clock.ts';

const ALMOST_1 = 1 - Number.EPSILON;

describe('backOffMs', () => {
  it.each([
    [0, 0],
    [1, 300],
    [2, 600],
    [3, 1200],
    [4, 2400],
    [5, 4800],
    [6, 5000],
    [7, 5000],
    [5000, 5000],
  ])('after %i failures waits for nothing up to %i ms', (failures, longest) => {
    expect(backOffMs(failures, ALMOST_1)).toBeCloseTo(longest, 6);
    expect(backOffMs(failures, 0.25)).toBeCloseTo(longest / 4, 6);
    expect(backOffMs(failures, 0)).toBe(0);
  });
});

interface Trial {
  attempts: Attempts;
  clock: FakeClock;
  /** When attempts were made. */
  made: number[];
  next: () => number | undefined;
}

function trial({ patienceMs = 60_000, gone = false } = {}): Trial {
  const clock = new FakeClock();
  const { now, after } = clock;
  const made: number[] = [];
  const attempts = new Attempts({ world: { now, after, random: () => 0.5 }, patienceMs, gone });
  const next = (): number | undefined =>
    attempts.next(() => {
      made.push(clock.now());
    });
  return { attempts, clock, made, next };
}

describe('Attempts', () => {
  it('makes the first at once, and the others later and later', () => {
    const { attempts, clock, made, next } = trial();
    for (const waitMs of [0, 150, 300, 600, 1200, 2400, 2500, 2500]) {
      expect(next()).toBe(waitMs);
      clock.advance(waitMs);
    }
    expect(made).toEqual([0, 150, 450, 1050, 2250, 4650, 7150, 9650]);
    expect(attempts.count).toBe(8);
  });

  it('waits before the first where the server is known to be gone', () => {
    expect(trial({ gone: true }).next()).toBe(150);
  });

  it('does not wait any longer when it may be worth it, and is patient again from there', () => {
    const { attempts, clock, made, next } = trial();
    for (let i = 0; i < 6; i += 1) {
      next();
      clock.advance(i === 5 ? 0 : 5000);
    }
    expect(attempts.hurry()).toBe(true);
    clock.advance(0);
    expect(made).toHaveLength(6);
    expect(next()).toBe(0);
    expect(attempts.count).toBe(7);
  });

  it('does not hurry an attempt that is being made', () => {
    const { attempts, clock, made, next } = trial();
    next();
    clock.advance(0);
    expect(attempts.hurry()).toBe(false);
    clock.advance(60_000);
    expect(made).toHaveLength(1);
  });

  it('goes on while there is patience, and then for a bounded number of attempts', () => {
    const { attempts, clock, next } = trial({ patienceMs: 60_000 });
    for (let i = 0; i < 1000; i += 1) {
      expect(next()).toBeDefined();
      clock.advance(60);
    }
    expect(attempts.late).toBe(false);
    clock.advance(1);
    expect(attempts.late).toBe(true);
    for (let i = 0; i < LATE_ATTEMPTS; i += 1) expect(next()).toBeDefined();
    expect(next()).toBeUndefined();
  });

  it('begins to count late attempts anew after a sleep', () => {
    const { attempts, clock, next } = trial({ patienceMs: 0 });
    clock.advance(1);
    for (let i = 0; i < LATE_ATTEMPTS; i += 1) expect(next()).toBeDefined();
    attempts.hurry();
    expect(next()).toBeDefined();
  });

  it('makes no attempt after it was stopped', () => {
    const { attempts, clock, made, next } = trial({ gone: true });
    next();
    attempts.stop();
    clock.advance(10_000);
    expect(made).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});
