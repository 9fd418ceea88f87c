/**
 * Just enough of an assembler for WebAssembly to write two loops with it. They are data of this page then, not a
 * file that another compiler has made, and a reader sees all of them.
 *
 * @see WebAssembly Core Specification 2.0, "Binary Format"
 */

/** Instructions, as bytes. */
export type Code = readonly number[];

const INT = 0x7f;
const VECTOR = 0x7b;
const FUNCTION = 0x60;
const NOTHING = 0x40;

/** A number of any length, seven bits a byte. */
function unsigned(value: number): Code {
  const low = value & 0x7f;
  const rest = value >>> 7;
  return rest === 0 ? [low] : [low | 0x80, ...unsigned(rest)];
}

function signed(value: number): Code {
  const low = value & 0x7f;
  const rest = value >> 7;
  const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
  return isLast ? [low] : [low | 0x80, ...signed(rest)];
}

export const int = (value: number): Code => [0x41, ...signed(value)];
export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
export const sum = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
export const difference = (a: Code, b: Code): Code => [...a, ...b, 0x6b];
export const product = (a: Code, b: Code): Code => [...a, ...b, 0x6c];
export const isLess = (a: Code, b: Code): Code => [...a, ...b, 0x49];
export const isSame = (a: Code, b: Code): Code => [...a, ...b, 0x46];
export const increase = (local: number, by: Code): Code => set(local, sum(get(local), by));

/** Does it once, and again as long as the condition holds. */
export const repeat = (body: Code, condition: Code): Code => [
  ...[0x03, NOTHING, ...body, ...condition],
  ...[0x0d, 0, 0x0b],
];
export const when = (condition: Code, body: Code): Code => [...condition, 0x04, NOTHING, ...body, 0x0b];

const vector = (instruction: number, ...rest: Code): Code => [0xfd, ...unsigned(instruction), ...rest];
/** Alignment as a power of two, and bytes to add to the address. */
const at = (alignment: number, offset: number): Code => [alignment, ...unsigned(offset)];

/** Four numbers. */
export const load = (address: Code, offset = 0): Code => [...address, ...vector(0, ...at(4, offset))];
/** One number, four times. */
export const loadSame = (address: Code): Code => [...address, ...vector(9, ...at(2, 0))];
export const store = (address: Code, value: Code, offset = 0): Code => [
  ...address,
  ...value,
  ...vector(11, ...at(4, offset)),
];
export const same = (value: number): Code => {
  const bytes = new Uint8Array(new Float32Array([value]).buffer);
  return vector(12, ...bytes, ...bytes, ...bytes, ...bytes);
};
export const sums = (a: Code, b: Code): Code => [...a, ...b, ...vector(0xe4)];
export const products = (a: Code, b: Code): Code => [...a, ...b, ...vector(0xe6)];
export const least = (a: Code, b: Code): Code => [...a, ...b, ...vector(0xe8)];
export const greatest = (a: Code, b: Code): Code => [...a, ...b, ...vector(0xe9)];

export interface WasmFunction {
  readonly name: string;
  /** Whole numbers; the first locals. */
  readonly parameters: number;
  /** Further whole numbers, and vectors after them. */
  readonly ints: number;
  readonly vectors: number;
  readonly body: Code;
}

/** A module that imports its memory as `page.memory` and exports these functions. */
export function moduleOf(functions: readonly WasmFunction[], memoryPages: number): Uint8Array<ArrayBuffer> {
  const section = (id: number, entries: readonly Code[]): Code => {
    const content = [...unsigned(entries.length), ...entries.flat()];
    return [id, ...unsigned(content.length), ...content];
  };
  const types = functions.map(({ parameters }) => [
    ...[FUNCTION, ...unsigned(parameters)],
    ...Array.from({ length: parameters }, () => INT),
    0,
  ]);
  const memory = [...named('page'), ...named('memory'), 0x02, 0x00, ...unsigned(memoryPages)];
  const bodies = functions.map(({ ints, vectors, body }) => {
    const content = [2, ...unsigned(ints), INT, ...unsigned(vectors), VECTOR, ...body, 0x0b];
    return [...unsigned(content.length), ...content];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, types),
    ...section(2, [memory]),
    ...section(
      3,
      functions.map((_, index) => unsigned(index)),
    ),
    ...section(
      7,
      functions.map(({ name }, index) => [...named(name), 0x00, ...unsigned(index)]),
    ),
    ...section(10, bodies),
  ]);
}

function named(text: string): Code {
  const bytes = new TextEncoder().encode(text);
  return [...unsigned(bytes.length), ...bytes];
}
