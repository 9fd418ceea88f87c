/** What happens to a sum before it is stored. */
export type Activation = 'none' | 'relu' | 'hard-swish';

/** Where numbers are: indices into {@link Kernels.memory}. */
export interface Pointwise {
  /** `pixels` times `channelsIn`. */
  readonly input: number;
  /** For each channel of the input, one number for each channel of the output. */
  readonly weights: number;
  /** One for each channel of the output. */
  readonly bias: number;
  /** `pixels` times `channelsOut`. */
  readonly output: number;
  readonly pixels: number;
  readonly channelsIn: number;
  /** A multiple of eight. */
  readonly channelsOut: number;
  readonly activation: Activation;
}

/** A filter of its own for each channel. */
export interface Depthwise {
  /** The picture with a border, of `rowIn` pixels a row. */
  readonly input: number;
  /** For each position in the filter, one number for each channel. */
  readonly weights: number;
  readonly bias: number;
  readonly output: number;
  readonly rowIn: number;
  readonly height: number;
  readonly width: number;
  /** A multiple of four. */
  readonly channels: number;
  /** Pixels of the filter each way. */
  readonly size: number;
  readonly stride: number;
  readonly activation: Activation;
}

/** Two pictures of the same size become one. */
export interface Addition {
  readonly inputs: readonly [number, number];
  readonly output: number;
  /** A multiple of four. */
  readonly length: number;
}

/** Each channel is multiplied by a number of its own. */
export interface Scaling {
  readonly input: number;
  readonly factors: number;
  readonly output: number;
  readonly pixels: number;
  /** A multiple of four. */
  readonly channels: number;
}

/** The operations in which most of a network's time goes. */
export interface Kernels {
  readonly memory: Float32Array;
  add(job: Addition): void;
  scale(job: Scaling): void;
  pointwise(job: Pointwise): void;
  depthwise(job: Depthwise): void;
}

function activated(sum: number, activation: Activation): number {
  switch (activation) {
    case 'none':
      return sum;
    case 'relu':
      return sum > 0 ? sum : 0;
    case 'hard-swish':
      return (sum * Math.min(6, Math.max(0, sum + 3))) / 6;
  }
}

/** In plain code: for browsers without SIMD, and the measure that the faster ones are tested by. */
export class PlainKernels implements Kernels {
  readonly memory: Float32Array;

  constructor(memory: Float32Array) {
    this.memory = memory;
  }

  add({ inputs: [a, b], output, length }: Addition): void {
    const { memory } = this;
    for (let index = 0; index < length; index += 1) {
      memory[output + index] = (memory[a + index] ?? 0) + (memory[b + index] ?? 0);
    }
  }

  scale({ input, factors, output, pixels, channels }: Scaling): void {
    const { memory } = this;
    for (let index = 0; index < pixels * channels; index += 1) {
      memory[output + index] = (memory[input + index] ?? 0) * (memory[factors + (index % channels)] ?? 0);
    }
  }

  pointwise(job: Pointwise): void {
    const { memory } = this;
    const { channelsIn, channelsOut, activation } = job;
    for (let pixel = 0; pixel < job.pixels; pixel += 1) {
      const from = job.input + pixel * channelsIn;
      const to = job.output + pixel * channelsOut;
      for (let out = 0; out < channelsOut; out += 1) {
        let sum = memory[job.bias + out] ?? 0;
        for (let channel = 0; channel < channelsIn; channel += 1) {
          sum += (memory[from + channel] ?? 0) * (memory[job.weights + channel * channelsOut + out] ?? 0);
        }
        memory[to + out] = activated(sum, activation);
      }
    }
  }

  depthwise(job: Depthwise): void {
    const { memory } = this;
    const { channels, size, stride } = job;
    for (let y = 0; y < job.height; y += 1) {
      for (let x = 0; x < job.width; x += 1) {
        const from = job.input + (y * stride * job.rowIn + x * stride) * channels;
        const to = job.output + (y * job.width + x) * channels;
        for (let channel = 0; channel < channels; channel += 1) {
          let sum = memory[job.bias + channel] ?? 0;
          for (let tap = 0; tap < size * size; tap += 1) {
            const row = Math.floor(tap / size);
            const at = from + (row * job.rowIn + (tap - row * size)) * channels + channel;
            sum += (memory[at] ?? 0) * (memory[job.weights + tap * channels + channel] ?? 0);
          }
          memory[to + channel] = activated(sum, job.activation);
        }
      }
    }
  }
}
