import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOTHING_OPEN, settled } from '../../core/testing/fakes.ts';
import { tries } from '../../../shared/testing/fuzz-budget.ts';
import { clientSamples, recordedSession } from '../../../shared/testing/messages.ts';
import { damaged, mutated, oddOnes } from '../../../shared/testing/mutations.ts';
import type { TestClient } from '../testing/client.ts';
import { TestPlace } from '../testing/place.ts';

/** Nothing that a client says, in any order, brings the server down or disturbs another member. */

const ALL = ['op', 'present', 'message', 'caption', 'token', 'record'] as const;
const samples: readonly object[] = Object.values(clientSamples);

/** Ids that mean something to the server, and such that do not. */
const IDS = ['eve', 'ada-1', 'bob-1', 'cam', 'old-cam', 'up-1', 'transport-1', 'down-5', 'demo'];

type Said = string | Buffer;

const sample = fc.constantFrom(...samples);
const said: fc.Arbitrary<Said> = fc.oneof(
  { weight: 4, arbitrary: sample.map((message) => JSON.stringify(message)) },
  {
    weight: 8,
    arbitrary: sample.chain((message) => mutated(message, IDS)).map((message) => JSON.stringify(message)),
  },
  { weight: 2, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.nat(3000).map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`) },
);

type Fate = (message: object) => fc.Arbitrary<readonly Said[]>;

/** What becomes of recorded messages on their way, mostly nothing. */
const FATES: readonly { weight: number; fate: Fate }[] = [
  { weight: 20, fate: (message) => fc.constant([JSON.stringify(message)]) },
  { weight: 4, fate: (message) => mutated(message, IDS).map((value) => [JSON.stringify(value)]) },
  // ws closes the connection on bytes that are no UTF-8, which is tested elsewhere.
  { weight: 2, fate: (message) => damaged(JSON.stringify(message)).map((bytes) => [bytes.toString()]) },
  { weight: 1, fate: () => fc.constant([]) },
  { weight: 1, fate: (message) => fc.constant([JSON.stringify(message), JSON.stringify(message)]) },
];

/** The recorded session with damages here and there. */
const session: fc.Arbitrary<Said[]> = fc
  .tuple(
    ...recordedSession.map((message) =>
      fc.oneof(...FATES.map(({ weight, fate }) => ({ weight, arbitrary: fate(message) }))),
    ),
  )
  .map((all) => all.flat());

const LAST = 4_000_000_001;

/** Says it all, and waits for the answer to a last question. Returns the code of that, or of the end. */
async function sayAll(client: TestClient, messages: Iterable<Said>): Promise<string> {
  for (const message of messages) {
    if (typeof message === 'string') client.sendText(message);
    else client.sendBytes(message);
  }
  // What it says last is answered last, unless it has kicked itself out.
  client.send({ type: 'join', kind: 'leave', ref: LAST - 1, group: 'demo' });
  client.send({ type: 'join', kind: 'join', ref: LAST, group: 'nowhere' });
  const last = await Promise.race([
    client.heard('error', ({ ref }) => ref === LAST),
    client.heard('closing'),
  ]);
  const codes = client.messages.flatMap((message) => (message.type === 'error' ? message.error : []));
  expect(codes).not.toContain('internal');
  return last.error;
}

describe('a client that says anything', () => {
  let place: TestPlace;
  let witness: TestClient;

  beforeAll(async () => {
    // The witness talks after each try, of which there may be any number.
    place = await TestPlace.open({ limits: { rate: { perSecond: 1e12, burst: 1e12 } } });
    witness = await place.join('witness');
  });

  afterAll(async () => {
    await place.close();
    await settled();
    expect(place.stage.openMedia).toEqual(NOTHING_OPEN);
    expect(({} as { type?: unknown }).type).toBeUndefined();
  });

  async function harmsNobody(messages: Iterable<Said>): Promise<void> {
    for (const group of place.stage.conference.groups()) group.setLock(undefined);
    const eve = await place.join('eve');
    expect(['no-such-group', 'kicked']).toContain(await sayAll(eve, messages));
    eve.terminate();
    await eve.closed;
    expect(await witness.refusal({ type: 'chat', value: 'still here' })).toBeUndefined();
    witness.forget();
    witness.frames.length = 0;
    expect(place.stage.log.errors).toEqual([]);
    place.stage.log.lines.length = 0;
  }

  it.each([
    ['without permissions', []],
    ['with all permissions', ALL],
  ])('gets coded answers, and harms nobody (%s)', async (_, permissions) => {
    place.stage.authenticator.permissions.set('eve', permissions);
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 40 }), harmsNobody),
      tries(60),
    );
  });

  it.each(Object.entries(clientSamples))(
    'gets coded answers to %s with each field as each odd value',
    async (_, message) => {
      place.stage.authenticator.permissions.set('eve', ALL);
      const all = [...oddOnes(message)].map((each) => JSON.stringify(each));
      for (let start = 0; start < all.length; start += 200) await harmsNobody(all.slice(start, start + 200));
    },
  );
});

describe('a session on a bad line', () => {
  it('gets at most one answer to each question, and leaves nothing behind', async () => {
    await fc.assert(
      fc.asyncProperty(session, fc.boolean(), async (messages, mayAll) => {
        const place = await TestPlace.open();
        place.stage.authenticator.permissions.set('ada-1', mayAll ? ALL : ['present', 'message']);
        await place.join('bob-1');
        const ada = await place.connect('ada-1');
        await sayAll(ada, messages);
        const asked = messages.flatMap((message) => refOf(message));
        const answered = ada.messages.flatMap((message) =>
          (message.type === 'ack' || message.type === 'error') && message.ref !== undefined
            ? message.ref
            : [],
        );
        for (const ref of new Set(answered)) {
          if (ref >= LAST - 1) continue;
          const times = (list: readonly number[]) => list.filter((each) => each === ref).length;
          expect(times(answered)).toBeLessThanOrEqual(times(asked));
        }
        await place.close();
        await settled();
        expect(place.stage.log.errors).toEqual([]);
        expect(place.stage.openMedia).toEqual(NOTHING_OPEN);
      }),
      tries(30),
    );
  });
});

/** The numbers of the questions in a text, as far as it is JSON. */
function refOf(message: Said): number[] {
  try {
    const read = JSON.parse(message.toString()) as { ref?: unknown } | null;
    return typeof read?.ref === 'number' ? [read.ref] : [];
  } catch {
    return [];
  }
}
