import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { Network } from './network.ts';
import { PlainKernels } from './kernels.ts';
import { SimdKernels } from './simd-kernels.ts';
import { readModel } from './tflite.ts';

const locate = createRequire(import.meta.url);

function networkOf(name: string, kernels: 'plain' | 'simd' = 'simd'): Network {
  const bytes = readFileSync(locate.resolve(`@mediapipe/selfie_segmentation/${name}.tflite`));
  const model = readModel(new Uint8Array(bytes).buffer);
  return new Network(model, (length) =>
    kernels === 'simd' ? SimdKernels.open(length) : new PlainKernels(new Float32Array(length)),
  );
}

type Colour = readonly [number, number, number];
type Disc = readonly [x: number, y: number, width: number, height: number, colour: Colour];

/** Hair, shoulders, neck, face, fringe, eyes and mouth, in shares of the picture's height from its middle. */
const PERSON: readonly Disc[] = [
  [0, -0.08, 0.23, 0.285, [52, 56, 80]],
  [0, 0.6, 0.475, 0.437, [100, 72, 56]],
  [0, 0.18, 0.08, 0.118, [201, 168, 130]],
  [0, -0.06, 0.182, 0.228, [201, 168, 130]],
  [0, -0.25, 0.188, 0.105, [52, 56, 80]],
  [-0.066, -0.08, 0.023, 0.017, [255, 255, 255]],
  [0.066, -0.08, 0.023, 0.017, [255, 255, 255]],
  [-0.066, -0.08, 0.011, 0.015, [34, 34, 34]],
  [0.066, -0.08, 0.011, 0.015, [34, 34, 34]],
  [0, 0.04, 0.057, 0.015, [170, 51, 51]],
];

function pictureOf({ width, height }: Network, discs: readonly Disc[]): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let index = 0; index < width * height; index += 1) {
    const [x, y] = [(index % width) - width / 2, Math.floor(index / width) - height / 2];
    const wall = 190 - 40 * (y / height);
    let colour: Colour = [wall - 20, wall, wall + 15];
    for (const [left, top, across, down, own] of discs) {
      if (((x / height - left) / across) ** 2 + ((y / height - top) / down) ** 2 <= 1) colour = own;
    }
    pixels.set(colour, 4 * index);
  }
  return pixels;
}

const share = (mask: Float32Array) => mask.filter((value) => value > 0.5).length / mask.length;

describe('the network', () => {
  it('finds a person', () => {
    const network = networkOf('selfie_segmentation_landscape');
    const mask = network.run(pictureOf(network, PERSON));
    const at = (x: number, y: number) =>
      mask[Math.floor(y * network.height) * network.width + Math.floor(x * network.width)];
    expect(at(0.5, 0.45)).toBeGreaterThan(0.9);
    expect(at(0.5, 0.95)).toBeGreaterThan(0.9);
    for (const x of [0.03, 0.97]) expect(at(x, 0.1)).toBeLessThan(0.1);
    expect(share(mask)).toBeGreaterThan(0.1);
    expect(share(mask)).toBeLessThan(0.6);
  });

  it('finds nobody before an empty wall, also after somebody was there', () => {
    const network = networkOf('selfie_segmentation_landscape');
    network.run(pictureOf(network, PERSON));
    expect(share(network.run(pictureOf(network, [])))).toBeLessThan(0.01);
  });

  it.each(['selfie_segmentation_landscape', 'selfie_segmentation'])(
    'comes to the same with plain kernels and with SIMD in %s',
    (name) => {
      const [plain, simd] = [networkOf(name, 'plain'), networkOf(name, 'simd')];
      const picture = pictureOf(plain, PERSON);
      const [expected, got] = [plain.run(picture), simd.run(picture)];
      const off = expected.map((value, index) => Math.abs(value - (got[index] ?? 9)));
      expect(off.reduce((most, each) => Math.max(most, each))).toBeLessThan(1e-3);
      // Not the same because all of it is nothing.
      expect(share(expected)).toBeGreaterThan(0.05);
    },
  );
});
