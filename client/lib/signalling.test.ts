import { MemberId, type CloseReason } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { NotConnected, ProtocolError, ServerError } from './errors.ts';
import { Signalling } from './signalling.ts';
import { aChat, aMember } from './testing/messages.ts';
import { settled, surroundings, type FakeSurroundings } from './testing/meeting.ts';

const URL = 'wss://example.org/ws';
const ID = MemberId.parse('ada-1');

interface Line extends FakeSurroundings {
  signalling: Signalling;
  received: unknown[];
  refused: ServerError[];
  misunderstood: ProtocolError[];
  ends: { reason: CloseReason; wsCode: number }[];
}

/** A line whose server answers nothing by itself. */
function opening(): Line {
  const around = surroundings();
  around.server.automatic = false;
  const signalling = new Signalling(around.world, URL, ID);
  const line: Line = { ...around, signalling, received: [], refused: [], misunderstood: [], ends: [] };
  signalling.opened.catch(() => undefined);
  signalling.events.on('received', (message) => line.received.push(message));
  signalling.events.on('refused', (error) => line.refused.push(error));
  signalling.events.on('misunderstood', (error) => line.misunderstood.push(error));
  signalling.events.on('closed', (reason, wsCode) => line.ends.push({ reason, wsCode }));
  return line;
}

function open(): Line {
  const line = opening();
  line.server.accept();
  return line;
}

describe('Signalling: the handshake', () => {
  it('offers its dialect and id once the socket is open', () => {
    const { server } = opening();
    expect(server.heard).toEqual([]);
    server.socket.open();
    expect(server.socket.url).toBe(URL);
    expect(server.heard).toEqual([{ type: 'handshake', version: ['evagore-1'], id: 'ada-1' }]);
  });

  it('is open once the server has answered', async () => {
    const { signalling } = open();
    await expect(signalling.opened).resolves.toBeUndefined();
  });

  it('refuses to send before it is open', async () => {
    const { signalling, server } = opening();
    server.socket.open();
    expect(() => {
      signalling.send({ type: 'ping' });
    }).toThrow(NotConnected);
    await expect(signalling.ask({ type: 'chat', value: 'early' })).rejects.toThrow(NotConnected);
    expect(server.heard).toHaveLength(1);
  });

  it('gives up a server that speaks another dialect', async () => {
    const { signalling, server, ends } = opening();
    server.socket.open();
    server.socket.receive('{"type":"handshake","version":["2"]}');
    await expect(signalling.opened).rejects.toMatchObject({ code: 'unknown-version' });
    expect(server.socket.closed?.code).toBe(3000);
    expect(ends).toHaveLength(1);
  });

  it('gives up a server that says something else first', async () => {
    const { signalling, server } = opening();
    server.socket.open();
    server.socket.receive('not even JSON');
    await expect(signalling.opened).rejects.toMatchObject({ code: 'unknown-version' });
  });

  it('gives up a server that does not answer within ten seconds', async () => {
    const { signalling, server, clock } = opening();
    server.socket.open();
    clock.advance(9999);
    expect(server.socket.closed).toBeUndefined();
    clock.advance(1);
    await expect(signalling.opened).rejects.toMatchObject({ code: 'handshake-timeout' });
    expect(clock.pending).toBe(0);
  });

  it('does not mind how long ago a handshake was that succeeded', () => {
    const { server, clock, ends } = open();
    clock.advance(10_000);
    expect(ends).toEqual([]);
    expect(server.socket.closed).toBeUndefined();
  });

  it('says why a server turned it away', async () => {
    const { signalling, server } = opening();
    server.socket.open();
    server.socket.receive('{"type":"closing","error":"shutting-down","value":"until tomorrow"}');
    server.socket.drop(1001, 'shutting-down');
    await expect(signalling.opened).rejects.toThrow('until tomorrow');
    await expect(signalling.opened).rejects.toMatchObject({ code: 'shutting-down' });
  });

  it('is rejected when the socket never opens', async () => {
    const { signalling, server } = opening();
    server.socket.drop();
    await expect(signalling.opened).rejects.toThrow(NotConnected);
  });

  it('leaves no timers behind where the URL is none', () => {
    const { world, clock } = surroundings();
    const openSocket = (): never => {
      throw new SyntaxError('no URL');
    };
    expect(() => new Signalling({ ...world, openSocket }, 'nonsense', ID)).toThrow(SyntaxError);
    expect(clock.pending).toBe(0);
  });

  it('reads what follows the handshake in the same frame', () => {
    const { server, received } = opening();
    server.socket.open();
    server.socket.receive(JSON.stringify([{ type: 'handshake', version: ['evagore-1'] }, aChat()]));
    expect(received).toEqual([aChat()]);
  });
});

describe('Signalling: questions', () => {
  it('gives each question the answer that names it, in whatever order they come', async () => {
    const { signalling, server } = open();
    const one = signalling.ask({ type: 'chat', value: 'one' });
    const two = signalling.ask({ type: 'chat', value: 'two' });
    const [first, second] = server.all('chat');
    server.ack(second!, { id: 'second', time: '2026-11-21T10:00:02.000Z' });
    server.ack(first!, { id: 'first', time: '2026-11-21T10:00:01.000Z' });
    await expect(one).resolves.toMatchObject({ id: 'first' });
    await expect(two).resolves.toMatchObject({ id: 'second' });
  });

  it('asks each question with its own ref', () => {
    const { signalling, server } = open();
    for (let i = 0; i < 10; i += 1) void signalling.ask({ type: 'request', request: {} });
    expect(new Set(server.all('request').map(({ ref }) => ref)).size).toBe(10);
  });

  it('rejects a refused question with the code and the words of the server', async () => {
    const { signalling, server, refused } = open();
    const asked = signalling.ask({ type: 'chat', value: 'psst' });
    server.refuse(server.last('chat'), 'not-permitted', 'needs the "message" permission');
    await expect(asked).rejects.toThrow(ServerError);
    await expect(asked).rejects.toMatchObject({
      code: 'not-permitted',
      message: 'needs the "message" permission',
    });
    expect(refused).toEqual([]);
  });

  it('reports a refusal that names no question', () => {
    const { server, refused } = open();
    server.say({ type: 'error', error: 'too-many-messages', value: 'slower' });
    expect(refused.map(({ code }) => code)).toEqual(['too-many-messages']);
  });

  it('reports a refusal of a question that was answered before', async () => {
    const { signalling, server, refused } = open();
    const asked = signalling.ask({ type: 'request', request: {} });
    const question = server.last('request');
    server.ack(question);
    server.refuse(question, 'internal');
    await expect(asked).resolves.toBeUndefined();
    expect(refused).toHaveLength(1);
  });

  it('passes over an answer to nothing', () => {
    const { server, misunderstood, ends } = open();
    server.say({ type: 'ack', ref: 77 });
    expect(misunderstood).toEqual([]);
    expect(ends).toEqual([]);
  });

  it('does not wait for ever for an answer that cannot be read', async () => {
    const { signalling, server } = open();
    const asked = signalling.ask({ type: 'request', request: {} });
    const { ref } = server.last('request');
    server.socket.receive(JSON.stringify([{ type: 'error', ref, error: 7, value: '' }]));
    await expect(asked).rejects.toThrow(ProtocolError);
  });

  it('rejects what is pending when the connection is lost', async () => {
    const { signalling, server } = open();
    const asked = signalling.ask({ type: 'chat', value: 'hello?' });
    server.socket.drop();
    await expect(asked).rejects.toThrow(NotConnected);
    await expect(signalling.ask({ type: 'chat', value: 'hello?' })).rejects.toThrow(NotConnected);
  });
});

describe('Signalling: what the server says', () => {
  it('hands on the messages of an array in their order', () => {
    const { server, received } = open();
    const user = { type: 'user', kind: 'add', user: aMember('bob-1') } as const;
    server.say(user, aChat());
    expect(received).toEqual([user, aChat()]);
  });

  it('hands on a single object as well', () => {
    const { server, received } = open();
    server.socket.receive(JSON.stringify(aChat()));
    expect(received).toEqual([aChat()]);
  });

  it('ignores types that came into the dialect later', () => {
    const { server, received, misunderstood } = open();
    server.socket.receive(JSON.stringify([{ type: 'hologram', depth: 3 }, aChat()]));
    expect(received).toEqual([aChat()]);
    expect(misunderstood).toEqual([]);
  });

  it('ignores fields that came into the dialect later', () => {
    const { server, received } = open();
    server.socket.receive(JSON.stringify({ ...aChat(), mood: 'good' }));
    expect(received).toEqual([aChat()]);
  });

  it.each([
    ['a known type with a wrong field', JSON.stringify({ ...aChat(), value: 5 })],
    ['an unknown kind of a known type', '{"type":"joined","kind":"maybe"}'],
    ['no object', '[null]'],
    ['no JSON', '}{'],
  ])('reports %s and lives on', (_what, frame) => {
    const { server, received, misunderstood, ends } = open();
    server.socket.receive(frame);
    expect(misunderstood).toHaveLength(1);
    expect(misunderstood[0]).toBeInstanceOf(ProtocolError);
    expect(ends).toEqual([]);
    server.say(aChat());
    expect(received).toEqual([aChat()]);
  });

  it('reads the good messages of a frame that holds a bad one', () => {
    const { server, received, misunderstood } = open();
    server.socket.receive(JSON.stringify([{ type: 'chat' }, aChat()]));
    expect(received).toEqual([aChat()]);
    expect(misunderstood).toHaveLength(1);
  });

  it('hears nothing more of a frame whose message made it close', () => {
    const { signalling, server, received } = open();
    signalling.events.on('received', () => {
      signalling.close({ code: 'left' });
    });
    server.say(aChat({ id: 'first' }), aChat({ id: 'second' }));
    expect(received).toEqual([aChat({ id: 'first' })]);
  });
});

describe('Signalling: liveness', () => {
  it('answers a ping at once', () => {
    const { server } = open();
    server.say({ type: 'ping' });
    expect(server.all('pong')).toHaveLength(1);
  });

  it('asks once after fifteen seconds of silence', () => {
    const { server, clock } = open();
    clock.advance(14_999);
    expect(server.all('ping')).toHaveLength(0);
    clock.advance(1);
    expect(server.all('ping')).toHaveLength(1);
    clock.advance(10_000);
    expect(server.all('ping')).toHaveLength(1);
  });

  it('asks again after the next silence', () => {
    const { server, clock } = open();
    clock.advance(15_000);
    server.say({ type: 'pong' });
    clock.advance(15_000);
    expect(server.all('ping')).toHaveLength(2);
  });

  it('gives a server up that was silent for forty seconds', async () => {
    const { signalling, server, clock, ends } = open();
    const asked = signalling.ask({ type: 'request', request: {} });
    clock.advance(40_000);
    expect(ends).toMatchObject([{ reason: { code: 'no-answer' } }]);
    expect(server.socket.closed?.code).toBe(3000);
    await expect(asked).rejects.toMatchObject({ code: 'no-answer' });
    expect(clock.pending).toBe(0);
  });

  it('counts whatever the server says as a sign of life', () => {
    const { signalling, server, clock, ends } = open();
    for (let i = 0; i < 10; i += 1) {
      clock.advance(12_000);
      server.socket.receive('{"type":"hologram"}');
    }
    expect(ends).toEqual([]);
    expect(server.all('ping')).toEqual([]);
    expect(signalling.heardAt).toBe(120_000);
  });
});

describe('Signalling: the end', () => {
  it('tells the reason that the server gave before it closed, and who brought it about', () => {
    const { server, ends } = open();
    server.say({ type: 'closing', error: 'kicked', value: 'be nice', source: 'bob-1', username: 'bob' });
    expect(ends).toEqual([]);
    server.socket.drop(1000, 'kicked');
    const by = { id: 'bob-1', username: 'bob' };
    expect(ends).toEqual([{ reason: { code: 'kicked', message: 'be nice', by }, wsCode: 1000 }]);
  });

  it('says that the server hung up where it gave no reason', () => {
    const { server, ends } = open();
    server.socket.drop(1006);
    expect(ends).toEqual([
      { reason: { code: 'hung-up', message: 'the connection to the server was lost' }, wsCode: 1006 },
    ]);
  });

  it.each([
    ['the code in the close reason', 1013, 'slow-reader', 'slow-reader'],
    ['the status for a message that was too long', 1009, '', 'message-too-large'],
    ['nothing in words that are no code', 1001, 'going away', 'hung-up'],
  ] as const)('reads %s where the server could not say more', (_what, wsCode, wsReason, code) => {
    const { server, ends } = open();
    server.socket.drop(wsCode, wsReason);
    expect(ends).toMatchObject([{ reason: { code }, wsCode }]);
    expect(ends[0]?.reason.message).not.toBe('');
  });

  it('rejects pending questions with the reason that the server gave', async () => {
    const { signalling, server } = open();
    const asked = signalling.ask({ type: 'request', request: {} });
    server.say({ type: 'closing', error: 'shutting-down', value: 'bye' });
    server.socket.drop(1001);
    await expect(asked).rejects.toMatchObject({ code: 'shutting-down', message: 'bye' });
  });

  it('closes the socket with the reason, and rejects what is pending', async () => {
    const { signalling, server, clock } = open();
    const asked = signalling.ask({ type: 'request', request: {} });
    signalling.close({ code: 'left' });
    expect(server.socket.closed).toEqual({ code: 1000, reason: 'left' });
    await expect(asked).rejects.toThrow(NotConnected);
    expect(clock.pending).toBe(0);
  });

  it('ends once, however often and by whomever it is closed', () => {
    const { signalling, server, ends } = open();
    signalling.close({ code: 'left' });
    signalling.close({ code: 'internal' });
    server.socket.drop(1000, 'left');
    expect(ends).toEqual([{ reason: { code: 'left' }, wsCode: 1000 }]);
  });

  it('can be closed before it is open', async () => {
    const { signalling, server, clock } = opening();
    signalling.close({ code: 'left' });
    await expect(signalling.opened).rejects.toThrow(NotConnected);
    expect(server.socket.closed).toBeDefined();
    expect(clock.pending).toBe(0);
  });

  it('says nothing after it has closed', async () => {
    const { signalling, server } = open();
    signalling.close({ code: 'left' });
    server.say({ type: 'ping' });
    await settled();
    expect(server.all('pong')).toEqual([]);
    expect(() => {
      signalling.send({ type: 'ping' });
    }).toThrow(NotConnected);
  });
});
