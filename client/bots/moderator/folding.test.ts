import { describe, expect, it } from 'vitest';
import { capitalsIn, folded, hasWord } from './folding.ts';

describe('folded', () => {
  it.each([
    ['HELLO', 'hello'],
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
    ['οδος', 'οδοσ'],
    ['ﬁne', 'fine'],
    ['ｆｕｌｌ', 'full'],
    ['cafe\u0301', 'CAFÉ'],
    ['zero\u200bwidth', 'zerowidth'],
    ['soft\u00adhyphen', 'softhyphen'],
  ])('makes %j and %j one', (a, b) => {
    expect(folded(a)).toBe(folded(b));
  });

  it.each([
    ['bad', 'bäd'],
    ['a b', 'ab'],
  ])('keeps %j and %j apart', (a, b) => {
    expect(folded(a)).not.toBe(folded(b));
  });
});

describe('hasWord', () => {
  it.each([
    ['you Piffle!', true],
    ['PIFFLE', true],
    ['piffle,poppycock', true],
    ['“piffle”', true],
    ['p\u200biffle', true],
    ['piffles', false],
    ['apiffle', false],
    ['pif fle', false],
    ['p1ffle', false],
    ['', false],
  ])('finds whole words only: %j %j', (text, found) => {
    expect(hasWord(text, ['piffle'], false)).toBe(found);
  });

  it.each([
    ['P1ffl3', true],
    ['ta$k', true],
    ['t@sk', true],
    ['piffle', true],
    ['1337', false],
  ])('reads what is written for letters, where it is told to: %j %j', (text, found) => {
    expect(hasWord(text, ['piffle', 'task', 'leet'], true)).toBe(found);
  });

  it('finds phrases, whatever is between their words', () => {
    expect(hasWord('Buy,   NOW!', ['buy now'], false)).toBe(true);
    expect(hasWord('buy it now', ['buy now'], false)).toBe(false);
  });

  it('finds no entry without a word', () => {
    expect(hasWord('what?!', ['?!', ' '], false)).toBe(false);
  });
});

describe('capitalsIn', () => {
  it.each([
    ['HELLO THERE', 1, 10],
    ['Hello', 0.2, 5],
    ['ÄÖü', 2 / 3, 3],
    ['日本 123 !!', 0, 0],
  ])('counts those of %j', (text, share, letters) => {
    expect(capitalsIn(text)).toEqual({ share, letters });
  });
});
