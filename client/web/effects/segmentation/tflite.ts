/**
 * Reads models in TensorFlow Lite's format, as far as the network that finds people needs it: weights in 16 or 32
 * bits floating point, one subgraph, and a dozen kinds of operators.
 *
 * @see TensorFlow Lite, `schema.fbs`, version 3; FlatBuffers, "Internals"
 */

/** What an operator does. Numbers are those of the schema's `BuiltinOperator`. */
const KINDS = new Map([
  [0, 'add'],
  // An average over patches; over all of a picture, which is checked when it is planned.
  [1, 'mean'],
  [3, 'convolution'],
  [4, 'depthwise'],
  [6, 'dequantize'],
  [14, 'logistic'],
  [18, 'multiply'],
  [19, 'relu'],
  [23, 'resize'],
  [40, 'mean'],
  [117, 'hard-swish'],
] as const);
const CUSTOM = 32;
const TRANSPOSED_CONVOLUTION = 'Convolution2DTransposeBias';

type Kind = (typeof KINDS extends Map<number, infer Name> ? Name : never) | 'transposed';

/** An array of numbers, the last dimension's neighbours beside each other. */
interface TensorInfo {
  /** Batch (always 1), height, width, channels; weights have another order. */
  readonly shape: readonly number[];
  /** What it holds from the start, of weights; undefined for what is computed. */
  readonly values: Float32Array | undefined;
}

export interface Operator {
  readonly kind: Kind;
  /** Indices of tensors. */
  readonly inputs: readonly number[];
  readonly output: number;
  /** Pixels from one position of a filter to the next, both ways. */
  readonly stride: number;
}

export interface Model {
  readonly tensors: readonly TensorInfo[];
  readonly operators: readonly Operator[];
  readonly input: number;
  readonly output: number;
}

/** The file is no model, or one that this reader does not know. */
export class UnknownModel extends Error {
  override readonly name = 'UnknownModel';
}

/** @throws {@link UnknownModel} */
export function readModel(bytes: ArrayBuffer): Model {
  try {
    return modelIn(new DataView(bytes));
  } catch (error) {
    if (error instanceof RangeError) throw new UnknownModel('the model is cut short', { cause: error });
    throw error;
  }
}

/** A table of named fields: where each is, says a second table before it. */
class Table {
  readonly #view: DataView;
  readonly #at: number;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
  }

  byte(field: number): number {
    const at = this.#find(field);
    return at === undefined ? 0 : this.#view.getInt8(at);
  }

  int(field: number): number {
    const at = this.#find(field);
    return at === undefined ? 0 : this.#view.getInt32(at, true);
  }

  table(field: number): Table | undefined {
    const at = this.#find(field);
    return at === undefined ? undefined : new Table(this.#view, this.#follow(at));
  }

  tables(field: number): Table[] {
    return this.#elements(field).map((at) => new Table(this.#view, this.#follow(at)));
  }

  ints(field: number): number[] {
    return this.#elements(field).map((at) => this.#view.getInt32(at, true));
  }

  /** A vector of bytes; also a text's. */
  bytes(field: number): DataView {
    const at = this.#find(field);
    if (at === undefined) return new DataView(this.#view.buffer, 0, 0);
    const start = this.#follow(at);
    return new DataView(this.#view.buffer, start + 4, this.#view.getUint32(start, true));
  }

  #elements(field: number): number[] {
    const at = this.#find(field);
    if (at === undefined) return [];
    const start = this.#follow(at);
    const count = this.#view.getUint32(start, true);
    if (count * 4 > this.#view.byteLength) throw new UnknownModel('a list is longer than the model');
    return Array.from({ length: count }, (_, index) => start + 4 + 4 * index);
  }

  #follow(at: number): number {
    return at + this.#view.getUint32(at, true);
  }

  #find(field: number): number | undefined {
    const fields = this.#at - this.#view.getInt32(this.#at, true);
    const entry = 4 + 2 * field;
    if (entry >= this.#view.getUint16(fields, true)) return undefined;
    const offset = this.#view.getUint16(fields + entry, true);
    return offset === 0 ? undefined : this.#at + offset;
  }
}

function modelIn(view: DataView): Model {
  const root = new Table(view, view.getUint32(0, true));
  const [graph] = root.tables(2);
  if (root.int(0) !== 3 || graph === undefined) throw new UnknownModel('not a model of version 3');
  const buffers = root.tables(4);
  const kinds = root.tables(1).map(kindOf);
  const tensors = graph.tables(0).map((tensor): TensorInfo => {
    const raw = buffers[tensor.int(2)]?.bytes(0);
    const hasValues = raw !== undefined && raw.byteLength > 0;
    return { shape: tensor.ints(0), values: hasValues ? valuesOf(raw, tensor.byte(1)) : undefined };
  });
  const operators = graph.tables(3).map((operator): Operator => {
    const kind = kinds[operator.int(0)];
    const [output] = operator.ints(2);
    if (kind === undefined || output === undefined) throw new UnknownModel('an operator without a kind');
    return { kind, inputs: operator.ints(1), output, stride: strideOf(kind, operator) };
  });
  const [input] = graph.ints(1);
  const [output] = graph.ints(2);
  if (input === undefined || output === undefined) throw new UnknownModel('no input or no output');
  return { ...withoutDequantizing(tensors, operators), input, output };
}

function kindOf(code: Table): Kind {
  // Small numbers are in the older of two fields.
  const number = Math.max(code.byte(0), code.int(3));
  if (number === CUSTOM && textOf(code.bytes(1)) === TRANSPOSED_CONVOLUTION) return 'transposed';
  const kind = KINDS.get(number as Parameters<typeof KINDS.get>[0]);
  if (kind === undefined) throw new UnknownModel(`operator ${number.toString()} is not known`);
  return kind;
}

function textOf(bytes: DataView): string {
  return new TextDecoder().decode(bytes);
}

function strideOf(kind: Kind, operator: Table): number {
  if (kind === 'transposed') return 2;
  if (kind !== 'convolution' && kind !== 'depthwise') return 1;
  const options = operator.table(4);
  const [across, down] = [options?.int(1) ?? 1, options?.int(2) ?? 1];
  if (across !== down || across < 1) throw new UnknownModel('strides differ');
  return across;
}

/** Types are those of the schema's `TensorType`. */
function valuesOf(raw: DataView, type: number): Float32Array | undefined {
  if (type === 0) {
    return Float32Array.from({ length: raw.byteLength / 4 }, (_, index) => raw.getFloat32(4 * index, true));
  }
  if (type === 1) {
    return Float32Array.from({ length: raw.byteLength / 2 }, (_, index) =>
      fromHalf(raw.getUint16(2 * index, true)),
    );
  }
  // Whole numbers name axes and sizes, which follow from the shapes.
  return undefined;
}

/** A number of 16 bits: sign, five bits of exponent, ten of fraction. @see IEEE 754, binary16 */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Weights are widened once and for all when they are read, so that nothing is left to be done for it. */
function withoutDequantizing(
  tensors: readonly TensorInfo[],
  operators: readonly Operator[],
): Pick<Model, 'tensors' | 'operators'> {
  const widened = [...tensors];
  for (const { kind, inputs, output } of operators) {
    const source = tensors[inputs[0] ?? -1];
    if (kind === 'dequantize' && source !== undefined) widened[output] = source;
  }
  return { tensors: widened, operators: operators.filter(({ kind }) => kind !== 'dequantize') };
}
