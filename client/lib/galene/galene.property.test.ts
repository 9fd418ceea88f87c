import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../../shared/testing/fuzz-budget.ts';
import { damaged, mutated } from '../../../shared/testing/mutations.ts';
import type { GaleneSaid } from '../testing/fake-galene.ts';
import { aMediaStream, aTrack } from '../testing/fake-media-stack.ts';
import { inGalene } from '../testing/galene-meeting.ts';
import { settled } from '../testing/meeting.ts';

/** Whatever such a server sends, the library understands it, or reports or passes over it, and stays usable. */

const CANDIDATE = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null };
const SAMPLES: readonly GaleneSaid[] = [
  {
    type: 'joined',
    kind: 'join',
    group: 'meeting',
    username: 'ada',
    permissions: ['op'],
    status: { clientCount: 2 },
  },
  { type: 'joined', kind: 'change', group: 'meeting', username: 'ada', data: { a: 1 }, rtcConfiguration: {} },
  { type: 'joined', kind: 'fail', group: 'meeting', value: 'not authorised' },
  { type: 'joined', kind: 'leave', group: 'meeting' },
  {
    type: 'user',
    kind: 'add',
    id: 'dan-1',
    username: 'dan',
    permissions: ['present'],
    data: { raisehand: true },
  },
  { type: 'user', kind: 'delete', id: 'bob-1', username: 'bob' },
  { type: 'chat', id: 'c1', source: 'bob-1', username: 'bob', time: '2026-11-21T10:00:00Z', value: 'hello' },
  {
    type: 'chathistory',
    id: 'c1',
    source: 'bob-1',
    username: 'bob',
    time: '2026-11-21T10:00:00Z',
    value: 'hi',
  },
  { type: 'usermessage', kind: 'error', privileged: true, value: 'not authorised' },
  { type: 'usermessage', kind: 'token', privileged: true, value: { token: 'x', group: 'meeting' } },
  { type: 'usermessage', kind: 'clearchat', privileged: true, value: { userId: 'bob-1' } },
  {
    type: 'usermessage',
    kind: 'filetransfer',
    source: 'bob-1',
    value: { type: 'invite', id: 'f', version: ['1'] },
  },
  { type: 'usermessage', kind: 'kicked', privileged: true, value: 'bye' },
  { type: 'offer', id: 's1', label: 'camera', source: 'bob-1', username: 'bob', sdp: 'audio:0 video:1' },
  { type: 'offer', id: 's2', source: 'bob-1', replace: 's1', sdp: 'audio:0' },
  { type: 'answer', id: 's1', sdp: 'yes' },
  { type: 'ice', id: 's1', candidate: CANDIDATE },
  { type: 'close', id: 's1' },
  { type: 'abort', id: 's1' },
  { type: 'renegotiate', id: 's1' },
  { type: 'ping' },
  { type: 'pong' },
];
const WORDS = ['bob-1', 's1', 's2', 'own', 'meeting', 'add', 'audio:0', 'constructor'];

const message = fc
  .constantFrom(...SAMPLES)
  .chain((sample) => fc.oneof(fc.constant<unknown>(sample), mutated(sample, WORDS)));
const frame = fc.oneof(
  { weight: 6, arbitrary: message.map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: message.chain((value) => damaged(JSON.stringify(value))).map(String) },
  { weight: 1, arbitrary: fc.json() },
  {
    weight: 1,
    arbitrary: fc
      .nat(20_000)
      .map((depth) => `{"type":"chat","value":${'['.repeat(depth)}${']'.repeat(depth)}}`),
  },
);

describe('any frame of a Galène', () => {
  it('leaves a connection that ends, or goes on as before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 10 }), async (frames) => {
        const { connection, galene, clock, peers } = await inGalene();
        const uncaught: unknown[] = [];
        const catchIt = (error: unknown): void => {
          uncaught.push(error);
        };
        process.on('unhandledRejection', catchIt);
        try {
          const stream = connection.newUpStream('own');
          await stream.publish(aMediaStream(aTrack('audio')));
          const asked = Promise.allSettled([
            connection.chat('', '', 'hello'),
            connection.groupAction('listtokens'),
          ]);
          for (const text of frames) {
            galene.socket.receive(text.replaceAll('"own"', JSON.stringify(stream.id)));
            await settled();
          }
          clock.advance(20_000);
          await settled();
          expect(['connected', 'reconnecting', 'closed']).toContain(connection.state);
          for (const user of Object.values(connection.users)) expect(typeof user.username).toBe('string');
          connection.close();
          await asked;
          await settled();
          expect(connection.state).toBe('closed');
          expect(peers.unclosed).toEqual([]);
          expect(clock.pending).toBe(0);
          expect(uncaught).toEqual([]);
        } finally {
          process.off('unhandledRejection', catchIt);
        }
      }),
      tries(120, 4000),
    );
  });
});
