import { ErrorCode, type ClientHandshake } from '@evagore/shared';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeLog } from '../../core/testing/fakes.ts';
import { tries } from '../../../shared/testing/fuzz-budget.ts';
import { sampleHandshake } from '../../../shared/testing/messages.ts';
import { damaged, mutated } from '../../../shared/testing/mutations.ts';
import { TestSocketServer } from '../testing/place.ts';
import { Reception } from './reception.ts';

/** Whatever a client says first, it is handed over with a handshake that holds, or is told what is wrong. */

const first: fc.Arbitrary<string | Buffer> = fc.oneof(
  mutated(sampleHandshake, ['evagore-1', '2', 'handshake']).map((value) => JSON.stringify(value)),
  damaged(JSON.stringify(sampleHandshake)),
  damaged(JSON.stringify(sampleHandshake)).map((bytes) => bytes.toString()),
  fc.json(),
  fc.nat(40_000).map((length) => JSON.stringify({ ...sampleHandshake, more: 'x'.repeat(length) })),
);

let server: TestSocketServer;
let handshakes: ClientHandshake[];
const log = new FakeLog();

beforeAll(async () => {
  const dialect = {
    version: 'evagore-1',
    accept(socket: { send(text: string): void }, handshake: ClientHandshake) {
      handshakes.push(handshake);
      socket.send('{"type":"handshake","version":["evagore-1"]}');
    },
  };
  const reception = new Reception({ dialects: [dialect], handshakeTimeoutMs: 60_000, log });
  server = new TestSocketServer((socket) => {
    reception.accept(socket, { address: '127.0.0.1:4711', network: '127.0.0.1' });
  });
  await server.listen();
});
afterAll(() => server.close());
afterEach(() => {
  expect(log.errors).toEqual([]);
});

describe('a first message of any kind', () => {
  it('is a handshake, or refused with a code', async () => {
    await fc.assert(
      fc.asyncProperty(first, async (text) => {
        handshakes = [];
        const client = await server.connect();
        if (typeof text === 'string') client.sendText(text);
        else client.sendBytes(text);
        const answer = await Promise.race([client.heard('handshake'), client.heard('closing')]);
        if (answer.type === 'handshake') {
          const [handshake] = handshakes;
          expect(handshake?.version).toContain('evagore-1');
          expect(handshake?.id).toMatch(/^[!-~]{1,64}$/);
        } else {
          expect(handshakes).toEqual([]);
          const code = ErrorCode.parse(answer.error);
          const reason = code === 'handshake-first' ? 'you must handshake first' : code;
          expect((await client.closed).reason).toBe(reason);
        }
        client.terminate();
        await client.closed;
      }),
      tries(150),
    );
  });
});
