import { describe, expect, it } from 'vitest';
import { lowestFirst } from './layers.ts';

function order(...layers: readonly string[]): string {
  const read = layers.map((text) => {
    const [rid = '', ...limits] = text.split(' ');
    return { rid, paused: false, limits: new Map(limits.map((each) => each.split('=') as [string, string])) };
  });
  return lowestFirst(read)
    .map(({ rid }) => rid)
    .join(' ');
}

describe('lowestFirst', () => {
  it.each([
    ['by names of a known family, as Galène lists them', ['h', 'l'], 'l h'],
    ['by names, in any order', ['l', 'm', 'h'], 'l m h'],
    ['by names, where "h" is the half', ['q', 'h', 'f'], 'q h f'],
    ['by names, where the full comes first', ['f', 'h', 'q'], 'q h f'],
    ['by names in full', ['High', 'medium', 'low'], 'low medium High'],
    ['by order, of names that say nothing: the preferred comes first', ['0', '1', '2'], '2 1 0'],
    ['by order, of names of two families', ['l', 'f'], 'f l'],
    ['by limits, whatever the names say', ['h max-width=320', 'l max-width=1280'], 'h l'],
    ['by limits of the bit rate', ['a max-br=2000000', 'b max-br=100000'], 'b a'],
    ['by names, where not all have limits', ['h max-width=1280', 'l'], 'l h'],
    ['by names, where the limits are the same', ['h max-fps=30', 'l max-fps=30'], 'l h'],
    ['one alone', ['x'], 'x'],
    ['none', [], ''],
  ])('%s', (_, layers, expected) => {
    expect(order(...layers)).toBe(expected);
  });

  it('keeps the eight best', () => {
    const names = Array.from({ length: 10 }, (_, index) => `r${index}`);
    expect(order(...names)).toBe('r7 r6 r5 r4 r3 r2 r1 r0');
  });
});
