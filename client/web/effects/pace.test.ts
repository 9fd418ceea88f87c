import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

/** Lets frames arrive for some seconds, each of which takes so long to paint; a mask is made whenever it is time. */
function run(
  pace: Pace,
  { from, seconds, paintMs, maskMs }: { from: number; seconds: number; paintMs: number; maskMs: number },
) {
  let masks = 0;
  for (let now = from; now < from + seconds * 1000; now += 1000 / 30) {
    if (pace.startsMask(now)) {
      masks += 1;
      pace.masked(maskMs);
    }
    if (pace.painted(paintMs, now) === 'too-slow') return { masks, gaveUpAfterMs: now - from };
  }
  return { masks, gaveUpAfterMs: undefined };
}

describe('pace', () => {
  it('asks for fifteen masks a second while all is well', () => {
    const { masks, gaveUpAfterMs } = run(new Pace(), { from: 0, seconds: 10, paintMs: 8, maskMs: 20 });
    expect(masks).toBeGreaterThanOrEqual(145);
    expect(masks).toBeLessThanOrEqual(152);
    expect(gaveUpAfterMs).toBeUndefined();
  });

  it('asks for fewer when masks take long, and for more again later', () => {
    const pace = new Pace();
    run(pace, { from: 0, seconds: 30, paintMs: 8, maskMs: 90 });
    expect(pace.rate).toBe(5);
    run(pace, { from: 30_000, seconds: 35, paintMs: 8, maskMs: 20 });
    expect(pace.rate).toBe(10);
    run(pace, { from: 65_000, seconds: 35, paintMs: 8, maskMs: 20 });
    expect(pace.rate).toBe(15);
  });

  it.each([
    ['painting takes longer than two frames', { paintMs: 70, maskMs: 20 }],
    ['masks cannot follow at the lowest rate', { paintMs: 8, maskMs: 250 }],
  ])('gives up, after all rates were tried, when %s', (_, costs) => {
    const { gaveUpAfterMs } = run(new Pace(), { from: 0, seconds: 60, ...costs });
    expect(gaveUpAfterMs).toBeGreaterThan(11_000);
    expect(gaveUpAfterMs).toBeLessThan(20_000);
  });

  it('overlooks a busy moment', () => {
    const pace = new Pace();
    run(pace, { from: 0, seconds: 5, paintMs: 8, maskMs: 20 });
    expect(run(pace, { from: 5000, seconds: 3, paintMs: 200, maskMs: 200 }).gaveUpAfterMs).toBeUndefined();
    run(pace, { from: 8000, seconds: 5, paintMs: 8, maskMs: 20 });
    expect(pace.rate).toBe(15);
  });

  it('overlooks the first masks, which wait for the compiler', () => {
    const pace = new Pace();
    for (const ms of [900, 700, 500, 300, 200, 20]) pace.masked(ms);
    expect(pace.maskMs).toBe(20);
  });

  it('begins anew with another effect', () => {
    const pace = new Pace();
    run(pace, { from: 0, seconds: 11, paintMs: 90, maskMs: 20 });
    pace.restart();
    expect(pace.rate).toBe(15);
    expect(pace.paintMs).toBeUndefined();
  });
});
