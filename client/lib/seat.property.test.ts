import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../shared/testing/fuzz-budget.ts';
import type { FakeServer } from './testing/fake-server.ts';
import type { Cut } from './testing/fake-socket.ts';
import { connected, settled, type Meeting } from './testing/meeting.ts';
import { aChat, added, altered, aMember, removed, type Said } from './testing/messages.ts';

const IDS = ['bob-1', 'eve-1', 'dan-1'] as const;

/** What the server, the application or the network does next. */
type Step =
  | { type: 'add' | 'change' | 'remove'; id: string }
  | { type: 'chat' | 'ask' | 'refuse' | 'act' | 'hold' | 'release' | 'drop' | 'pause' | 'wait' | 'wake' };

const id = fc.constantFrom(...IDS);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ type: fc.constant('add' as const), id }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('change' as const), id }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('remove' as const), id }) },
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constantFrom(
        ...(['chat', 'chat', 'ask', 'ask', 'refuse', 'act', 'hold', 'release'] as const),
        ...(['drop', 'pause', 'pause', 'wait', 'wake'] as const),
      ),
    }),
  },
);

const frames = fc.nat({ max: 12 });
const cut: fc.Arbitrary<Cut> = fc.oneof(
  fc.record({ up: frames }),
  fc.record({ down: frames }),
  fc.record({ up: frames, down: frames }),
  fc.constant({}),
);

interface Outcome {
  meeting: Meeting;
  /** What became of each question, in the order of asking. */
  fates: string[][];
  /** Ids of chat messages, as they were shown. */
  chats: string[];
}

const described = (value: unknown): string => (value === undefined ? 'done' : JSON.stringify(value));

/** Lets a path that lost frames be noticed, as it is sooner or later, and the client come back. */
async function heal({ server, clock }: Meeting): Promise<void> {
  for (let round = 0; round < 30; round += 1) {
    if (server.socket.broken) server.socket.drop();
    clock.advance(5000);
    await settled();
  }
}

async function play(steps: readonly Step[], cuts: readonly Cut[]): Promise<Outcome> {
  const meeting = await connected();
  const { connection, server, clock, wake } = meeting;
  const fates: string[][] = [];
  const chats: string[] = [];
  connection.events.on('chatReceived', ({ id: chat }) => chats.push(chat));
  await connection.join('meeting', 'ada', 'secret');
  server.welcoming = true;
  const [first = {}, ...later] = cuts;
  server.socket.cut(first);
  server.cuts.push(...later);
  let last = 0;
  const ask = (asked: Promise<unknown>): void => {
    const fate: string[] = [];
    fates.push(fate);
    asked.then(
      (value) => fate.push(described(value)),
      (error: unknown) => fate.push((error as { code: string }).code),
    );
  };

  for (const next of steps) {
    last += 1;
    switch (next.type) {
      case 'add':
        server.say(added(aMember(next.id)));
        break;
      case 'change':
        server.say(altered(aMember(next.id, { data: { last } })));
        break;
      case 'remove':
        server.say(removed(next.id));
        break;
      case 'chat':
        server.say(aChat({ id: `said-${last.toString()}` }));
        break;
      case 'refuse':
        server.refuseNext('chat', 'not-permitted');
        break;
      case 'ask':
        ask(connection.chat('', '', last.toString()));
        break;
      case 'act':
        ask(connection.groupAction('lock', last.toString()));
        break;
      case 'hold':
        server.hold('chat');
        break;
      case 'release':
        server.release('chat');
        break;
      case 'drop':
        server.socket.drop();
        break;
      case 'pause':
        await settled();
        break;
      case 'wait':
        clock.advance(400);
        await settled();
        break;
      case 'wake':
        wake();
        break;
    }
  }
  server.release('chat');
  await heal(meeting);
  return { meeting, fates, chats };
}

/** The members, if nothing that the server said was lost. */
function membersOf(log: readonly Said[]): Record<string, unknown> {
  const members = new Map<string, unknown>();
  for (const said of log) {
    if (said.type === 'roster') for (const member of said.users) members.set(member.id, member.data);
    if (said.type !== 'users') continue;
    for (const member of [...(said.added ?? []), ...(said.changed ?? [])])
      members.set(member.id, member.data);
    for (const gone of said.removed ?? []) members.delete(gone.id);
  }
  return Object.fromEntries(members);
}

/** What was asked, as the server read it. */
function readBy(server: FakeServer): string[] {
  return server.heard.flatMap((heard) =>
    heard.type === 'chat' || heard.type === 'groupaction'
      ? [typeof heard.value === 'string' ? heard.value : '']
      : [],
  );
}

describe('A seat', () => {
  it('is the same whatever the network loses: members, chat, and one answer to each question', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.array(cut, { maxLength: 4 }),
        async (steps, cuts) => {
          const { meeting, fates, chats } = await play(steps, cuts);
          const { connection, server, clock } = meeting;
          const { log } = server.seat;
          expect(server.faults).toEqual([]);
          expect(connection.state).toBe('connected');
          expect(server.all('join')).toHaveLength(1);

          const users = Object.entries(connection.users).map(([user, { data }]) => [user, data]);
          expect(Object.fromEntries(users)).toEqual(membersOf(log));
          expect(chats).toEqual(log.flatMap((said) => (said.type === 'chat' ? [said.id] : [])));

          const asked = steps.flatMap(({ type }, i) =>
            type === 'ask' || type === 'act' ? [(i + 1).toString()] : [],
          );
          expect(readBy(server)).toEqual(asked);
          const answers = log.flatMap((said) =>
            said.type === 'ack' || (said.type === 'error' && said.ref !== undefined) ? [said] : [],
          );
          const [, ...afterJoin] = answers.sort((a, b) => (a.ref ?? 0) - (b.ref ?? 0));
          expect(fates).toEqual(
            afterJoin.map((said) => [said.type === 'error' ? said.error : described(said.value)]),
          );
          connection.close();
          expect(clock.pending).toBe(0);
        },
      ),
      tries(120),
    );
  });

  it('ends as it does without losses, where it is lost and replaced', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(cut, { minLength: 1, maxLength: 4 }),
        fc.nat({ max: 8 }),
        async (cuts, waiting) => {
          const meeting = await connected();
          const { connection, server, clock } = meeting;
          server.others = [aMember('bob-1')];
          await connection.join('meeting', 'ada', 'secret');
          const told: string[] = [];
          connection.events.on('rejoined', () => told.push('rejoined'));
          connection.events.on('joined', () => told.push('joined'));
          connection.events.on('left', () => told.push('left'));
          server.welcoming = true;
          server.cuts.push(...cuts);
          server.others = [aMember('eve-1')];
          server.end('shutting-down');
          const asked = Array.from({ length: waiting }, (_, i) => connection.chat('', '', i.toString()));
          await heal(meeting);
          // A server that let the member in without its hearing of it lets it in once more; a real one clears up first.
          expect(connection.state).toBe('connected');
          expect(told).toEqual(['rejoined']);
          expect(Object.keys(connection.users).sort()).toEqual([connection.id, 'eve-1'].sort());
          const fates = await Promise.allSettled(asked);
          const arrived = readBy(server);
          expect(new Set(arrived).size).toBe(arrived.length);
          const answered = fates.filter(({ status }) => status === 'fulfilled').length;
          expect(answered).toBeLessThanOrEqual(arrived.length);
          expect(arrived).toEqual([...arrived].sort());
          expect(server.faults).toEqual([]);
          connection.close();
          expect(clock.pending).toBe(0);
        },
      ),
      tries(100),
    );
  });
});
