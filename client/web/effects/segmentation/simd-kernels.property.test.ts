import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlainKernels, type Activation, type Kernels } from './kernels.ts';
import { SimdKernels } from './simd-kernels.ts';

const NUMBERS = 40_000;
const activation = fc.constantFrom<Activation>('none', 'relu', 'hard-swish');

/** Runs the same job on the same numbers with both, and compares all of the memory: nothing else may have changed. */
function expectSame(seed: number, job: (kernels: Kernels) => void): void {
  const [plain, simd] = [new PlainKernels(new Float32Array(NUMBERS)), SimdKernels.open(NUMBERS)];
  for (let index = 0; index < NUMBERS; index += 1) {
    const value = Math.sin(seed + index * 12.9898) * 4;
    plain.memory[index] = simd.memory[index] = value;
  }
  job(plain);
  job(simd);
  for (let index = 0; index < NUMBERS; index += 1) {
    const [expected = 0, got = 0] = [plain.memory[index], simd.memory[index]];
    if (Math.abs(expected - got) > 1e-3 * (1 + Math.abs(expected)))
      expect.fail(`${index}: ${got}, not ${expected}`);
  }
}

describe('kernels of SIMD', () => {
  it('multiply pixels by weights', () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.nat(1000),
          pixels: fc.integer({ min: 1, max: 21 }),
          channelsIn: fc.integer({ min: 1, max: 33 }),
          eights: fc.integer({ min: 1, max: 5 }),
          activation,
        }),
        ({ seed, eights, ...rest }) => {
          expectSame(seed, (kernels) => {
            kernels.pointwise({
              ...{ input: 0, weights: 4000, bias: 12_000, output: 16_000 },
              ...{ channelsOut: 8 * eights, ...rest },
            });
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('filter each channel by itself', () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.nat(1000),
          height: fc.integer({ min: 1, max: 5 }),
          width: fc.integer({ min: 1, max: 7 }),
          eights: fc.integer({ min: 1, max: 4 }),
          size: fc.constantFrom(1, 3, 5),
          stride: fc.constantFrom(1, 2),
          activation,
        }),
        ({ seed, eights, ...rest }) => {
          expectSame(seed, (kernels) => {
            kernels.depthwise({
              ...{ input: 0, weights: 12_000, bias: 16_000, output: 20_000 },
              ...{ channels: 8 * eights, rowIn: rest.width * rest.stride + rest.size, ...rest },
            });
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('add and scale', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 20 }),
        (seed, fours, pixels) => {
          const channels = 4 * fours;
          expectSame(seed, (kernels) => {
            kernels.add({ inputs: [0, 4000], output: 8000, length: pixels * channels });
            kernels.scale({ input: 0, factors: 12_000, output: 16_000, pixels, channels });
          });
        },
      ),
      { numRuns: 30 },
    );
  });
});
