import { describe, expect, it } from 'vitest';
import { panelWidth, shareOfWidth, widthByKey } from './panel-width.ts';

describe('the width of a panel', () => {
  it.each([
    [30, 90, 30],
    [10, 90, 18],
    [80, 90, 45],
    // In a narrow window it covers more than half, rather than being unreadable.
    [30, 30, 18],
    // While nobody has chosen, a little less than what could be chosen.
    [22.5, 90, 22.5],
    [22.5, 50, 22],
    [22.5, 30, 18],
  ])('of %s rem wished for in a window of %s rem is %s', (wished, window, width) => {
    expect(panelWidth(wished, window)).toBe(width);
  });

  it.each([
    ['ArrowLeft', 22.5, 23.5],
    ['ArrowLeft', 44.5, 45],
    ['ArrowRight', 22.5, 21.5],
    ['ArrowRight', 18, 18],
    ['Home', 30, 18],
    ['End', 30, 45],
    ['Enter', 30, 22.5],
    ['Tab', 30, undefined],
  ])('by %s from %s rem is %s', (key, from, to) => {
    expect(widthByKey(key, from, 90)).toBe(to);
  });

  it.each([
    [18, 90, 0],
    [45, 90, 100],
    [31.5, 90, 50],
    [18, 30, 0],
  ])('of %s rem in a window of %s rem is told as %s percent', (width, window, percent) => {
    expect(shareOfWidth(width, window)).toBe(percent);
  });
});
