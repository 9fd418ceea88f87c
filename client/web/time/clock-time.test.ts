import { expect, it } from 'vitest';
import { clockTime, leftText } from './clock-time.ts';

it.each([
  [0, '0:00'],
  [59.9, '0:59'],
  [61, '1:01'],
  [3723, '1:02:03'],
  [-1, '0:00'],
  [NaN, '0:00'],
  [Infinity, '0:00'],
])('%d seconds into a film are %s', (seconds, text) => {
  expect(clockTime(seconds)).toBe(text);
});

it.each([
  [0, '0:00'],
  [-5000, '0:00'],
  [8100, '0:09'],
  [754_000, '12:34'],
  [3_723_000, '1:02:03'],
  [90_000_000, '25:00:00'],
])('%i ms that are left are %s', (left, text) => {
  expect(leftText(left)).toBe(text);
});
