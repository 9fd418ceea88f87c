import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateLimit } from './rate-limit.ts';

const rate = { perSecond: 10, burst: 3 };

function take(limit: RateLimit, count: number, now: number): string[] {
  return Array.from({ length: count }, () => limit.take(now));
}

describe('RateLimit', () => {
  it('lets a burst pass, then says over, then flood', () => {
    const limit = new RateLimit(rate, 0);
    expect(take(limit, 7, 0)).toEqual(['ok', 'ok', 'ok', 'over', 'over', 'flood', 'flood']);
  });

  it('gives back one token at a time', () => {
    const limit = new RateLimit(rate, 0);
    take(limit, 3, 0);
    expect(limit.take(100)).toBe('ok');
    expect(limit.take(150)).toBe('over');
  });

  it('never holds more than the burst, however long the silence', () => {
    const limit = new RateLimit(rate, 0);
    expect(take(limit, 4, 1_000_000)).toEqual(['ok', 'ok', 'ok', 'over']);
  });

  it('makes up for a debt before anything passes again', () => {
    const limit = new RateLimit(rate, 0);
    take(limit, 5, 0);
    expect(limit.take(200)).toBe('over');
    expect(limit.take(500)).toBe('ok');
  });

  it('takes more for what costs more', () => {
    const limit = new RateLimit(rate, 0);
    expect([limit.take(0, 2), limit.take(0), limit.take(0, 2), limit.take(0)]).toEqual([
      'ok',
      'ok',
      'over',
      'flood',
    ]);
  });

  it('lets whoever keeps to the rate pass for ever', () => {
    const limit = new RateLimit(rate, 0);
    for (let now = 0; now < 100_000; now += 100) expect(limit.take(now)).toBe('ok');
  });

  it('lets no more pass in any time than burst and rate together', () => {
    const pauses = fc.array(fc.nat(500), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(pauses, (steps) => {
        const limit = new RateLimit(rate, 0);
        let now = 0;
        let passed = 0;
        for (const step of steps) {
          now += step;
          if (limit.take(now) === 'ok') passed += 1;
        }
        expect(passed).toBeLessThanOrEqual(rate.burst + (now / 1000) * rate.perSecond + 1e-6);
      }),
    );
  });
});
