import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../shared/testing/fuzz-budget.ts';
import { serverSamples } from '../../shared/testing/messages.ts';
import { damaged, mutated } from '../../shared/testing/mutations.ts';
import { itemsOf, readItem } from './frame.ts';
import { inMeeting, settled } from './testing/meeting.ts';

/** Whatever a server sends, the library reads it or passes it over, and stays usable. */

const samples: readonly object[] = Object.values(serverSamples);
const WORDS = ['ada-1', 'bob-1', 'cam', 'meeting', 'transport-1', 'internal', 'kicked', 'joined', 'users'];
const message = fc
  .constantFrom(...samples)
  .chain((sample) => fc.oneof(fc.constant<unknown>(sample), mutated(sample, WORDS)));
const frame: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.array(message, { maxLength: 5 }).map((items) => JSON.stringify(items)) },
  { weight: 2, arbitrary: message.chain((item) => damaged(JSON.stringify([item]))).map(String) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.nat(20_000).map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`) },
  {
    weight: 1,
    arbitrary: fc
      .nat(20_000)
      .map((depth) => `[{"type":"usermessage","value":${'['.repeat(depth)}${']'.repeat(depth)}}]`),
  },
);

describe('any frame', () => {
  it('has items, each of which is read or passed over', () => {
    fc.assert(
      fc.property(frame, (text) => {
        for (const raw of itemsOf(text)) {
          expect(['message', 'unknown', 'unreadable']).toContain(readItem(raw).kind);
        }
      }),
      tries(500),
    );
  });

  it('leaves a connection that ends, or goes on as before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 8 }), async (frames) => {
        const { connection, server, clock } = await inMeeting();
        const errors: unknown[] = [];
        connection.onerror = (error: unknown) => errors.push(error);
        const { socket } = server;
        for (const text of frames) {
          socket.receive(text);
          await settled();
        }
        clock.advance(1000);
        await settled();
        expect(['connected', 'reconnecting', 'closed']).toContain(connection.state);
        for (const user of Object.values(connection.users)) expect(typeof user.username).toBe('string');
        connection.close();
        expect(connection.state).toBe('closed');
        expect(server.faults).toEqual([]);
      }),
      tries(60),
    );
  });
});
