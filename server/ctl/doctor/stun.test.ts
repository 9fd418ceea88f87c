import { createSocket, type Socket } from 'node:dgram';
import { afterEach, describe, expect, it } from 'vitest';
import { askStun, bindingRequest, readAnswer } from './stun.ts';

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

/** A server that answers what `answer` makes of a request; nothing for undefined. */
async function stunServer(answer: (request: Buffer, count: number) => Buffer | undefined): Promise<number> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  let count = 0;
  socket.on('message', (message, from) => {
    const reply = answer(message, ++count);
    if (reply !== undefined) socket.send(reply, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return socket.address().port;
}

/** @see RFC 5769, section 2.2: the sample response over IPv4, without what follows the address. */
function response(
  transaction: Buffer,
  { type = 0x0101, attributes = sampleAddress(transaction) } = {},
): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(type, 0);
  header.writeUInt16BE(attributes.length, 2);
  header.writeUInt32BE(0x2112a442, 4);
  transaction.copy(header, 8);
  return Buffer.concat([header, attributes]);
}

/** SOFTWARE of an odd length, then 192.0.2.1:32853 as XOR-MAPPED-ADDRESS. */
function sampleAddress(_transaction: Buffer): Buffer {
  return Buffer.from('8022000374657300' + '002000080001a147e112a643', 'hex');
}

const transactionOf = (request: Buffer) => request.subarray(8, 20);

describe('askStun', () => {
  it('tells how the server sees us', async () => {
    const port = await stunServer((request) => response(transactionOf(request)));
    const answer = await askStun('127.0.0.1', port);
    expect(answer.mapped).toBe('192.0.2.1');
    expect(answer.rttMs).toBeLessThan(1_000);
  });

  it('counts a refusal as an answer', async () => {
    const port = await stunServer((request) =>
      response(transactionOf(request), { type: 0x0111, attributes: Buffer.alloc(0) }),
    );
    expect(await askStun('127.0.0.1', port)).not.toHaveProperty('mapped');
  });

  it('asks again where the first question was lost', async () => {
    const port = await stunServer((request, count) =>
      count < 2 ? undefined : response(transactionOf(request)),
    );
    expect((await askStun('127.0.0.1', port)).mapped).toBe('192.0.2.1');
  });

  it('gives up after its time', async () => {
    const port = await stunServer(() => undefined);
    await expect(askStun('127.0.0.1', port, 200)).rejects.toThrow('no answer within 0.2 s');
  });

  it('takes nothing else for an answer', async () => {
    const port = await stunServer((request, count) => {
      if (count === 1) return response(Buffer.alloc(12, 1));
      return count === 2 ? Buffer.from('hello') : undefined;
    });
    await expect(askStun('127.0.0.1', port, 1_800)).rejects.toThrow('no answer');
  });

  it('says that a name leads nowhere', async () => {
    await expect(askStun('nowhere.invalid', 3478)).rejects.toThrow();
  });
});

describe('readAnswer', () => {
  const transaction = Buffer.from('b7e7a701bc34d686fa87dfae', 'hex');

  it('reads an address of IPv6', () => {
    // RFC 5769, section 2.3: 2001:db8:1234:5678:11:2233:4455:6677.
    const attributes = Buffer.from('002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9', 'hex');
    expect(readAnswer(response(transaction, { attributes }), transaction)).toEqual({
      mapped: '2001:db8:1234:5678:11:2233:4455:6677',
    });
  });

  it.each([
    ['a request', bindingRequest(transaction)],
    ['what is too short', response(transaction).subarray(0, 19)],
    ['a length that lies', response(transaction).subarray(0, -1)],
    ['another cookie', Buffer.from(response(transaction)).fill(0, 4, 8)],
    ['what is longer than a packet', Buffer.alloc(2_000)],
  ])('refuses %s', (_what, message) => {
    expect(readAnswer(message, transaction)).toBeUndefined();
  });

  it.each([
    ['an attribute that runs over the end', '00200008'],
    ['an address of an unknown family', '002000080009a147e112a643'],
    ['half an address', '002000060001a147e112'],
    ['no attributes', ''],
  ])('finds no address in %s', (_what, hex) => {
    const message = response(transaction, { attributes: Buffer.from(hex, 'hex') });
    expect(readAnswer(message, transaction)).toEqual({});
  });
});
