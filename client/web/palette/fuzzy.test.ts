import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestFits, fitOf } from './fuzzy.ts';

const TEXTS = [
  'Raise your hand',
  'Lower your hand',
  'Mute somebody',
  'Mute everybody else',
  'Remove somebody from the meeting',
  'Make somebody an operator',
];
const found = (typed: string) => bestFits(typed, TEXTS, (text) => [text]);

describe('a search', () => {
  it.each([
    ['', TEXTS],
    ['mute', ['Mute somebody', 'Mute everybody else']],
    ['hand', ['Raise your hand', 'Lower your hand']],
    ['hand raise', ['Raise your hand']],
    ['OPERATOR', ['Make somebody an operator']],
    ['xyz', []],
  ])('for “%s” finds %j', (typed, expected) => {
    expect(found(typed)).toEqual(expected);
  });

  it('puts beginnings of words before their middle, and scattered letters last', () => {
    expect(found('e')[0]).toBe('Mute everybody else');
    expect(found('rsmb').at(-1)).toBe('Remove somebody from the meeting');
    expect(fitOf('mu', 'mute')).toBeGreaterThan(fitOf('mu', 'please mute')!);
    expect(fitOf('mu', 'please mute')).toBeGreaterThan(fitOf('ut', 'mute')!);
    expect(fitOf('ut', 'mute')).toBeGreaterThan(fitOf('me', 'mute')!);
  });

  it('finds everything by each of its words, whatever their order', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TEXTS),
        fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }),
        (text, picks) => {
          const words = text.split(' ');
          const typed = picks.map((pick) => words[pick % words.length]).join(' ');
          expect(found(typed)).toContain(text);
        },
      ),
    );
  });
});
