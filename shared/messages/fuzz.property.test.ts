import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../testing/fuzz-budget.ts';
import { clientSamples, sampleHandshake, serverSamples } from '../testing/messages.ts';
import { mutated, oddOnes } from '../testing/mutations.ts';
import { ClientHandshake, ClientMessage } from './client.ts';
import { ServerFrame, ServerMessage } from './server.ts';

/** The schemas of messages never throw, take nothing that they would not take again, and touch no prototype. */

interface Schema {
  safeParse(value: unknown): { success: true; data: unknown } | { success: false; error: Error };
}

const SIDES: readonly [string, Schema, readonly object[]][] = [
  ['a handshake', ClientHandshake, [sampleHandshake]],
  ['a client', ClientMessage, Object.values(clientSamples)],
  ['a server', ServerMessage, Object.values(serverSamples)],
  ['a frame of a server', ServerFrame, [Object.values(serverSamples).slice(0, 6)]],
];

/** As it comes over a socket. */
function received(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : JSON.parse(text);
}

function check(schema: Schema, value: unknown): void {
  const message = received(value);
  const before = JSON.stringify(message);
  const parsed = schema.safeParse(message);
  expect(JSON.stringify(message)).toBe(before);
  if (parsed.success) {
    expect(schema.safeParse(received(parsed.data))).toEqual({ success: true, data: parsed.data });
    expect(Object.getPrototypeOf(parsed.data)).toBe(
      Array.isArray(parsed.data) ? Array.prototype : Object.prototype,
    );
  } else {
    expect(parsed.error.message.length).toBeGreaterThan(0);
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
}

describe.each(SIDES)('what %s says', (_, schema, samples) => {
  it('is taken or refused, with any field another', () => {
    const message = fc.constantFrom(...samples).chain((sample) => mutated(sample));
    fc.assert(
      fc.property(message, (value) => {
        check(schema, value);
      }),
      tries(500),
    );
  });

  it('is taken or refused, with each field as each odd value', () => {
    for (const sample of samples) for (const value of oddOnes(sample)) check(schema, value);
  });
});
