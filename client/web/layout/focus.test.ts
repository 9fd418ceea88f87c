import { describe, expect, it } from 'vitest';
import { layoutFocus } from './focus.ts';
import { PAGER_SIZE } from './pages.ts';
import { overlap, STAGES, UP_TO_49, within } from './testing/stages.ts';

const [laptop, , phone] = STAGES;
const one = (stripCount: number, page = 0) => ({ focusCount: 1, stripCount, page });

describe('the focus layout', () => {
  it('gives one screen everything when nobody else is there', () => {
    expect(layoutFocus(one(0), laptop)).toMatchObject({
      focus: [{ x: 0, y: 0, width: laptop.width, height: laptop.height }],
      strip: [],
      pages: 1,
      pager: undefined,
    });
  });

  it('puts the strip to the right on a laptop', () => {
    const { focus, strip } = layoutFocus(one(3), laptop);
    expect(strip).toHaveLength(3);
    const edge = (focus[0]?.width ?? 0) + laptop.gap;
    expect(strip.every((box) => box.x === edge && box.x + box.width === laptop.width)).toBe(true);
  });

  it('puts the strip below on a phone', () => {
    const { focus, strip } = layoutFocus(one(2), phone);
    expect(focus[0]?.width).toBe(phone.width);
    expect(strip.every((box) => box.y + box.height === phone.height)).toBe(true);
    expect((focus[0]?.height ?? 0) + phone.gap).toBe(strip[0]?.y);
  });

  it('puts more people below it in rows on a phone, and leaves the larger part to it', () => {
    const { focus, strip, pages } = layoutFocus(one(7), phone);
    expect(pages).toBe(1);
    expect(new Set(strip.map((box) => box.x)).size).toBe(3);
    expect(new Set(strip.map((box) => box.y)).size).toBe(4);
    expect(focus[0]!.height).toBeGreaterThanOrEqual((phone.width * 3) / 4 - phone.gap);
  });

  it('splits the room between several', () => {
    const { focus } = layoutFocus({ focusCount: 2, stripCount: 4, page: 0 }, laptop);
    expect(focus).toHaveLength(2);
    expect(focus[0]).not.toEqual(focus[1]);
  });

  it('gives the last page for one that is not there', () => {
    expect(layoutFocus(one(24, 99), laptop)).toEqual(layoutFocus(one(24, 5), laptop));
  });

  it('holds nothing without a size', () => {
    expect(layoutFocus(one(3), { width: 0, height: 0, gap: 8 }).focus).toEqual([]);
  });
});

describe.each(STAGES)('the strip on $name', (area) => {
  it.each(UP_TO_49)('shows each of %i tiles on one page, without overlap', (count) => {
    const first = layoutFocus(one(count), area);
    let shown = 0;
    for (let page = 0; page < first.pages; page += 1) {
      const { focus, strip, pager } = layoutFocus(one(count, page), area);
      const all = [...focus, ...strip, ...(pager === undefined ? [] : [pager])];
      for (const [index, box] of all.entries()) {
        expect(within(box, area)).toBe(true);
        expect(all.slice(index + 1).some((other) => overlap(box, other))).toBe(false);
      }
      expect(strip).toEqual(first.strip.slice(0, strip.length));
      expect(pager?.height ?? PAGER_SIZE).toBe(PAGER_SIZE);
      shown += strip.length;
    }
    expect(shown).toBe(count);
    // What is in focus is larger than everybody in the strip.
    const [big, small] = [first.focus[0]!, first.strip[0]!];
    expect(big.width * big.height).toBeGreaterThan(2 * small.width * small.height);
  });
});
