import { MemberId, type CloseReason } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { NotConnected, ProtocolError } from './errors.ts';
import type { Item } from './frame.ts';
import { Signalling } from './signalling.ts';
import { aChat, added, aMember } from './testing/messages.ts';
import { settled, surroundings, type FakeSurroundings } from './testing/meeting.ts';

const URL = 'wss://example.org/ws';
const ID = MemberId.parse('ada-1');

interface Line extends FakeSurroundings {
  signalling: Signalling;
  /** How often it was open. */
  opened: () => number;
  items: Item[];
  received: unknown[];
  misunderstood: ProtocolError[];
  ends: { reason: CloseReason; wsCode: number }[];
}

/** A line whose server answers nothing by itself. */
function opening(): Line {
  const around = surroundings();
  around.server.automatic = false;
  const signalling = new Signalling({ world: around.world, url: URL, id: ID, returning: false });
  let opened = 0;
  const line: Line = {
    ...{ ...around, signalling, opened: () => opened },
    ...{ items: [], received: [], misunderstood: [], ends: [] },
  };
  signalling.events.on('opened', () => {
    opened += 1;
  });
  signalling.events.on('heard', (item) => {
    line.items.push(item);
    if (item.kind === 'message') line.received.push(item.message);
    if (item.kind === 'unreadable') line.misunderstood.push(item.error);
  });
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
    expect(server.heard).toEqual([{ type: 'handshake', version: ['evagore-1', '2'], id: 'ada-1' }]);
  });

  it('is open once the server has answered', () => {
    const { opened, server } = opening();
    server.socket.open();
    expect(opened()).toBe(0);
    server.socket.receive('{"type":"handshake","version":["evagore-1"]}');
    expect(opened()).toBe(1);
  });

  it('refuses to send before it is open', () => {
    const { signalling, server } = opening();
    server.socket.open();
    expect(() => {
      signalling.send({ type: 'ping' });
    }).toThrow(NotConnected);
    expect(server.heard).toHaveLength(1);
  });

  it('gives up a server that speaks another dialect', () => {
    const { opened, server, ends } = opening();
    server.socket.open();
    server.socket.receive('{"type":"handshake","version":["3"]}');
    expect(opened()).toBe(0);
    expect(server.socket.closed?.code).toBe(3000);
    expect(ends).toMatchObject([{ reason: { code: 'unknown-version' } }]);
  });

  it('gives up a server that says something else first', () => {
    const { server, ends } = opening();
    server.socket.open();
    server.socket.receive('not even JSON');
    expect(ends).toMatchObject([{ reason: { code: 'unknown-version' } }]);
  });

  it('gives up a server that does not answer within ten seconds', () => {
    const { server, clock, ends } = opening();
    server.socket.open();
    clock.advance(9999);
    expect(server.socket.closed).toBeUndefined();
    clock.advance(1);
    expect(ends).toMatchObject([{ reason: { code: 'handshake-timeout' } }]);
    expect(clock.pending).toBe(0);
  });

  it('does not mind how long ago a handshake was that succeeded', () => {
    const { server, clock, ends } = open();
    clock.advance(10_000);
    expect(ends).toEqual([]);
    expect(server.socket.closed).toBeUndefined();
  });

  it('says why a server turned it away', () => {
    const { server, ends } = opening();
    server.socket.open();
    server.socket.receive('{"type":"closing","error":"shutting-down","value":"until tomorrow"}');
    server.socket.drop(1001, 'shutting-down');
    expect(ends).toMatchObject([{ reason: { code: 'shutting-down', message: 'until tomorrow' } }]);
  });

  it('ends when the socket never opens', () => {
    const { opened, server, ends } = opening();
    server.socket.drop();
    expect(opened()).toBe(0);
    expect(ends).toMatchObject([{ reason: { code: 'hung-up' }, wsCode: 1006 }]);
  });

  it('leaves no timers behind where the URL is none', () => {
    const { world, clock } = surroundings();
    const openSocket = (): never => {
      throw new SyntaxError('no URL');
    };
    const options = { world: { ...world, openSocket }, url: 'nonsense', id: ID, returning: false };
    expect(() => new Signalling(options)).toThrow(SyntaxError);
    expect(clock.pending).toBe(0);
  });

  it('reads what follows the handshake in the same frame', () => {
    const { server, received } = opening();
    server.socket.open();
    server.socket.receive(JSON.stringify([{ type: 'handshake', version: ['evagore-1'] }, aChat()]));
    expect(received).toEqual([aChat()]);
  });
});

describe('Signalling: what the server says', () => {
  it('hands on the messages of an array in their order', () => {
    const { server, received } = open();
    const bob = added(aMember('bob-1'));
    server.say(bob, aChat());
    expect(received).toEqual([bob, aChat()]);
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

  it('counts what belongs to the seat, understood or not, and not what belongs to the connection', () => {
    const { server, items } = open();
    const frame = [
      ...[{ type: 'ping' }, { type: 'pong' }, { type: 'handshake', version: ['evagore-1'] }],
      ...[
        { type: 'resumed', ref: 0, lastRef: 0, rtcConfiguration: {} },
        { type: 'resumed', ref: -1 },
      ],
      ...[{ type: 'closing', error: 'kicked', value: '' }, { type: 'closing' }],
      ...[{ type: 'hologram' }, { type: 'chat' }, null, [], 'hello', { type: 'ack', ref: 1 }, aChat()],
    ];
    server.socket.receive(JSON.stringify(frame));
    expect(items.map(({ kind, counts }) => [kind, counts])).toEqual([
      ...[
        ['message', false],
        ['unreadable', false],
        ['unreadable', false],
      ],
      ...[
        ['unknown', true],
        ['unreadable', true],
        ['unreadable', true],
        ['unreadable', true],
      ],
      ...[
        ['unreadable', true],
        ['message', true],
        ['message', true],
      ],
    ]);
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
    signalling.events.on('heard', () => {
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

  it('asks once after five seconds of silence', () => {
    const { server, clock } = open();
    clock.advance(4999);
    expect(server.all('ping')).toHaveLength(0);
    clock.advance(1);
    expect(server.all('ping')).toHaveLength(1);
    clock.advance(9999);
    expect(server.all('ping')).toHaveLength(1);
  });

  it('asks again after the next silence', () => {
    const { server, clock } = open();
    clock.advance(5000);
    server.say({ type: 'pong' });
    clock.advance(5000);
    expect(server.all('ping')).toHaveLength(2);
  });

  it('gives a server up that does not answer for ten seconds more', () => {
    const { server, clock, ends } = open();
    clock.advance(14_999);
    expect(ends).toEqual([]);
    clock.advance(1);
    expect(ends).toMatchObject([{ reason: { code: 'no-answer' } }]);
    expect(server.socket.closed?.code).toBe(3000);
    expect(clock.pending).toBe(0);
  });

  it('asks before it gives a server up, however long nobody looked', () => {
    const around = surroundings();
    let lateMs = 0;
    const now = (): number => around.clock.now() + lateMs;
    const world = { ...around.world, now };
    const signalling = new Signalling({ world, url: URL, id: ID, returning: false });
    const closed: unknown[] = [];
    signalling.events.on('closed', (reason) => closed.push(reason));
    around.server.accept();
    lateMs = 3_600_000;
    around.clock.advance(5000);
    expect(closed).toEqual([]);
    expect(around.server.all('ping')).toHaveLength(1);
    around.server.say({ type: 'pong' });
    around.clock.advance(4999);
    expect(closed).toEqual([]);
  });

  it('counts whatever the server says as a sign of life', () => {
    const { signalling, server, clock, ends } = open();
    for (let i = 0; i < 10; i += 1) {
      clock.advance(4000);
      server.socket.receive('{"type":"hologram"}');
    }
    expect(ends).toEqual([]);
    expect(server.all('ping')).toEqual([]);
    expect(signalling.heardAt).toBe(40_000);
  });
});

describe('Signalling: a probe', () => {
  it('gives up a server that does not answer within three seconds', () => {
    const { signalling, server, clock, ends } = open();
    signalling.probe();
    expect(server.all('ping')).toHaveLength(1);
    clock.advance(2999);
    expect(ends).toEqual([]);
    clock.advance(1);
    expect(ends).toMatchObject([{ reason: { code: 'no-answer' } }]);
    expect(server.socket.closed?.code).toBe(3000);
    expect(clock.pending).toBe(0);
  });

  it('leaves a server alone that says anything', () => {
    const { signalling, server, clock, ends } = open();
    signalling.probe();
    server.say({ type: 'pong' });
    clock.advance(10_000);
    expect(ends).toEqual([]);
  });

  it('is one, however often it is asked for', () => {
    const { signalling, server, clock, ends } = open();
    signalling.probe();
    clock.advance(2000);
    signalling.probe();
    expect(server.all('ping')).toHaveLength(1);
    clock.advance(1000);
    expect(ends).toHaveLength(1);
  });

  it('may be made again after an answer', () => {
    const { signalling, server, clock, ends } = open();
    signalling.probe();
    server.say({ type: 'pong' });
    signalling.probe();
    clock.advance(3000);
    expect(server.all('ping')).toHaveLength(2);
    expect(ends).toHaveLength(1);
  });

  it('hurries a connection that does not open', () => {
    const { signalling, server, clock, ends } = opening();
    signalling.probe();
    clock.advance(3000);
    expect(server.heard).toEqual([]);
    expect(ends).toHaveLength(1);
  });

  it('does nothing once it is closed', () => {
    const { signalling, server, clock } = open();
    signalling.close({ code: 'left' });
    signalling.probe();
    expect(server.all('ping')).toEqual([]);
    expect(clock.pending).toBe(0);
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

  it('closes the socket with the reason', () => {
    const { signalling, server, clock } = open();
    signalling.close({ code: 'left' });
    expect(server.socket.closed).toEqual({ code: 1000, reason: 'left' });
    expect(clock.pending).toBe(0);
  });

  it('ends once, however often and by whomever it is closed', () => {
    const { signalling, server, ends } = open();
    signalling.close({ code: 'left' });
    signalling.close({ code: 'internal' });
    server.socket.drop(1000, 'left');
    expect(ends).toEqual([{ reason: { code: 'left' }, wsCode: 1000 }]);
  });

  it('can be closed before it is open', () => {
    const { signalling, server, clock, opened } = opening();
    signalling.close({ code: 'left' });
    server.accept();
    expect(opened()).toBe(0);
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
