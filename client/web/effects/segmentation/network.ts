import { Arena } from './arena.ts';
import type { Activation, Kernels } from './kernels.ts';
import * as layers from './layers.ts';
import { sizeOf, type Volume } from './layers.ts';
import { UnknownModel, type Model, type Operator } from './tflite.ts';

/** Kernels of SIMD compute so many channels at once. */
const LANES = 8;

type Step = (kernels: Kernels) => void;

/** Numbers that are in the memory before the network runs. */
interface Constant {
  readonly at: number;
  readonly values: Float32Array;
}

/** An operator with the activation that follows it. */
interface Stage extends Omit<Operator, 'kind'> {
  readonly kind: Exclude<Operator['kind'], 'relu' | 'hard-swish' | 'dequantize'>;
  readonly activation: Activation;
}

/**
 * A network that is ready to run: all that depends on the model alone is done once, here.
 *
 * Why not the runtime that the model's package brings: it is a script of 5.7 MB with WebAssembly that wants a
 * graphics card, writes to the page's global names and takes seconds to start, while the model is a quarter of a
 * megabyte and 33 million multiplications. These few files run it in a worker, on any machine, in milliseconds.
 */
export class Network {
  readonly #kernels: Kernels;
  readonly #steps: readonly Step[];
  readonly #input: { readonly at: number; readonly volume: Volume };
  readonly #output: { readonly at: number; readonly length: number };

  /**
   * @param openKernels - Makes kernels with a memory of so many numbers, all zero.
   * @throws {@link UnknownModel}
   */
  constructor(model: Model, openKernels: (length: number) => Kernels) {
    const plan = new Plan(model);
    this.#steps = plan.steps;
    this.#input = { at: plan.place(model.input), volume: plan.volume(model.input) };
    this.#output = { at: plan.place(model.output), length: sizeOf(plan.volume(model.output)) };
    this.#kernels = openKernels(plan.size);
    for (const { at, values } of plan.constants) this.#kernels.memory.set(values, at);
  }

  /** The size of pictures, in pixels; that of the answer is the same. */
  get width(): number {
    return this.#input.volume.width;
  }

  get height(): number {
    return this.#input.volume.height;
  }

  /**
   * @param rgba - Pixels from the upper left on, four bytes each.
   * @returns A number from 0 to 1 for each pixel. It is overwritten by the next run.
   */
  run(rgba: Uint8ClampedArray): Float32Array {
    const { memory } = this.#kernels;
    let at = this.#input.at;
    for (let index = 0; index < 4 * this.width * this.height; index += 4) {
      memory[at] = (rgba[index] ?? 0) / 255;
      memory[at + 1] = (rgba[index + 1] ?? 0) / 255;
      memory[at + 2] = (rgba[index + 2] ?? 0) / 255;
      at += 3;
    }
    for (const step of this.#steps) step(this.#kernels);
    return memory.subarray(this.#output.at, this.#output.at + this.#output.length);
  }
}

/** Decides where everything is, and in which order what is done. */
class Plan {
  readonly steps: Step[] = [];
  readonly constants: Constant[] = [];
  readonly #arena = new Arena();
  readonly #model: Model;
  readonly #places = new Map<number, number>();

  constructor(model: Model) {
    this.#model = model;
    const stages = stagesOf(model);
    const lastUse = new Map<number, number>();
    for (const [index, { inputs }] of stages.entries()) {
      for (const input of inputs) lastUse.set(input, index);
    }
    this.#places.set(model.input, this.#arena.take(sizeOf(this.volume(model.input))));
    for (const [index, stage] of stages.entries()) {
      this.#places.set(stage.output, this.#arena.take(sizeOf(this.volume(stage.output))));
      this.#add(stage);
      for (const input of new Set(stage.inputs)) {
        const place = this.#places.get(input);
        const isOver = lastUse.get(input) === index && input !== model.input;
        if (place !== undefined && isOver) this.#arena.give(place, sizeOf(this.volume(input)));
      }
    }
  }

  get size(): number {
    return this.#arena.size;
  }

  place(tensor: number): number {
    const place = this.#places.get(tensor);
    if (place === undefined) throw new UnknownModel('a tensor is used before it is computed');
    return place;
  }

  volume(tensor: number): Volume {
    const [batch, height, width, channels] = this.#shape(tensor);
    if (batch !== 1 || height === undefined || width === undefined || channels === undefined) {
      throw new UnknownModel('a tensor that is no picture');
    }
    return { height, width, channels };
  }

  #add(stage: Stage): void {
    const [first = -1, second = -1] = stage.inputs;
    const [from, to] = [this.place(first), this.place(stage.output)];
    const [before, after] = [this.volume(first), this.volume(stage.output)];
    switch (stage.kind) {
      case 'convolution':
        this.#addConvolution(stage);
        break;
      case 'depthwise':
        this.#addDepthwise(stage);
        break;
      case 'transposed':
        this.#addTransposed(stage);
        break;
      case 'add': {
        if (after.channels % LANES !== 0) throw new UnknownModel('a sum of another shape');
        const job = { inputs: [from, this.place(second)], output: to, length: sizeOf(after) } as const;
        this.steps.push((kernels) => {
          kernels.add(job);
        });
        break;
      }
      case 'multiply': {
        const factors = this.place(second);
        if (sizeOf(this.volume(second)) !== after.channels || after.channels % LANES !== 0)
          throw new UnknownModel('not a factor a channel');
        const { channels, height, width } = after;
        const job = { input: from, factors, output: to, pixels: height * width, channels };
        this.steps.push((kernels) => {
          kernels.scale(job);
        });
        break;
      }
      case 'mean':
        if (after.height * after.width !== 1) throw new UnknownModel('a mean of parts');
        this.steps.push(({ memory }) => {
          layers.mean(memory, from, to, before);
        });
        break;
      case 'logistic':
        this.steps.push(({ memory }) => {
          layers.logistic(memory, from, to, sizeOf(after));
        });
        break;
      case 'resize':
        if (after.height !== 2 * before.height || after.width !== 2 * before.width) {
          throw new UnknownModel('a size that is not doubled');
        }
        this.steps.push(({ memory }) => {
          layers.doubled(memory, from, to, before);
        });
        break;
    }
  }

  #addConvolution(stage: Stage): void {
    const [source = -1, weights = -1, bias = -1] = stage.inputs;
    const [channelsOut = 0, size = 0, across = 0, channels = 0] = this.#shape(weights);
    const after = this.volume(stage.output);
    if (size !== across || channelsOut % LANES !== 0) throw new UnknownModel('a filter of another shape');
    const taps = size * size * channels;
    const job = {
      weights: this.#keep(transposed(this.#values(weights), channelsOut, taps)),
      bias: this.#keep(this.#values(bias)),
      output: this.place(stage.output),
      pixels: after.height * after.width,
      channelsIn: taps,
      channelsOut,
      activation: stage.activation,
    };
    if (size === 1 && stage.stride === 1) {
      const input = this.place(source);
      this.steps.push((kernels) => {
        kernels.pointwise({ ...job, input });
      });
      return;
    }
    const { at, row } = this.#addBorder(source, size, stage.stride);
    const input = this.#arena.take(job.pixels * taps);
    this.#arena.give(input, job.pixels * taps);
    const shape = { ...after, channels };
    this.steps.push((kernels) => {
      layers.patches(kernels.memory, { from: at, to: input, row, size, stride: stage.stride }, shape);
      kernels.pointwise({ ...job, input });
    });
  }

  #addDepthwise(stage: Stage): void {
    const [source = -1, weights = -1, bias = -1] = stage.inputs;
    const [, size = 0, across = 0, channels = 0] = this.#shape(weights);
    if (size !== across || channels % LANES !== 0) throw new UnknownModel('a filter of another shape');
    const { at, row } = this.#addBorder(source, size, stage.stride);
    const { height, width } = this.volume(stage.output);
    const job = {
      ...{ input: at, rowIn: row, height, width, channels, size },
      weights: this.#keep(this.#values(weights)),
      bias: this.#keep(this.#values(bias)),
      output: this.place(stage.output),
      stride: stage.stride,
      activation: stage.activation,
    };
    this.steps.push((kernels) => {
      kernels.depthwise(job);
    });
  }

  /** Each pixel becomes four that no other pixel has a part in. */
  #addTransposed(stage: Stage): void {
    const [source = -1, weights = -1, bias = -1] = stage.inputs;
    const [channelsOut, height, width, channelsIn = 0] = this.#shape(weights);
    if (channelsOut !== 1 || height !== 2 || width !== 2) throw new UnknownModel('a filter of another shape');
    const before = this.volume(source);
    const widened = new Float32Array(LANES * channelsIn);
    widened.set(this.#values(weights));
    const pixels = before.height * before.width;
    const middle = this.#arena.take(pixels * LANES);
    this.#arena.give(middle, pixels * LANES);
    const job = {
      input: this.place(source),
      weights: this.#keep(transposed(widened, LANES, channelsIn)),
      bias: this.#keep(new Float32Array(LANES).fill(this.#values(bias)[0] ?? 0)),
      output: middle,
      ...{ pixels, channelsIn, channelsOut: LANES },
      activation: stage.activation,
    };
    const to = this.place(stage.output);
    this.steps.push((kernels) => {
      kernels.pointwise(job);
      layers.quartered(kernels.memory, { from: middle, to, step: LANES }, before);
    });
  }

  /** Puts zeros around a picture. They have a place of their own that nothing else is written to. */
  #addBorder(source: number, size: number, stride: number): { at: number; row: number } {
    const volume = this.volume(source);
    const across = layers.borderOf(volume.width, size, stride);
    const down = layers.borderOf(volume.height, size, stride);
    if (across.before !== down.before) throw new UnknownModel('borders differ');
    const row = volume.width + across.total;
    const at = this.#arena.keep(row * (volume.height + down.total) * volume.channels);
    const from = this.place(source);
    this.steps.push(({ memory }) => {
      layers.bordered(memory, { from, to: at, row, offset: across.before }, volume);
    });
    return { at, row };
  }

  #keep(values: Float32Array): number {
    const at = this.#arena.keep(values.length);
    this.constants.push({ at, values });
    return at;
  }

  #shape(tensor: number): readonly number[] {
    return this.#model.tensors[tensor]?.shape ?? [];
  }

  #values(tensor: number): Float32Array {
    const values = this.#model.tensors[tensor]?.values;
    if (values === undefined) throw new UnknownModel('weights that are not in the model');
    return values;
  }
}

/** Rows become columns. */
function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(
    { length: rows * columns },
    (_, index) => values[(index % rows) * columns + Math.floor(index / rows)] ?? 0,
  );
}

/** Joins activations to what they follow, where nobody else wants what comes before them. */
function stagesOf({ operators, output }: Model): Stage[] {
  const uses = new Map<number, number>([[output, 1]]);
  for (const { inputs } of operators) {
    for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
  }
  const stages: Stage[] = [];
  for (const { kind, ...operator } of operators) {
    if (kind === 'dequantize') continue;
    if (kind !== 'relu' && kind !== 'hard-swish') {
      stages.push({ ...operator, kind, activation: 'none' });
      continue;
    }
    const [source = -1] = operator.inputs;
    const index = stages.findIndex((stage) => stage.output === source);
    const stage = stages[index];
    const canActivate = stage !== undefined && ['convolution', 'depthwise'].includes(stage.kind);
    if (!canActivate || uses.get(source) !== 1) throw new UnknownModel('an activation of its own');
    stages[index] = { ...stage, activation: kind, output: operator.output };
  }
  return stages;
}
