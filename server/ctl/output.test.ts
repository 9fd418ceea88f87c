import { describe, expect, it } from 'vitest';
import { permissionText, spanText, table, timeText, visible, widthOf } from './output.ts';

describe('table', () => {
  it('lines columns up by what is seen, and ends lines where they end', () => {
    const rows = [
      ['ada', 'x', ''],
      ['日本', 'y', 'z'],
      ['e\u0301ve', '👩‍👩‍👧', ''],
    ];
    expect(table(['name', 'it', ''], rows).split('\n')).toEqual([
      'NAME  IT',
      'ada   x',
      '日本  y   z',
      'e\u0301ve   👩‍👩‍👧',
      '',
    ]);
  });

  it('has no head without titles', () => {
    expect(table(['', ''], [['a', 'b']])).toBe('a  b\n');
  });
});

describe('widthOf', () => {
  it.each([
    ['abc', 3],
    ['ä', 1],
    ['한국어', 6],
    ['👍', 2],
    ['❤️', 2],
    ['', 0],
  ])('%s takes %i columns', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });
});

describe('visible', () => {
  it.each(['\u001b]0;title\u0007', '\r\n', '\u009b31m', '\u202eabc', '\u2028'])(
    'lets nothing through that moves the cursor: %j',
    (text) => {
      expect(visible(text)).not.toMatch(/[\p{Cc}\u202e\u2028]/u);
    },
  );

  it('leaves letters of all scripts', () => {
    expect(visible('Zoë 日本 שלום 👍')).toBe('Zoë 日本 שלום 👍');
  });
});

describe('texts', () => {
  it.each([
    [undefined, '(none)'],
    [[], '(none)'],
    ['op', 'op'],
    [['a', 'b'], 'a, b'],
  ])('permissions %j are %s', (permissions, text) => {
    expect(permissionText(permissions)).toBe(text);
  });

  it.each([
    [0, '0 s'],
    [-89_000, '89 s'],
    [90_000, '2 min'],
    [7_200_000, '2 h'],
    [172_800_000, '2 d'],
  ])('%i ms are %s', (ms, text) => {
    expect(spanText(ms)).toBe(text);
  });

  it.each([
    [undefined, ''],
    [null, ''],
    ['soon', 'soon'],
    [1e300, '1e+300'],
  ])('the time %j is "%s"', (time, text) => {
    expect(timeText(time)).toBe(text);
  });

  it('shows times as the machine has them', () => {
    expect(timeText(new Date(2030, 0, 31, 9, 5).getTime())).toBe('2030-01-31 09:05');
  });
});
