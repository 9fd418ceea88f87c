import { expect, it } from 'vitest';
import { clockTime } from './clock-time.ts';

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
