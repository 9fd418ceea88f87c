import { expect, it } from 'vitest';
import { canFlip } from './can-flip.ts';

it.each([
  ['on', undefined, true, 2, true],
  ['on', 'user', false, 2, true],
  ['on', undefined, false, 2, false],
  ['on', 'user', true, 1, false],
  ['off', 'user', true, 2, false],
  ['starting', undefined, true, 2, false],
] as const)(
  'a camera that is %s, looks to %s, by touch %s, one of %i, can be flipped: %s',
  (camera, facing, touch, cameras, expected) => {
    expect(canFlip({ camera, facing }, { touch, cameras })).toBe(expected);
  },
);
