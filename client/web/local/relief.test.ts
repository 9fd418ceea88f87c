import { describe, expect, it } from 'vitest';
import { declined, lowered, NO_RELIEF, relieved, type Relief } from './relief.ts';

const INTERVAL_MS = 5000;

/** Looks each five seconds, as often as each part says. */
function after(parts: readonly (readonly ['busy' | 'fine', seconds: number])[], from: Relief = NO_RELIEF) {
  let [state, now] = [from, Math.max(from.lookedAt, 0)];
  const steps: number[] = [];
  for (const [how, seconds] of parts) {
    for (let passed = 0; passed < seconds * 1000; passed += INTERVAL_MS) {
      now += INTERVAL_MS;
      state = relieved(state, how === 'busy', now);
      steps.push(state.step);
    }
  }
  return { state, steps, now };
}

describe('a processor', () => {
  it.each([
    ['that is fine is left alone', [['fine', 600]], 0],
    [
      'that is busy for a moment is left alone',
      [
        ['busy', 10],
        ['fine', 5],
        ['busy', 10],
      ],
      0,
    ],
    ['that is busy for long is relieved', [['busy', 15]], 1],
    ['that is busy all the same is relieved once more', [['busy', 30]], 2],
    ['is relieved by two steps at the most', [['busy', 300]], 2],
    [
      'that has been fine for less than a minute stays relieved',
      [
        ['busy', 15],
        ['fine', 55],
      ],
      1,
    ],
    [
      'that has been fine for a minute is tried again',
      [
        ['busy', 15],
        ['fine', 65],
      ],
      0,
    ],
    [
      'that is tried again goes up step by step',
      [
        ['busy', 30],
        ['fine', 65],
      ],
      1,
    ],
    [
      'that is busy now and then is not tried again',
      [
        ['busy', 15],
        ['fine', 50],
        ['busy', 5],
        ['fine', 50],
      ],
      1,
    ],
  ] as const)('%s', (_, parts, step) => {
    expect(after(parts).state.step).toBe(step);
  });

  it('that was tried again too soon is given twice the time, up to a quarter of an hour', () => {
    let { state } = after([['busy', 15]]);
    const waits: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      const fine = after([['fine', 1200]], state);
      waits.push(fine.steps.indexOf(0));
      ({ state } = after(
        [
          ['fine', (waits.at(-1)! + 1) * 5],
          ['busy', 15],
        ],
        state,
      ));
      expect(state.step).toBe(1);
    }
    expect(waits.map((looks) => looks * INTERVAL_MS)).toEqual(
      [60, 120, 240, 480, 960, 960].map((s) => s * 1000),
    );
  });

  it('that failed after a good while is given no more time than at first', () => {
    const { state } = after([
      ['busy', 15],
      ['fine', 300],
      ['busy', 15],
    ]);
    expect(state).toMatchObject({ step: 1, patienceMs: 60_000 });
  });

  it('that nobody looked at is not taken for busy, nor for fine', () => {
    const busy = relieved(relieved(NO_RELIEF, true, 0), true, 60_000);
    expect(busy.step).toBe(0);
    const { state, now } = after([
      ['busy', 15],
      ['fine', 30],
    ]);
    expect(relieved(state, false, now + 60_000).step).toBe(1);
  });

  it('that gave something up is relieved at once, and not beyond the last step', () => {
    expect(lowered(NO_RELIEF, 0).step).toBe(1);
    expect(lowered(lowered(lowered(NO_RELIEF, 0), 0), 0).step).toBe(2);
  });

  it('is left alone for good by who wants it so', () => {
    const free = declined(after([['busy', 30]]).state);
    expect(free.step).toBe(0);
    expect(after([['busy', 300]], free).state.step).toBe(0);
    expect(lowered(free, 0).step).toBe(0);
  });
});
