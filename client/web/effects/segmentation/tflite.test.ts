import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHalf, readModel, UnknownModel } from './tflite.ts';

const file = createRequire(import.meta.url).resolve(
  '@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite',
);
const bytes = new Uint8Array(readFileSync(file));
const model = (): ArrayBuffer => bytes.slice().buffer;

describe('readModel', () => {
  it('reads the model that finds people', () => {
    const { tensors, operators, input, output } = readModel(model());
    expect(tensors[input]?.shape).toEqual([1, 144, 256, 3]);
    expect(tensors[output]?.shape).toEqual([1, 144, 256, 1]);
    const kinds = new Set(operators.map(({ kind }) => kind));
    expect(kinds).not.toContain('dequantize');
    expect(kinds).toContain('transposed');
    // Weights are there as numbers, those of 16 bits too.
    const [first] = operators;
    expect(tensors[first?.inputs[1] ?? -1]?.values).toHaveLength(16 * 3 * 3 * 3);
  });

  it.each([
    ['nothing', new ArrayBuffer(0)],
    ['another version', new ArrayBuffer(64)],
    ['a page that says there is no such file', new TextEncoder().encode('<!doctype html>'.repeat(9)).buffer],
  ])('refuses %s', (_, content) => {
    expect(() => readModel(content)).toThrow(UnknownModel);
  });

  it('refuses a model that was cut short or damaged, and never hangs on one', () => {
    fc.assert(
      fc.property(
        fc.nat(bytes.length - 1),
        fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { maxLength: 8 }),
        (length, changes) => {
          const damaged = bytes.slice(0, length);
          for (const [at, value] of changes) damaged[at] = value;
          try {
            readModel(damaged.buffer);
          } catch (error) {
            expect(error).toBeInstanceOf(UnknownModel);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('fromHalf', () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65_504],
    [0x0001, 2 ** -24],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
  ])('%i is %d', (bits, value) => {
    expect(fromHalf(bits)).toBe(value);
  });

  it('knows what is no number', () => {
    expect(fromHalf(0x7e00)).toBeNaN();
  });
});
