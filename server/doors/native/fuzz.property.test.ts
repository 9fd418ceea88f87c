import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOTHING_OPEN, settled } from '../../core/testing/fakes.ts';
import { clientSamples } from '../../../shared/testing/messages.ts';
import type { TestClient } from '../testing/client.ts';
import { TestPlace } from '../testing/place.ts';

/** Nothing that a client says, in any order, brings the server down or disturbs another member. */

const samples: readonly object[] = Object.values(clientSamples);

/** Ids that mean something to the server, and such that do not. */
const id = fc.constantFrom(
  'eve',
  'bob-1',
  'cam',
  'old-cam',
  'up-1',
  'transport-1',
  '__proto__',
  'constructor',
);

/** A field of a message, or of what is in it, with something else in its place. */
function mutated(value: unknown, depth = 0): fc.Arbitrary<unknown> {
  const other = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    id,
    fc.constantFrom(-1, 1e308, 2 ** 53, '\ud800', [], {}),
  );
  if (typeof value !== 'object' || value === null || depth > 3) return other;
  const entries = Object.entries(value);
  if (entries.length === 0) return other;
  return fc.oneof(
    { weight: 1, arbitrary: other },
    {
      weight: 6,
      arbitrary: fc.constantFrom(...entries).chain(([key, inner]) => {
        const changed = mutated(inner, depth + 1);
        return changed.map((replacement): unknown =>
          Array.isArray(value)
            ? value.map((item: unknown, index) => (index.toString() === key ? replacement : item))
            : { ...value, [key]: replacement },
        );
      }),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(...entries)
        .map(([gone]): unknown =>
          Array.isArray(value) ? value.slice(1) : Object.fromEntries(entries.filter(([key]) => key !== gone)),
        ),
    },
    { weight: 1, arbitrary: fc.string().map((key): unknown => ({ ...value, [key]: 1 })) },
  );
}

const sample = fc.constantFrom(...samples);
const said: fc.Arbitrary<string | Buffer> = fc.oneof(
  { weight: 4, arbitrary: sample.map((message) => JSON.stringify(message)) },
  {
    weight: 8,
    arbitrary: sample.chain((message) => mutated(message)).map((message) => JSON.stringify(message)),
  },
  { weight: 2, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.nat(3000).map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`) },
);

const LAST = 4_000_000_001;

let place: TestPlace;
let witness: TestClient;

beforeAll(async () => {
  place = await TestPlace.open();
  witness = await place.join('witness');
});

afterAll(async () => {
  await place.close();
  await settled();
  expect(place.stage.openMedia).toEqual(NOTHING_OPEN);
});

describe('a client that says anything', () => {
  it.each([
    ['without permissions', []],
    ['with all permissions', ['op', 'present', 'message', 'caption'] as const],
  ])('gets coded answers, and harms nobody (%s)', async (_, permissions) => {
    place.stage.authenticator.permissions.set('eve', permissions);
    const [group] = place.stage.conference.groups();
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 40 }), async (messages) => {
        group?.setLock(undefined);
        const eve = await place.join('eve');
        for (const message of messages) {
          if (typeof message === 'string') eve.sendText(message);
          else eve.sendBytes(message);
        }
        // What it says last is answered last, unless it has kicked itself out.
        eve.send({ type: 'join', kind: 'leave', ref: LAST - 1, group: 'demo' });
        eve.send({ type: 'join', kind: 'join', ref: LAST, group: 'nowhere' });
        const last = await Promise.race([
          eve.heard('error', ({ ref }) => ref === LAST),
          eve.heard('closing'),
        ]);
        expect(['no-such-group', 'kicked']).toContain(last.error);
        const codes = eve.messages.flatMap((message) => (message.type === 'error' ? message.error : []));
        expect(codes).not.toContain('internal');
        eve.terminate();
        await eve.closed;

        expect(await witness.refusal({ type: 'chat', value: 'still here' })).toBeUndefined();
        witness.forget();
        expect(place.stage.log.errors).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
