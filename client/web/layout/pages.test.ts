import { describe, expect, it } from 'vitest';
import { capacityOf, layoutPages, MOST_TILES, PAGER_SIZE } from './pages.ts';
import { overlap, STAGES, UP_TO_49, within } from './testing/stages.ts';

const [laptop, tablet, phone, sideways, small] = STAGES;

describe('how many faces an area holds', () => {
  it.each([
    [laptop, 25],
    [tablet, 16],
    [phone, 8],
    [sideways, 8],
    [small, 6],
    [{ name: 'a huge screen', width: 2536, height: 1260, gap: 8 }, 25],
    [{ name: 'a stamp', width: 100, height: 80, gap: 8 }, 1],
  ])('$name: %#', (area, count) => {
    expect(capacityOf(area)).toBe(count);
  });

  it('stays where the area hardly changes, and not where it does', () => {
    const at = (width: number, before?: number) => capacityOf({ ...tablet, width }, before);
    const edge = Array.from({ length: 500 }, (_, index) => 700 + index).find(
      (width) => at(width) !== at(width - 1),
    )!;
    const [less, more] = [at(edge - 1), at(edge)];
    expect(at(edge, less)).toBe(less);
    expect(at(edge - 1, more)).toBe(more);
    expect(at(edge + 60, less)).not.toBe(less);
    expect(at(edge - 60, more)).not.toBe(more);
  });
});

describe.each(STAGES)('pages on $name', (area) => {
  it.each(UP_TO_49)('show each of %i tiles once, without overlap, beside the buttons', (count) => {
    const first = layoutPages(count, 0, area);
    let shown = 0;
    for (let page = 0; page < first.pages; page += 1) {
      const { boxes, pager, capacity } = layoutPages(count, page, area);
      const all = pager === undefined ? boxes : [...boxes, pager];
      for (const [index, box] of all.entries()) {
        expect(within(box, area)).toBe(true);
        expect(all.slice(index + 1).some((other) => overlap(box, other))).toBe(false);
      }
      expect(boxes.length).toBeGreaterThan(0);
      expect(boxes.length).toBeLessThanOrEqual(Math.min(MOST_TILES, capacity));
      // Turning the page moves no box.
      expect(boxes).toEqual(first.boxes.slice(0, boxes.length));
      shown += boxes.length;
    }
    expect(shown).toBe(count);
    expect(first.pager === undefined).toBe(first.pages === 1);
  });
});

describe('the buttons for the pages', () => {
  it('lie below the tiles, and beside them where height is scarce', () => {
    const below = layoutPages(40, 0, phone).pager!;
    expect(below).toEqual({ x: 0, y: phone.height - PAGER_SIZE, width: phone.width, height: PAGER_SIZE });
    const beside = layoutPages(40, 0, sideways).pager!;
    expect(beside).toEqual({ x: 820 - PAGER_SIZE, y: 0, width: PAGER_SIZE, height: sideways.height });
  });
});

it('a page that is not there is the last one', () => {
  expect(layoutPages(30, 9, laptop)).toEqual(layoutPages(30, 1, laptop));
});

it('an area without a size holds nothing', () => {
  expect(layoutPages(30, 0, { width: 0, height: 0, gap: 8 })).toMatchObject({ boxes: [], pages: 1 });
});
