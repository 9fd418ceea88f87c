import { describe, expect, it } from 'vitest';
import { overlap, STAGES, UP_TO_49, within } from './testing/stages.ts';
import { layoutTiles, rowLengths } from './tiles.ts';

describe.each(STAGES)('tiles on $name', (area) => {
  const { width, height } = area;
  const narrowest = height > width ? 1 : 4 / 3;

  it.each(UP_TO_49)('places %i without overlap, within the area, at an aspect that crops nobody', (count) => {
    const { boxes } = layoutTiles(count, area);
    expect(boxes).toHaveLength(count);
    for (const [index, box] of boxes.entries()) {
      expect(within(box, area)).toBe(true);
      // A pixel of rounding either way.
      expect((box.width + 1) / box.height).toBeGreaterThanOrEqual(narrowest);
      expect(box.width / (box.height + 1)).toBeLessThanOrEqual(17 / 9);
      expect(boxes.slice(index + 1).some((other) => overlap(box, other))).toBe(false);
    }
  });

  it.each(UP_TO_49)('finds the number of columns with the largest tiles for %i', (count) => {
    const tile = layoutTiles(count, area).boxes[0];
    const best = Math.max(
      ...UP_TO_49.filter((columns) => columns <= count).map((columns) => {
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

  it.each(UP_TO_49)('keeps the order of reading, and the rows centred, for %i', (count) => {
    const { boxes } = layoutTiles(count, area);
    expect(boxes).toEqual([...boxes].sort((a, b) => a.y - b.y || a.x - b.x));
    for (const y of new Set(boxes.map((box) => box.y))) {
      const row = boxes.filter((box) => box.y === y);
      const right = (row.at(-1)?.x ?? 0) + (row.at(-1)?.width ?? 0);
      expect(Math.abs((row[0]?.x ?? 0) - (width - right))).toBeLessThanOrEqual(1);
    }
  });
});

describe('the number of columns', () => {
  const [laptop, , phone] = STAGES;

  it.each([
    [1, 1],
    [2, 2],
    [4, 2],
    [5, 3],
    [7, 3],
    [9, 3],
    [10, 4],
    [16, 4],
    [17, 5],
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
  ])('for %i tiles on a phone is %i', (count, columns) => {
    expect(layoutTiles(count, phone).columns).toBe(columns);
  });
});

describe('rows', () => {
  it.each([
    [5, 3, [3, 2]],
    [7, 3, [2, 3, 2]],
    [8, 3, [3, 2, 3]],
    [10, 4, [3, 4, 3]],
    [13, 5, [4, 5, 4]],
    [14, 5, [5, 4, 5]],
    [22, 5, [4, 5, 4, 5, 4]],
    [11, 3, [3, 3, 2, 3]],
  ])('of %i tiles in %i columns differ by one at most: %j', (count, columns, lengths) => {
    expect(rowLengths(count, columns)).toEqual(lengths);
  });

  it.each(UP_TO_49)('hold all of %i tiles, none more than it may', (count) => {
    for (let columns = 1; columns <= count; columns += 1) {
      const lengths = rowLengths(count, columns);
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(count);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(columns);
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
    }
  });
});

describe('while a window is resized', () => {
  const WIDTHS = Array.from({ length: 900 }, (_, index) => 600 + index);
  const wide = (width: number) => ({ width, height: 700, gap: 8 });
  /** How often the columns change where a width trembles by three pixels. */
  const changes = (count: number, width: number, remembers: boolean) => {
    let columns: number | undefined;
    let found = 0;
    for (const each of [width, width + 3, width, width + 3, width]) {
      const next = layoutTiles(count, wide(each), remembers ? columns : undefined).columns;
      if (columns !== undefined && next !== columns) found += 1;
      columns = next;
    }
    return found;
  };

  it.each([3, 5, 7, 10, 17])('%i tiles do not flicker between two grids', (count) => {
    expect(Math.max(...WIDTHS.map((width) => changes(count, width, true)))).toBeLessThanOrEqual(1);
    expect(Math.max(...WIDTHS.map((width) => changes(count, width, false)))).toBe(4);
  });

  it('they do change where another grid is clearly better', () => {
    const before = layoutTiles(7, wide(700)).columns;
    expect(layoutTiles(7, wide(1500), before).columns).toBeGreaterThan(before);
  });

  it('a layout of another number of tiles, or none, is no example', () => {
    const fresh = layoutTiles(4, wide(1200));
    for (const columns of [undefined, 0, 5, 40]) expect(layoutTiles(4, wide(1200), columns)).toEqual(fresh);
  });
});

it('an area without a size holds nothing', () => {
  expect(layoutTiles(4, { width: 0, height: 700, gap: 8 }).boxes).toEqual([]);
});
