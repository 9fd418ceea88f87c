import { describe, expect, it } from 'vitest';
import { pagesSwiped, rests } from './gesture.ts';

const start = { x: 200, y: 300, at: 1000 };

describe('a movement of a finger', () => {
  it.each([
    ['to the left', { x: 100, y: 310, at: 1200 }, 1],
    ['to the right', { x: 300, y: 310, at: 1200 }, -1],
    ['that is short', { x: 170, y: 300, at: 1200 }, 0],
    ['that is slow', { x: 50, y: 300, at: 2000 }, 0],
    ['downwards', { x: 150, y: 500, at: 1200 }, 0],
    ['that is a tap', start, 0],
  ] as const)('%s turns %#', (_, end, pages) => {
    expect(pagesSwiped(start, end)).toBe(pages);
  });

  it('is none while it trembles', () => {
    expect(rests(start, { ...start, x: 205, y: 296 })).toBe(true);
    expect(rests(start, { ...start, x: 215 })).toBe(false);
  });
});
