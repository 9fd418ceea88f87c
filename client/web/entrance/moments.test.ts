import { describe, expect, it } from 'vitest';
import { agoText, localeOf, whenText } from './moments.ts';

const NOW = new Date(2026, 10, 21, 14, 30).getTime();
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

describe('moments', () => {
  it.each([
    [10_000, 'this minute'],
    [59_999, 'this minute'],
    [MINUTE, '1 minute ago'],
    [90 * MINUTE, '1 hour ago'],
    [DAY, 'yesterday'],
    [3 * DAY, '3 days ago'],
    [10 * DAY, 'last week'],
    [400 * DAY, 'last year'],
    // A clock that was set back.
    [-DAY, 'this minute'],
  ])('%i ms ago are "%s"', (age, text) => {
    expect(agoText(NOW - age, NOW, 'en')).toBe(text);
  });

  it.each([
    [new Date(2026, 10, 21, 16, 5), '16:05'],
    [new Date(2026, 10, 23, 16, 5), 'Monday 23 November at 16:05'],
    [new Date(2028, 0, 3, 16, 5), 'Monday 3 January 2028 at 16:05'],
  ])('tell the day only where it is another', (at, text) => {
    expect(whenText(at.getTime(), NOW, 'en-GB').replaceAll(',', '')).toBe(text);
  });

  it.each([
    ['en', ['de-AT', 'en-GB', 'en'], 'en-GB'],
    ['de', ['en-GB'], 'de'],
    ['en', ['eng-x'], 'en'],
  ])('are written in %s as %j asks for', (language, wanted, locale) => {
    expect(localeOf(language, wanted)).toBe(locale);
  });
});
