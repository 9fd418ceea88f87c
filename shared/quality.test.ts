import { describe, expect, it } from 'vitest';
import { QUALITIES } from './messages/values.ts';
import { QUALITY_BOUNDS, qualityOf } from './quality.ts';

describe('qualityOf', () => {
  it.each([
    [{}, null],
    [{ loss: 0.049, rttMs: 499 }, null],
    [{ loss: 0.05 }, 'fair'],
    [{ rttMs: 500 }, 'fair'],
    [{ loss: 0.1, rttMs: 10 }, 'poor'],
    [{ loss: 0, rttMs: 1000 }, 'poor'],
    [{ loss: 0.2 }, 'lost'],
    [{ loss: 0.06, rttMs: 2000 }, 'lost'],
  ] as const)('takes %o for %s', (way, level) => {
    expect(qualityOf(way)).toBe(level);
  });

  it('has bounds for each level, the worst first', () => {
    expect(QUALITY_BOUNDS.map(({ level }) => level).reverse()).toEqual([...QUALITIES]);
  });
});
