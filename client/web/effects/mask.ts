/**
 * From the network's answer to what is painted: who belongs to the person, and how the room behind is blurred. All
 * of it is plain arithmetic on small pictures.
 */

/** Below the first a pixel is room, above the second it is person; between them they blend. */
const ROOM = 0.3;
const PERSON = 0.8;
/** How much of the mask before stays where the network is not sure at all. */
const INERTIA = 0.8;

/**
 * Joins a mask to the one before, in place of the latter. Where the network is sure it is followed at once, so that
 * nothing lags; where it wavers, as at the edge of hair, the mask before holds on, so that edges do not flicker.
 *
 * @param before - Of the same length; all zeros at first.
 */
export function steady(before: Float32Array, now: Float32Array): void {
  for (let index = 0; index < before.length; index += 1) {
    const value = now[index] ?? 0;
    const doubt = 1 - Math.abs(2 * value - 1);
    const kept = INERTIA * doubt;
    before[index] = value + ((before[index] ?? 0) - value) * kept;
  }
}

/** How much of a pixel is shown as person, from 0 to 1, for how likely the network finds that. */
export function opacity(likelihood: number): number {
  const place = Math.min(1, Math.max(0, (likelihood - ROOM) / (PERSON - ROOM)));
  return place * place * (3 - 2 * place);
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How much of each pixel is shown as person; edges are softened by their neighbours. */
function softened(mask: Float32Array, size: Size): Float32Array {
  const soft = mask.map(opacity);
  boxBlur(soft, 1, size, 1);
  return soft;
}

/** The person as a silhouette: pixels that are more or less opaque. */
export function silhouette(mask: Float32Array, size: Size): Uint8ClampedArray<ArrayBuffer> {
  const soft = softened(mask, size);
  const pixels = new Uint8ClampedArray(4 * mask.length);
  for (let index = 0; index < mask.length; index += 1) pixels[4 * index + 3] = 255 * (soft[index] ?? 0);
  return pixels;
}

/**
 * The room, blurred, with a hole where the person is: laid over the picture it leaves only the person.
 *
 * The person is left out before, and what is behind is filled in from around: otherwise the colours of hair and
 * clothes would shine around the person like a halo.
 *
 * @param rgba - The picture.
 * @param mask - The person in it.
 * @param radius - In pixels, of three blurs after another; they come close to a normal distribution.
 */
export function blurredRoom(
  rgba: Uint8ClampedArray,
  mask: Float32Array,
  size: Size,
  radius: number,
): Uint8ClampedArray<ArrayBuffer> {
  const CHANNELS = 4;
  const soft = softened(mask, size);
  const weighted = new Float32Array(CHANNELS * mask.length);
  for (let index = 0; index < mask.length; index += 1) {
    const at = CHANNELS * index;
    // What is half person counts little. A trace of all stays, for where no room is in sight.
    const weight = 0.0005 + (1 - (soft[index] ?? 0)) ** 3;
    for (let channel = 0; channel < 3; channel += 1)
      weighted[at + channel] = weight * (rgba[at + channel] ?? 0);
    weighted[at + 3] = weight;
  }
  for (let pass = 0; pass < 3; pass += 1) boxBlur(weighted, CHANNELS, size, radius);
  const pixels = new Uint8ClampedArray(weighted.length);
  for (let index = 0; index < mask.length; index += 1) {
    const at = CHANNELS * index;
    const weight = weighted[at + 3] ?? 1;
    for (let channel = 0; channel < 3; channel += 1)
      pixels[at + channel] = (weighted[at + channel] ?? 0) / weight;
    pixels[at + 3] = 255 * (1 - (soft[index] ?? 0));
  }
  return pixels;
}

/** Replaces each number by the mean around it, in time that does not depend on the radius. */
export function boxBlur(
  values: Float32Array,
  channels: number,
  { width, height }: Size,
  radius: number,
): void {
  const line = new Float32Array(Math.max(width, height));
  for (let channel = 0; channel < channels; channel += 1) {
    for (let y = 0; y < height; y += 1) {
      blurLine(values, line, {
        start: y * width * channels + channel,
        step: channels,
        length: width,
        radius,
      });
    }
    for (let x = 0; x < width; x += 1) {
      const step = width * channels;
      blurLine(values, line, { start: x * channels + channel, step, length: height, radius });
    }
  }
}

interface Line {
  readonly start: number;
  readonly step: number;
  readonly length: number;
  readonly radius: number;
}

/** Slides a window along a line; beyond the ends the outermost number goes on. */
function blurLine(values: Float32Array, line: Float32Array, { start, step, length, radius }: Line): void {
  for (let index = 0; index < length; index += 1) line[index] = values[start + index * step] ?? 0;
  const at = (index: number): number => line[Math.min(length - 1, Math.max(0, index))] ?? 0;
  let sum = 0;
  for (let index = -radius; index <= radius; index += 1) sum += at(index);
  const share = 1 / (2 * radius + 1);
  for (let index = 0; index < length; index += 1) {
    values[start + index * step] = sum * share;
    sum += at(index + radius + 1) - at(index - radius);
  }
}
