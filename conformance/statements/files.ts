import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '../dialects/actor.ts';
import { DataPeer } from '../media/data-peer.ts';
import type { Stage } from '../stage.ts';
import { room } from './chat.ts';
import type { Statement } from './statement.ts';

/** What the two ends of a transfer tell each other, in `value`. */
const Told = z.looseObject({
  type: z.string(),
  id: z.string(),
  sdp: z.string().optional(),
  candidate: z.looseObject({ candidate: z.string(), sdpMid: z.string() }).nullish(),
  message: z.string().optional(),
});
type Told = z.infer<typeof Told>;

/** Files between members, of which the server passes on the signalling alone. */
export const FILE_STATEMENTS: readonly Statement[] = [
  {
    id: 'C110',
    title: 'Members send each other files; either may think better of it, and observers do not start',
    dialects: ['galene', 'native'],
    leavesOut: "that Galène's own client does so; both ends are by hand",
    async run(stage) {
      const { group, op: receiver, alice: sender } = await room(stage);
      const file = randomBytes(1_000_000);
      assert.deepEqual(await transfer(stage, sender, receiver, file), file);

      for (const [canceller, other] of [
        [sender, receiver],
        [receiver, sender],
      ] as const) {
        const id = randomBytes(16).toString('hex');
        await tell(sender, receiver, {
          type: 'invite',
          version: ['1'],
          id,
          name: 'x',
          size: 5,
          mimetype: '',
        });
        assert.equal((await heard(receiver, sender)).type, 'invite');
        await tell(canceller, other, { type: 'cancel', id, message: 'no, thanks' });
        const { type, message } = await heard(other, canceller);
        assert.deepEqual([type, message], ['cancel', 'no, thanks']);
      }

      const obs = await stage.member(group, 'obs');
      const invite = { type: 'invite', version: ['1'], id: 'x', name: 'x', size: 5, mimetype: '' };
      stage.expectRefusal(await obs.userMessage({ kind: 'filetransfer', dest: receiver.id, value: invite }), {
        galene: 'not authorised',
        native: 'not-permitted',
      });
      await receiver.settled();
      assert.deepEqual(receiver.inbox.all('usermessage'), []);
    },
  },
];

/** Carries a file from one member to another, peer to peer. @returns what arrived. */
async function transfer(stage: Stage, sender: Actor, receiver: Actor, file: Buffer): Promise<Buffer> {
  const id = randomBytes(16).toString('hex');
  const [source, sink] = [new DataPeer(), new DataPeer()];
  stage.atEnd(() => {
    source.close();
    sink.close();
  });
  const { length: size } = file;
  const invite = { type: 'invite', version: ['1'], id, name: 'holiday.bin', size, mimetype: 'image/x' };
  await tell(sender, receiver, invite);
  const { value, ...invited } = await receiver.inbox.take('usermessage');
  assert.deepEqual(value, invite);
  assert.deepEqual(
    { kind: invited.kind, source: invited.source, username: invited.username, dest: invited.dest },
    { kind: 'filetransfer', source: sender.id, username: 'alice', dest: receiver.id },
  );

  const { sdp: offer, arrived } = sink.receive(size);
  await tell(receiver, sender, { type: 'offer', version: ['1'], id, sdp: offer });
  const offered = await heard(sender, receiver);
  const { sdp: answer, sent } = source.send(offered.sdp ?? '', file);
  await tell(sender, receiver, { type: 'answer', id, sdp: answer });
  sink.acceptAnswer((await heard(receiver, sender)).sdp ?? '');

  for (const [from, to, peer, other] of [
    [sender, receiver, source, sink],
    [receiver, sender, sink, source],
  ] as const) {
    for (const candidate of await peer.candidates()) {
      await tell(from, to, { type: 'ice', id, candidate });
      const told = await heard(to, from);
      assert.deepEqual(told.candidate, candidate);
      other.addCandidate(candidate);
    }
  }
  const [received] = await Promise.all([arrived, sent]);
  return received;
}

async function tell(from: Actor, to: Actor, value: Record<string, unknown>): Promise<void> {
  assert.equal(await from.userMessage({ kind: 'filetransfer', dest: to.id, value }), undefined);
}

/** What the other end of a transfer said next. */
async function heard(reader: Actor, from: Actor): Promise<Told> {
  const { value } = await reader.inbox.take(
    'usermessage',
    ({ kind, source }) => kind === 'filetransfer' && source === from.id,
  );
  return Told.parse(value);
}
