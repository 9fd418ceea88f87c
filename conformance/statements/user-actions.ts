import assert from 'node:assert/strict';
import { standardGroup } from '../groups.ts';
import type { Actor } from '../dialects/actor.ts';
import { DownStream } from '../media/down-stream.ts';
import type { Stage } from '../stage.ts';
import { room } from './chat.ts';
import { published, request } from './subscribing.ts';
import type { Statement } from './statement.ts';

const BOTH = ['galene', 'native'] as const;

const NOT_PERMITTED = { galene: 'not authorised', native: 'not-permitted' } as const;

/** What only operators may do to members. */
const OPERATORS_ACTIONS = ['op', 'unop', 'present', 'unpresent', 'shutup', 'unshutup', 'identify', 'kick'];

/** What members do to each other. */
export const USER_ACTION_STATEMENTS: readonly Statement[] = [
  {
    id: 'C73',
    title: 'Members who are no operators do nothing to others',
    dialects: BOTH,
    async run(stage) {
      const { group, op, alice } = await room(stage);
      const msg = await stage.member(group, 'msg');
      alice.inbox.forget();
      op.inbox.forget();
      const kinds = stage.dialect === 'native' ? [...OPERATORS_ACTIONS, 'lowerhand'] : OPERATORS_ACTIONS;
      for (const kind of kinds) {
        for (const dest of [msg.id, alice.id]) {
          stage.expectRefusal((await alice.userAction(kind, dest)).refusal, NOT_PERMITTED);
        }
      }
      await stage.settled(op, alice, msg);
      for (const reader of [op, alice, msg]) assert.deepEqual(reader.inbox.events, []);
    },
  },
  {
    id: 'C74',
    title: 'op makes an operator, who may record where the group allows it; everybody learns of it',
    dialects: BOTH,
    async run(stage) {
      for (const allowed of [false, true]) {
        const { op, alice } = await room(stage, standardGroup({ 'allow-recording': allowed }));
        assert.equal((await op.userAction('op', alice.id)).refusal, undefined);
        const expected = ['message', 'op', 'present', ...(allowed ? ['record'] : [])];
        const changed = await alice.inbox.take('joined');
        assert.equal(changed.kind, 'change');
        assert.deepEqual([...(changed.permissions ?? [])].sort(), expected);
        if (stage.dialect === 'galene') assert.equal(changed.data, undefined);
        for (const reader of [alice, op]) {
          const { kind, permissions } = await reader.inbox.take('user', ({ id }) => id === alice.id);
          assert.equal(kind, 'change');
          assert.deepEqual([...(permissions ?? [])].sort(), expected);
        }
        assert.equal((await alice.groupAction('lock')).refusal, undefined, 'it works');
      }
    },
  },
  {
    id: 'C75',
    title: 'unop takes op and record, and nothing else',
    dialects: BOTH,
    async run(stage) {
      const { group, op } = await room(stage, standardGroup({ 'allow-recording': true }));
      const other = await stage.member(group, 'op');
      assert.equal((await op.userAction('unop', other.id)).refusal, undefined);
      const { permissions } = await other.inbox.take('joined', ({ kind }) => kind === 'change');
      assert.deepEqual([...(permissions ?? [])].sort(), ['caption', 'message', 'present', 'token']);
      stage.expectRefusal((await other.userAction('kick', op.id)).refusal, NOT_PERMITTED);
    },
  },
  {
    id: 'C76',
    title: 'unpresent takes the right to publish, and present gives it',
    dialects: BOTH,
    leavesOut: 'the end of streams, in the native dialect',
    async run(stage) {
      const { op, alice } = await room(stage);
      assert.equal((await op.userAction('unpresent', alice.id)).refusal, undefined);
      await expectPermissions(alice, op, ['message']);
      assert.equal((await op.userAction('present', alice.id)).refusal, undefined);
      await expectPermissions(alice, op, ['message', 'present']);
      if (stage.dialect === 'galene') await streamsAreWithdrawn(stage);
    },
  },
  {
    id: 'C77',
    title: 'shutup takes the right to speak, and unshutup gives it',
    dialects: BOTH,
    async run(stage) {
      const { op, alice } = await room(stage);
      assert.equal((await op.userAction('shutup', alice.id)).refusal, undefined);
      await expectPermissions(alice, op, ['present']);
      stage.expectRefusal(await alice.chat({ value: 'x' }), NOT_PERMITTED);
      assert.equal((await op.userAction('unshutup', alice.id)).refusal, undefined);
      await expectPermissions(alice, op, ['message', 'present']);
      assert.equal(await alice.chat({ value: 'x' }), undefined);
    },
  },
  {
    id: 'C78',
    title: 'Who is kicked learns why and by whom, and the others see them go',
    dialects: BOTH,
    async run(stage) {
      const { group, op } = await room(stage);
      for (const [value, message, reason] of [
        ['be nice', 'be nice', 'kicked out (be nice) by op'],
        [undefined, 'you have been kicked out', 'kicked out by op'],
      ] as const) {
        const alice = await stage.member(group, 'alice');
        op.inbox.forget();
        assert.equal((await op.userAction('kick', alice.id, value)).refusal, undefined);
        const kicked = await alice.inbox.take('kicked');
        assert.deepEqual(kicked.by, { id: op.id, username: 'op' });
        const closed = await alice.inbox.take('closed');
        assert.equal(closed.code, 1000);
        if (stage.dialect === 'native') {
          assert.deepEqual([kicked.code, closed.reason, kicked.message], ['kicked', 'kicked', value ?? '']);
        } else assert.deepEqual([kicked.message, closed.reason], [message, reason]);
        const { kind, username } = await op.inbox.take('user', ({ id }) => id === alice.id);
        assert.deepEqual([kind, username], ['delete', 'alice']);
        const { refusal } = await op.userAction('kick', alice.id);
        stage.expectRefusal(refusal, { galene: 'no such user', native: 'no-such-member' });
      }
    },
  },
  {
    id: 'C79',
    title: "identify tells an operator a member's address, and the member that it did",
    dialects: BOTH,
    async run(stage) {
      const { op, alice } = await room(stage);
      const { address, refusal } = await op.userAction('identify', alice.id);
      assert.equal(refusal, undefined);
      assert.match(address ?? '', /^(127(\.\d+){3}|\[?(::ffff:127(\.\d+){3}|::1)\]?):\d+$/);
      const warning = await alice.inbox.take('usermessage');
      assert.deepEqual(
        { kind: warning.kind, value: warning.value, privileged: warning.privileged, source: warning.source },
        {
          kind: 'warning',
          value: 'Your IP address has been communicated to user op.',
          privileged: true,
          source: undefined,
        },
      );
      const missing = await op.userAction('identify', 'nobody');
      stage.expectRefusal(missing.refusal, { galene: 'client not found', native: 'no-such-member' });
    },
  },
  {
    id: 'C80',
    title: 'Everybody sets their own data, and nobody that of others',
    dialects: BOTH,
    async run(stage) {
      const { group, op, alice } = await room(stage);
      const obs = await stage.member(group, 'obs', { data: { colour: 'blue' } });
      const seen = await op.inbox.take('user', ({ id }) => id === obs.id);
      assert.deepEqual(seen.data, { colour: 'blue' });
      const set = async (value: unknown): Promise<unknown> => {
        assert.equal((await obs.userAction('setdata', obs.id, value)).refusal, undefined);
        for (const reader of [op, obs]) {
          const { kind, data } = await reader.inbox.take('user', ({ id }) => id === obs.id);
          assert.equal(kind, 'change');
          if (reader === obs) return data ?? {};
        }
        return undefined;
      };
      assert.deepEqual(await set({ raisehand: true, size: [1, 2] }), {
        colour: 'blue',
        raisehand: true,
        size: [1, 2],
      });
      assert.deepEqual(await set({ raisehand: null, colour: 'red' }), { colour: 'red', size: [1, 2] });
      assert.deepEqual(await set({ colour: null, size: null }), {});
      const foreign = { galene: 'not authorised', native: ['not-permitted', 'not-possible'] } as const;
      stage.expectRefusal((await obs.userAction('setdata', alice.id, { raisehand: true })).refusal, foreign);
      stage.expectRefusal((await op.userAction('setdata', alice.id, { raisehand: true })).refusal, foreign);
      const bad = await obs.userAction('setdata', obs.id, 'text');
      stage.expectRefusal(bad.refusal, { galene: 'Bad value in setdata', native: 'bad-value' });
    },
  },
  {
    id: 'C81',
    title: 'An action that nobody knows is refused',
    dialects: BOTH,
    async run(stage) {
      const { group, op } = await room(stage);
      for (const [type, text] of [
        ['useraction', 'unknown user action'],
        ['groupaction', 'unknown group action'],
      ] as const) {
        const alice = await stage.member(group, 'alice');
        const { refusal } =
          type === 'useraction' ? await alice.userAction('hug', op.id) : await alice.groupAction('hug');
        stage.expectRefusal(refusal, { galene: text, native: 'no-such-action' });
        if (stage.dialect === 'native') await alice.settled();
        else {
          const { code, reason } = await alice.inbox.take('closed');
          assert.deepEqual([code, reason], [1000, text]);
        }
      }
    },
  },
];

/** That a member was told of its new permissions, and the others too. */
async function expectPermissions(member: Actor, other: Actor, expected: readonly string[]): Promise<void> {
  const { kind, permissions } = await member.inbox.take('joined');
  assert.deepEqual([kind, [...(permissions ?? [])].sort()], ['change', expected]);
  for (const reader of [member, other]) {
    const told = await reader.inbox.take('user', ({ id }) => id === member.id);
    assert.deepEqual([told.kind, [...(told.permissions ?? [])].sort()], ['change', expected]);
  }
}

/** That the streams of one who may no longer present are aborted, and end for the others. */
async function streamsAreWithdrawn(stage: Stage): Promise<void> {
  if (stage.target.mediaObstacle !== undefined) return;
  const { group, alice, bob, up } = await published(stage);
  const op = await stage.member(group, 'op');
  request(bob, { '': ['audio', 'video'] });
  const { id } = await DownStream.take(stage, bob);
  alice.inbox.forget();
  bob.inbox.forget();
  assert.equal((await op.userAction('unpresent', alice.id)).refusal, undefined);
  await alice.inbox.take('aborted', (told) => told.id === up.id);
  assert.equal((await alice.inbox.take('refused')).text, 'permission denied');
  assert.deepEqual(
    alice.inbox.all('joined').map(({ kind, permissions }) => [kind, permissions]),
    [['change', ['message']]],
    'it was told of its permissions before',
  );
  await bob.inbox.take('stream-closed', (told) => told.id === id);
  // What browsers answer to an abort.
  up.close();
  await alice.settled();
  assert.deepEqual(alice.inbox.all('refused'), []);
  // Galène takes a permission from all who have it by the same role, so that it has to be given back.
  assert.equal((await op.userAction('present', alice.id)).refusal, undefined);
}
