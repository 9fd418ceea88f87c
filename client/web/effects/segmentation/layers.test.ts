import { describe, expect, it } from 'vitest';
import * as layers from './layers.ts';

describe('layers', () => {
  it.each([
    [256, 3, 2, { before: 0, total: 1 }],
    [128, 3, 1, { before: 1, total: 2 }],
    [32, 5, 2, { before: 1, total: 3 }],
    [16, 5, 1, { before: 2, total: 4 }],
    [16, 1, 1, { before: 0, total: 0 }],
  ])(
    'a row of %i pixels, a filter of %i and a stride of %i need a border of %o',
    (length, size, stride, border) => {
      expect(layers.borderOf(length, size, stride)).toEqual(border);
    },
  );

  it('double a picture between the centres of its pixels', () => {
    const memory = Float32Array.of(0, 4, 8, 12, ...new Array<number>(16).fill(9));
    layers.doubled(memory, 0, 4, { height: 2, width: 2, channels: 1 });
    expect([...memory.subarray(4)]).toEqual([0, 1, 3, 4, 2, 3, 5, 6, 6, 7, 9, 10, 8, 9, 11, 12]);
  });

  it('take the mean of each channel', () => {
    const memory = Float32Array.of(1, 10, 3, 30, 0, 0);
    layers.mean(memory, 0, 4, { height: 1, width: 2, channels: 2 });
    expect([...memory.subarray(4)]).toEqual([2, 20]);
  });

  it('put four numbers of a pixel into its quarters', () => {
    const memory = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, ...new Array<number>(8).fill(0));
    layers.quartered(memory, { from: 0, to: 8, step: 4 }, { height: 1, width: 2, channels: 4 });
    expect([...memory.subarray(8)]).toEqual([1, 2, 5, 6, 3, 4, 7, 8]);
  });

  it('squeeze numbers between 0 and 1', () => {
    const memory = Float32Array.of(0, 100, -100);
    layers.logistic(memory, 0, 0, 3);
    expect([...memory]).toEqual([0.5, 1, expect.closeTo(0)]);
  });
});
