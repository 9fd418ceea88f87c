import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestClient } from '../testing/client.ts';
import { TestPlace } from '../testing/place.ts';

/** What clients may do wrong, or to do harm: each gets a coded answer, and nobody else notices. */

/** As the page of the dialect says. */
const MAX_MESSAGE_BYTES = 256 * 1024;

/** Fields of an object, in JSON. */
function manyKeys(count: number): string {
  return Array.from({ length: count }, (_, index) => `"k${index.toString(36)}":1`).join(',');
}

let place: TestPlace;
let eve: TestClient;
let witness: TestClient;

async function open(options: Parameters<typeof TestPlace.open>[0] = {}): Promise<void> {
  place = await TestPlace.open(options);
  [witness, eve] = [await place.join('witness'), await place.join('eve')];
}

afterEach(async () => {
  // The witness of all this is still at its place, and can do what it could.
  expect(await witness.refusal({ type: 'chat', value: 'still here' })).toBeUndefined();
  await place.close();
  expect(place.stage.log.errors).toEqual([]);
});

describe('a message that is none', () => {
  beforeEach(() => open());

  it.each<[string, string]>([
    ['garbage', '{"type":'],
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '3'],
    ['a list of messages', '[{"type":"ping"}]'],
    ['a second handshake', '{"type":"handshake","version":["evagore-1"],"id":"eve"}'],
    ['an unknown type', '{"type":"constructor"}'],
    ['an unknown field', '{"type":"ping","novelty":1}'],
    ['a field that means a prototype', '{"type":"ping","__proto__":{"a":1}}'],
    ['a value that means a prototype', '{"type":"chat","value":{"__proto__":{"polluted":1}}}'],
    ['a deeper nest than there is stack', '['.repeat(130_000) + ']'.repeat(130_000)],
    ['more keys than anybody counts', `{"type":"ping",${manyKeys(18_000)}}`],
    ['more keys in a value', `{"type":"usermessage","kind":"","value":{${manyKeys(18_000)}}}`],
    ['more labels than there are', `{"type":"request","request":{${manyKeys(18_000)}}}`],
    ['a deep nest', `{"type":"usermessage","kind":"","value":${'['.repeat(9000)}${']'.repeat(9000)}}`],
    ['a number too large', '{"type":"usermessage","kind":"","value":1e999}'],
    ['a value too long', `{"type":"usermessage","kind":"","value":"${'x'.repeat(70_000)}"}`],
  ])('is refused, and the connection stays (%s)', async (_, text) => {
    eve.sendText(text);
    expect(await eve.heard('error')).toMatchObject({ error: 'bad-message' });
    expect(await eve.refusal({ type: 'chat', value: 'sorry' })).toBeUndefined();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('is refused when it is binary', async () => {
    eve.sendBytes(Buffer.from('{"type":"ping"}'));
    expect(await eve.heard('error')).toMatchObject({ error: 'bad-message' });
  });

  it('is refused where it was asked, if it says where', async () => {
    eve.send({ type: 'chat', ref: 77, value: 3 });
    expect(await eve.heard('error')).toMatchObject({ ref: 77, error: 'bad-message' });
    eve.forget();
    eve.send({ type: 'chat', ref: 'x', value: 'hello' });
    expect(await eve.heard('error')).not.toHaveProperty('ref');
  });

  it('is told what is wrong with it, but is not repeated at length', async () => {
    eve.send({ type: 'ping', ['x'.repeat(100_000)]: 1 });
    const { value } = await eve.heard('error');
    expect(value).toMatch(/^✖ Unrecognized key/);
    expect(value.length).toBeLessThanOrEqual(1000);
  });

  it('is refused when it is as long as one may be, and ends the seat when it is a byte longer', async () => {
    eve.sendText('x'.repeat(MAX_MESSAGE_BYTES));
    expect(await eve.heard('error')).toMatchObject({ error: 'bad-message' });
    eve.sendText('x'.repeat(MAX_MESSAGE_BYTES + 1));
    expect(await eve.heard('closing')).toMatchObject({ error: 'message-too-large' });
    expect((await eve.closed).code).toBe(1009);
    await witness.heard('users', ({ removed }) => removed !== undefined);
  });

  it('ends the seat when it is too long even for the socket', async () => {
    await place.close();
    await open({ maxPayload: 1000 });
    eve.sendText('x'.repeat(1001));
    expect((await eve.closed).code).toBe(1009);
    await witness.heard('users', ({ removed }) => removed !== undefined);
    const end = place.stage.log.lines.find(({ message }) => message === 'connection closed');
    expect(end?.data).toMatchObject({ code: 'message-too-large' });
  });

  it('ends the seat when its text is no text', async () => {
    eve.socket.send(Buffer.from([0x22, 0xff, 0x22]), { binary: false });
    expect((await eve.closed).code).toBe(1007);
    await witness.heard('users', ({ removed }) => removed !== undefined);
  });
});

describe('messages that come too fast', () => {
  const rate = { perSecond: 1, burst: 10 };

  it('are dropped one by one, and each is answered', async () => {
    await open({ limits: { rate } });
    const messages = Array.from({ length: 9 }, (_, index) => index.toString());
    const answers = await Promise.all(messages.map((value) => eve.refusal({ type: 'chat', value })));
    expect(answers).toEqual(messages.map(() => undefined));
    expect(await eve.refusal({ type: 'chat', value: 'one too many' })).toBe('too-many-messages');
    // Time heals it.
    place.clock += 60_000;
    expect(await eve.refusal({ type: 'chat', value: 'slowly now' })).toBeUndefined();
    await witness.heard('chat', ({ value }) => value === 'slowly now');
    const heard = witness.messages.flatMap((message) => (message.type === 'chat' ? message.value : []));
    expect(heard).toEqual([...messages, 'slowly now']);
  });

  it('count by their length, so that few long ones are too many', async () => {
    await open({ limits: { rate } });
    const long = { type: 'usermessage', kind: '', value: 'x'.repeat(60_000) };
    expect([await eve.refusal(long), await eve.refusal(long)]).toEqual([undefined, undefined]);
    expect(await eve.refusal(long)).toBe('too-many-messages');
  });

  it('close the connection when they do not stop', async () => {
    await open({ limits: { rate } });
    for (let count = 0; count < 30; count += 1) eve.send({ type: 'ping' });
    expect(await eve.heard('closing')).toMatchObject({ error: 'too-many-messages' });
    expect((await eve.closed).code).toBe(1008);
    await witness.heard('users', ({ removed }) => removed !== undefined);
  });

  it('close the connection when too many wait for a slow one', async () => {
    await open({ limits: { maxQueuedMessages: 5 } });
    const release = place.stage.media.hold('openTransport');
    eve.send({ type: 'openTransport', ref: 500, direction: 'send' });
    for (let count = 0; count < 6; count += 1) eve.send({ type: 'chat', value: 'hello?' });
    expect(await eve.heard('closing')).toMatchObject({ error: 'too-many-messages' });
    release();
    expect((await eve.closed).code).toBe(1008);
  });
});

describe('messages that follow a slow one', () => {
  beforeEach(() => open());

  it('wait for it, and are carried out in order', async () => {
    const release = place.stage.authenticator.hold();
    const ada = await place.connect('ada');
    ada.forget();
    ada.send({ type: 'join', kind: 'join', ref: 1, group: 'demo', username: 'ada' });
    ada.send({ type: 'chat', ref: 2, value: 'first' });
    ada.send({ type: 'useraction', ref: 3, kind: 'setdata', dest: 'ada', value: { raisehand: true } });
    ada.send({ type: 'chat', ref: 4, value: 'second' });
    ada.send({ type: 'join', kind: 'leave', ref: 5, group: 'demo' });
    ada.send({ type: 'chat', ref: 6, value: 'third' });
    await ada.caughtUp();
    expect(ada.messages).toEqual([]);
    release();
    expect(await ada.heard('error')).toMatchObject({ ref: 6, error: 'not-joined' });
    const answers = ada.messages.flatMap((message) => (message.type === 'ack' ? message.ref : []));
    expect(answers).toEqual([1, 2, 3, 4, 5]);
    await witness.heard('users', ({ removed }) => removed !== undefined);
    const heard = witness.messages.flatMap((message) => (message.type === 'chat' ? message.value : []));
    expect(heard).toEqual(['first', 'second']);
  });

  it('may be a ping, which is answered at once', async () => {
    const release = place.stage.media.hold('openTransport');
    eve.send({ type: 'openTransport', ref: 1, direction: 'send' });
    await expect(eve.caughtUp()).resolves.toBeUndefined();
    release();
  });

  it('are forgotten when the connection closes', async () => {
    const release = place.stage.media.hold('openTransport');
    eve.send({ type: 'openTransport', ref: 1, direction: 'send' });
    eve.send({ type: 'chat', value: 'from the grave' });
    await eve.caughtUp();
    eve.socket.close(1000);
    await witness.heard('users', ({ removed }) => removed !== undefined);
    release();
    await witness.caughtUp();
    expect(witness.types).not.toContain('chat');
  });
});

describe('a member who does not read', () => {
  it('is cut off, and the others lose nothing', async () => {
    await open({ limits: { maxSendQueueBytes: 256 * 1024 } });
    const bob = await place.join('bob');
    eve.socket.pause();
    const value = 'x'.repeat(60_000);
    const gone = witness.heard('users', ({ removed }) => removed !== undefined).then(() => true);
    let sent = 0;
    // The operating system's buffers take some megabytes before the queue grows.
    while (
      !(await Promise.race([gone, bob.ask({ type: 'usermessage', kind: '', value }).then(() => false)]))
    ) {
      sent += 1;
      expect(sent).toBeLessThan(2000);
    }
    await bob.caughtUp();
    await witness.caughtUp();
    for (const client of [bob, witness]) {
      const heard = client.messages.filter(({ type }) => type === 'usermessage');
      expect(heard.length).toBeGreaterThanOrEqual(sent);
    }
    const end = place.stage.log.lines.find(({ message }) => message === 'connection closed');
    expect(end?.data).toMatchObject({ code: 'slow-reader' });
    eve.terminate();
  });
});

describe('what goes to everybody', () => {
  it('arrives as the same text', async () => {
    await open();
    const bob = await place.join('bob');
    await Promise.all([eve, witness, bob].map((client) => client.caughtUp()));
    const before = [eve, witness].map((client) => client.frames.length);
    await bob.ask({ type: 'chat', value: 'hello' });
    await Promise.all([eve, witness].map((client) => client.heard('chat')));
    const [first, second] = [eve, witness].map((client, index) => client.frames[before[index] ?? 0]);
    expect(first).toBe(second);
    expect(first).toMatch(/^\[\{"type":"chat",.*\}\]$/);
  });

  it('arrives in one frame when it happened in one turn', async () => {
    await open();
    const [group] = place.stage.conference.groups();
    const before = witness.frames.length;
    for (const lock of ['a', 'b', 'c']) group?.setLock(lock);
    await witness.heard('joined');
    await witness.caughtUp();
    const frames = witness.frames.slice(before).map((frame) => JSON.parse(frame) as { type: string }[]);
    const told = frames.find((frame) => frame.some(({ type }) => type === 'joined'));
    expect(told?.filter(({ type }) => type === 'joined')).toHaveLength(3);
  });
});
