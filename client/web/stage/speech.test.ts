import { describe, expect, it } from 'vitest';
import { hear, nextChangeMs, SILENCE, soundsSince, speaks, spokeAt, type Speech } from './speech.ts';

/** Who makes a sound at which moments, in ms; each moment lasts until the next. */
const heard = (...moments: readonly (readonly [at: number, who: string])[]): Speech =>
  moments.reduce((speech, [at, who]) => hear(speech, new Set(who), at), SILENCE);

describe('speech', () => {
  it.each([
    ['a sound that has just begun is none', [[0, 'a']], 999, false],
    ['a second of it is', [[0, 'a']], 1000, true],
    [
      'others make no difference',
      [
        [0, 'a'],
        [500, 'ab'],
        [900, 'a'],
      ],
      1000,
      true,
    ],
    [
      'it ends with silence',
      [
        [0, 'a'],
        [2000, ''],
      ],
      2000,
      false,
    ],
    [
      'after a pause it has to last again',
      [
        [0, 'a'],
        [2000, ''],
        [2500, 'a'],
      ],
      3000,
      false,
    ],
  ] as const)('%s', (_, moments, now, result) => {
    expect(speaks(heard(...moments), 'a', now)).toBe(result);
  });

  it.each([
    ['never', [], 5000, -Infinity],
    ['now', [[0, 'a']], 5000, 5000],
    [
      'when it ended',
      [
        [0, 'a'],
        [3000, ''],
      ],
      5000,
      3000,
    ],
    [
      'never, for a cough',
      [
        [0, 'a'],
        [400, ''],
      ],
      5000,
      -Infinity,
    ],
    [
      'when it ended, though there was a cough since',
      [
        [0, 'a'],
        [3000, ''],
        [3500, 'a'],
        [3600, ''],
      ],
      5000,
      3000,
    ],
    [
      'so far, in the middle of a cough',
      [
        [0, 'a'],
        [3000, ''],
        [3500, 'a'],
      ],
      4000,
      3000,
    ],
    [
      'too long ago',
      [
        [0, 'a'],
        [3000, ''],
      ],
      63_000,
      -Infinity,
    ],
  ] as const)('was heard last: %s', (_, moments, now, result) => {
    expect(spokeAt(heard(...moments), 'a', now)).toBe(result);
  });

  it('knows since when somebody has been making a sound', () => {
    expect(soundsSince(heard([5, 'a'], [900, 'ab']), 'a')).toBe(5);
    expect(soundsSince(heard([5, 'a'], [900, 'b']), 'a')).toBeUndefined();
  });

  it('forgets who has long been silent', () => {
    expect([...heard([0, 'ab'], [2000, 'b'], [70_000, 'b']).keys()]).toEqual(['b']);
    expect([...heard([0, 'a'], [300, '']).keys()]).toEqual([]);
  });

  it.each([
    ['nobody makes a sound', [], 0, undefined],
    ['somebody goes on', [[0, 'a']], 4000, undefined],
    ['a sound becomes speech', [[0, 'a']], 300, 700],
    [
      'silence becomes long',
      [
        [0, 'a'],
        [2000, ''],
      ],
      3000,
      59_000,
    ],
    [
      'whatever is first',
      [
        [0, 'a'],
        [2000, 'b'],
      ],
      2500,
      500,
    ],
  ] as const)('changes by itself when %s', (_, moments, now, result) => {
    expect(nextChangeMs(heard(...moments), now)).toBe(result);
  });
});
