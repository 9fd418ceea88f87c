import type { ErrorCode } from '@evagore/shared';
import { describe, expect, it, vi } from 'vitest';
import { NotConnected, QueueFull } from './errors.ts';
import { ServerConnection } from './server-connection.ts';
import { diaryOf } from './testing/diary.ts';
import type { FakeClock } from './testing/fake-clock.ts';
import { aConnection, connected, inMeeting, settled, surroundings, type Meeting } from './testing/meeting.ts';
import { aChat, added, aMember, changed } from './testing/messages.ts';

/** A meeting whose server accepts whoever comes back, and what is told from now on. */
async function away(): Promise<Meeting & { told: unknown[][] }> {
  const meeting = await inMeeting();
  meeting.server.welcoming = true;
  return { ...meeting, told: diaryOf(meeting.connection) };
}

/** Lets time pass, and everything happen that follows from it. */
async function pass(clock: FakeClock, ms: number): Promise<void> {
  clock.advance(ms);
  await settled();
}

describe('A connection that is lost', () => {
  it('is made again at once, and takes the same seat', async () => {
    const { connection, server, clock, told } = await away();
    const { users, id } = connection;
    server.socket.drop();
    expect(connection).toMatchObject({
      state: 'reconnecting',
      group: 'meeting',
      socket: null,
      version: null,
    });
    await pass(clock, 0);
    expect(told).toEqual([['reconnecting'], ['try', 1, 'hung-up'], ['connected']]);
    expect(connection).toMatchObject({ state: 'connected', group: 'meeting', username: 'ada', id });
    expect(connection.users).toBe(users);
    expect(server.sockets).toHaveLength(2);
    expect(server.clientId).toBe(id);
    expect(server.faults).toEqual([]);
  });

  it('presents the latest ticket and what was read, with a ref that is no question', async () => {
    const { server, clock } = await away();
    for (const time of ['first', 'second']) {
      server.say(aChat({ id: time }));
      const read = server.seat.log.length;
      server.socket.drop();
      await pass(clock, 0);
      expect(server.last('resume')).toMatchObject({ ref: 0, cursor: read });
    }
    const [first, second] = server.all('resume');
    expect(first?.ticket).not.toBe(second?.ticket);
  });

  it('tells nobody: neither its callbacks, nor the address, nor the storage know more', async () => {
    const { connection, server, clock } = await away();
    const never = vi.fn();
    connection.onclose = never;
    connection.onerror = never;
    connection.onjoined = never;
    connection.onuser = never;
    server.socket.drop();
    await pass(clock, 0);
    expect(never).not.toHaveBeenCalled();
    expect(server.sockets.map(({ url }) => url)).toEqual(Array(2).fill('wss://example.org/ws'));
  });

  it('is told what it missed, once and in order', async () => {
    const { server, clock, told } = await away();
    server.say(aChat({ id: 'before' }));
    server.socket.drop();
    server.say(added(aMember('bob-1')), aChat({ id: 'meanwhile' }));
    server.say(changed({ permissions: ['op'] }));
    await pass(clock, 0);
    server.say(aChat({ id: 'after' }));
    expect(told).toEqual([
      ...[['chat', 'before'], ['reconnecting'], ['try', 1, 'hung-up'], ['connected']],
      ...[['user', 'bob-1', 'add'], ['chat', 'meanwhile'], ['membership'], ['chat', 'after']],
    ]);
  });

  it('uses fresh servers for its media', async () => {
    const { connection, server, clock } = await away();
    server.socket.drop();
    await pass(clock, 0);
    expect(connection.getRTCConfiguration()).toEqual({
      iceServers: [{ urls: ['stun:resumed.example.org'] }],
    });
  });

  it('is lost before it was in a group: that is the end', async () => {
    const { connection, server, clock } = await connected();
    const told = diaryOf(connection);
    server.socket.drop();
    await pass(clock, 60_000);
    expect(told).toEqual([['closed'], ['because', 'hung-up']]);
    expect(server.sockets).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('is lost after the group was left: that is the end', async () => {
    const { connection, server, clock } = await away();
    await connection.leave('meeting');
    server.socket.drop();
    await pass(clock, 60_000);
    expect(connection.state).toBe('closed');
    expect(server.sockets).toHaveLength(1);
  });

  it('has nothing more to do once it is closed', async () => {
    const { connection, server, clock, told, wake } = await away();
    server.socket.drop();
    connection.close();
    wake();
    await pass(clock, 120_000);
    expect(told).toEqual([
      ['reconnecting'],
      ['user', connection.id, 'delete'],
      ['left'],
      ['closed'],
      ['because', 'left'],
    ]);
    expect(server.sockets).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it.each(['stateChanged', 'reconnecting'] as const)(
    'may be closed by who is told of it: %s',
    async (event) => {
      const { connection, server, clock } = await away();
      connection.events.on(event, () => {
        connection.close();
      });
      server.socket.drop();
      await pass(clock, 120_000);
      expect(connection.state).toBe('closed');
      expect(server.sockets).toHaveLength(1);
      expect(clock.pending).toBe(0);
    },
  );

  it('ends the seat at the server when it is closed in the middle of coming back', async () => {
    const { connection, server, clock } = await away();
    server.welcoming = false;
    server.socket.drop();
    clock.advance(0);
    server.accept();
    connection.close();
    await pass(clock, 120_000);
    expect(server.socket.closed?.code).toBe(1000);
    expect(connection.state).toBe('closed');
    expect(clock.pending).toBe(0);
  });

  it('knows when the server was last heard', async () => {
    const { connection, server, clock } = await away();
    server.welcoming = false;
    clock.advance(1000);
    server.say(aChat());
    clock.advance(1000);
    server.socket.drop();
    await pass(clock, 5000);
    expect(connection.lastServerMessage).toBe(1000);
    server.accept();
    await settled();
    expect(connection.lastServerMessage).toBe(7000);
  });
});

describe('The reason for a loss', () => {
  const reasons: [code: ErrorCode, sequel: 'resumes' | 'joins again' | 'ends'][] = [
    ['no-answer', 'resumes'],
    ['slow-reader', 'resumes'],
    ['hung-up', 'resumes'],
    ['missed-too-much', 'joins again'],
    ['seat-lost', 'joins again'],
    ['shutting-down', 'joins again'],
    ['draining', 'joins again'],
    ['taken-over', 'ends'],
    ['kicked', 'ends'],
    ['left', 'ends'],
    ['group-expired', 'ends'],
    ['group-moved', 'ends'],
    ['too-many-messages', 'ends'],
    ['message-too-large', 'ends'],
    ['bad-message', 'ends'],
    ['not-permitted', 'ends'],
    ['internal', 'ends'],
  ];

  it.each(reasons)('%s: the client %s', async (code, sequel) => {
    const { connection, server, clock } = await away();
    server.end(code, { keep: sequel === 'resumes' });
    await pass(clock, 1000);
    expect(connection.state).toBe(sequel === 'ends' ? 'closed' : 'connected');
    expect(server.all('resume')).toHaveLength(sequel === 'resumes' ? 1 : 0);
    expect(server.all('join')).toHaveLength(sequel === 'joins again' ? 2 : 1);
  });

  it.each(reasons)('%s, as the status of the socket: the client %s', async (code, sequel) => {
    const { connection, server, clock } = await away();
    server.socket.drop(1000, code);
    await pass(clock, 1000);
    expect(connection.state).toBe(sequel === 'ends' ? 'closed' : 'connected');
  });

  it.each([1006, 1001, 1011, 1012, 1013])('status %i without one: the client resumes', async (wsCode) => {
    const { connection, server, clock } = await away();
    server.socket.drop(wsCode);
    await pass(clock, 0);
    expect(connection.state).toBe('connected');
    expect(server.all('resume')).toHaveLength(1);
  });

  it('a message that was too long: the client ends, because it would say it again', async () => {
    const { connection, server } = await away();
    server.socket.drop(1009);
    expect(connection.state).toBe('closed');
  });

  it('silence: the client keeps its seat by the status with which it closes, and resumes', async () => {
    const { connection, server, clock } = await away();
    const [before] = server.sockets;
    await pass(clock, 15_000);
    expect(before?.closed).toEqual({ code: 3000, reason: 'no-answer' });
    await pass(clock, 0);
    expect(connection.state).toBe('connected');
    expect(server.all('resume')).toHaveLength(1);
  });
});

describe('Attempts to come back', () => {
  it('are made later and later while they fail, and tell when', async () => {
    const { server, clock, told } = await away();
    server.welcoming = false;
    server.socket.drop();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      const before = clock.now();
      while (server.sockets.length <= attempt) clock.advance(50);
      waits.push(clock.now() - before);
      server.socket.drop();
    }
    expect(waits).toEqual([50, 300, 600, 1200, 2400, 4800, 5000, 5000]);
    const plans = told.filter(([what]) => what === 'wait' || what === 'try');
    expect(plans.slice(0, 3)).toEqual([
      ['try', 1, 'hung-up'],
      ['wait', 2, 'hung-up', expect.closeTo(350, 3)],
      ['try', 2, 'hung-up'],
    ]);
  });

  it('are given up after ten seconds, each', async () => {
    const { server, clock, told } = await away();
    server.welcoming = false;
    server.socket.drop();
    clock.advance(0);
    clock.advance(10_000);
    expect(server.socket.closed?.code).toBe(3000);
    expect(told.at(-1)).toEqual(['wait', 2, 'handshake-timeout', expect.closeTo(10_300, 3)]);
  });

  it('are given up when the server does not say whether the seat is there', async () => {
    const { connection, server, clock } = await away();
    server.cuts.push({ up: 1 });
    server.socket.drop();
    await pass(clock, 0);
    expect(server.all('resume')).toHaveLength(0);
    await pass(clock, 9999);
    expect(server.socket.closed).toBeUndefined();
    await pass(clock, 1);
    await pass(clock, 300);
    expect(connection.state).toBe('connected');
    expect(server.all('resume')).toHaveLength(1);
  });

  it('are repeated with the same ticket while no other has arrived', async () => {
    const { connection, server, clock } = await away();
    server.say(aChat());
    const read = server.seat.log.length;
    // The handshake arrives, then `resumed`; the ticket is lost.
    server.cuts.push({ down: 2 });
    server.socket.drop();
    await pass(clock, 0);
    expect(connection.state).toBe('connected');
    server.socket.drop();
    await pass(clock, 0);
    const [first, second] = server.all('resume');
    expect(second).toEqual(first);
    expect(first?.cursor).toBe(read);
    expect(connection.state).toBe('connected');
  });

  it('are made at once when the network is back', async () => {
    const { connection, server, clock, wake } = await away();
    server.welcoming = false;
    server.socket.drop();
    for (let i = 0; i < 6; i += 1) {
      clock.advance(5000);
      server.socket.drop();
    }
    const { length } = server.sockets;
    server.welcoming = true;
    wake();
    await pass(clock, 0);
    expect(server.sockets).toHaveLength(length + 1);
    expect(connection.state).toBe('connected');
  });

  it('are hurried when one hangs as the network comes back', async () => {
    const { connection, server, clock, wake } = await away();
    server.welcoming = false;
    server.socket.drop();
    clock.advance(0);
    wake();
    server.welcoming = true;
    await pass(clock, 3000);
    await pass(clock, 0);
    expect(connection.state).toBe('connected');
  });

  it('go on where a socket cannot even be opened', async () => {
    let broken = false;
    const { server, clock, world } = surroundings();
    const connection = new ServerConnection({
      ...world,
      openSocket(url, listener) {
        if (broken) throw new DOMException('not now', 'SecurityError');
        return world.openSocket(url, listener);
      },
    });
    server.welcoming = true;
    await connection.connect('wss://example.org/ws');
    await connection.join('meeting', 'ada', 'secret');
    broken = true;
    server.socket.drop();
    await pass(clock, 600);
    expect(connection.state).toBe('reconnecting');
    broken = false;
    await pass(clock, 600);
    expect(connection.state).toBe('connected');
  });
});

describe('A machine that wakes up', () => {
  it('finds a dead connection within three seconds', async () => {
    const { connection, server, clock, told, wake } = await away();
    wake();
    expect(server.all('ping')).toHaveLength(1);
    await pass(clock, 2999);
    expect(told).toEqual([]);
    await pass(clock, 1);
    await pass(clock, 0);
    expect(told).toEqual([['reconnecting'], ['try', 1, 'no-answer'], ['connected']]);
    expect(connection.state).toBe('connected');
    expect(server.all('resume')).toHaveLength(1);
  });

  it('keeps a connection that lives', async () => {
    const { server, clock, told, wake } = await away();
    wake();
    server.say({ type: 'pong' });
    await pass(clock, 10_000);
    expect(told).toEqual([]);
    expect(server.sockets).toHaveLength(1);
  });

  it('does not hurry a first connection', async () => {
    const { connection, server, clock, wake } = aConnection();
    const connecting = connection.connect('wss://example.org/ws');
    wake();
    clock.advance(9000);
    server.accept();
    await connecting;
    expect(connection.state).toBe('connected');
  });

  it('has nothing to look after once it is closed', async () => {
    const { connection, server, wake } = await away();
    connection.close();
    wake();
    expect(server.all('ping')).toEqual([]);
  });
});

describe('What is asked', () => {
  it('before the loss, and answered after it, is answered once', async () => {
    const { connection, server, clock } = await away();
    server.hold('chat');
    const asked = connection.chat('', '', 'hello');
    server.socket.drop();
    server.release('chat');
    await pass(clock, 0);
    await expect(asked).resolves.toMatchObject({ id: expect.any(String) as string });
    expect(server.all('chat')).toHaveLength(1);
    expect(server.faults).toEqual([]);
  });

  it('before the loss, and refused after it, is refused', async () => {
    const { connection, server, clock } = await away();
    server.hold('chat');
    server.refuseNext('chat', 'not-permitted');
    const asked = connection.chat('', '', 'hello');
    server.socket.drop();
    server.release('chat');
    await pass(clock, 0);
    await expect(asked).rejects.toMatchObject({ code: 'not-permitted' });
  });

  it('and never arrived is asked again with the same refs, in order', async () => {
    const { connection, server, clock } = await away();
    server.socket.cut({ up: 1 });
    const asked = ['one', 'two', 'three'].map((text) => connection.chat('', '', text));
    await settled();
    expect(server.all('chat')).toHaveLength(1);
    server.socket.drop();
    await pass(clock, 0);
    await Promise.all(asked);
    expect(server.all('chat').map(({ value }) => value)).toEqual(['one', 'two', 'three']);
    const refs = server.all('chat').map(({ ref }) => ref ?? 0);
    expect(refs).toEqual([refs[0], (refs[0] ?? 0) + 1, (refs[0] ?? 0) + 2]);
  });

  it('meanwhile waits, and goes after what waited before', async () => {
    const { connection, server, clock } = await away();
    server.socket.cut({ up: 0 });
    const asked = [connection.chat('', '', 'one')];
    server.socket.drop();
    asked.push(connection.chat('', '', 'two'));
    connection.events.on('stateChanged', () => asked.push(connection.chat('', '', 'three')));
    await pass(clock, 0);
    await Promise.all(asked);
    expect(server.all('chat').map(({ value }) => value)).toEqual(['one', 'two', 'three']);
    expect(server.faults).toEqual([]);
  });

  it('meanwhile is refused beyond a bound, and not lost below it', async () => {
    const { connection, server, clock } = await away();
    server.welcoming = false;
    server.socket.drop();
    const asked = Array.from({ length: 100 }, (_, i) => connection.chat('', '', i.toString()));
    await expect(connection.chat('', '', 'too much')).rejects.toThrow(QueueFull);
    await expect(connection.groupAction('lock')).rejects.toMatchObject({ code: 'busy' });
    clock.advance(0);
    server.accept();
    await settled();
    await Promise.all(asked);
    expect(server.all('chat')).toHaveLength(100);
    expect(server.all('groupaction')).toEqual([]);
  });

  it('as a raw message is sent now or never', async () => {
    const { connection, server, clock } = await away();
    server.socket.drop();
    expect(() => {
      connection.send({ type: 'groupaction', kind: 'unlock' });
    }).toThrow(NotConnected);
    await pass(clock, 0);
    connection.send({ type: 'groupaction', kind: 'unlock' });
    expect(server.all('groupaction')).toHaveLength(1);
  });

  it('is rejected when the connection ends for good', async () => {
    const { connection, server } = await away();
    server.hold('chat');
    const before = connection.chat('', '', 'before');
    server.socket.drop();
    const meanwhile = connection.chat('', '', 'meanwhile');
    connection.close();
    await expect(before).rejects.toThrow(NotConnected);
    await expect(meanwhile).rejects.toThrow(NotConnected);
    await expect(connection.chat('', '', 'after')).rejects.toThrow(NotConnected);
  });

  it('to leave takes this end back, and out', async () => {
    const { connection, server, clock, told } = await away();
    server.socket.drop();
    const leaving = connection.leave('meeting');
    await pass(clock, 0);
    await leaving;
    expect(told.slice(-3)).toEqual([['connected'], ['user', connection.id, 'delete'], ['left']]);
    expect(connection).toMatchObject({ state: 'connected', group: null });
    expect(server.last('join')).toMatchObject({ kind: 'leave' });
  });
});

describe('What was read', () => {
  it('is reported so that the server can forget it', async () => {
    const { server, clock } = await away();
    const before = server.seat.log.length;
    for (let i = 0; i < 10; i += 1) server.say(aChat({ id: i.toString() }));
    clock.advance(5000);
    expect(server.seat.seen).toBe(before + 10);
    expect(server.all('seen')).toHaveLength(1);
  });

  it('is not reported by who has no ticket', async () => {
    const { connection, server, clock } = await connected();
    server.keepSeconds = undefined;
    await connection.join('meeting', 'ada', 'secret');
    for (let i = 0; i < 500; i += 1) server.say(aChat({ id: i.toString() }));
    clock.advance(10_000);
    expect(server.all('seen')).toEqual([]);
  });

  it('counts on over a new connection, with what makes no sense', async () => {
    const { connection, server, clock } = await away();
    connection.events.on('failed', () => undefined);
    server.socket.drop();
    await pass(clock, 0);
    server.seat.log.push({ type: 'ack', ref: 9999 });
    server.socket.receive('[{"type":"hologram"}]');
    clock.advance(5000);
    expect(server.seat.seen).toBe(server.seat.log.length);
    server.socket.drop();
    server.say(aChat({ id: 'meanwhile' }));
    const told = diaryOf(connection);
    await pass(clock, 0);
    expect(told.filter(([what]) => what === 'chat')).toEqual([['chat', 'meanwhile']]);
    expect(server.faults).toEqual([]);
  });
});
