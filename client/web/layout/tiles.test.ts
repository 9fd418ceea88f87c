import { describe, expect, it } from 'vitest';
import { layoutTiles, rowLengths, type Box } from './tiles.ts';

const COUNTS = Array.from({ length: 25 }, (_, index) => index + 1);
const VIEWPORTS = [
  { name: 'laptop', width: 1416, height: 740 },
  { name: 'laptop with a panel', width: 1056, height: 740 },
  { name: 'large screen', width: 2536, height: 1260 },
  { name: 'tablet', width: 744, height: 880 },
  { name: 'square', width: 800, height: 800 },
];

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe.each(VIEWPORTS)('tiles on a $name', ({ width, height }) => {
  const area = { width, height, gap: 8 };
  const narrowest = height > width ? 1 : 4 / 3;

  it.each(COUNTS)('places %i without overlap, within the area, at an aspect that crops nobody', (count) => {
    const { boxes, contentHeight } = layoutTiles(count, area);
    expect(boxes).toHaveLength(count);
    expect(contentHeight).toBeLessThanOrEqual(height);
    for (const [index, box] of boxes.entries()) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      expect(box.y + box.height).toBeLessThanOrEqual(height);
      // A pixel of rounding either way.
      expect(box.width / box.height).toBeGreaterThan(narrowest - 0.02);
      expect(box.width / box.height).toBeLessThan(17 / 9 + 0.02);
      expect(boxes.slice(index + 1).some((other) => overlap(box, other))).toBe(false);
    }
  });

  it.each(COUNTS)('finds the number of columns with the largest tiles for %i', (count) => {
    const tile = layoutTiles(count, area).boxes[0];
    const best = Math.max(
      ...COUNTS.filter((columns) => columns <= count).map((columns) => {
        const rows = Math.ceil(count / columns);
        const cellWidth = (width - 8 * (columns - 1)) / columns;
        const cellHeight = (height - 8 * (rows - 1)) / rows;
        const tileWidth = Math.min(cellWidth, (cellHeight * 17) / 9);
        return tileWidth * Math.min(cellHeight, tileWidth / narrowest);
      }),
    );
    // Tiles are whole pixels: up to one is lost in each direction.
    expect(((tile?.width ?? 0) + 1) * ((tile?.height ?? 0) + 1)).toBeGreaterThan(best);
  });

  it.each(COUNTS)('keeps the order of reading for %i', (count) => {
    const { boxes } = layoutTiles(count, area);
    const sorted = [...boxes].sort((a, b) => a.y - b.y || a.x - b.x);
    expect(boxes).toEqual(sorted);
  });
});

describe('the number of columns', () => {
  const laptop = { width: 1416, height: 740, gap: 8 };
  const phone = { width: 374, height: 640, gap: 8, minTileWidth: 112 };

  it.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 2],
    [5, 3],
    [6, 3],
    [7, 3],
    [9, 3],
    [10, 4],
    [12, 4],
    [16, 4],
    [17, 5],
    [20, 5],
    [25, 5],
  ])('for %i tiles on a laptop is %i', (count, columns) => {
    expect(layoutTiles(count, laptop).columns).toBe(columns);
  });

  it.each([
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 1],
    [6, 2],
    [8, 2],
    [12, 2],
    [18, 3],
    [25, 3],
  ])('for %i tiles on a phone is %i', (count, columns) => {
    expect(layoutTiles(count, phone).columns).toBe(columns);
  });
});

describe('rows', () => {
  it.each([
    [5, 3, [3, 2]],
    [7, 3, [3, 2, 2]],
    [8, 3, [3, 3, 2]],
    [10, 4, [4, 3, 3]],
    [13, 5, [5, 4, 4]],
    [11, 3, [3, 3, 3, 2]],
    [22, 5, [5, 5, 4, 4, 4]],
  ])('of %i tiles in %i columns differ by one at most', (count, columns, lengths) => {
    expect(rowLengths(count, columns)).toEqual(lengths);
  });
});

describe('an area that is too small', () => {
  it('scrolls rather than shrink tiles below their least width', () => {
    const { boxes, contentHeight } = layoutTiles(25, { width: 374, height: 400, gap: 8, minTileWidth: 112 });
    expect(contentHeight).toBeGreaterThan(400);
    expect(boxes[0]?.width).toBeGreaterThanOrEqual(112);
    expect(boxes[0]?.y).toBe(0);
  });

  it('holds nothing while it has no size', () => {
    expect(layoutTiles(4, { width: 0, height: 700, gap: 8 }).boxes).toEqual([]);
  });
});
