import { describe, expect, it } from 'vitest';
import { levelOf, stand, UNBLEMISHED, type Level, type Reading, type Standing } from './quality.ts';

describe('levelOf', () => {
  it.each<[reading: Reading, level: Level]>([
    [{}, 'good'],
    [{ loss: 0, rttMs: 0 }, 'good'],
    [{ loss: 0.0499 }, 'good'],
    [{ loss: 0.05 }, 'fair'],
    [{ loss: 0.0999 }, 'fair'],
    [{ loss: 0.1 }, 'poor'],
    [{ loss: 0.1999 }, 'poor'],
    [{ loss: 0.2 }, 'lost'],
    [{ loss: 1 }, 'lost'],
    [{ rttMs: 499 }, 'good'],
    [{ rttMs: 500 }, 'fair'],
    [{ rttMs: 1000 }, 'poor'],
    [{ rttMs: 2000 }, 'lost'],
    [{ loss: 0.06, rttMs: 1200 }, 'poor'],
    [{ loss: 0.12, rttMs: 20 }, 'poor'],
    [{ loss: undefined, rttMs: undefined }, 'good'],
    [{ loss: 0, rttMs: 20, unheard: true }, 'lost'],
  ])('takes %o for %s', (reading, level) => {
    expect(levelOf(reading)).toBe(level);
  });
});

/** What is told of looks each three seconds. */
function told(looks: readonly Level[], from: Standing = UNBLEMISHED): Level[] {
  let standing = from;
  return looks.map((seen, index) => {
    standing = stand(standing, seen, index * 3000);
    return standing.level;
  });
}

describe('stand', () => {
  it.each<[what: string, looks: Level[], told: Level[]]>([
    ['nothing of a single bad look', ['poor', 'good', 'poor', 'good'], ['good', 'good', 'good', 'good']],
    ['of what has been bad for a while', ['poor', 'poor', 'poor'], ['good', 'good', 'poor']],
    ['the mildest of different bad looks', ['lost', 'fair', 'lost'], ['good', 'good', 'fair']],
    [
      'of what goes on to be worse, after a while again',
      ['fair', 'fair', 'lost', 'lost', 'lost'],
      ['good', 'good', 'fair', 'fair', 'lost'],
    ],
    [
      'of what is good again, much later',
      ['poor', 'poor', 'poor', 'good', 'good', 'good', 'good', 'good'],
      ['good', 'good', 'poor', 'poor', 'poor', 'poor', 'poor', 'good'],
    ],
    [
      'nothing of what is good in between',
      ['poor', 'poor', 'poor', 'good', 'good', 'poor', 'good', 'good'],
      ['good', 'good', 'poor', 'poor', 'poor', 'poor', 'poor', 'poor'],
    ],
    [
      'of the way up step by step what held',
      ['lost', 'lost', 'lost', 'fair', 'good', 'fair', 'good', 'good'],
      ['good', 'good', 'lost', 'lost', 'lost', 'lost', 'lost', 'fair'],
    ],
  ])('tells %s', (_, looks, expected) => {
    expect(told(looks)).toEqual(expected);
  });

  it('begins to wait anew when the clock is set back', () => {
    const waiting = stand(UNBLEMISHED, 'poor', 100_000);
    const later = stand(waiting, 'poor', 10_000);
    expect(later).toEqual({ level: 'good', change: { to: 'poor', since: 10_000 } });
    expect(stand(later, 'poor', 15_000).level).toBe('poor');
  });
});
