import type { ClientHandshake } from '@evagore/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { FakeLog } from '../../core/testing/fakes.ts';
import type { TestClient } from '../testing/client.ts';
import { TestSocketServer } from '../testing/place.ts';
import { parseJson, Reception, type Dialect } from './reception.ts';

/** Takes connections and remembers what they said; answers each message with how many there were. */
class FakeDialect implements Dialect {
  readonly version: string;
  readonly handshakes: ClientHandshake[] = [];
  readonly messages: string[] = [];

  constructor(version: string) {
    this.version = version;
  }

  accept(socket: WebSocket, handshake: ClientHandshake): void {
    this.handshakes.push(handshake);
    socket.send(JSON.stringify({ type: 'handshake', version: [this.version] }));
    socket.on('message', (data) => {
      this.messages.push((data as Buffer).toString());
      socket.send(JSON.stringify({ type: 'ack', ref: this.messages.length }));
    });
  }
}

let first: FakeDialect;
let second: FakeDialect;
let reception: Reception;
let server: TestSocketServer;

async function start(handshakeTimeoutMs = 60_000): Promise<void> {
  [first, second] = [new FakeDialect('first'), new FakeDialect('second')];
  reception = new Reception({ dialects: [first, second], handshakeTimeoutMs, log: new FakeLog() });
  server = new TestSocketServer((socket) => {
    reception.accept(socket, { address: '127.0.0.1:4711', network: '127.0.0.1' });
  }, 100_000);
  await server.listen();
}

function handshake(...version: string[]): unknown {
  return { type: 'handshake', version, id: 'ada-1' };
}

/** How a client is turned away. */
async function refusal(client: TestClient): Promise<[string, number, string]> {
  const { error } = await client.heard('closing');
  const { code, reason } = await client.closed;
  return [error, code, reason];
}

describe('Reception', () => {
  beforeEach(() => start());
  afterEach(() => server.close());

  it.each([
    [['first'], 'first'],
    [['second'], 'second'],
    [['second', 'first'], 'second'],
    [['unknown', 'first', 'second'], 'first'],
  ])('hands a client that offers %j to the dialect "%s"', async (versions, chosen) => {
    const client = await server.connect();
    client.send(handshake(...versions));
    expect((await client.heard('handshake')).version).toEqual([chosen]);
    expect([...first.handshakes, ...second.handshakes].map(({ id }) => id)).toEqual(['ada-1']);
  });

  it('lets fields of other dialects pass in a handshake', async () => {
    const client = await server.connect();
    client.send({ ...(handshake('first') as object), novelty: { a: 1 } });
    await expect(client.heard('handshake')).resolves.toBeDefined();
  });

  it('loses no message that follows right behind the handshake', async () => {
    const client = await server.connect();
    client.send(handshake('first'));
    for (const text of ['1', '2', '3']) client.sendText(text);
    await client.heard('ack', ({ ref }) => ref === 3);
    expect(first.messages).toEqual(['1', '2', '3']);
  });

  it.each<[string, (client: TestClient) => void, [string, number]]>([
    [
      'garbage',
      (client) => {
        client.sendText('{"type":');
      },
      ['bad-message', 1002],
    ],
    [
      'nothing at all',
      (client) => {
        client.sendText('');
      },
      ['bad-message', 1002],
    ],
    [
      'a binary frame',
      (client) => {
        client.sendBytes(Buffer.from(JSON.stringify(handshake('first'))));
      },
      ['bad-message', 1002],
    ],
    [
      'a deep nest',
      (client) => {
        client.sendText('['.repeat(500) + ']'.repeat(500));
      },
      ['bad-message', 1002],
    ],
    [
      'null',
      (client) => {
        client.send(null);
      },
      ['handshake-first', 1002],
    ],
    [
      'a list',
      (client) => {
        client.send([handshake('first')]);
      },
      ['handshake-first', 1002],
    ],
    [
      'another message',
      (client) => {
        client.send({ type: 'ping' });
      },
      ['handshake-first', 1002],
    ],
    [
      'a handshake without an id',
      (client) => {
        client.send({ type: 'handshake', version: ['first'] });
      },
      ['handshake-first', 1002],
    ],
    [
      'no version',
      (client) => {
        client.send(handshake());
      },
      ['handshake-first', 1002],
    ],
    [
      'an unknown version',
      (client) => {
        client.send(handshake('3', 'constructor'));
      },
      ['unknown-version', 1002],
    ],
  ])('turns away a client that says %s first', async (_, say, [error, code]) => {
    const client = await server.connect();
    say(client);
    const reason = error === 'handshake-first' ? 'you must handshake first' : error;
    expect(await refusal(client)).toEqual([error, code, reason]);
    expect([...first.handshakes, ...second.handshakes]).toEqual([]);
  });

  it('closes on a message that is too long', async () => {
    const client = await server.connect();
    client.sendText('x'.repeat(110_000));
    expect((await client.closed).code).toBe(1009);
  });

  it('refuses a handshake that is longer than any', async () => {
    const client = await server.connect();
    client.send({ type: 'handshake', version: ['first'], id: 'x'.repeat(65_536) });
    expect(await refusal(client)).toEqual(['message-too-large', 1009, 'message-too-large']);
    expect(first.handshakes).toEqual([]);
  });

  it.each(['', 'x'.repeat(65), 'a\0b', 'a b', '\u202eada', 'é'])('refuses the id %j', async (id) => {
    const client = await server.connect();
    client.send({ type: 'handshake', version: ['first'], id });
    expect(await refusal(client)).toEqual(['handshake-first', 1002, 'you must handshake first']);
    expect(first.handshakes).toEqual([]);
  });

  it('hands whoever offers only other versions to a dialect that copes with strangers', async () => {
    const coping = new Reception({
      dialects: [first],
      fallback: second,
      handshakeTimeoutMs: 60_000,
      log: new FakeLog(),
    });
    const door = new TestSocketServer((socket) => {
      coping.accept(socket, { address: '127.0.0.1:4711', network: '127.0.0.1' });
    });
    await door.listen();
    for (const versions of [['3'], ['3', 'first']]) {
      const client = await door.connect();
      client.send(handshake(...versions));
      await client.heard('handshake');
    }
    await door.close();
    expect([first.handshakes.length, second.handshakes.length]).toEqual([1, 1]);
  });

  it('names the versions that are spoken', async () => {
    const client = await server.connect();
    client.send(handshake('3'));
    expect((await client.heard('closing')).value).toContain('first, second');
  });

  it('does not listen any more to whom it turned away', async () => {
    const client = await server.connect();
    client.sendText('garbage');
    client.send(handshake('first'));
    await client.closed;
    expect(first.handshakes).toEqual([]);
  });

  it('forgets a client that goes without a word', async () => {
    const client = await server.connect();
    client.terminate();
    await client.closed;
    expect(() => {
      reception.close();
    }).not.toThrow();
  });

  it('turns away on its close whoever has said nothing, and nobody else', async () => {
    const [silent, settled] = [await server.connect(), await server.connect()];
    settled.send(handshake('first'));
    await settled.heard('handshake');
    reception.close();
    silent.send(handshake('first'));
    expect(await refusal(silent)).toEqual(['shutting-down', 1012, 'shutting-down']);
    settled.sendText('1');
    await expect(settled.heard('ack')).resolves.toBeDefined();
    expect(first.handshakes).toHaveLength(1);
  });
});

describe('Reception, of a client that says nothing', () => {
  afterEach(() => server.close());

  it('waits for the time of its options, and takes no handshake after that', async () => {
    await start(1);
    const client = await server.connect();
    await client.heard('closing');
    // The closing handshake may not be over yet, and the client does not care.
    if (client.socket.readyState === client.socket.OPEN) client.send(handshake('first'));
    expect(await refusal(client)).toEqual(['handshake-timeout', 1002, 'handshake-timeout']);
    expect(first.handshakes).toEqual([]);
  });
});

describe('parseJson', () => {
  it.each<[string, string, unknown]>([
    ['an object', '{"a":[1,null]}', { a: [1, null] }],
    ['null', 'null', null],
    ['the deepest nest that there may be', `${'['.repeat(64)}${']'.repeat(64)}`, expect.anything()],
    ['a deeper nest of lists', `${'['.repeat(65)}${']'.repeat(65)}`, undefined],
    ['a deeper nest of objects', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`, undefined],
    ['a nest that would take the stack', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, undefined],
    ['half an object', '{', undefined],
    ['nothing', '', undefined],
  ])('reads %s', (_, text, expected) => {
    expect(parseJson(Buffer.from(text))).toEqual(expected);
  });
});
