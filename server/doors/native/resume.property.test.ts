import type { ServerMessage } from '@evagore/shared';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tries } from '../../../shared/testing/fuzz-budget.ts';
import { DEMO, settled } from '../../core/testing/fakes.ts';
import type { TestClient } from '../testing/client.ts';
import { TestPlace } from '../testing/place.ts';

/** What a client knows after it has read some messages. */
class Knowledge {
  readonly roster = new Map<string, unknown>();
  readonly chat: string[] = [];
  readonly answers: number[] = [];
  locked = false;
  permissions: readonly string[] = [];

  read(message: ServerMessage): void {
    switch (message.type) {
      case 'joined':
        if (message.kind === 'leave') return;
        this.locked = message.status.locked ?? false;
        this.permissions = message.permissions;
        break;
      case 'roster':
        for (const user of message.users) this.roster.set(user.id, user);
        break;
      case 'users':
        for (const user of [...(message.added ?? []), ...(message.changed ?? [])])
          this.roster.set(user.id, user);
        for (const { id } of message.removed ?? []) this.roster.delete(id);
        break;
      case 'chat':
        this.chat.push(message.value);
        break;
      case 'ack':
      case 'error':
        if (message.ref !== undefined) this.answers.push(message.ref);
        break;
      default:
        break;
    }
  }
}

type Step =
  | { readonly do: 'say' | 'ada says'; readonly text: string }
  | { readonly do: 'lock' | 'unlock' | 'raise' | 'guest comes' | 'guest goes' | 'unpresent' | 'present' }
  /** The connection breaks, and so many of the messages sent last were not read. */
  | { readonly do: 'cut'; readonly unread: number; readonly before: boolean };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('say' as const, 'ada says' as const), text: fc.string({ maxLength: 5 }) }),
  fc.record({
    do: fc.constantFrom(
      ...(['lock', 'unlock', 'raise', 'guest comes', 'guest goes', 'unpresent', 'present'] as const),
    ),
  }),
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('cut' as const), unread: fc.nat(6), before: fc.boolean() }),
  },
);

let place: TestPlace;

beforeEach(async () => {
  place = await TestPlace.open();
  place.stage.authenticator.permissions.set('olga', ['op', 'present', 'message']);
});

afterEach(async () => {
  await place.close();
  expect(place.stage.log.errors).toEqual([]);
});

/** Plays `steps` for a client that is cut off wherever they say so, and one that never is; returns what each knows. */
async function play(round: number, steps: readonly Step[]): Promise<[cut: Knowledge, whole: Knowledge]> {
  const id = (name: string) => `${name}-${round}`;
  const olga = await joined(id('olga'), 'olga');
  const eve = await joined(id('eve'), 'eve');
  let ada = await joined(id('ada'), 'ada');
  let guest: TestClient | undefined;
  let refs = 1000;
  const known = new Knowledge();
  const asked: number[] = [];

  const breakOff = async (unread: number): Promise<TestClient> => {
    await ada.caughtUp();
    const old = ada;
    old.terminate();
    await old.closed;
    // What was read is known; the rest of it is lost on the way, but for what the joining told.
    const counted = old.messages.filter(
      ({ type }) => !['handshake', 'ping', 'pong', 'resumed'].includes(type),
    );
    const read = Math.max(counted.length - unread, Math.min(counted.length, firstRead(counted)));
    for (const message of counted.slice(0, read)) known.read(message);
    old.cursor -= counted.length - read;
    return old;
  };
  const comeBack = async (old: TestClient): Promise<void> => {
    ada = await place.connect(id('ada'));
    expect(await ada.resume(old)).toMatchObject({ type: 'resumed' });
  };

  for (const each of steps) {
    switch (each.do) {
      case 'say':
        await olga.ask({ type: 'chat', value: each.text });
        break;
      case 'ada says':
        refs += 1;
        asked.push(refs);
        ada.send({ type: 'chat', value: each.text, ref: refs });
        await ada.caughtUp();
        break;
      case 'raise':
        await olga.ask({ type: 'useraction', kind: 'setdata', dest: id('olga'), value: { raisehand: true } });
        break;
      case 'guest comes':
        guest ??= await joined(id('guest'), 'guest');
        break;
      case 'guest goes':
        guest?.socket.close(1000);
        await guest?.closed;
        guest = undefined;
        break;
      case 'lock':
      case 'unlock':
        await olga.ask({ type: 'groupaction', kind: each.do });
        break;
      case 'present':
      case 'unpresent':
        for (const dest of [id('ada'), id('eve')])
          await olga.ask({ type: 'useraction', kind: each.do, dest });
        break;
      case 'cut': {
        const old = await breakOff(each.unread);
        if (each.before) await olga.ask({ type: 'chat', value: 'meanwhile' });
        await comeBack(old);
        break;
      }
    }
  }
  await olga.ask({ type: 'groupaction', kind: 'unlock' });
  await settled();
  await comeBack(await breakOff(0));
  await ada.caughtUp();
  await eve.caughtUp();
  for (const message of ada.messages) known.read(message);
  const whole = new Knowledge();
  for (const message of eve.messages) whole.read(message);
  expect(known.answers.filter((ref) => ref > 1000 && ref <= refs)).toEqual(asked);
  for (const client of [ada, eve, olga, ...(guest === undefined ? [] : [guest])]) {
    client.socket.close(1000);
    await client.closed;
  }
  return [known, whole];
}

/** What comes with the joining is read in one go. */
function firstRead(messages: readonly ServerMessage[]): number {
  return messages.findIndex(({ type }) => type === 'ack') + 1;
}

async function joined(id: string, username: string): Promise<TestClient> {
  const client = await place.connect(id);
  await client.ask({ type: 'join', kind: 'join', group: DEMO, username });
  return client;
}

describe('a client that is cut off anywhere', () => {
  it('knows in the end what one knows that never was', { timeout: 60_000 }, async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        round += 1;
        const [cut, whole] = await play(round, steps);
        expect(cut.chat.slice(-whole.chat.length)).toEqual(whole.chat);
        expect(cut.locked).toBe(whole.locked);
        expect([...cut.permissions]).toEqual([...whole.permissions]);
        expect(new Map([...cut.roster].sort())).toEqual(new Map([...whole.roster].sort()));
      }),
      { ...tries(30), endOnFailure: true },
    );
  });
});
