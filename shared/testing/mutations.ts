import fc from 'fast-check';

/** Values and texts that are nearly what is asked for. */

/** What parsers take amiss: ends of ranges, other types, names that objects have already, halves of characters. */
const ODD: readonly unknown[] = [
  ...[null, true, '', [], {}, [[]], [null], { '': null }],
  ...[-1, 0, 0.5, -0, 1e308, 2 ** 31, 2 ** 32, 2 ** 53],
  ...['__proto__', 'constructor', 'toString', '\ud800', 'a\0b', '\u202egnp', '../..', '%2e%2e%2f', '.\\..'],
  'x'.repeat(300),
  Array.from({ length: 300 }, () => 0),
];

/** Keys that are dangerous where they are written without care. */
const ODD_KEYS = ['__proto__', 'constructor', 'prototype', 'type', 'ref', '', '0', 'length'];

const odd = fc.constantFrom(...ODD);

/**
 * A value like the given one in which a field, however deep, is another, is missing, or is one too many.
 *
 * @param words - What means something to whoever reads the value, such as ids in use.
 */
export function mutated(value: unknown, words: readonly string[] = [], depth = 0): fc.Arbitrary<unknown> {
  const other = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    odd,
    ...(words.length > 0 ? [fc.constantFrom(...words)] : []),
  );
  if (typeof value !== 'object' || value === null || depth > 6) return other;
  const entries = Object.entries(value);
  if (entries.length === 0) return other;
  const key = fc.constantFrom(...entries.map(([name]) => name));
  return fc.oneof(
    { weight: 1, arbitrary: other },
    {
      weight: 6,
      arbitrary: fc
        .constantFrom(...entries)
        .chain(([name, inner]) =>
          mutated(inner, words, depth + 1).map((replacement) => replaced(value, name, replacement)),
        ),
    },
    { weight: 1, arbitrary: key.map((name) => without(value, name)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.oneof(fc.string(), fc.constantFrom(...ODD_KEYS)), other)
        .map(([name, extra]) => extended(value, name, extra)),
    },
  );
}

/** Every value like the given one in which one field, however deep, is one of the odd values; and itself as those. */
export function* oddOnes(value: unknown): Generator {
  yield* ODD;
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    for (const each of oddOnes(inner)) yield replaced(value, name, each);
    yield without(value, name);
  }
}

/** The bytes of a text, of which some are others, lost, doubled, or in another place. */
export function damaged(text: string): fc.Arbitrary<Buffer> {
  const bytes = Buffer.from(text);
  const at = fc.nat(bytes.length);
  const bite = fc.oneof(
    fc.record({ at, byte: fc.nat(255) }),
    fc.record({ at, byte: fc.constantFrom(...Buffer.from('{}[]",:\\0-e\u00e9')) }),
    fc.record({ at, length: fc.nat(20) }),
    fc.record({ at, copyOf: at, length: fc.nat(40) }),
  );
  return fc.array(bite, { minLength: 1, maxLength: 4 }).map((bites) => bites.reduce(bitten, bytes));
}

type Bite = { at: number } & ({ byte: number } | { length: number; copyOf?: number });

function bitten(bytes: Buffer, bite: Bite): Buffer {
  const head = bytes.subarray(0, bite.at);
  const tail = bytes.subarray(bite.at);
  if ('byte' in bite) return Buffer.concat([head, Buffer.of(bite.byte), tail.subarray(1)]);
  if (bite.copyOf === undefined) return Buffer.concat([head, tail.subarray(bite.length)]);
  return Buffer.concat([head, bytes.subarray(bite.copyOf, bite.copyOf + bite.length), tail]);
}

function replaced(value: object, name: string, replacement: unknown): unknown {
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index.toString() === name ? replacement : item));
  return extended(value, name, replacement);
}

function without(value: object, name: string): unknown {
  if (Array.isArray(value)) return value.filter((_, index) => index.toString() !== name);
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}

/** Unlike a spread, this gives an own field even of the name `__proto__`, as JSON does. */
function extended(value: object, name: string, extra: unknown): unknown {
  if (Array.isArray(value)) return [...(value as unknown[]), extra];
  return Object.fromEntries([...Object.entries(value), [name, extra]]);
}
