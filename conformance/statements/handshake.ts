import assert from 'node:assert/strict';
import { NATIVE_VERSION } from '@evagore/shared';
import type { Actor } from '../dialects/actor.ts';
import type { GaleneActor } from '../dialects/galene.ts';
import { pause, type Stage } from '../stage.ts';
import type { Statement } from './statement.ts';

/** Galène's limit for one message, and ours by default. */
const MAX_MESSAGE_BYTES = 1_048_576;

/** How a server treats silence, in seconds. */
interface Patience {
  /** A ping comes between these. */
  readonly ping: readonly [number, number];
  /** The end comes between these. */
  readonly end: readonly [number, number];
}

/** Galène looks every ten seconds; our own server's settings have these defaults. */
const PATIENCE: Readonly<Record<Stage['dialect'], Patience>> = {
  galene: { ping: [19, 32], end: [44, 57] },
  native: { ping: [3, 7], end: [7, 13] },
};

/** Opening, liveness, and what ends a connection. */
export const HANDSHAKE_STATEMENTS: readonly Statement[] = [
  {
    id: 'C35',
    title: 'Whoever says nothing after connecting is dropped after 15 s',
    dialects: ['galene', 'native'],
    slow: true,
    async run(stage) {
      const stranger = await stage.stranger();
      await pause(13_000);
      assert.equal(stranger.inbox.all('closed').length, 0, 'after 13 s the connection is there');
      await stranger.inbox.take('closed', undefined, 6000);
    },
  },
  {
    id: 'C36',
    title: 'The first message must be a handshake',
    dialects: ['galene', 'native'],
    async run(stage) {
      const stranger = await stage.stranger();
      stranger.sendRaw({ type: 'join', kind: 'join', group: 'any', username: 'any', password: '' });
      const { code, reason } = await stranger.inbox.take('closed');
      assert.equal(code, 1002);
      // A server of both dialects does not know yet in which of them to say it.
      const reasons = [
        'you must handshake first',
        ...(stage.dialect === 'native' ? ['handshake-first'] : []),
      ];
      assert.ok(reasons.includes(reason), reason);
    },
  },
  {
    id: 'C37',
    title: 'Of the offered versions the server takes one that it speaks',
    dialects: ['galene', 'native'],
    leavesOut: 'a server of several dialects may refuse those who offer none of them',
    async run(stage) {
      if (stage.dialect === 'native') await nativeVersions(stage);
      else await galeneVersions(stage);
    },
  },
  {
    id: 'C38',
    title: 'A silent client is asked, and then given up',
    dialects: ['galene', 'native'],
    slow: true,
    async run(stage) {
      const { ping, end } = PATIENCE[stage.dialect];
      const silent = await stage.stranger();
      silent.answersPings = false;
      const begun = performance.now();
      const version = [stage.dialect === 'native' ? NATIVE_VERSION : '2'];
      silent.sendRaw({ type: 'handshake', version, id: silent.id });
      const seconds = () => (performance.now() - begun) / 1000;
      await silent.inbox.take('ping', undefined, ping[1] * 1000);
      assert.ok(seconds() >= ping[0], `pinged after ${seconds().toFixed(1)} s`);
      const closed = await silent.inbox.take('closed', undefined, (end[1] - seconds()) * 1000);
      assert.ok(seconds() >= end[0], `given up after ${seconds().toFixed(1)} s`);
      assert.equal(closed.code, 1011);
    },
  },
  {
    id: 'C39',
    title: 'A ping is answered, also before joining',
    dialects: ['galene', 'native'],
    async run(stage) {
      const actor = await stage.actor();
      actor.sendRaw({ type: 'ping' });
      await actor.inbox.take('pong');
      await stage.enter(actor, await stage.group(), 'alice');
      actor.sendRaw({ type: 'ping' });
      await actor.inbox.take('pong');
    },
  },
  {
    id: 'C40',
    title: 'A message of an unknown type is refused',
    dialects: ['galene', 'native'],
    async run(stage) {
      const alice = await stage.member(await stage.group(), 'alice');
      alice.sendRaw({ type: 'abracadabra' });
      stage.expectRefusal(await alice.inbox.take('refused'), {
        galene: 'unexpected message',
        native: 'bad-message',
      });
      if (stage.dialect === 'native') await alice.settled();
      else await expectEnd(alice, 1002, { galene: 'unexpected message' });
    },
  },
  {
    id: 'C41',
    title: "Nobody speaks in another's name",
    dialects: ['galene', 'native'],
    async run(stage) {
      const group = await stage.group();
      const op = await stage.member(group, 'op');
      if (stage.dialect === 'native') await nativeNames(stage, group, op);
      else await galeneNames(stage, group);
      await op.settled();
      assert.deepEqual(op.inbox.all('chat'), []);
    },
  },
  {
    id: 'C42',
    title:
      'What cannot be read is refused: broken JSON, wrong types, too long a message; unknown fields pass',
    dialects: ['galene', 'native'],
    async run(stage) {
      const group = await stage.group();
      const long = await stage.actor();
      long.sendText(`{"type":"ping","value":"${'x'.repeat(MAX_MESSAGE_BYTES)}"}`);
      assert.equal((await long.inbox.take('closed')).code, 1009);

      for (const text of ['{"type":', '{"type":"chat","value":"x","kind":7}']) {
        const alice = await stage.member(group, 'alice');
        alice.sendText(text);
        if (stage.dialect === 'native') {
          stage.expectRefusal(await alice.inbox.take('refused'), { galene: '', native: 'bad-message' });
          await alice.settled();
        } else {
          const { code, reason } = await alice.inbox.take('closed');
          assert.deepEqual([code, reason], [1011, ''], text);
        }
      }
      const alice = await stage.member(group, 'alice');
      alice.sendRaw({ type: 'ping', colour: 'blue' });
      // The native dialect refuses what it does not know, so that slips are noticed.
      if (stage.dialect === 'native') await alice.inbox.take('refused');
      else await alice.inbox.take('pong');
    },
  },
];

/** That the server ends the connection so; a native server gives the reason as a code. */
async function expectEnd(
  actor: Actor,
  code: number,
  reasons: { readonly galene: string; readonly native?: string },
): Promise<void> {
  const closed = await actor.inbox.take('closed');
  const reason = actor.dialect === 'native' ? reasons.native : reasons.galene;
  assert.deepEqual([closed.code, closed.reason], [code, reason]);
}

async function galeneVersions(stage: Stage): Promise<void> {
  const group = await stage.group();
  for (const { version, isWarned } of [
    { version: ['3'], isWarned: true },
    { version: ['3', '2'], isWarned: false },
  ]) {
    const actor = await stage.galene({ version });
    await actor.settled();
    const warnings = actor.inbox.all('usermessage').filter(({ kind }) => kind === 'warning');
    assert.equal(warnings.length, isWarned ? 1 : 0, version.join());
    assert.deepEqual(actor.raw[0]?.version, ['2']);
    await stage.enter(actor, group, 'alice');
  }
}

async function nativeVersions(stage: Stage): Promise<void> {
  const group = await stage.group();
  const both = await stage.stranger();
  both.sendRaw({ type: 'handshake', version: ['evagore-99', NATIVE_VERSION], id: both.id });
  const { message } = await both.inbox.take('other');
  assert.deepEqual(message, { type: 'handshake', version: [NATIVE_VERSION] });
  await stage.enter(both, group, 'alice');
  if (stage.target.dialects.includes('galene')) {
    // Whoever offers nothing that is known is taken for a client of Galène's, as there.
    const unknown = await stage.galene({ version: ['evagore-99'] });
    assert.deepEqual(unknown.raw[0]?.version, ['2']);
    return;
  }
  const none = await stage.stranger();
  none.sendRaw({ type: 'handshake', version: ['evagore-99'], id: none.id });
  await expectEnd(none, 1002, { galene: '', native: 'unknown-version' });
}

async function galeneNames(stage: Stage, group: string): Promise<void> {
  for (const { field, reason } of [
    { field: { source: 'somebody else' }, reason: 'spoofed client id' },
    { field: { username: 'op' }, reason: 'spoofed username' },
  ]) {
    const alice: GaleneActor = await stage.galeneMember(group, 'alice');
    alice.sendRaw({ type: 'chat', value: 'hello', ...field });
    assert.equal((await alice.inbox.take('refused')).text, reason);
    await expectEnd(alice, 1002, { galene: reason });
  }
}

/** The native dialect has no such fields, and refuses them as it refuses all that it does not know. */
async function nativeNames(stage: Stage, group: string, op: Actor): Promise<void> {
  const alice = await stage.member(group, 'alice');
  for (const field of [{ source: op.id }, { username: 'op' }]) {
    alice.sendRaw({ type: 'chat', value: 'hello', ...field });
    stage.expectRefusal(await alice.inbox.take('refused'), { galene: '', native: 'bad-message' });
  }
}
