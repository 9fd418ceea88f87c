import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { PASSWORD, standardGroup } from '../groups.ts';
import type { Actor } from '../dialects/actor.ts';
import type { Stage } from '../stage.ts';
import { inMinutes } from './admin-api.ts';
import { room } from './chat.ts';
import { NotApplicable, type Statement } from './statement.ts';

const BOTH = ['galene', 'native'] as const;

const NOT_PERMITTED = { galene: 'not authorised', native: 'not-permitted' } as const;

/** What members do to their group. */
export const GROUP_ACTION_STATEMENTS: readonly Statement[] = [
  {
    id: 'C82',
    title: 'Only operators lock, unlock, and set data',
    dialects: BOTH,
    async run(stage) {
      const { group, alice } = await room(stage);
      const kinds = ['lock', 'unlock', 'setdata', 'subgroups', 'record', 'unrecord'];
      for (const kind of stage.dialect === 'native' ? [...kinds, 'lowerhands'] : kinds) {
        const { refusal } = await alice.groupAction(kind, kind === 'setdata' ? { x: 1 } : undefined);
        stage.expectRefusal(refusal, NOT_PERMITTED);
      }
      await stage.member(group, 'anybody');
      assert.deepEqual(alice.inbox.all('joined'), []);
    },
  },
  {
    id: 'C83',
    title: 'Everybody learns that the group was locked and unlocked',
    dialects: BOTH,
    async run(stage) {
      const { op, alice } = await room(stage);
      for (const [kind, locked] of [
        ['lock', true],
        ['unlock', undefined],
      ] as const) {
        assert.equal((await op.groupAction(kind)).refusal, undefined);
        for (const reader of [op, alice]) {
          const told = await reader.inbox.take('joined');
          assert.deepEqual([told.kind, told.status['locked']], ['change', locked]);
        }
      }
    },
  },
  {
    id: 'C84',
    title: "The group's data is merged, told to all, and to those who come later",
    dialects: BOTH,
    async run(stage) {
      const { group, op, alice } = await room(stage);
      for (const [change, merged] of [
        [
          { a: 1, b: { c: [2] } },
          { a: 1, b: { c: [2] } },
        ],
        [
          { a: null, d: 'x' },
          { b: { c: [2] }, d: 'x' },
        ],
      ] as const) {
        assert.equal((await op.groupAction('setdata', change)).refusal, undefined);
        for (const reader of [op, alice]) assert.deepEqual((await reader.inbox.take('joined')).data, merged);
      }
      const late = await (await stage.actor()).join({ group, username: 'msg', password: PASSWORD });
      assert.deepEqual(late.outcome === 'joined' && late.data, { b: { c: [2] }, d: 'x' });
      const bad = await op.groupAction('setdata', 'text');
      stage.expectRefusal(bad.refusal, { galene: 'Bad value in setdata', native: 'bad-value' });
    },
  },
  {
    id: 'C85',
    title: 'An operator sees which groups below have members',
    dialects: BOTH,
    async run(stage) {
      const { group, op } = await room(stage, standardGroup({ 'auto-subgroups': true }));
      assert.deepEqual((await op.groupAction('subgroups')).subgroups, {});
      await stage.member(`${group}/a`, 'alice');
      await stage.member(`${group}/b/c`, 'alice');
      await stage.member(`${group}/b/c`, 'msg');
      await stage.status(`${group}/empty`);
      const expected = { [`${group}/a`]: 1, [`${group}/b/c`]: 2 };
      assert.deepEqual((await op.groupAction('subgroups')).subgroups, expected);
    },
  },
  {
    id: 'C86',
    title: 'The recorder is a member, which speaks to nobody; recording can be ended, also by kicking it',
    dialects: BOTH,
    leavesOut: 'the recorded file: it needs media',
    async run(stage) {
      const { op, alice } = await room(stage, standardGroup({ 'allow-recording': true }));
      const recorder = await startRecording(op);
      assert.deepEqual(recorder, {
        kind: 'add',
        username: 'RECORDING',
        permissions: ['system'],
        id: recorder.id,
      });
      assert.equal((await alice.inbox.take('user')).username, 'RECORDING');
      const again = await op.groupAction('record');
      stage.expectRefusal(again.refusal, { galene: 'already recording', native: 'not-possible' });
      const spoken = await alice.chat({ value: 'x', dest: recorder.id });
      stage.expectRefusal(spoken, { galene: "this user doesn't chat", native: 'not-possible' });
      const promoted = await op.userAction('op', recorder.id);
      stage.expectRefusal(promoted.refusal, { galene: 'this is not a real user', native: 'not-possible' });
      assert.equal((await op.groupAction('unrecord')).refusal, undefined);
      assert.equal((await alice.inbox.take('user')).kind, 'delete');
      const { id } = await startRecording(op);
      assert.equal((await op.userAction('kick', id)).refusal, undefined);
      await op.inbox.take('user', (told) => told.kind === 'delete' && told.id === id);
      assert.equal((await op.groupAction('unrecord')).refusal, undefined, 'nothing is left to end');
      await nothingRecorded(stage);
    },
  },
  {
    id: 'C87',
    title: 'An invitation ends some time and gives nobody more than the inviter may do',
    dialects: BOTH,
    async run(stage) {
      const { group, op } = await room(stage);
      const made = await op.groupAction('maketoken', { group, permissions: ['present'], expires: 60_000 });
      assert.equal(made.refusal, undefined);
      const { token = '', expires = '', issuedBy, permissions, group: of } = made.token ?? {};
      assert.deepEqual(
        { issuedBy, permissions, of },
        { issuedBy: 'op', permissions: ['present'], of: group },
      );
      assert.ok(
        Math.abs(Date.parse(expires) - Date.now() - 60_000) < 10_000,
        `it ends in a minute: ${expires}`,
      );
      const guest = await (await stage.actor()).join({ group, username: 'guest', token });
      assert.deepEqual(guest.outcome === 'joined' && guest.permissions, ['present']);

      const draft = { group, permissions: ['present'], expires: inMinutes(1) };
      for (const { value, expected } of [
        { value: { ...draft, token: 'mine' }, expected: 'client specified token' },
        { value: { ...draft, group: `${group}x` }, expected: 'wrong group in token' },
        { value: { group, permissions: ['present'] }, expected: "token doesn't expire" },
        { value: { ...draft, username: 'alice' }, expected: 'that username is taken' },
        { value: { ...draft, permissions: ['record'] }, expected: 'not authorised' },
        { value: { ...draft, permissions: ['admin'] }, expected: 'not authorised' },
        { value: { ...draft, expires: true }, expected: 'bad time value' },
        { value: 'text', expected: 'bad token value' },
      ]) {
        const { refusal } = await op.groupAction('maketoken', value);
        const native = ['bad-value', 'not-permitted', 'username-taken', 'token-for-another-group'];
        stage.expectRefusal(refusal, { galene: expected, native });
        const code = expected === 'not authorised' ? 'not-authorised' : 'error';
        if (stage.dialect === 'galene') assert.equal(refusal?.code, code);
      }
    },
  },
  {
    id: 'C88',
    title: 'Presenters invite only where the group lets them, and never see or change the invitations of all',
    dialects: BOTH,
    async run(stage) {
      for (const isFree of [false, true]) {
        const { group, op, alice } = await room(stage, standardGroup({ 'unrestricted-tokens': isFree }));
        const draft = { group, permissions: ['present'], expires: 60_000 };
        const { refusal, token } = await alice.groupAction('maketoken', draft);
        if (isFree) assert.equal(token?.issuedBy, 'alice');
        else expectNoToken(stage, refusal);
        const { token: other } = await op.groupAction('maketoken', draft);
        const edit = { token: other?.token, expires: -60_000 };
        expectNoToken(stage, (await alice.groupAction('edittoken', edit)).refusal);
        expectNoToken(stage, (await alice.groupAction('listtokens')).refusal);
      }
    },
  },
  {
    id: 'C89',
    title: 'An operator revokes an invitation, and still finds it in the list, which is of this group alone',
    dialects: BOTH,
    async run(stage) {
      const { group, op } = await room(stage);
      const elsewhere = await room(stage);
      const draft = { permissions: ['present'], expires: 60_000 };
      const { token } = await op.groupAction('maketoken', { ...draft, group });
      const foreign = await elsewhere.op.groupAction('maketoken', { ...draft, group: elsewhere.group });
      const edited = await op.groupAction('edittoken', { token: token?.token, expires: -1000 });
      assert.equal(edited.refusal, undefined);
      assert.ok(Date.parse(edited.token?.expires ?? '') < Date.now(), 'it has ended');
      const guest = await stage.actor();
      const refusal = await stage.refused(guest, { group, username: 'guest', token: token?.token ?? '' });
      const native = ['not-authorised', 'token-expired'];
      stage.expectRefusal(refusal, { galene: /^not authorised(: |$)/, native });
      const { tokens } = await op.groupAction('listtokens');
      assert.deepEqual(
        tokens?.map((each) => each.token),
        [token?.token],
      );

      for (const { value, expected } of [
        { value: { token: 'no-such-token', expires: 1000 }, expected: 'file does not exist' },
        { value: { token: token?.token, permissions: ['op'] }, expected: 'this field cannot be edited' },
      ]) {
        const answer = await op.groupAction('edittoken', value);
        stage.expectRefusal(answer.refusal, { galene: expected, native: ['no-such-token', 'bad-value'] });
      }
      if (!stage.target.isReference) {
        const stolen = await op.groupAction('edittoken', { token: foreign.token?.token, expires: -1000 });
        stage.expectRefusal(stolen.refusal, { galene: /./, native: 'no-such-token' });
      }
    },
  },
];

function expectNoToken(stage: Stage, refusal: Parameters<Stage['expectRefusal']>[0]): void {
  stage.expectRefusal(refusal, NOT_PERMITTED);
  if (stage.dialect === 'galene') assert.equal(refusal?.code, 'not-authorised');
}

/** @returns how the recorder was announced. @throws NotApplicable where the server cannot record. */
async function startRecording(op: Actor) {
  const { refusal } = await op.groupAction('record');
  if (refusal?.code === 'recording-unavailable' || refusal?.text === 'this server cannot record') {
    throw new NotApplicable('the server cannot record');
  }
  assert.equal(refusal, undefined);
  const { kind, id, username, permissions } = await op.inbox.take('user', (told) => told.kind === 'add');
  return { kind, id, username, permissions };
}

/** A recorder that has heard nothing leaves no file behind. */
async function nothingRecorded(stage: Stage): Promise<void> {
  const { recordingsDir } = stage.target;
  if (recordingsDir === undefined) return;
  const folders = await readdir(recordingsDir);
  for (const folder of folders) assert.deepEqual(await readdir(path.join(recordingsDir, folder)), [], folder);
}
