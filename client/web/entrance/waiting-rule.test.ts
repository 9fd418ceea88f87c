import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOutOfReach, mayPass, MOST_ATTEMPTS, waitMs } from './waiting-rule.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const refused = { now: NOON, possibleFrom: undefined, failures: 1, chance: 0.5 };

describe('the wait before the next attempt', () => {
  it.each([
    [1, 5000],
    [2, 7500],
    [3, 11_250],
    [6, 37_969],
    [8, 60_000],
    [100, 60_000],
  ])('after %i failures is %i ms', (failures, wait) => {
    expect(waitMs({ ...refused, failures })).toBeCloseTo(wait, -1);
  });

  it('ends just after the time that the server named', () => {
    const possibleFrom = NOON + 90_000;
    expect(waitMs({ ...refused, possibleFrom, chance: 0 })).toBe(90_000);
    expect(waitMs({ ...refused, possibleFrom, chance: 1 })).toBe(93_000);
  });

  it('is interrupted where that time is far away', () => {
    expect(waitMs({ ...refused, possibleFrom: NOON + 86_400_000 })).toBe(300_000);
  });

  it('is an ordinary one where that time has passed on this machine only', () => {
    expect(waitMs({ ...refused, possibleFrom: NOON - 1 })).toBe(5000);
  });

  it('has an end', () => {
    expect(waitMs({ ...refused, failures: MOST_ATTEMPTS })).toBeUndefined();
    expect(waitMs({ ...refused, failures: MOST_ATTEMPTS, possibleFrom: NOON + 1 })).toBeUndefined();
  });

  it('is polite and bounded, whatever chance says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: MOST_ATTEMPTS - 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, chance) => {
          const wait = waitMs({ ...refused, failures, chance });
          return wait !== undefined && wait >= 5000 && wait <= 60_000;
        },
      ),
    );
  });
});

describe('a refusal', () => {
  it.each(['group-not-open', 'no-operator', 'group-locked', 'group-full', 'busy', 'closed', 'no-answer'])(
    'by %s may pass',
    (code) => {
      expect(mayPass(code)).toBe(true);
    },
  );

  it.each(['not-authorised', 'username-taken', 'group-expired', 'no-such-group', 'internal', undefined])(
    'by %s does not',
    (code) => {
      expect(mayPass(code)).toBe(false);
    },
  );

  it('may mean that the server is out of reach', () => {
    expect(['closed', 'no-answer', 'group-full', undefined].map(isOutOfReach)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
