import type { Quality } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { aReading } from './fakes.ts';
import type { TrackReading } from './readings.ts';
import { agreed, reasonOf, worstOf, type Level, type Reason } from './reason.ts';

describe('reasonOf', () => {
  it.each<[why: Reason | undefined, reading: Partial<TrackReading>, told: Quality | null, choseLow: boolean]>(
    [
      [undefined, {}, null, false],
      ['cpu', { limitedBy: 'cpu', loss: 0.3 }, 'lost', true],
      ['bandwidth', { limitedBy: 'bandwidth' }, null, false],
      [undefined, { limitedBy: 'other' }, null, false],
      ['loss', { loss: 0.05 }, null, false],
      [undefined, { loss: 0.049 }, null, false],
      ['delay', { rttMs: 500 }, null, false],
      ['loss', {}, 'fair', false],
      ['loss', {}, 'poor', true],
      ['lost', {}, 'lost', false],
      ['chosen', { layers: { sent: 1, of: 3 } }, null, true],
      ['small', { layers: { sent: 1, of: 3 } }, null, false],
      ['unwatched', { layers: { sent: 0, of: 3 } }, null, false],
      [undefined, { layers: { sent: 3, of: 3 } }, null, false],
      [undefined, { kind: 'audio' }, null, true],
      [undefined, { direction: 'down', limitedBy: 'cpu', loss: 0.5 }, null, false],
    ],
  )('says %s of %o, told %s', (why, reading, told, choseLow) => {
    expect(reasonOf([aReading(reading)], told, choseLow)).toBe(why);
  });

  it('blames nothing while nothing is sent', () => {
    expect(reasonOf([], null, true)).toBeUndefined();
  });
});

describe('levels', () => {
  it.each<[levels: (Level | null)[], worst: Level]>([
    [[], 'good'],
    [[null, 'good'], 'good'],
    [['fair', 'poor', null], 'poor'],
    [['lost', 'good'], 'lost'],
  ])('of %o the worst is %s', (levels, worst) => {
    expect(worstOf(levels)).toBe(worst);
  });

  it('agree on the better one', () => {
    expect([agreed('good', 'lost'), agreed('poor', 'fair'), agreed('lost', 'lost')]).toEqual([
      'good',
      'fair',
      'lost',
    ]);
  });
});
