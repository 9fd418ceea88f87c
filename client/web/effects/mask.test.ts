import { describe, expect, it } from 'vitest';
import { blurredRoom, boxBlur, opacity, silhouette, steady } from './mask.ts';

const SIZE = { width: 16, height: 9 };
const PIXELS = SIZE.width * SIZE.height;

describe('steady', () => {
  it('follows at once where the network is sure', () => {
    const before = Float32Array.of(0, 1);
    steady(before, Float32Array.of(1, 0));
    expect([...before]).toEqual([1, 0]);
  });

  it('holds on to what was where the network wavers', () => {
    const before = Float32Array.of(1, 0);
    steady(before, Float32Array.of(0.5, 0.5));
    expect(before[0]).toBeCloseTo(0.9);
    expect(before[1]).toBeCloseTo(0.1);
  });

  it('comes to rest where the network stays', () => {
    const mask = Float32Array.of(0);
    for (let time = 0; time < 60; time += 1) steady(mask, Float32Array.of(0.6));
    expect(mask[0]).toBeCloseTo(0.6);
  });
});

describe('opacity', () => {
  it.each([
    [0, 0],
    [0.2, 0],
    [0.55, 0.5],
    [0.9, 1],
    [1, 1],
  ])('%d is shown by %d', (likelihood, shown) => {
    expect(opacity(likelihood)).toBeCloseTo(shown);
  });

  it('never falls as the likelihood rises', () => {
    const values = Array.from({ length: 101 }, (_, index) => opacity(index / 100));
    expect(values).toEqual(values.toSorted((a, b) => a - b));
  });
});

describe('boxBlur', () => {
  it('keeps a plain surface as it is, at its edges too', () => {
    const values = new Float32Array(PIXELS).fill(7);
    boxBlur(values, 1, SIZE, 3);
    for (const value of values) expect(value).toBeCloseTo(7, 4);
  });

  it('spreads a point evenly, each channel by itself', () => {
    const values = new Float32Array(2 * PIXELS);
    values[2 * (4 * SIZE.width + 8)] = 9;
    boxBlur(values, 2, SIZE, 1);
    expect(values.filter((value) => value > 0.999 && value < 1.001)).toHaveLength(9);
    expect(values.filter((_, index) => index % 2 === 1).every((value) => value === 0)).toBe(true);
  });
});

describe('silhouette', () => {
  it('is opaque where the person is, and only there', () => {
    const mask = new Float32Array(PIXELS).fill(0, 0).fill(1, PIXELS / 2);
    const pixels = silhouette(mask, { width: PIXELS / 2, height: 2 });
    expect(pixels).toHaveLength(4 * PIXELS);
    expect(silhouette(new Float32Array(PIXELS).fill(1), SIZE)[3]).toBe(255);
    expect(silhouette(new Float32Array(PIXELS), SIZE)[3]).toBe(0);
  });
});

describe('blurredRoom', () => {
  /** A grey room, and a red person in the right half. */
  const mask = Float32Array.from({ length: PIXELS }, (_, index) => (index % SIZE.width < 8 ? 0 : 1));
  const rgba = Uint8ClampedArray.from({ length: 4 * PIXELS }, (_, at) =>
    at % 4 === 3 ? 255 : (mask[Math.floor(at / 4)] ?? 0) < 0.5 ? 100 : at % 4 === 0 ? 255 : 0,
  );

  it('has nothing of the person in its colours', () => {
    const room = blurredRoom(rgba, mask, SIZE, 2);
    for (let index = 0; index < PIXELS; index += 1) {
      const [red = 0, green = 0, , opaque = 0] = room.subarray(4 * index, 4 * index + 4);
      // Red would be far above green. Only the soft edge has a little of both.
      if (opaque > 0) expect(red - green).toBeLessThan(12);
    }
  });

  it('covers the room and leaves the person out', () => {
    const room = blurredRoom(rgba, mask, SIZE, 2);
    expect(room[3]).toBe(255);
    expect(room[4 * (SIZE.width - 1) + 3]).toBe(0);
  });

  it('covers everything where there is nobody, and stays a picture where there is nothing else', () => {
    const empty = blurredRoom(rgba, new Float32Array(PIXELS), SIZE, 2);
    expect(empty.filter((_, at) => at % 4 === 3).every((value) => value === 255)).toBe(true);
    const full = blurredRoom(rgba, new Float32Array(PIXELS).fill(1), SIZE, 2);
    expect(full[0]).toBeGreaterThan(90);
  });
});
