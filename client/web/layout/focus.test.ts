import { describe, expect, it } from 'vitest';
import { layoutFocus } from './focus.ts';

const laptop = { width: 1416, height: 740, gap: 8 };
const phone = { width: 374, height: 640, gap: 8 };

describe('the focus layout', () => {
  it('gives one screen everything when nobody else is there', () => {
    expect(layoutFocus(1, 0, laptop)).toEqual({
      focus: [{ x: 0, y: 0, width: 1416, height: 740 }],
      strip: [],
    });
  });

  it('puts the strip to the right on a laptop', () => {
    const { focus, strip } = layoutFocus(1, 3, laptop);
    expect(strip).toHaveLength(3);
    const edge = (focus[0]?.width ?? 0) + laptop.gap;
    expect(strip.every((box) => box.x === edge && box.x + box.width === laptop.width)).toBe(true);
  });

  it('puts the strip below on a phone', () => {
    const { focus, strip } = layoutFocus(1, 2, phone);
    expect(focus[0]?.width).toBe(374);
    expect(strip.every((box) => box.y + box.height === phone.height)).toBe(true);
    expect((focus[0]?.height ?? 0) + phone.gap).toBe(strip[0]?.y);
  });

  it('shows no more of the strip than fits', () => {
    const { strip } = layoutFocus(1, 24, laptop);
    expect(strip.length).toBeLessThan(24);
    const last = strip.at(-1);
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(laptop.height);
  });

  it('splits the room between several screens', () => {
    const { focus } = layoutFocus(2, 4, laptop);
    expect(focus).toHaveLength(2);
    expect(focus[0]).not.toEqual(focus[1]);
  });
});
