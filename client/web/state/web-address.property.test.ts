import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfAddress, withLinks } from './web-address.ts';

/** The rule as one would say it, which takes too long for long words. */
function plainly(word: string): string {
  const count = (text: string, character: string) => text.split(character).length - 1;
  let rest = word.replace(/[.,;:!?]+$/, '');
  while (rest.endsWith(')') && count(rest, ')') > count(rest, '(')) {
    rest = rest.slice(0, -1).replace(/[.,;:!?]+$/, '');
  }
  return rest;
}

const awkward = fc.string({ unit: fc.constantFrom('a', '(', ')', '.', ',', '!', '/', ':'), maxLength: 40 });

describe('the end of an address', () => {
  it('is where the plain rule puts it', () => {
    fc.assert(
      fc.property(awkward, (tail) => {
        const word = `http://${tail}`;
        expect(word.slice(0, endOfAddress(word))).toBe(plainly(word));
      }),
    );
  });

  it('loses nothing of any text', () => {
    const texts = fc.array(fc.oneof(fc.string(), awkward, fc.constantFrom('http://', ' https://', '\n')));
    fc.assert(
      fc.property(texts, (pieces) => {
        const text = pieces.join('');
        expect(
          withLinks(text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
