import { describe, expect, it } from 'vitest';
import { capOf, capsOf, isApple, PALETTE_KEYS } from './keys.ts';

describe('the caps of keys', () => {
  it.each([
    ['m', 'M'],
    [',', ','],
    [' ', 'Space'],
    ['Escape', 'Esc'],
    ['F6', 'F6'],
  ])('for %s are %s', (key, cap) => {
    expect(capOf(key, false)).toBe(cap);
  });

  it.each([
    [false, 'Ctrl K'],
    [true, 'Cmd K'],
  ])('for the palette are those of the computer (by Apple: %s)', (apple, caps) => {
    expect(capsOf(PALETTE_KEYS, apple)).toBe(caps);
  });

  it.each([
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15', true],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36', false],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101', false],
  ])('know from %s whose computer it is', (userAgent, apple) => {
    expect(isApple(userAgent)).toBe(apple);
  });
});
