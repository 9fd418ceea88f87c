import type { Socket } from 'node:net';
import { once } from 'node:events';
import { connect as connectPlainly } from 'node:net';
import bcrypt from 'bcrypt';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TestClient } from '../../server/doors/testing/client.ts';
import { House } from '../support/house.ts';

/**
 * What one client does wrong, or many do at once, to a whole server: each case ends with a code, and the others do not
 * notice. docs/reliability.md has the list.
 */

const ANYBODY = { password: { type: 'wildcard' }, permissions: 'present' };
const CHIEF = { chief: { password: 'chief', permissions: 'op' } };
const OPERATORS = Object.fromEntries(
  [1, 2, 3].map((n) => [`chief-${n.toString()}`, { password: 'chief', permissions: 'op' }]),
);
/** Slow enough that twenty of them do not get done while they arrive. */
const SLOW = { type: 'bcrypt', key: bcrypt.hashSync('slow', 10) };

let house: House;
let witness: TestClient;

beforeAll(async () => {
  house = await House.open({
    groups: {
      tea: { users: CHIEF, 'wildcard-user': ANYBODY },
      slow: { 'wildcard-user': { password: SLOW, permissions: 'present' } },
      single: { 'max-clients': 1, users: CHIEF, 'wildcard-user': ANYBODY },
      lockable: { users: { ...CHIEF, ...OPERATORS }, 'wildcard-user': ANYBODY },
      guarded: { users: CHIEF },
      beside: { users: CHIEF },
    },
    config: {
      handshakeTimeoutSeconds: 1,
      maxPasswordChecks: 1,
      maxQueuedPasswordChecks: 4,
      maxSendQueueBytes: 1_048_576,
      maxConnectionsPerAddress: 100,
    },
  });
});
afterAll(() => house.close());

afterEach(async () => {
  // Whatever was tried, the server goes on, and nobody's seat is left behind.
  expect(await house.refusal('tea', { username: 'late', password: 'x' })).toBeUndefined();
  await house.empty();
  await vi.waitFor(() => {
    expect(house.server.conference.memberCount).toBe(0);
  });
  expect(house.errors).toEqual([]);
});

/** Somebody in the group, who is to be left alone. */
async function withWitness(): Promise<void> {
  witness = await house.join('tea', 'witness');
}

/** Somebody else in the group, of whom the witness knows. */
async function withEve(): Promise<TestClient> {
  const eve = await house.join('tea', 'eve');
  await witness.heard('users', ({ added }) => added?.some(({ id }) => id === eve.id) === true);
  return eve;
}

/** The witness sees that a seat has ended. */
function isGone({ id }: TestClient): Promise<unknown> {
  return witness.heard('users', ({ removed }) => removed?.some((each) => each.id === id) === true);
}

async function witnessIsWell(): Promise<void> {
  expect(await witness.refusal({ type: 'chat', value: 'still here' })).toBeUndefined();
}

/** Puts bytes on the wire that no library would. */
function write(client: TestClient, bytes: Buffer): void {
  (client.socket as unknown as { _socket: Socket })._socket.write(bytes);
}

/** A frame with a mask of zeros, which leaves the payload as it is. */
function frame(first: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.of(first, 0x80 | payload.length, 0, 0, 0, 0), payload]);
}

describe('bytes on the wire', () => {
  it.each<[string, number, Buffer]>([
    ['a compressed frame, though compression was refused', 1002, frame(0xc1, Buffer.from('{}'))],
    ['reserved bits', 1002, frame(0xb1, Buffer.from('{}'))],
    ['an opcode that is none', 1002, frame(0x83, Buffer.from('{}'))],
    ['a frame without a mask', 1002, Buffer.from([0x81, 2, 0x7b, 0x7d])],
    ['a continuation of nothing', 1002, frame(0x80, Buffer.from('{}'))],
    ['a ping in pieces', 1002, frame(0x09, Buffer.from('x'))],
    ['a close code that nobody may send', 1002, frame(0x88, Buffer.from([0x03, 0xed]))],
    ['text that is no UTF-8', 1007, frame(0x81, Buffer.from([0x22, 0xff, 0x22]))],
    ['a frame that claims to be huge', 1009, Buffer.from([0x81, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
  ])('end the connection and the seat: %s', async (_, code, bytes) => {
    await withWitness();
    const eve = await withEve();
    write(eve, bytes);
    expect((await eve.closed).code).toBe(code);
    await isGone(eve);
    await witnessIsWell();
  });

  it('end the connection where a message comes in a hundred thousand pieces', async () => {
    await withWitness();
    const eve = await withEve();
    for (let piece = 0; piece < 100_000 && eve.socket.readyState === eve.socket.OPEN; piece += 1) {
      eve.socket.send('1', { fin: false });
      if (piece % 500 === 0) await new Promise(setImmediate);
    }
    expect((await eve.closed).code).toBe(1008);
    await witnessIsWell();
  });
});

describe('sockets that stop half-way', () => {
  it('keep nobody out, and are turned away where they have no word to say', async () => {
    const stopped = await Promise.all(
      ['', 'GET', 'GET /ws HTTP/1.1\r\nHost: x\r\nUpgr'].flatMap((text) =>
        Array.from({ length: 30 }, async () => {
          const socket = connectPlainly(house.server.port, '127.0.0.1');
          socket.on('error', () => undefined);
          await once(socket, 'connect');
          socket.write(text);
          return socket;
        }),
      ),
    );
    const silent = await Promise.all(Array.from({ length: 30 }, () => house.knock()));
    await withWitness();
    await witnessIsWell();
    for (const client of silent) {
      expect(await client.heard('closing')).toMatchObject({ error: 'handshake-timeout' });
      await client.closed;
    }
    for (const socket of stopped) socket.destroy();
    await witnessIsWell();
  });

  it('may be no more than so many from one address, until one of them goes', async () => {
    const silent = await Promise.all(Array.from({ length: 100 }, () => house.knock()));
    await expect(house.knock()).rejects.toThrow('429');
    const [first] = silent;
    first!.terminate();
    await vi.waitFor(() => house.knock());
    await house.empty();
    await vi.waitFor(() => house.connect());
  });
});

describe('somebody who is too fast', () => {
  it('has what is too much refused with a code, and then is sent away; others are heard', async () => {
    await withWitness();
    const eve = await withEve();
    for (let n = 0; n < 1000; n += 1) eve.send({ type: 'chat', ref: n + 100, value: n.toString() });
    expect(await eve.heard('closing')).toMatchObject({ error: 'too-many-messages' });
    await witnessIsWell();
    await witness.caughtUp();
    const heard = witness.messages.flatMap((message) =>
      message.type === 'chat' && message.source === eve.id ? Number(message.value) : [],
    );
    // In order, nothing twice, and what was refused was said to nobody.
    expect(heard).toEqual(heard.map((_, index) => index));
    expect(heard.length).toBeLessThan(500);
    const codes = new Set(eve.messages.flatMap((each) => (each.type === 'error' ? each.error : [])));
    expect([...codes]).toEqual(['too-many-messages']);
  });

  it('is sent away for pings as well', async () => {
    await withWitness();
    const eve = await withEve();
    for (let n = 0; n < 10_000; n += 1) eve.send({ type: 'ping' });
    expect(await eve.heard('closing')).toMatchObject({ error: 'too-many-messages' });
    await witnessIsWell();
  });
});

describe('somebody who does not read', () => {
  it('is cut off at the bound; others miss nothing, and the seat ends when too much was missed', async () => {
    await withWitness();
    const talkers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => house.join('tea', `t${n.toString()}`)),
    );
    const eve = await withEve();
    eve.socket.pause();
    const gone = isGone(eve).then(() => true);
    const value = 'x'.repeat(60_000);
    let said = 0;
    for (let round = 0; round < 60; round += 1) {
      const answers = await Promise.all(
        talkers.map((talker) => talker.refusal({ type: 'usermessage', kind: '', value })),
      );
      said += answers.filter((code) => code === undefined).length;
      if (await Promise.race([gone, Promise.resolve(false)])) break;
    }
    await gone;
    await witness.caughtUp();
    expect(witness.messages.filter(({ type }) => type === 'usermessage')).toHaveLength(said);
    const closed = house.lines.filter((line) => line.includes('"connection closed"'));
    expect(closed.filter((line) => line.includes('"slow-reader"'))).toHaveLength(1);

    eve.terminate();
    const again = await house.connect(eve.id);
    expect(await again.resume(eve)).toMatchObject({ type: 'error', error: 'missed-too-much' });
    expect(
      await again.refusal({ type: 'join', kind: 'join', group: 'tea', username: 'eve' }),
    ).toBeUndefined();
  });
});

describe('an id that somebody has', () => {
  it('is refused, and its owner stays', async () => {
    await withWitness();
    const forger = await house.connect(witness.id);
    const join = { type: 'join', kind: 'join', group: 'tea', username: 'witness' };
    expect(await forger.refusal(join)).toBe('duplicate-id');
    const { type, error } = (await forger.resume(Object.assign(witness, { ticket: 'made-up' }))) as {
      type: string;
      error: string;
    };
    expect([type, error]).toEqual(['error', 'already-joined']);
    await witnessIsWell();
  });
});

describe('passwords', () => {
  it('are checked for so many at once; the others are told to try again, and get in then', async () => {
    const clients = await Promise.all(Array.from({ length: 30 }, () => house.connect()));
    const join = { type: 'join', kind: 'join', group: 'slow', username: 'u', password: 'slow' };
    const order: string[] = [];
    const joining = clients.map(async (client) => {
      const code = await client.refusal(join);
      if (code === undefined) order.push('in');
      return { client, code };
    });
    // The server listens while it hashes.
    const [first] = clients;
    await first!.caughtUp();
    order.push('pong');
    const outcomes = await Promise.all(joining);
    const late = outcomes.filter(({ code }) => code !== undefined);
    expect(new Set(late.map(({ code }) => code))).toEqual(new Set(['busy']));
    expect(outcomes.length - late.length).toBeGreaterThanOrEqual(5);
    expect(order.indexOf('pong')).toBeLessThan(order.length - 1);
    const again = late[0];
    expect(again).toBeDefined();
    expect(await again!.client.refusal(join)).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a wrong one', { username: 'chief', password: 'x' }, 'not-authorised'],
    ['one of an unknown user', { username: 'nobody', password: 'x' }, 'not-authorised'],
    ['none', { username: 'chief' }, 'not-authorised'],
    ['one of 1024 characters', { username: 'chief', password: 'x'.repeat(1024) }, 'not-authorised'],
    ['a longer one', { username: 'chief', password: 'x'.repeat(1025) }, 'bad-message'],
  ])('are refused alike: %s', async (_, credentials, code) => {
    expect(await house.refusal('beside', credentials)).toBe(code);
  });

  it('are refused alike where bcrypt would cut them off', async () => {
    const password = `slow${'x'.repeat(69)}`;
    expect(await house.refusal('slow', { username: 'u', password })).toBe('not-authorised');
  });

  it('of a mebibyte are not even read', async () => {
    const client = await house.connect();
    const password = 'x'.repeat(1_000_000);
    client.send({ type: 'join', kind: 'join', ref: 1, group: 'beside', username: 'chief', password });
    expect(await client.heard('closing')).toMatchObject({ error: 'message-too-large' });
  });

  it('that are guessed make one wait, in that group alone', async () => {
    const guesses = await Promise.all(
      Array.from({ length: 15 }, (_, n) =>
        house.refusal('guarded', { username: 'chief', password: `x${n}` }),
      ),
    );
    for (const code of guesses) expect(['not-authorised', 'busy']).toContain(code);
    expect(guesses.filter((code) => code === 'not-authorised').length).toBeGreaterThanOrEqual(10);
    expect(await house.refusal('guarded', { username: 'chief', password: 'chief' })).toBe('busy');
    expect(await house.refusal('beside', { username: 'chief', password: 'chief' })).toBeUndefined();
  });
});

describe('races', () => {
  it('for one seat have one winner, and an operator finds a seat all the same', async () => {
    const racers = await Promise.all(Array.from({ length: 50 }, () => house.connect()));
    const outcomes = await Promise.all(
      racers.map((racer) => racer.refusal({ type: 'join', kind: 'join', group: 'single', username: 'r' })),
    );
    expect(outcomes.filter((code) => code === undefined)).toHaveLength(1);
    expect(outcomes.filter((code) => code === 'group-full')).toHaveLength(49);
    await expect(house.join('single', 'chief', 'chief')).resolves.toBeDefined();
  });

  it('between a lock and those who come keep no operator out, and let nobody in after it', async () => {
    const chief = await house.join('lockable', 'chief', 'chief');
    const guests = await Promise.all(Array.from({ length: 20 }, () => house.connect()));
    const operators = await Promise.all(Array.from({ length: 3 }, () => house.connect()));
    const join = { type: 'join', kind: 'join', group: 'lockable' };
    const [early, late] = [guests.slice(0, 10), guests.slice(10)];
    const coming = early.map((guest) => guest.refusal({ ...join, username: 'g' }));
    const locking = chief.refusal({ type: 'groupaction', kind: 'lock', value: 'closed' });
    const rest = [
      ...operators.map((each, n) =>
        each.refusal({ ...join, username: `chief-${(n + 1).toString()}`, password: 'chief' }),
      ),
    ];
    expect(await Promise.all(rest)).toEqual([undefined, undefined, undefined]);
    expect(await locking).toBeUndefined();
    for (const code of await Promise.all(coming)) expect([undefined, 'group-locked']).toContain(code);
    expect(await Promise.all(late.map((guest) => guest.refusal({ ...join, username: 'g' })))).toEqual(
      late.map(() => 'group-locked'),
    );
  });
});
