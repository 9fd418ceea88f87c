import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arena } from './arena.ts';

const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('take', 'keep'), length: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ kind: fc.constant('give'), which: fc.nat(20) }),
);

describe('an arena', () => {
  it('never gives a place to two, and keeps for ever what is to be kept', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const arena = new Arena();
        const held: { start: number; length: number; isKept: boolean; end: number }[] = [];
        const everUsed: { start: number; end: number }[] = [];
        for (const each of steps) {
          if ('which' in each) {
            const taken = held.filter(({ isKept }) => !isKept);
            const given = taken[each.which % Math.max(1, taken.length)];
            if (given === undefined) continue;
            arena.give(given.start, given.length);
            held.splice(held.indexOf(given), 1);
            continue;
          }
          const isKept = each.kind === 'keep';
          const start = isKept ? arena.keep(each.length) : arena.take(each.length);
          const end = start + each.length;
          const isFree = (other: { start: number; end: number }) => end <= other.start || other.end <= start;
          expect(held.every(isFree)).toBe(true);
          // What is kept was nobody's before either.
          if (isKept) expect(everUsed.every(isFree)).toBe(true);
          expect(start % 4).toBe(0);
          expect(end).toBeLessThanOrEqual(arena.size);
          held.push({ start, length: each.length, isKept, end });
          everUsed.push({ start, end });
        }
      }),
    );
  });

  it('gives out again what was given back, also in larger pieces', () => {
    const arena = new Arena();
    const places = [arena.take(8), arena.take(8), arena.take(8)];
    for (const place of places) arena.give(place, 8);
    expect(arena.take(24)).toBe(0);
    expect(arena.size).toBe(24);
  });
});
