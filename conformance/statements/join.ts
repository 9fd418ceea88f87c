import assert from 'node:assert/strict';
import { PASSWORD, standardGroup } from '../groups.ts';
import { DownStream } from '../media/down-stream.ts';
import type { Stage } from '../stage.ts';
import { inMinutes, makeToken } from './admin-api.ts';
import { published, request } from './subscribing.ts';
import { NotApplicable, type Statement } from './statement.ts';

const BOTH = ['galene', 'native'] as const;

/** Galène's delay of refusals, in milliseconds, less what timers may be early. */
const REFUSAL_DELAY_MS = 190;

/** Getting in, being refused, and leaving. */
export const JOIN_STATEMENTS: readonly Statement[] = [
  {
    id: 'C43',
    title: 'Newcomers are told that they joined, what was said, oldest first, and who is there',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      const op = await stage.member(group, 'op');
      const obs = await stage.member(group, 'obs');
      for (const value of ['one', 'two', 'three']) await op.chat({ value });
      const alice = await stage.actor();
      alice.sendRaw({ type: 'join', kind: 'join', group, username: 'alice', password: PASSWORD });
      // Pings are answered while a password is still being checked.
      const first = await alice.inbox.takeFirst('joined', 'history', 'user');
      assert.equal(first.type, 'joined');
      await alice.settled();
      assert.deepEqual(
        alice.inbox.all('history').map(({ value }) => value),
        ['one', 'two', 'three'],
      );
      const users = alice.inbox.all('user');
      assert.deepEqual(
        users.map(({ kind }) => kind),
        ['add', 'add', 'add'],
      );
      assert.deepEqual(users.map(({ id }) => id).sort(), [alice.id, obs.id, op.id].sort());
      if (stage.dialect === 'galene') {
        assert.deepEqual(
          alice.inbox.events.map(({ type }) => type).filter((type) => type === 'history' || type === 'user'),
          ['history', 'history', 'history', 'user', 'user', 'user'],
        );
        assert.equal(users[0]?.id, alice.id, 'oneself comes first');
      }
      await op.settled();
      assert.deepEqual(
        op.inbox
          .all('user')
          .filter(({ id }) => id === alice.id)
          .map(({ kind, username }) => [kind, username]),
        [['add', 'alice']],
      );
    },
  },
  {
    id: 'C44',
    title: 'The welcome says the granted name, the permissions and the head-count, and no addresses',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group(standardGroup({ displayName: 'The Group' }));
      await stage.member(group, 'op');
      const alice = await stage.actor();
      const joined = await alice.join({ group, username: 'alice', password: PASSWORD });
      if (joined.outcome !== 'joined') assert.fail(JSON.stringify(joined));
      assert.deepEqual([joined.group, joined.username], [group, 'alice']);
      assert.deepEqual([...(joined.permissions ?? [])].sort(), ['message', 'present']);
      const { clientCount, displayName, name } = joined.status;
      assert.deepEqual(
        { clientCount, displayName, name },
        { clientCount: 2, displayName: 'The Group', name: group },
      );
      assert.ok(!('location' in joined.status) && !('endpoint' in joined.status));
    },
  },
  {
    id: 'C45',
    title: 'A wrong password is refused after a while, and can be corrected on the same connection',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      const alice = await stage.actor();
      const begun = performance.now();
      const refusal = await stage.refused(alice, { group, username: 'alice', password: 'guess' });
      const tookMs = performance.now() - begun;
      stage.expectRefusal(refusal, { galene: 'not authorised', native: 'not-authorised' });
      assert.ok(tookMs >= REFUSAL_DELAY_MS, `refused after ${tookMs.toFixed()} ms`);
      await stage.enter(alice, group, 'alice');
    },
  },
  {
    id: 'C46',
    title: 'Who stands in the list is never let in as anybody',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      for (const password of ['guess', '']) {
        const refusal = await stage.refused(await stage.actor(), { group, username: 'alice', password });
        stage.expectRefusal(refusal, { galene: 'not authorised', native: 'not-authorised' });
      }
      await stage.member(group, 'anybody', { password: 'guess' });
    },
  },
  {
    id: 'C47',
    title: 'A group must exist and have a proper name',
    dialects: BOTH,
    async run(stage) {
      const missing = stage.name('missing');
      const unknown = await stage.refused(await stage.actor(), {
        group: missing,
        username: 'a',
        password: '',
      });
      stage.expectRefusal(unknown, { galene: 'group does not exist', native: 'no-such-group' });
      const group = await stage.group();
      const illegal = await stage.refused(await stage.actor(), {
        group: `/${group}`,
        username: 'a',
        password: '',
      });
      stage.expectRefusal(illegal, {
        galene: 'illegal group name',
        native: ['bad-group-name', 'bad-message'],
      });
    },
  },
  {
    id: 'C48',
    title: 'One connection is in one group',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      const alice = await stage.member(group, 'alice');
      if (stage.dialect === 'native') {
        const refusal = await stage.refused(alice, { group, username: 'alice', password: PASSWORD });
        stage.expectRefusal(refusal, { galene: '', native: 'already-joined' });
        assert.equal(await alice.chat({ value: 'still here' }), undefined);
        return;
      }
      alice.sendRaw({ type: 'join', kind: 'join', group, username: 'alice', password: PASSWORD });
      const { code, reason } = await alice.inbox.take('closed');
      assert.deepEqual([code, reason], [1002, 'cannot join multiple groups']);
    },
  },
  {
    id: 'C49',
    title: 'A second client of the same id is refused, and the first one keeps its place',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      const first = await stage.member(group, 'alice');
      const second = await stage.actor(first.id);
      const refusal = await stage.refused(second, { group, username: 'op', password: PASSWORD });
      stage.expectRefusal(refusal, { galene: /./, native: 'duplicate-id' });
      assert.equal(await first.chat({ value: 'still here' }), undefined);
      assert.equal((await first.inbox.take('chat')).value, 'still here');
      assert.deepEqual(first.inbox.all('user'), [], 'nobody was announced');
    },
  },
  {
    id: 'C50',
    title: 'A token without a name asks for one, and takes none that is in the list',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      const token = await makeToken(stage, group, { permissions: ['present'], expires: inMinutes(10) });
      const guest = await stage.actor();
      const nameless = await stage.refused(guest, { group, token });
      stage.expectRefusal(nameless, { galene: 'username required', native: 'need-username' });
      if (stage.dialect === 'galene') assert.equal(nameless.code, 'need-username');
      const reserved = await stage.refused(guest, { group, username: 'alice', token });
      stage.expectRefusal(reserved, {
        galene: 'not authorised: this username is taken',
        native: 'username-taken',
      });
      if (stage.dialect === 'galene') assert.equal(reserved.code, 'duplicate-username');
      const outcome = await guest.join({ group, username: 'guest', token });
      if (outcome.outcome !== 'joined') assert.fail(JSON.stringify(outcome));
      assert.deepEqual([outcome.username, outcome.permissions], ['guest', ['present']]);
    },
  },
  {
    id: 'C51',
    title: 'The name in a token counts, whatever name is asked for',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      const token = await makeToken(stage, group, {
        permissions: ['op'],
        username: 'alice',
        expires: inMinutes(10),
      });
      for (const username of ['guest', undefined]) {
        const actor = await stage.actor();
        const outcome = await actor.join({ group, token, ...(username !== undefined && { username }) });
        assert.equal(outcome.outcome === 'joined' && outcome.username, 'alice');
      }
    },
  },
  {
    id: 'C52',
    title: 'A lock keeps out all but operators, with the message of who locked it',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      const op = await stage.member(group, 'op');
      const alice = await stage.actor();
      for (const [message, text] of [
        ['back at noon', 'back at noon'],
        [undefined, 'this group is locked'],
      ] as const) {
        assert.equal((await op.groupAction('lock', message)).refusal, undefined);
        const refusal = await stage.refused(alice, { group, username: 'alice', password: PASSWORD });
        stage.expectRefusal(refusal, { galene: text, native: 'group-locked' });
        assert.equal(refusal.text, text);
      }
      await stage.member(group, 'op');
    },
  },
  {
    id: 'C53',
    title: 'max-clients keeps out all but operators',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group(standardGroup({ 'max-clients': 1 }));
      await stage.member(group, 'alice');
      const refusal = await stage.refused(await stage.actor(), {
        group,
        username: 'alice',
        password: PASSWORD,
      });
      stage.expectRefusal(refusal, { galene: 'too many users', native: 'group-full' });
      await stage.member(group, 'op');
    },
  },
  {
    id: 'C54',
    title: 'A group is open between not-before and expires, for operators always',
    dialects: BOTH,
    async run(stage) {
      for (const { hours, expected } of [
        {
          hours: { 'not-before': inMinutes(10) },
          expected: { galene: 'this group is not open yet', native: 'group-not-open' },
        },
        {
          hours: { expires: inMinutes(-10) },
          expected: { galene: 'this group is closed', native: 'group-expired' },
        },
      ]) {
        const group = await stage.group(standardGroup(hours));
        const refusal = await stage.refused(await stage.actor(), {
          group,
          username: 'alice',
          password: PASSWORD,
        });
        stage.expectRefusal(refusal, expected);
        await stage.member(group, 'op');
      }
      const open = await stage.group(standardGroup({ 'not-before': inMinutes(-10), expires: inMinutes(10) }));
      await stage.member(open, 'alice');
    },
  },
  {
    id: 'C55',
    title: 'Whoever joins a group that is held elsewhere is told where, and the server goes on',
    dialects: BOTH,
    async run(stage) {
      if (stage.target.isReference) throw new NotApplicable('Galène itself is known to crash of it');
      const redirect = 'https://elsewhere.example.org/group/x/';
      const group = await stage.group(standardGroup({ redirect }));
      const outcome = await (await stage.actor()).join({ group, username: 'alice', password: PASSWORD });
      assert.deepEqual(outcome, { outcome: 'moved', location: redirect });
      await stage.member(await stage.group(), 'alice');
    },
  },
  {
    id: 'C56',
    title: 'An observer has no permissions',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      const op = await stage.member(group, 'op');
      const obs = await stage.actor();
      const outcome = await obs.join({ group, username: 'obs', password: PASSWORD });
      // Galène leaves an empty list out.
      const none = stage.dialect === 'galene' ? undefined : [];
      if (outcome.outcome !== 'joined') assert.fail(JSON.stringify(outcome));
      assert.deepEqual(outcome.permissions, none);
      const { permissions } = await op.inbox.take('user', ({ id }) => id === obs.id);
      assert.deepEqual(permissions, none);
    },
  },
  {
    id: 'C57',
    title: 'Leaving is confirmed once, seen by others, and can be undone by joining again',
    dialects: BOTH,
    leavesOut: 'the closes of streams that go before the user, in the native dialect',
    async run(stage) {
      if (stage.dialect === 'galene') await streamsEndFirst(stage);
      const group = await stage.group();
      const op = await stage.member(group, 'op');
      const alice = await stage.member(group, 'alice');
      op.inbox.forget();
      assert.equal(await alice.leave(group), undefined);
      await alice.settled();
      assert.deepEqual(alice.inbox.all('left'), [{ type: 'left', group }]);
      assert.deepEqual(alice.inbox.all('user'), []);
      const { kind, username } = await op.inbox.take('user', ({ id }) => id === alice.id);
      assert.deepEqual([kind, username], ['delete', 'alice']);
      await stage.enter(alice, group, 'alice');
      assert.equal(await alice.leave(group), undefined);
      const refusal = await alice.leave(group);
      stage.expectRefusal(refusal, { galene: 'you are not joined', native: 'not-joined' });
      if (stage.dialect === 'galene') {
        const { code, reason } = await alice.inbox.take('closed');
        assert.deepEqual([code, reason], [1000, 'you are not joined']);
      }
    },
  },
  {
    id: 'C58',
    title: 'A name is like the name of a group; the wildcard may have none',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      for (const username of ['/x', 'a/../b', 'a\\b', 'a//b', '..']) {
        const refusal = await stage.refused(await stage.actor(), { group, username, password: '' });
        stage.expectRefusal(refusal, { galene: 'not authorised', native: ['not-authorised', 'bad-message'] });
      }
      const nameless = await (await stage.actor()).join({ group, username: '', password: '' });
      assert.equal(nameless.outcome === 'joined' && nameless.username, '');
    },
  },
];

/** That the streams of one who leaves end for the others before it goes, and for itself without a word. */
async function streamsEndFirst(stage: Stage): Promise<void> {
  if (stage.target.mediaObstacle !== undefined) return;
  const { group, alice, bob } = await published(stage);
  request(bob, { '': ['audio', 'video'] });
  const { id } = await DownStream.take(stage, bob);
  bob.inbox.forget();
  assert.equal(await alice.leave(group), undefined);
  await bob.inbox.take('user', (told) => told.kind === 'delete' && told.id === alice.id);
  assert.deepEqual(bob.inbox.all('stream-closed'), [{ type: 'stream-closed', id }]);
  await alice.settled();
  assert.deepEqual([...alice.inbox.all('aborted'), ...alice.inbox.all('stream-closed')], []);
}
