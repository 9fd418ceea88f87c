import { describe, expect, it } from 'vitest';
import { nextInRing } from './regions.ts';

describe('nextInRing', () => {
  const ring = ['bar', 'stage', 'controls'];

  it.each([
    ['bar', 1, 'stage'],
    ['controls', 1, 'bar'],
    ['bar', -1, 'controls'],
    ['stage', -1, 'bar'],
    [undefined, 1, 'bar'],
    [undefined, -1, 'controls'],
    ['gone', 1, 'bar'],
  ] as const)('leads from %s by %d to %s', (from, step, to) => {
    expect(nextInRing<string>(ring, from, step)).toBe(to);
  });

  it('leads nowhere where there is nothing', () => {
    expect(nextInRing<string>([], undefined, 1)).toBeUndefined();
  });
});
