import { afterEach, describe, expect, it, vi } from 'vitest';
import { NotConnected, NotSupported, ServerError } from './errors.ts';
import { ServerConnection } from './server-connection.ts';
import { aMediaStream, aTrack } from './testing/fake-media-stack.ts';
import { aConnection, connected, inMeeting, settled, type Meeting } from './testing/meeting.ts';
import {
  aChat,
  aChatEntry,
  added,
  altered,
  aMember,
  anOffer,
  changed,
  joined,
  memberId,
  removed,
} from './testing/messages.ts';

const URL = 'wss://example.org/ws';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Writes down, in order, all that a connection tells by its callbacks. */
function diary({ connection }: Meeting): unknown[][] {
  const told: unknown[][] = [];
  connection.onconnected = () => told.push(['connected']);
  connection.onerror = (error) => told.push(['error', (error as ServerError).code]);
  connection.onclose = (...args) => told.push(['close', ...args]);
  connection.onjoined = (kind) => told.push(['joined', kind]);
  connection.onuser = (...args) => told.push(['user', ...args]);
  return told;
}

describe('ServerConnection: connecting', () => {
  it('goes from idle through connecting to connected, and calls onconnected', async () => {
    const meeting = aConnection();
    const { connection, server } = meeting;
    const told = diary(meeting);
    const states: string[] = [connection.state];
    connection.events.on('stateChanged', (state) => states.push(state));
    const connecting = connection.connect(URL);
    expect(connection.socket).toBeNull();
    expect(connection.version).toBeNull();
    server.accept();
    await connecting;
    expect(states).toEqual(['idle', 'connecting', 'connected']);
    expect(told).toEqual([['connected']]);
    expect(connection.socket).toBe(server.socket);
    expect(connection.version).toBe('evagore-1');
    expect(server.clientId).toBe(connection.id);
  });

  it('has an id of 32 hexadecimal digits that is its own', () => {
    const ids = [new ServerConnection().id, new ServerConnection().id];
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(ids).size).toBe(2);
  });

  it('rejects, and calls onerror and onclose, when there is no connection to be had', async () => {
    const meeting = aConnection();
    const told = diary(meeting);
    const connecting = meeting.connection.connect(URL);
    meeting.server.socket.drop(1006);
    await expect(connecting).rejects.toThrow(NotConnected);
    expect(told).toEqual([
      ['error', 'hung-up'],
      ['close', 1006, 'the connection to the server was lost'],
    ]);
  });

  it('rejects what is no URL, and can then be given a better one', async () => {
    const meeting = aConnection();
    const { connection, server, world } = meeting;
    let attempts = 0;
    const picky = new ServerConnection({
      ...world,
      openSocket(url, listener) {
        attempts += 1;
        if (attempts === 1) throw new SyntaxError('no URL');
        return world.openSocket(url, listener);
      },
    });
    await expect(picky.connect('nonsense')).rejects.toThrow(NotConnected);
    expect(picky.state).toBe('idle');
    const connecting = picky.connect(URL);
    server.accept();
    await connecting;
    expect(picky.state).toBe('connected');
    expect(connection.state).toBe('idle');
  });

  it('does not connect twice', async () => {
    const { connection, server } = await connected();
    await expect(connection.connect(URL)).rejects.toThrow('Attempting to connect stale connection');
    expect(server.sockets).toHaveLength(1);
  });

  it('does not connect again after it has closed', async () => {
    const { connection, server } = await connected();
    connection.close();
    await expect(connection.connect(URL)).rejects.toThrow('Attempting to connect stale connection');
    expect(server.sockets).toHaveLength(1);
  });

  it('is not connected when it was closed before the server answered', async () => {
    const meeting = aConnection();
    const told = diary(meeting);
    const connecting = meeting.connection.connect(URL);
    meeting.connection.close();
    await expect(connecting).rejects.toThrow(NotConnected);
    expect(meeting.connection.state).toBe('closed');
    expect(told).toEqual([['close', 1000, 'left']]);
  });

  it('is not connected when it was closed just as the server answered', async () => {
    const { connection, server } = aConnection();
    const connecting = connection.connect(URL);
    server.accept();
    connection.close();
    await expect(connecting).rejects.toThrow(NotConnected);
    expect(connection.state).toBe('closed');
  });

  it('knows when the server was last heard', async () => {
    const { connection, server, clock } = aConnection();
    expect(connection.lastServerMessage).toBeNull();
    clock.advance(5);
    const connecting = connection.connect(URL);
    server.accept();
    await connecting;
    clock.advance(7);
    server.say({ type: 'pong' });
    expect(connection.lastServerMessage).toBe(12);
  });
});

describe('ServerConnection: joining', () => {
  it('sends name, password and data', async () => {
    const { connection, server } = await connected();
    await connection.join('meeting', 'ada', 'secret', { raisehand: true });
    expect(server.last('join')).toMatchObject({
      kind: 'join',
      group: 'meeting',
      username: 'ada',
      password: 'secret',
      data: { raisehand: true },
    });
  });

  it('leaves out the name where a token brings one', async () => {
    const { connection, server } = await connected();
    await connection.join('meeting', null, { type: 'token', token: 'abc' });
    expect(server.last('join')).toMatchObject({ token: 'abc' });
    expect(server.last('join')).not.toHaveProperty('username');
    expect(server.last('join')).not.toHaveProperty('password');
  });

  it('knows its membership before anybody is told', async () => {
    const { connection, server } = await connected();
    server.membership = joined({
      username: 'Ada',
      permissions: ['op'],
      rtcConfiguration: { iceServers: [] },
    });
    const seen: unknown[] = [];
    connection.onjoined = () => {
      seen.push(connection.group, connection.username, connection.permissions, connection.rtcConfiguration);
    };
    const membership = await connection.join('meeting', 'ada', 'secret');
    expect(seen).toEqual(['meeting', 'Ada', ['op'], { iceServers: [] }]);
    expect(membership).toEqual({
      group: 'meeting',
      username: 'Ada',
      permissions: ['op'],
      status: { name: 'meeting' },
      data: {},
    });
  });

  it('rejects with the reason for a refusal, and calls onjoined with fail', async () => {
    const { connection, server } = await connected();
    const onjoined = vi.fn();
    connection.onjoined = onjoined;
    server.refuseNext('join', 'group-full', 'too many users');
    const joining = connection.join('meeting', 'ada', 'secret');
    await expect(joining).rejects.toThrow(ServerError);
    await expect(joining).rejects.toMatchObject({ code: 'group-full' });
    expect(onjoined.mock.calls).toEqual([['fail', 'meeting', [], {}, {}, 'group-full', 'too many users']]);
    expect(connection.group).toBeNull();
  });

  it('may try again on the same connection', async () => {
    const { connection, server } = await connected();
    server.refuseNext('join', 'not-authorised');
    await expect(connection.join('meeting', 'ada', 'wrong')).rejects.toThrow(ServerError);
    await connection.join('meeting', 'ada', 'right');
    expect(connection.group).toBe('meeting');
    expect(connection.events.count('joined')).toBe(0);
  });

  it('takes changes of its membership', async () => {
    const { connection, server } = await inMeeting();
    const onjoined = vi.fn();
    connection.onjoined = onjoined;
    const memberships: unknown[] = [];
    connection.events.on('membershipChanged', (membership) => memberships.push(membership));
    const status = { name: 'meeting', locked: true } as const;
    server.say(changed({ permissions: ['op'], status, data: { topic: 'tea' } }));
    expect(connection.permissions).toEqual(['op']);
    expect(onjoined.mock.calls).toEqual([
      ['change', 'meeting', ['op'], status, { topic: 'tea' }, null, null],
    ]);
    expect(memberships).toEqual([
      { group: 'meeting', username: 'ada', permissions: ['op'], status, data: { topic: 'tea' } },
    ]);
  });

  it('is rejected before it is connected', async () => {
    const { connection } = aConnection();
    await expect(connection.join('meeting', 'ada', 'secret')).rejects.toThrow(NotConnected);
  });

  it('is rejected when the server closes instead of answering, and says nothing after onclose', async () => {
    const meeting = await connected();
    const told = diary(meeting);
    meeting.server.hold('join');
    const joining = meeting.connection.join('meeting', 'ada', 'secret');
    await settled();
    meeting.server.say({ type: 'closing', error: 'shutting-down', value: 'bye' });
    meeting.server.socket.drop(1001);
    await expect(joining).rejects.toMatchObject({ code: 'shutting-down' });
    await settled();
    expect(told).toEqual([
      ['error', 'shutting-down'],
      ['close', 1001, 'bye'],
    ]);
  });
});

describe('ServerConnection: leaving', () => {
  it('ends the membership with all that hangs on it, and keeps the connection', async () => {
    const meeting = await inMeeting();
    const { connection, server, media } = meeting;
    const up = connection.newUpStream();
    await up.publish(aMediaStream(aTrack('audio')));
    await connection.request({ '': ['audio'] });
    server.say(anOffer('s1'));
    await settled();
    const told = diary(meeting);
    await connection.leave('meeting');
    expect(told).toEqual([
      ['user', connection.id, 'delete'],
      ['joined', 'leave'],
    ]);
    expect(connection).toMatchObject({ group: null, username: null, permissions: [], rtcConfiguration: {} });
    expect(connection).toMatchObject({ up: {}, down: {}, users: {}, state: 'connected' });
    expect([...media.sendTransports, ...media.receiveTransports].every(({ closed }) => closed)).toBe(true);
  });

  it('can join again', async () => {
    const { connection } = await inMeeting();
    await connection.leave('meeting');
    await connection.join('tea', 'ada', 'secret');
    expect(connection.group).toBe('tea');
    expect(Object.keys(connection.users)).toEqual([connection.id]);
  });

  it('rejects when it is in no such group', async () => {
    const { connection, server } = await inMeeting();
    server.refuseNext('join', 'not-joined');
    await expect(connection.leave('another')).rejects.toMatchObject({ code: 'not-joined' });
    expect(connection.group).toBe('meeting');
  });
});

describe('ServerConnection: the end', () => {
  it('clears up in the documented order when the connection is lost without a ticket', async () => {
    const { connection, server, clock } = await connected();
    server.keepSeconds = undefined;
    await connection.join('meeting', 'ada', 'secret');
    const up = connection.newUpStream();
    await up.publish(aMediaStream(aTrack('audio')));
    await connection.request({ '': ['audio'] });
    server.say(anOffer('s1'));
    await settled();
    const told: unknown[] = [];
    const note = (what: string) => () => {
      told.push(what, [...connection.permissions], Object.keys(connection.users).length);
    };
    up.onclose = note('up stream closed');
    connection.down['s1']!.onclose = note('down stream closed');
    connection.onuser = note('user deleted');
    connection.onjoined = note('left');
    connection.onerror = note('error');
    connection.onclose = note('closed');
    server.socket.drop();
    expect(told).toEqual([
      ...['up stream closed', [], 1],
      ...['down stream closed', [], 1],
      ...['user deleted', [], 0],
      ...['left', [], 0],
      ...['error', [], 0],
      ...['closed', [], 0],
    ]);
    expect(connection).toMatchObject({ up: {}, down: {}, group: null, state: 'closed', socket: null });
    expect(clock.pending).toBe(0);
  });

  it('closes up streams that were made before a group was joined', async () => {
    const { connection } = await connected();
    const stream = connection.newUpStream();
    connection.close();
    expect(stream.closed).toBe(true);
    expect(connection.up).toEqual({});
  });

  it('calls onclose once when it is closed twice', async () => {
    const meeting = await inMeeting();
    const told = diary(meeting);
    meeting.connection.close();
    meeting.connection.close();
    meeting.server.socket.drop(1000, 'left');
    expect(told.filter(([what]) => what === 'close')).toEqual([['close', 1000, 'left']]);
    expect(told.filter(([what]) => what === 'error')).toEqual([]);
  });

  it('tells the reason with which somebody was kicked out', async () => {
    const meeting = await inMeeting();
    const told = diary(meeting);
    const reasons: unknown[] = [];
    meeting.connection.events.on('closed', (reason) => reasons.push(reason));
    const source = 'bob-1';
    meeting.server.say({ type: 'closing', error: 'kicked', value: 'be nice', source, username: 'bob' });
    meeting.server.socket.drop(1000, 'kicked');
    expect(told.slice(-1)).toEqual([['close', 1000, 'be nice']]);
    expect(reasons).toEqual([{ code: 'kicked', message: 'be nice', by: { id: source, username: 'bob' } }]);
  });

  it('reports an error of the application and closes', async () => {
    const { connection, server } = await inMeeting();
    const told: unknown[] = [];
    connection.onerror = (error) => told.push(error);
    connection.onclose = () => told.push('closed');
    connection.error('no more tea');
    expect(told).toEqual(['no more tea', 'closed']);
    expect(server.socket.closed?.code).toBe(1000);
  });

  it('is closed in vain before it was connected', () => {
    const { connection } = aConnection();
    connection.close();
    expect(connection.state).toBe('idle');
  });

  it('lets callers ignore every promise', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => {
      unhandled.push(error);
    };
    process.on('unhandledRejection', note);
    for (const { connection } of [aConnection(), await connected()]) {
      connection.close();
      void connection.connect(URL);
      void connection.connect(URL);
      void connection.join('meeting', 'ada', 'secret');
      void connection.leave('meeting');
      void connection.request({ '': ['audio'] });
      void connection.chat('', '', 'hello?');
      void connection.userMessage('wink', '');
      void connection.userAction('kick', 'bob-1');
      void connection.groupAction('lock');
      connection.close();
    }
    const { connection, server } = await inMeeting();
    await connection.request({ '': ['audio'] });
    server.say(anOffer('s1'));
    await settled();
    const stream = connection.down['s1']!;
    connection.close();
    void stream.request([]);
    await settled();
    await settled();
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});

describe('ServerConnection: members', () => {
  it('knows everybody who was there, itself included', async () => {
    const meeting = await connected();
    const { connection, server } = meeting;
    server.others = [aMember('bob-1', { username: 'bob', data: { raisehand: true } })];
    const told = diary(meeting);
    await connection.join('meeting', 'ada', 'secret');
    expect(told).toEqual([
      ['joined', 'join'],
      ['user', connection.id, 'add'],
      ['user', 'bob-1', 'add'],
    ]);
    expect(connection.users['bob-1']).toMatchObject({ username: 'bob', data: { raisehand: true } });
  });

  it('has updated the members before it tells', async () => {
    const { connection, server } = await inMeeting();
    const seen: unknown[] = [];
    connection.onuser = (id, kind) => seen.push([kind, connection.users[id]?.username]);
    server.say(added(aMember('bob-1', { username: 'bob' })));
    server.say(altered(aMember('bob-1', { username: 'rob' })));
    server.say(removed('bob-1'));
    expect(seen).toEqual([
      ['add', 'bob'],
      ['change', 'rob'],
      ['delete', undefined],
    ]);
  });

  it('keeps the same object of members, because applications hold on to it', async () => {
    const { connection } = aConnection();
    const { users, up, down } = connection;
    const meeting = await inMeeting();
    expect(connection.users).toBe(users);
    expect(connection.up).toBe(up);
    expect(connection.down).toBe(down);
    expect(meeting.connection.users).not.toBe(users);
  });

  it('goes on when a callback throws, and lets the host report the error', async () => {
    const raised: unknown[] = [];
    vi.stubGlobal('queueMicrotask', (task: () => void) => {
      try {
        task();
      } catch (error) {
        raised.push(error);
      }
    });
    const { connection, server } = await connected();
    server.others = [aMember('bob-1')];
    connection.onuser = (id) => {
      throw new Error(`no time for ${id}`);
    };
    await connection.join('meeting', 'ada', 'secret');
    expect(Object.keys(connection.users)).toHaveLength(2);
    connection.close();
    expect(connection).toMatchObject({ users: {}, state: 'closed' });
    expect(raised).toHaveLength(4);
  });
});

describe('ServerConnection: writing', () => {
  it('writes to everybody', async () => {
    const { connection, server } = await inMeeting();
    const accepted = await connection.chat('me', '', 'waves');
    expect(server.last('chat')).toMatchObject({ kind: 'me', value: 'waves' });
    expect(server.last('chat')).not.toHaveProperty('dest');
    expect(accepted.id).not.toBe('');
    expect(accepted.time).toBe('2026-11-21T10:00:00.000Z');
  });

  it('writes to one member', async () => {
    const { connection, server } = await inMeeting();
    await connection.chat('', 'bob-1', 'just for you');
    expect(server.last('chat')).toMatchObject({ kind: '', dest: 'bob-1', value: 'just for you' });
  });

  it('rejects where writing is refused', async () => {
    const { connection, server } = await inMeeting();
    server.refuseNext('chat', 'not-permitted');
    await expect(connection.chat('', '', 'psst')).rejects.toMatchObject({ code: 'not-permitted' });
  });

  it('marks what was written before it came', async () => {
    const { connection, server } = await inMeeting();
    const heard: unknown[] = [];
    connection.events.on('chatReceived', ({ value }, history) => heard.push([value, history]));
    const old = aChatEntry({ value: 'before' });
    server.say({ type: 'chathistory', messages: [old] }, aChat({ value: 'now' }));
    expect(heard).toEqual([
      ['before', true],
      ['now', false],
    ]);
  });

  it('sends user messages with and without value, destination and echo', async () => {
    const { connection, server } = await inMeeting();
    await connection.userMessage('wink', 'bob-1', { eye: 'left' }, true);
    await connection.userMessage('mute', '');
    const [first, second] = server.all('usermessage');
    expect(first).toMatchObject({ kind: 'wink', dest: 'bob-1', value: { eye: 'left' }, noecho: true });
    expect(second).toMatchObject({ kind: 'mute', noecho: false });
    expect(second).not.toHaveProperty('dest');
    expect(second).not.toHaveProperty('value');
  });

  it('acts on members and on the group', async () => {
    const { connection, server } = await inMeeting();
    await connection.userAction('kick', 'bob-1', 'be nice');
    await connection.userAction('op', 'bob-1');
    await connection.groupAction('lock', 'back at noon');
    await connection.groupAction('unlock');
    expect(server.all('useraction')).toMatchObject([
      { kind: 'kick', dest: 'bob-1', value: 'be nice' },
      { kind: 'op', dest: 'bob-1' },
    ]);
    expect(server.all('groupaction')).toMatchObject([
      { kind: 'lock', value: 'back at noon' },
      { kind: 'unlock' },
    ]);
  });

  it('sends any message as it is', async () => {
    const { connection, server } = await inMeeting();
    connection.send({ type: 'groupaction', kind: 'unlock' });
    expect(server.last('groupaction')).toEqual({ type: 'groupaction', kind: 'unlock' });
  });

  it('refuses to send before it is connected', () => {
    const { connection } = aConnection();
    expect(() => {
      connection.send({ type: 'ping' });
    }).toThrow('Connection is not open');
  });
});

describe('ServerConnection: what goes wrong', () => {
  it('tells of refusals that answer no call', async () => {
    const { connection, server } = await inMeeting();
    const onusermessage = vi.fn();
    connection.onusermessage = onusermessage;
    const refused: unknown[] = [];
    connection.events.on('refused', ({ code }) => refused.push(code));
    server.say({ type: 'error', error: 'too-many-messages', value: 'slower' });
    expect(refused).toEqual(['too-many-messages']);
    expect(onusermessage.mock.calls).toEqual([
      [null, connection.id, null, expect.any(Date), true, 'error', 'too-many-messages', 'slower'],
    ]);
  });

  it('tells of messages that make no sense, and lives on', async () => {
    const { connection, server } = await inMeeting();
    const failed: Error[] = [];
    connection.events.on('failed', (error) => failed.push(error));
    server.socket.receive('[{"type":"chat"}]');
    expect(failed).toHaveLength(1);
    expect(connection.state).toBe('connected');
  });
});

describe('ServerConnection: what the server announces', () => {
  it('tells that the server will be stopped, or goes on after all', async () => {
    const { connection, server } = await inMeeting();
    const told: unknown[] = [];
    connection.events.on('draining', (draining) => told.push(draining));
    server.say({ type: 'drain', closesAt: '2026-11-21T10:00:00.000Z', value: 'at ten' });
    server.say({ type: 'drain', value: 'not today' });
    expect(told).toEqual([
      { closesAt: new Date('2026-11-21T10:00:00.000Z'), message: 'at ten' },
      { message: 'not today' },
    ]);
  });

  it.each([
    ['everything', undefined, {}],
    ['everything, in other words', {}, {}],
    ["a member's messages", { userId: 'bob-1' }, { userId: 'bob-1' }],
    ['one message', { userId: 'bob-1', id: 'chat-1' }, { userId: 'bob-1', id: 'chat-1' }],
  ])('tells that the chat was cleared of %s, and hands on the message', async (_what, value, cleared) => {
    const { connection, server } = await inMeeting();
    const told: unknown[] = [];
    connection.events.on('chatCleared', (what) => told.push(what));
    connection.events.on('userMessageReceived', ({ kind }) => told.push(kind));
    const onusermessage = vi.fn();
    connection.onusermessage = onusermessage;
    server.say({ type: 'usermessage', kind: 'clearchat', privileged: true, ...(value && { value }) });
    expect(told).toEqual(['clearchat', cleared]);
    expect(onusermessage).toHaveBeenCalledOnce();
  });

  it.each([
    ['somebody without the right to', false, undefined],
    ['words that make no sense', true, 'all of it'],
    ['an id that is none', true, { id: 7 }],
  ])('does not take it for cleared by %s', async (_what, privileged, value) => {
    const { connection, server } = await inMeeting();
    const cleared = vi.fn();
    connection.events.on('chatCleared', cleared);
    server.say({ type: 'usermessage', kind: 'clearchat', privileged, ...(value !== undefined && { value }) });
    expect(cleared).not.toHaveBeenCalled();
  });

  it('lists raised hands', async () => {
    const { connection, server } = await inMeeting();
    server.say(added(aMember('bob-1', { hand: 4 }), aMember('eve-1', { hand: 2 })));
    expect(connection.raisedHands()).toEqual(['eve-1', 'bob-1']);
  });
});

describe('ServerConnection: requests', () => {
  it('opens the transport before it asks for streams', async () => {
    const { connection, server } = await inMeeting();
    await connection.request({ screenshare: ['audio', 'video'], '': ['audio', 'video-low'] });
    expect(server.heard.slice(-2)).toMatchObject([
      { type: 'openTransport', direction: 'receive' },
      { type: 'request', request: { screenshare: ['audio', 'video'], '': ['audio', 'video-low'] } },
    ]);
  });

  it('asks without media too, for those who only count streams', async () => {
    const { connection, server } = await inMeeting({ media: undefined });
    await connection.request({ '': ['audio'] });
    expect(server.all('openTransport')).toEqual([]);
    expect(server.all('request')).toHaveLength(1);
  });

  it('publishes nothing without media', async () => {
    const { connection } = await inMeeting({ media: undefined });
    const stream = connection.newUpStream();
    await expect(stream.publish(aMediaStream(aTrack('audio')))).rejects.toThrow(NotSupported);
  });

  it('says that a group must be joined first', async () => {
    const { connection } = await connected();
    await expect(connection.request({ '': ['audio'] })).rejects.toMatchObject({ code: 'not-joined' });
  });

  it('takes the configuration of peer connections from the server', async () => {
    const { connection, server, media } = await connected();
    const iceServers = [{ urls: ['stun:example.org'] }];
    server.membership = joined({ rtcConfiguration: { iceServers } });
    await connection.join('meeting', 'ada', 'secret');
    await connection.request({ '': ['audio'] });
    expect(media.receiveTransports[0]!.options.rtcConfiguration).toEqual({ iceServers });
  });

  it('lets the application replace the configuration of peer connections', async () => {
    const { connection, media } = await inMeeting();
    connection.onpeerconnection = () => ({ iceTransportPolicy: 'relay' });
    await connection.request({ '': ['audio'] });
    expect(media.receiveTransports[0]!.options.rtcConfiguration).toEqual({ iceTransportPolicy: 'relay' });
    connection.onpeerconnection = () => null;
    expect(connection.getRTCConfiguration()).toEqual({});
  });
});

describe('ServerConnection: names that every object inherits', () => {
  it.each(['constructor', '__proto__', 'toString'])(
    'knows a member called %s only when it is there',
    async (id) => {
      const { connection, server } = await inMeeting();
      const told: unknown[] = [];
      connection.onuser = (...args) => told.push(args);
      expect(connection.users[id]).toBeUndefined();
      server.say(added(aMember(id)));
      expect(Object.keys(connection.users)).toContain(id);
      server.say(removed(id));
      expect(told).toEqual([
        [id, 'add'],
        [id, 'delete'],
      ]);
    },
  );

  it.each(['constructor', '__proto__'])('receives a stream called %s', async (id) => {
    const { connection, server } = await inMeeting();
    await connection.request({ '': ['audio'] });
    server.say(anOffer(id));
    await settled();
    expect(Object.keys(connection.down)).toEqual([id]);
    expect(server.last('answer')).toMatchObject({ id });
  });

  it('does not take an inherited name for a stream', async () => {
    const { connection, server } = await inMeeting();
    server.say({ type: 'close', id: 'constructor' });
    server.say({ type: 'abort', id: 'toString', error: 'not-permitted', value: '' });
    expect(connection.down['constructor']).toBeUndefined();
    expect(connection.findByLocalId(memberId('constructor'))).toBeNull();
  });
});
