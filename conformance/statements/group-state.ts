import assert from 'node:assert/strict';
import { PASSWORD, standardGroup } from '../groups.ts';
import { pause } from '../stage.ts';
import type { Statement } from './statement.ts';

const BOTH = ['galene', 'native'] as const;

const LOCKED = { galene: 'this group is locked', native: 'group-locked' } as const;
const NO_OPERATOR = { galene: 'there are no operators in this group', native: 'no-operator' } as const;

/** What groups do by themselves, and what they remember. */
export const GROUP_STATE_STATEMENTS: readonly Statement[] = [
  {
    id: 'C59',
    title: 'An autolock group is locked from the start, and stays so until an operator opens it',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group(standardGroup({ autolock: true }));
      const asAlice = { group, username: 'alice', password: PASSWORD };
      const alice = await stage.actor();
      stage.expectRefusal(await stage.refused(alice, asAlice), LOCKED);
      const op = await stage.member(group, 'op');
      stage.expectRefusal(await stage.refused(alice, asAlice), LOCKED);
      assert.equal((await op.groupAction('unlock')).refusal, undefined);
      await stage.enter(alice, group, 'alice');
    },
  },
  {
    id: 'C60',
    title: 'An autolock group is locked when its last operator leaves, and says so',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group(standardGroup({ autolock: true }));
      const op = await stage.member(group, 'op');
      assert.equal((await op.groupAction('unlock')).refusal, undefined);
      const alice = await stage.member(group, 'alice');
      await op.leave(group);
      const { kind, status } = await alice.inbox.take('joined', (told) => told.status['locked'] === true);
      assert.deepEqual([kind, status['locked']], ['change', true]);
      const late = await stage.refused(await stage.actor(), { group, username: 'cap', password: PASSWORD });
      stage.expectRefusal(late, LOCKED);
    },
  },
  {
    id: 'C61',
    title: 'An autokick group is emptied when its last operator leaves, and lets nobody in before one comes',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group(standardGroup({ autokick: true }));
      const asAlice = { group, username: 'alice', password: PASSWORD };
      const early = await stage.actor();
      stage.expectRefusal(await stage.refused(early, asAlice), NO_OPERATOR);
      const first = await stage.member(group, 'op');
      const second = await stage.member(group, 'op');
      const alice = await stage.member(group, 'alice');
      await first.leave(group);
      await alice.settled();
      assert.deepEqual(alice.inbox.all('kicked'), [], 'another operator is there');
      await second.leave(group);
      const { message, code } = await alice.inbox.take('kicked');
      if (stage.dialect === 'native') assert.equal(code, NO_OPERATOR.native);
      else assert.equal(message, NO_OPERATOR.galene);
      assert.equal((await alice.inbox.take('closed')).code, 1000);
    },
  },
  {
    id: 'C62',
    title: 'A changed group file is told to those who are in, and leaves them what they may do',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      const alice = await stage.member(group, 'alice');
      await stage.writeGroup(group, {
        ...standardGroup({ displayName: 'Another name' }),
        users: { alice: { password: PASSWORD, permissions: 'observe' } },
      });
      await stage.until('the status has the new name', async () => {
        return (await stage.status(group))['displayName'] === 'Another name';
      });
      const changed = await alice.inbox.take(
        'joined',
        ({ status }) => status['displayName'] === 'Another name',
      );
      assert.equal(changed.kind, 'change');
      assert.deepEqual([...(changed.permissions ?? [])].sort(), ['message', 'present']);
      assert.equal(await alice.chat({ value: 'hello' }), undefined);
    },
  },
  {
    id: 'C63',
    title: 'A subgroup without a file is there just where auto-subgroups is set',
    dialects: BOTH,
    async run(stage) {
      const more = { public: true, description: 'Only of the parent', displayName: 'Parent' };
      const parent = await stage.group(standardGroup({ ...more, 'auto-subgroups': true }));
      const child = `${parent}/room/one`;
      const status = await stage.status(child);
      assert.equal(status['name'], child);
      assert.equal(status['displayName'], 'Parent');
      assert.ok(!('description' in status) && !('clientCount' in status), JSON.stringify(status));
      await stage.member(child, 'op');
      const wrong = await stage.refused(await stage.actor(), {
        group: child,
        username: 'op',
        password: 'guess',
      });
      stage.expectRefusal(wrong, { galene: 'not authorised', native: 'not-authorised' });
      const list = JSON.parse((await stage.http('/public-groups.json')).text) as { name: string }[];
      const names = list.map(({ name }) => name);
      assert.ok(names.includes(parent) && !names.includes(child), names.join(', '));

      const childless = await stage.group(standardGroup(more));
      assert.equal((await stage.http(`/group/${childless}/room/.status`)).status, 404);
      const actor = await stage.actor();
      const refusal = await stage.refused(actor, {
        group: `${childless}/room`,
        username: 'op',
        password: PASSWORD,
      });
      stage.expectRefusal(refusal, { galene: 'group does not exist', native: 'no-such-group' });
    },
  },
  {
    id: 'C64',
    title: 'An empty group remembers what was said, until it is too old',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group(standardGroup({ 'max-history-age': 2 }));
      const alice = await stage.member(group, 'alice');
      assert.equal(await alice.chat({ value: 'remember me' }), undefined);
      await alice.leave(group);
      const next = await stage.actor();
      const join = { group, username: 'alice', password: PASSWORD };
      assert.equal((await next.join(join)).outcome, 'joined');
      await next.settled();
      assert.deepEqual(
        next.inbox.all('history').map(({ value }) => value),
        ['remember me'],
      );
      await next.leave(group);
      // Galène counts the age of messages in whole seconds.
      await pause(3500);
      const late = await stage.actor();
      assert.equal((await late.join(join)).outcome, 'joined');
      await late.settled();
      assert.deepEqual(late.inbox.all('history'), []);
    },
  },
];
