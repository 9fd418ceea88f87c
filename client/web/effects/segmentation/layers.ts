/** The operations of a network that take little time each. All arrays are indices into one memory. */

/** Height, width and channels. */
export interface Volume {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export function sizeOf({ height, width, channels }: Volume): number {
  return height * width * channels;
}

/** How many pixels of zeros a filter needs around a picture so that the result keeps its size. */
export function borderOf(length: number, size: number, stride: number): { before: number; total: number } {
  const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + size - length);
  return { before: Math.floor(total / 2), total };
}

/** The mean of each channel. */
export function mean(memory: Float32Array, from: number, to: number, volume: Volume): void {
  const { channels } = volume;
  const length = sizeOf(volume);
  memory.fill(0, to, to + channels);
  for (let pixel = 0; pixel < length; pixel += channels) {
    for (let channel = 0; channel < channels; channel += 1) {
      memory[to + channel] = (memory[to + channel] ?? 0) + (memory[from + pixel + channel] ?? 0);
    }
  }
  const share = channels / length;
  for (let channel = 0; channel < channels; channel += 1) {
    memory[to + channel] = (memory[to + channel] ?? 0) * share;
  }
}

export function logistic(memory: Float32Array, from: number, to: number, length: number): void {
  for (let index = 0; index < length; index += 1) {
    memory[to + index] = 1 / (1 + Math.exp(-(memory[from + index] ?? 0)));
  }
}

/** Twice the height and width, with pixels' centres where they belong, between the four nearest pixels. */
export function doubled(memory: Float32Array, from: number, to: number, volume: Volume): void {
  const { height, width, channels } = volume;
  for (let y = 0; y < 2 * height; y += 1) {
    const [top, bottom, down] = neighbours(y, height);
    for (let x = 0; x < 2 * width; x += 1) {
      const [left, right, across] = neighbours(x, width);
      const [a, b] = [from + (top * width + left) * channels, from + (top * width + right) * channels];
      const [c, d] = [from + (bottom * width + left) * channels, from + (bottom * width + right) * channels];
      const at = to + (y * 2 * width + x) * channels;
      for (let channel = 0; channel < channels; channel += 1) {
        const upper = (memory[a + channel] ?? 0) * (1 - across) + (memory[b + channel] ?? 0) * across;
        const lower = (memory[c + channel] ?? 0) * (1 - across) + (memory[d + channel] ?? 0) * across;
        memory[at + channel] = upper * (1 - down) + lower * down;
      }
    }
  }
}

function neighbours(position: number, length: number): [number, number, number] {
  const place = Math.max(0, position / 2 - 0.25);
  const first = Math.floor(place);
  return [first, Math.min(length - 1, first + 1), place - first];
}

/** Copies a picture into the middle of a larger one whose edge is zero already. */
export function bordered(
  memory: Float32Array,
  { from, to, row, offset }: { from: number; to: number; row: number; offset: number },
  { height, width, channels }: Volume,
): void {
  for (let y = 0; y < height; y += 1) {
    const start = from + y * width * channels;
    memory.copyWithin(to + ((y + offset) * row + offset) * channels, start, start + width * channels);
  }
}

/** For each position of a filter, all that it covers, beside each other. */
export function patches(
  memory: Float32Array,
  { from, to, row, size, stride }: { from: number; to: number; row: number; size: number; stride: number },
  { height, width, channels }: Volume,
): void {
  let at = to;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let line = 0; line < size; line += 1) {
        const start = from + ((y * stride + line) * row + x * stride) * channels;
        for (let index = 0; index < size * channels; index += 1) {
          memory[at] = memory[start + index] ?? 0;
          at += 1;
        }
      }
    }
  }
}

/** Four numbers of each pixel become its four quarters. */
export function quartered(
  memory: Float32Array,
  { from, to, step }: { from: number; to: number; step: number },
  { height, width }: Volume,
): void {
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = from + (y * width + x) * step;
      const upper = to + 2 * y * 2 * width + 2 * x;
      const lower = upper + 2 * width;
      memory[upper] = memory[at] ?? 0;
      memory[upper + 1] = memory[at + 1] ?? 0;
      memory[lower] = memory[at + 2] ?? 0;
      memory[lower + 1] = memory[at + 3] ?? 0;
    }
  }
}
