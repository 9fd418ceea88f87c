import {
  PlainKernels,
  type Activation,
  type Addition,
  type Depthwise,
  type Kernels,
  type Pointwise,
  type Scaling,
} from './kernels.ts';
import * as w from './wasm-module.ts';
import type { Code, WasmFunction } from './wasm-module.ts';

const BYTES = Float32Array.BYTES_PER_ELEMENT;
const PAGE_BYTES = 65_536;
/** Pixels that are computed together, so that each weight is loaded once for all of them. */
const PIXELS = 4;
const ACTIVATIONS: Readonly<Record<Activation, number>> = { none: 0, relu: 1, 'hard-swish': 2 };

type Call = (...values: readonly number[]) => void;

/**
 * The same as {@link PlainKernels}, about fifty times as fast: in WebAssembly, four numbers at once.
 *
 * It is compiled in the page, which asks the page's policy for `wasm-unsafe-eval` and nothing more.
 */
export class SimdKernels implements Kernels {
  readonly memory: Float32Array;
  readonly #plain: PlainKernels;
  readonly #pointwise: Call;
  readonly #depthwise: Call;
  readonly #add: Call;
  readonly #scale: Call;

  private constructor(memory: Float32Array, exports: WebAssembly.Exports) {
    this.memory = memory;
    this.#plain = new PlainKernels(memory);
    this.#pointwise = callOf(exports['pointwise']);
    this.#depthwise = callOf(exports['depthwise']);
    this.#add = callOf(exports['add']);
    this.#scale = callOf(exports['scale']);
  }

  /**
   * @param length - Numbers that there must be room for.
   * @throws WebAssembly.CompileError where there is no SIMD, or the page's policy forbids WebAssembly.
   */
  static open(length: number): SimdKernels {
    const pages = Math.ceil((length * BYTES) / PAGE_BYTES);
    const memory = new WebAssembly.Memory({ initial: pages });
    const module = new WebAssembly.Module(w.moduleOf([POINTWISE, DEPTHWISE, ADD, SCALE], pages));
    const { exports } = new WebAssembly.Instance(module, { page: { memory } });
    return new SimdKernels(new Float32Array(memory.buffer), exports);
  }

  add({ inputs, output, length }: Addition): void {
    this.#add(...[...inputs, output, length].map((each) => each * BYTES));
  }

  scale({ input, factors, output, pixels, channels }: Scaling): void {
    this.#scale(...[input, factors, output].map((at) => at * BYTES), pixels, channels * BYTES);
  }

  pointwise(job: Pointwise): void {
    const groups = Math.floor(job.pixels / PIXELS);
    const { channelsIn, channelsOut } = job;
    if (groups > 0) {
      this.#pointwise(
        ...[job.input, job.weights, job.bias, job.output].map((at) => at * BYTES),
        ...[groups, channelsIn * BYTES, channelsOut * BYTES, ACTIVATIONS[job.activation]],
      );
    }
    const done = groups * PIXELS;
    if (done === job.pixels) return;
    this.#plain.pointwise({
      ...job,
      input: job.input + done * channelsIn,
      output: job.output + done * channelsOut,
      pixels: job.pixels - done,
    });
  }

  depthwise(job: Depthwise): void {
    const pixel = job.channels * BYTES;
    this.#depthwise(
      ...[job.input, job.weights, job.bias, job.output].map((at) => at * BYTES),
      ...[job.rowIn * pixel, job.height, job.width, pixel, job.size, job.stride],
      ACTIVATIONS[job.activation],
    );
  }
}

function callOf(exported: WebAssembly.ExportValue | undefined): Call {
  if (!isCall(exported)) throw new TypeError('the module lacks a function');
  return exported;
}

/** The module is ours: whatever of it is a function takes numbers. */
function isCall(exported: unknown): exported is Call {
  return typeof exported === 'function';
}

/** Changes sums as the activation says. */
function activate(activation: number, sums: readonly number[]): Code {
  const relu = sums.flatMap((each) => w.set(each, w.greatest(w.get(each), w.same(0))));
  const hardSwish = sums.flatMap((each) => {
    const gate = w.least(w.greatest(w.sums(w.get(each), w.same(3)), w.same(0)), w.same(6));
    return w.set(each, w.products(w.products(w.get(each), gate), w.same(1 / 6)));
  });
  return [
    ...w.when(w.isSame(w.get(activation), w.int(1)), relu),
    ...w.when(w.isSame(w.get(activation), w.int(2)), hardSwish),
  ];
}

const POINTWISE = pointwise();
const DEPTHWISE = depthwise();
const ADD = add();
const SCALE = scale();

function add(): WasmFunction {
  const [first, second, output, length, index] = [0, 1, 2, 3, 4] as const;
  const at = (base: number): Code => w.sum(w.get(base), w.get(index));
  const body = w.repeat(
    [...w.store(at(output), w.sums(w.load(at(first)), w.load(at(second)))), ...w.increase(index, w.int(16))],
    w.isLess(w.get(index), w.get(length)),
  );
  return { name: 'add', parameters: 4, ints: 1, vectors: 0, body };
}

function scale(): WasmFunction {
  const [input, factors, output, pixels, pixel, channel] = [0, 1, 2, 3, 4, 5] as const;
  const at = (base: number): Code => w.sum(w.get(base), w.get(channel));
  const channels = w.repeat(
    [
      ...w.store(at(output), w.products(w.load(at(input)), w.load(at(factors)))),
      ...w.increase(channel, w.int(16)),
    ],
    w.isLess(w.get(channel), w.get(pixel)),
  );
  const body = w.repeat(
    [
      ...w.set(channel, w.int(0)),
      ...channels,
      ...w.increase(input, w.get(pixel)),
      ...w.increase(output, w.get(pixel)),
      ...w.set(pixels, w.difference(w.get(pixels), w.int(1))),
    ],
    w.get(pixels),
  );
  return { name: 'scale', parameters: 5, ints: 1, vectors: 0, body };
}

/** Four pixels and eight channels of the output at a time: eight vectors of sums stay in registers. */
function pointwise(): WasmFunction {
  const [input, weights, bias, output, groups, rowIn, rowOut, activation] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
  const [channel, weight, end, target] = [8, 9, 10, 11] as const;
  const pointers = [12, 13, 14, 15] as const;
  const [low, high] = [16, 17] as const;
  const sums = pointers.map((_, index) => [18 + 2 * index, 19 + 2 * index] as const);

  const eight = [
    ...sums.flatMap(([first, second]) => [
      ...w.set(first, w.load(w.sum(w.get(bias), w.get(channel)))),
      ...w.set(second, w.load(w.sum(w.get(bias), w.get(channel)), 16)),
    ]),
    ...w.set(weight, w.sum(w.get(weights), w.get(channel))),
    ...w.set(pointers[0], w.get(input)),
    ...w.set(pointers[1], w.sum(w.get(pointers[0]), w.get(rowIn))),
    ...w.set(pointers[2], w.sum(w.get(pointers[1]), w.get(rowIn))),
    ...w.set(pointers[3], w.sum(w.get(pointers[2]), w.get(rowIn))),
    ...w.set(end, w.get(pointers[1])),
    ...w.repeat(
      [
        ...w.set(low, w.load(w.get(weight))),
        ...w.set(high, w.load(w.get(weight), 16)),
        ...sums.flatMap(([first, second], index) => [
          ...w.set(first, w.sums(w.get(first), w.products(w.loadSame(w.get(12 + index)), w.get(low)))),
          ...w.set(second, w.sums(w.get(second), w.products(w.loadSame(w.get(12 + index)), w.get(high)))),
          ...w.increase(12 + index, w.int(BYTES)),
        ]),
        ...w.increase(weight, w.get(rowOut)),
      ],
      w.isLess(w.get(pointers[0]), w.get(end)),
    ),
    ...activate(activation, sums.flat()),
    ...w.set(target, w.sum(w.get(output), w.get(channel))),
    ...sums.flatMap(([first, second]) => [
      ...w.store(w.get(target), w.get(first)),
      ...w.store(w.get(target), w.get(second), 16),
      ...w.increase(target, w.get(rowOut)),
    ]),
    ...w.increase(channel, w.int(32)),
  ];
  const body = w.repeat(
    [
      ...w.set(channel, w.int(0)),
      ...w.repeat(eight, w.isLess(w.get(channel), w.get(rowOut))),
      ...w.increase(input, w.product(w.get(rowIn), w.int(PIXELS))),
      ...w.increase(output, w.product(w.get(rowOut), w.int(PIXELS))),
      ...w.set(groups, w.difference(w.get(groups), w.int(1))),
    ],
    w.get(groups),
  );
  return { name: 'pointwise', parameters: 8, ints: 8, vectors: 10, body };
}

/** One pixel and eight channels at a time. */
function depthwise(): WasmFunction {
  const [input, weights, bias, output, rowIn, height] = [0, 1, 2, 3, 4, 5] as const;
  const [width, pixel, size, stride, activation] = [6, 7, 8, 9, 10] as const;
  const [across, base, channel, weight, line, tap, place] = [11, 12, 13, 14, 15, 16, 17] as const;
  const [first, second] = [18, 19] as const;

  const lines = w.repeat(
    [
      ...w.set(place, w.sum(w.sum(w.get(base), w.product(w.get(line), w.get(rowIn))), w.get(channel))),
      ...w.set(tap, w.get(size)),
      ...w.repeat(
        [
          ...w.set(first, w.sums(w.get(first), w.products(w.load(w.get(place)), w.load(w.get(weight))))),
          ...w.set(
            second,
            w.sums(w.get(second), w.products(w.load(w.get(place), 16), w.load(w.get(weight), 16))),
          ),
          ...w.increase(place, w.get(pixel)),
          ...w.increase(weight, w.get(pixel)),
          ...w.set(tap, w.difference(w.get(tap), w.int(1))),
        ],
        w.get(tap),
      ),
      ...w.increase(line, w.int(1)),
    ],
    w.isLess(w.get(line), w.get(size)),
  );
  const eight = [
    ...w.set(first, w.load(w.sum(w.get(bias), w.get(channel)))),
    ...w.set(second, w.load(w.sum(w.get(bias), w.get(channel)), 16)),
    ...w.set(weight, w.sum(w.get(weights), w.get(channel))),
    ...w.set(line, w.int(0)),
    ...lines,
    ...activate(activation, [first, second]),
    ...w.store(w.get(output), w.get(first)),
    ...w.store(w.get(output), w.get(second), 16),
    ...w.increase(output, w.int(32)),
    ...w.increase(channel, w.int(32)),
  ];
  const row = [
    ...w.set(base, w.get(input)),
    ...w.set(across, w.get(width)),
    ...w.repeat(
      [
        ...w.set(channel, w.int(0)),
        ...w.repeat(eight, w.isLess(w.get(channel), w.get(pixel))),
        ...w.increase(base, w.product(w.get(stride), w.get(pixel))),
        ...w.set(across, w.difference(w.get(across), w.int(1))),
      ],
      w.get(across),
    ),
    ...w.increase(input, w.product(w.get(stride), w.get(rowIn))),
    ...w.set(height, w.difference(w.get(height), w.int(1))),
  ];
  return { name: 'depthwise', parameters: 11, ints: 7, vectors: 2, body: w.repeat(row, w.get(height)) };
}
