import assert from 'node:assert/strict';
import { PASSWORD } from '../groups.ts';
import type { Actor } from '../dialects/actor.ts';
import type { ChatView } from '../dialects/events.ts';
import type { Stage } from '../stage.ts';
import type { Statement } from './statement.ts';

const BOTH = ['galene', 'native'] as const;

const NOT_PERMITTED = { galene: 'not authorised', native: 'not-permitted' } as const;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Most messages that Galène remembers, and our server unless told otherwise. */
const HISTORY = 50;

/** Chat, its history, and messages between applications. */
export const CHAT_STATEMENTS: readonly Statement[] = [
  {
    id: 'C65',
    title: 'What is said to everybody comes back to the speaker, with an id and the time',
    dialects: BOTH,
    async run(stage) {
      const { op, alice } = await room(stage);
      assert.equal(await alice.chat({ value: 'hello', kind: 'me' }), undefined);
      for (const reader of [alice, op]) {
        const told = await reader.inbox.take('chat');
        const { kind, source, username, dest, value } = told;
        assert.deepEqual(
          { kind, source, username, dest, value },
          { kind: 'me', source: alice.id, username: 'alice', dest: undefined, value: 'hello' },
        );
        assert.ok((told.id ?? '') !== '', 'it has an id');
        assert.match(told.time ?? '', RFC3339);
        assert.ok(
          Math.abs(Date.parse(told.time ?? '') - Date.now()) < 10_000,
          `it is of now: ${String(told.time)}`,
        );
      }
    },
  },
  {
    id: 'C66',
    title: 'What is said to one member reaches that member alone, and is not remembered',
    dialects: BOTH,
    async run(stage) {
      const { group, op, alice } = await room(stage);
      const msg = await stage.member(group, 'msg');
      assert.equal(await alice.chat({ value: 'psst', dest: op.id }), undefined);
      const told = await op.inbox.take('chat');
      assert.deepEqual([told.value, told.dest, told.source], ['psst', op.id, alice.id]);
      if (stage.dialect === 'galene') assert.equal(told.id, undefined);
      await stage.settled(alice, msg);
      assert.deepEqual([...alice.inbox.all('chat'), ...msg.inbox.all('chat')], []);
      assert.deepEqual(await historyOf(stage, group), []);
      assert.equal(await alice.chat({ value: 'note to self', dest: alice.id }), undefined);
      assert.equal((await alice.inbox.take('chat')).value, 'note to self');
    },
  },
  {
    id: 'C67',
    title: 'noecho spares the speaker alone',
    dialects: BOTH,
    async run(stage) {
      const { group, op, alice } = await room(stage);
      assert.equal(await alice.chat({ value: 'quietly', noecho: true }), undefined);
      assert.equal((await op.inbox.take('chat')).value, 'quietly');
      assert.equal(await alice.userMessage({ kind: 'mute', noecho: true }), undefined);
      assert.equal((await op.inbox.take('usermessage')).kind, 'mute');
      await alice.settled();
      assert.deepEqual([...alice.inbox.all('chat'), ...alice.inbox.all('usermessage')], []);
      assert.deepEqual(
        (await historyOf(stage, group)).map(({ value }) => value),
        ['quietly'],
      );
    },
  },
  {
    id: 'C68',
    title: 'Observers do not speak; captioners write captions, and those alone',
    dialects: BOTH,
    async run(stage) {
      const { group, op, alice } = await room(stage);
      const obs = await stage.member(group, 'obs');
      const cap = await stage.member(group, 'cap');
      stage.expectRefusal(await obs.chat({ value: 'x' }), NOT_PERMITTED);
      stage.expectRefusal(await obs.chat({ value: 'x', dest: op.id }), NOT_PERMITTED);
      stage.expectRefusal(await obs.userMessage({ kind: 'x', value: 1 }), NOT_PERMITTED);
      stage.expectRefusal(await cap.chat({ value: 'x' }), NOT_PERMITTED);
      stage.expectRefusal(await cap.chat({ value: 'x', kind: 'me' }), NOT_PERMITTED);
      stage.expectRefusal(await alice.chat({ value: 'x', kind: 'caption' }), NOT_PERMITTED);
      assert.equal(await cap.chat({ value: 'spoken', kind: 'caption' }), undefined);
      await op.settled();
      assert.deepEqual(
        op.inbox.all('chat').map(({ kind, value }) => [kind, value]),
        [['caption', 'spoken']],
      );
      assert.deepEqual(op.inbox.all('usermessage'), []);
    },
  },
  {
    id: 'C69',
    title: 'Only what operators say is privileged',
    dialects: BOTH,
    async run(stage) {
      const { op, alice } = await room(stage);
      // In the native dialect nobody can even claim it.
      const claim = stage.dialect === 'galene' ? { privileged: true, time: '2001-01-01T00:00:00Z' } : {};
      for (const type of ['chat', 'usermessage'] as const) {
        alice.sendRaw({ type, kind: 'x', value: 'mine', ...claim });
        op.sendRaw({ type, kind: 'x', value: 'theirs' });
        for (const reader of [alice, op]) {
          const mine = await reader.inbox.take(type, ({ value }) => value === 'mine');
          const theirs = await reader.inbox.take(type, ({ value }) => value === 'theirs');
          assert.deepEqual([mine.privileged, theirs.privileged], [false, true], type);
          if ('time' in mine) assert.doesNotMatch(mine.time ?? '', /^2001/);
        }
      }
    },
  },
  {
    id: 'C70',
    title: 'Fifty messages are remembered',
    dialects: BOTH,
    async run(stage) {
      const { group, alice } = await room(stage);
      for (let n = 0; n <= HISTORY; n += 1)
        assert.equal(await alice.chat({ value: n.toString() }), undefined);
      const remembered = (await historyOf(stage, group)).map(({ value }) => Number(value));
      assert.deepEqual(
        remembered,
        Array.from({ length: HISTORY }, (_, n) => n + 1),
      );
    },
  },
  {
    id: 'C71',
    title: 'Whoever speaks to nobody is told so',
    dialects: BOTH,
    leavesOut: 'speaking to the recorder, which is asked with C86',
    async run(stage) {
      const { group, op, alice } = await room(stage);
      const expected = { galene: 'user unknown', native: 'no-such-member' };
      stage.expectRefusal(await alice.chat({ value: 'x', dest: 'nobody' }), expected);
      stage.expectRefusal(await alice.userMessage({ kind: 'x', dest: 'nobody' }), expected);
      await op.leave(group);
      stage.expectRefusal(await alice.chat({ value: 'x', dest: op.id }), expected);
    },
  },
  {
    id: 'C72',
    title: 'Operators delete one message, all of one member, or all; everybody learns of it',
    dialects: BOTH,
    async run(stage) {
      const { group, op, alice } = await room(stage);
      for (const value of ['a1', 'a2', 'a3']) await alice.chat({ value });
      await op.chat({ value: 'o1' });
      const second = await alice.inbox.take('chat', ({ value }) => value === 'a2');
      const clear = async (value: unknown, left: readonly string[]): Promise<void> => {
        assert.equal((await op.groupAction('clearchat', value)).refusal, undefined);
        for (const reader of [alice, op]) {
          const told = await reader.inbox.take('usermessage', ({ kind }) => kind === 'clearchat');
          assert.deepEqual([told.value, told.privileged, told.source], [value, true, undefined]);
        }
        assert.deepEqual(
          (await historyOf(stage, group)).map((entry) => entry.value),
          left,
        );
      };
      await clear({ id: second.id, userId: alice.id }, ['a1', 'a3', 'o1']);
      await clear({ userId: alice.id }, ['o1']);
      await clear(undefined, []);
      for (const value of [{ id: second.id }, 'all', 7]) {
        const { refusal } = await op.groupAction('clearchat', value);
        stage.expectRefusal(refusal, { galene: 'bad value in clearchat', native: 'bad-value' });
      }
      stage.expectRefusal((await alice.groupAction('clearchat')).refusal, NOT_PERMITTED);
      stage.expectRefusal(
        (await alice.groupAction('clearchat', { userId: alice.id })).refusal,
        NOT_PERMITTED,
      );
    },
  },
];

/** A group with an operator and a presenter in it. */
export async function room(
  stage: Stage,
  file?: Parameters<Stage['group']>[0],
): Promise<{ group: string; op: Actor; alice: Actor }> {
  const group = await stage.group(file);
  const op = await stage.member(group, 'op');
  const alice = await stage.member(group, 'alice');
  op.inbox.forget();
  return { group, op, alice };
}

/** What a newcomer is told of the past. */
async function historyOf(stage: Stage, group: string): Promise<ChatView[]> {
  const newcomer = await stage.actor();
  const outcome = await newcomer.join({ group, username: 'obs', password: PASSWORD });
  assert.equal(outcome.outcome, 'joined');
  await newcomer.settled();
  const history = newcomer.inbox.all('history');
  await newcomer.close();
  return history;
}
