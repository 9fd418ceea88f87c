import { describe, expect, it, vi } from 'vitest';
import type { ServerConnection } from '../server-connection.ts';
import { diaryOf } from '../testing/diary.ts';
import { connectedToGalene, inGalene } from '../testing/galene-meeting.ts';
import { settled } from '../testing/meeting.ts';

const fate = async (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    (value) => value ?? 'done',
    (error: unknown) => (error as { code: string }).code,
  );

/** Where an answer is, if it is there. */
function watched(asked: Promise<unknown>): { now: unknown } {
  const state: { now: unknown } = { now: 'waiting' };
  void fate(asked).then((end) => (state.now = end));
  return state;
}

const namesIn = ({ users }: ServerConnection): string[] =>
  Object.values(users).map(({ username }) => username);

describe('joining a Galène', () => {
  it('says what it was given, in its own words', async () => {
    const { connection, galene } = await connectedToGalene();
    await connection.join('meeting', 'ada', { type: 'token', token: 'abc' }, { colour: 'red' });
    expect(galene.heard).toEqual([
      { type: 'handshake', version: ['evagore-1', '2'], id: connection.id },
      {
        ...{ type: 'join', kind: 'join', group: 'meeting', username: 'ada', token: 'abc' },
        data: { colour: 'red' },
      },
    ]);
  });

  it('is over when everybody who was counted has been told of', async () => {
    const { connection, galene } = await connectedToGalene();
    galene.others = [{ id: 'bob-1', username: 'bob', permissions: ['present'] }];
    const held: object[] = [];
    const receive = galene.say.bind(galene);
    galene.say = (...messages) => {
      for (const message of messages) {
        if (message.type === 'user' && message['id'] === 'bob-1') held.push(message);
        else receive(message);
      }
    };
    const joining = watched(connection.join('meeting', 'ada', 'secret'));
    await settled();
    expect([joining.now, namesIn(connection)]).toEqual(['waiting', []]);
    receive(...held);
    await settled();
    expect(joining.now).toMatchObject({ group: 'meeting' });
    expect(namesIn(connection)).toEqual(['ada', 'bob']);
  });

  it('does not wait for ever for those who have left meanwhile', async () => {
    const { connection, galene, clock } = await connectedToGalene();
    galene.membership = { ...galene.membership, status: { name: 'meeting' } };
    galene.take = (message) => {
      if (message.type !== 'join') return false;
      galene.say(
        { type: 'joined', kind: 'join', username: 'ada', status: { clientCount: 3 } },
        { type: 'user', kind: 'add', id: galene.id, username: 'ada' },
        { type: 'user', kind: 'add', id: 'bob-1', username: 'bob' },
        { type: 'user', kind: 'delete', id: 'bob-1', username: 'bob' },
      );
      return true;
    };
    const joining = watched(connection.join('meeting', 'ada', 'secret'));
    await settled();
    clock.advance(999);
    await settled();
    expect(joining.now).toBe('waiting');
    clock.advance(1);
    await settled();
    expect(joining.now).toMatchObject({ group: 'meeting', permissions: [], data: {} });
    expect(namesIn(connection)).toEqual(['ada']);
  });

  it('tells history, then what happened while members were being told of, and nothing twice', async () => {
    const { connection, galene } = await connectedToGalene();
    galene.history = [
      { id: 'c1', source: 'bob-1', username: 'bob', time: '2026-11-21T09:00:00Z', value: 'one' },
    ];
    const told = diaryOf(connection);
    await connection.join('meeting', 'ada', 'secret');
    galene.say({ type: 'chat', id: 'c2', source: 'bob-1', username: 'bob', value: { not: 'text' } });
    expect(told).toEqual([['joined'], ['user', connection.id, 'add'], ['history', 'c1'], ['chat', 'c2']]);
  });

  it.each([
    [{ value: 'not authorised' }, 'not-authorised'],
    [{ value: 'not authorised: token has expired' }, 'not-authorised'],
    [{ value: 'username required', error: 'need-username' }, 'need-username'],
    [{ value: 'not authorised: this username is taken', error: 'duplicate-username' }, 'username-taken'],
    [{ value: 'group does not exist' }, 'no-such-group'],
    [{ value: 'illegal group name' }, 'bad-group-name'],
    [{ value: 'too many users' }, 'group-full'],
    [{ value: 'internal server error' }, 'internal'],
    [{ value: 'gone fishing' }, 'group-locked'],
    [{}, 'group-locked'],
  ])('is refused with %j as %s', async (refusal, code) => {
    const { connection, galene, clock } = await connectedToGalene();
    galene.take = (message) => {
      if (message.type !== 'join') return false;
      galene.say({ type: 'joined', kind: 'fail', group: 'meeting', username: '', ...refusal });
      return true;
    };
    expect(await fate(connection.join('meeting', 'ada', 'secret'))).toBe(code);
    connection.close();
    expect(clock.pending).toBe(0);
  });

  it('follows nobody to another place by itself, but says where that is', async () => {
    const { connection, galene } = await connectedToGalene();
    galene.take = (message) => {
      if (message.type === 'join')
        galene.say({ type: 'joined', kind: 'redirect', value: 'https://x.example/' });
      return message.type === 'join';
    };
    const refusal = { code: 'group-moved', message: 'this group is held at https://x.example/' };
    await expect(connection.join('meeting', 'ada', 'secret')).rejects.toMatchObject(refusal);
  });

  it('is given up after half a minute', async () => {
    const { connection, galene, clock } = await connectedToGalene();
    galene.take = (message) => message.type === 'join';
    const joining = watched(connection.join('meeting', 'ada', 'secret'));
    await settled();
    for (let second = 0; second < 31; second += 1) {
      clock.advance(1000);
      galene.say({ type: 'pong' });
    }
    await settled();
    expect(joining.now).toBe('no-answer');
  });

  it('keeps the configuration for peer connections, as browsers take it', async () => {
    const { connection, galene } = await connectedToGalene();
    galene.membership = {
      ...galene.membership,
      rtcConfiguration: {
        iceServers: [
          { urls: ['turn:a'], username: 'u', credential: 'c', credentialType: 'password' },
          { urls: ['turn:b'], username: 'u', credential: 'c', credentialType: 'oauth' },
        ],
        iceTransportPolicy: 'relay',
      },
    };
    await connection.join('meeting', 'ada', 'secret');
    expect(connection.getRTCConfiguration()).toEqual({
      iceServers: [{ urls: ['turn:a'], username: 'u', credential: 'c' }],
      iceTransportPolicy: 'relay',
    });
  });
});

describe('members', () => {
  it('come, change and go', async () => {
    const { connection, galene } = await inGalene();
    const told = diaryOf(connection);
    galene.say(
      { type: 'user', kind: 'add', id: 'dan-1', username: 'dan' },
      {
        type: 'user',
        kind: 'change',
        id: 'dan-1',
        username: 'dan',
        permissions: ['present', 'x'],
        data: { a: 1 },
      },
      { type: 'user', kind: 'delete', id: 'eve-1', username: 'eve' },
      { type: 'user', kind: 'add', id: 'nobody can have this id', username: 'x' },
    );
    expect(told).toEqual([
      ['user', 'dan-1', 'add'],
      ['user', 'dan-1', 'change'],
      ['user', 'eve-1', 'delete'],
    ]);
    expect(connection.users['dan-1']).toMatchObject({ permissions: ['present'], data: { a: 1 }, hand: null });
  });

  it('have their hands in the order in which they were seen', async () => {
    const { connection, galene } = await inGalene();
    const hand = (id: string, raised: boolean) => ({
      ...{ type: 'user', kind: 'change', id, username: id },
      data: raised ? { raisehand: true } : {},
    });
    galene.say(hand('eve-1', true), hand('bob-1', true), hand('eve-1', true));
    expect(connection.raisedHands()).toEqual(['eve-1', 'bob-1']);
    galene.say(hand('eve-1', false), hand('eve-1', true));
    expect(connection.raisedHands()).toEqual(['bob-1', 'eve-1']);
  });
});

describe('questions', () => {
  it('are carried out once the ping after them is answered', async () => {
    const { connection, galene } = await inGalene();
    let pings = 0;
    galene.take = (message) => {
      if (message.type === 'ping') pings += 1;
      return message.type === 'ping';
    };
    const [lock, mute] = [
      watched(connection.groupAction('lock', 'later')),
      watched(connection.userMessage('mute', 'bob-1')),
    ];
    await settled();
    expect([lock.now, mute.now, pings]).toEqual(['waiting', 'waiting', 2]);
    galene.say({ type: 'pong' });
    await settled();
    expect([lock.now, mute.now]).toEqual(['done', 'waiting']);
    galene.refuse('not authorised');
    galene.say({ type: 'pong' });
    await settled();
    expect(mute.now).toBe('not-permitted');
    expect(galene.heard.slice(-2)).toEqual([
      { type: 'groupaction', kind: 'lock', value: 'later', source: connection.id, username: 'ada' },
      {
        ...{ type: 'usermessage', kind: 'mute', dest: 'bob-1', noecho: false },
        ...{ source: connection.id, username: 'ada' },
      },
    ]);
  });

  it('are not confused by the pings that ask whether the server is there', async () => {
    const { connection, galene, wake } = await inGalene();
    let pings = 0;
    galene.take = (message) => {
      if (message.type === 'ping') pings += 1;
      return message.type === 'ping';
    };
    wake();
    const lock = watched(connection.groupAction('lock'));
    galene.say({ type: 'pong' });
    await settled();
    expect([pings, lock.now]).toEqual([2, 'waiting']);
    galene.say({ type: 'pong' });
    await settled();
    expect(lock.now).toBe('done');
  });

  it('are given up after a quarter of a minute, and what comes then answers nothing', async () => {
    const { connection, galene, clock, failures } = await inGalene();
    galene.take = (message) => message.type === 'ping' || message.type === 'chat';
    const [chat, lock] = [watched(connection.chat('', '', 'hello')), watched(connection.groupAction('lock'))];
    await settled();
    clock.advance(14_999);
    await settled();
    expect([chat.now, lock.now]).toEqual(['waiting', 'waiting']);
    clock.advance(1);
    await settled();
    expect([chat.now, lock.now]).toEqual(['no-answer', 'no-answer']);
    galene.refuse('not authorised');
    galene.say({ type: 'pong' }, { type: 'pong' });
    expect(failures).toEqual(['refused: not-permitted']);
  });

  it('to everybody in the chat are answered by their echo', async () => {
    const { connection, galene } = await inGalene();
    const read: unknown[] = [];
    connection.events.on('chatReceived', (message) => read.push(message));
    const accepted = await connection.chat('', '', 'hello');
    const { id } = galene.last('chat');
    expect(accepted).toEqual({ id, time: '2026-11-21T09:00:00.000Z' });
    expect(read).toMatchObject([
      { id, source: connection.id, username: 'ada', value: 'hello', privileged: false },
    ]);
  });

  it('are refused where they would end the connection', async () => {
    const { connection, galene } = await inGalene();
    const before = galene.heard.length;
    expect(await fate(connection.groupAction('lowerhands'))).toBe('no-such-action');
    expect(await fate(connection.userAction('tickle', 'bob-1'))).toBe('no-such-action');
    expect(await fate(connection.leave('another'))).toBe('not-joined');
    await connection.leave('meeting');
    expect(await fate(connection.request({ '': ['audio'] }))).toBe('not-joined');
    expect(await fate(connection.chat('', '', 'hello'))).toBe('not-joined');
    expect(galene.heard.slice(before)).toEqual([{ type: 'join', kind: 'leave', group: 'meeting' }]);
  });

  it('that fail are not taken for those that an operator writes of', async () => {
    const { connection, galene } = await inGalene();
    const told: unknown[] = [];
    connection.events.on('userMessageReceived', ({ kind, value }) => told.push([kind, value]));
    galene.take = (message) => message.type === 'ping';
    const lock = watched(connection.groupAction('lock'));
    galene.say({
      type: 'usermessage',
      kind: 'error',
      source: 'bob-1',
      username: 'bob',
      privileged: true,
      value: 'hey',
    });
    galene.say({ type: 'pong' });
    await settled();
    expect([lock.now, told]).toEqual(['done', [['error', 'hey']]]);
  });
});

describe('results of actions', () => {
  const before = {
    token: 'abc',
    group: 'meeting',
    permissions: null,
    expires: '2026-11-22T10:00:00.123456789Z',
  };

  it.each([
    [
      'maketoken',
      { expires: 1 },
      { kind: 'token', value: before },
      { token: { ...before, permissions: [] } },
    ],
    [
      'listtokens',
      undefined,
      { kind: 'tokenlist', value: [before, 7] },
      { tokens: [{ ...before, permissions: [] }] },
    ],
    ['listtokens', undefined, { kind: 'tokenlist' }, { tokens: [] }],
    ['maketoken', { expires: 1 }, { kind: 'token', error: 'not-authorised', value: 'no' }, 'not-permitted'],
    [
      'maketoken',
      { expires: 1 },
      { kind: 'token', error: 'error', value: "token doesn't expire" },
      'bad-value',
    ],
    [
      'edittoken',
      { token: 'x' },
      { kind: 'token', error: 'error', value: 'file does not exist' },
      'no-such-token',
    ],
    ['maketoken', { expires: 1 }, { kind: 'token', value: 'nonsense' }, 'done'],
  ])('of %s %j, answered by %j', async (kind, value, answer, expected) => {
    const { connection, galene } = await inGalene();
    galene.take = (message) => {
      if (message.type === 'groupaction') galene.say({ type: 'usermessage', privileged: true, ...answer });
      return false;
    };
    expect(await fate(connection.groupAction(kind, value))).toEqual(expected);
  });

  it('say for which group a token is, which that server wants to know', async () => {
    const { connection, galene } = await inGalene();
    await connection.groupAction('maketoken', { expires: 1 });
    expect(galene.last('groupaction').value).toEqual({ group: 'meeting', expires: 1 });
  });

  it('of subgroups are lines of chat', async () => {
    const { connection, galene } = await inGalene();
    galene.take = (message) => {
      if (message.type === 'groupaction') {
        const value = 'meeting/a (1 client)\nmeeting/b (c) (12 clients)\nnonsense\n';
        galene.say({ type: 'chat', username: 'Server', dest: galene.id, value });
      }
      return false;
    };
    expect(await connection.groupAction('subgroups')).toEqual({
      subgroups: [
        { name: 'meeting/a', clientCount: 1 },
        { name: 'meeting/b (c)', clientCount: 12 },
      ],
    });
  });
});

describe('what comes from the server', () => {
  it.each(['error', 'warning', 'info', 'kicked', 'clearchat', 'mute', 'token', 'tokenlist', 'userinfo'])(
    'is ignored as %s where it lacks the authority',
    async (kind) => {
      const { connection, galene, failures } = await inGalene();
      const told: unknown[] = [];
      connection.events.on('userMessageReceived', (message) => told.push(message));
      connection.events.on('chatCleared', (what) => told.push(what));
      connection.events.on('closed', (reason) => told.push(reason));
      galene.say({ type: 'usermessage', kind, source: 'eve-1', username: 'eve', value: 'x' });
      galene.say({ type: 'usermessage', kind, value: {}, privileged: false });
      galene.socket.drop(1006);
      expect([told, failures]).toEqual([[], []]);
    },
  );

  it('changes the membership, keeping what is not said', async () => {
    const { connection, galene } = await inGalene();
    const told: unknown[] = [];
    connection.events.on('membershipChanged', (membership) => told.push(membership));
    galene.say({
      type: 'joined',
      kind: 'change',
      group: 'meeting',
      username: 'ada',
      data: { a: 1 },
      status: { locked: true },
    });
    galene.say({ type: 'joined', kind: 'change', group: 'meeting', username: 'ada', permissions: ['op'] });
    galene.say({ type: 'joined', kind: 'change', group: 'another', username: 'ada' });
    expect(told).toEqual([
      {
        ...{ group: 'meeting', username: 'ada', permissions: [], data: { a: 1 } },
        status: { name: 'meeting', locked: true },
      },
      { group: 'meeting', username: 'ada', permissions: ['op'], data: { a: 1 }, status: { name: 'meeting' } },
    ]);
  });

  const ends: [message: object, wsCode: number, wsReason: string, reason: object][] = [
    [
      { value: 'be nice', id: 'bob-1', username: 'bob' },
      1000,
      'kicked out (be nice) by bob',
      { code: 'kicked', message: 'be nice', by: { id: 'bob-1', username: 'bob' } },
    ],
    [{ value: 'there are no operators in this group' }, 1000, '', { code: 'no-operator' }],
    [{ value: 'there are no operators in this group', id: 'bob-1' }, 1000, '', { code: 'kicked' }],
  ];
  it.each(ends)('ends the membership: %j', async (message, wsCode, wsReason, reason) => {
    const { connection, galene, clock } = await inGalene();
    const closed: unknown[] = [];
    connection.events.on('closed', (why) => closed.push(why));
    galene.say({ type: 'usermessage', kind: 'kicked', privileged: true, ...message });
    galene.socket.drop(wsCode, wsReason);
    expect(closed).toMatchObject([reason]);
    expect(clock.pending).toBe(0);
  });

  it.each([
    [1002, 'spoofed client id', 'bad-message'],
    [1002, '', 'bad-message'],
    [1009, '', 'message-too-large'],
    [1000, 'kicked out', 'kicked'],
    [1000, 'unknown group action', 'no-such-action'],
  ])('ends the connection for good: %d %s', async (wsCode, wsReason, code) => {
    const { connection, galene } = await inGalene();
    const closed: unknown[] = [];
    connection.events.on('closed', (why) => closed.push(why.code));
    galene.socket.drop(wsCode, wsReason);
    expect(closed).toEqual([code]);
  });

  it('may be nonsense, or of a later version', async () => {
    const { connection, galene, failures } = await inGalene();
    galene.socket.receive('not JSON');
    galene.say({ type: 'user', kind: 7 });
    expect(failures).toHaveLength(2);
    galene.say({ type: 'invented' }, { type: 'joined', kind: 'invented' }, {});
    expect(failures).toHaveLength(2);
    expect(connection.state).toBe('connected');
  });
});

describe('liveness', () => {
  it('answers pings', async () => {
    const { galene } = await inGalene();
    galene.say({ type: 'ping' });
    expect(galene.last('pong')).toEqual({ type: 'pong' });
  });

  it('asks after 15 s of silence, and gives up after 65', async () => {
    const { connection, galene, clock } = await inGalene();
    const pings: number[] = [];
    galene.take = (message) => {
      if (message.type === 'ping') pings.push(clock.now());
      return true;
    };
    clock.advance(14_000);
    await settled();
    expect(pings).toEqual([]);
    clock.advance(2000);
    await settled();
    expect(pings).toHaveLength(1);
    clock.advance(48_000);
    expect(connection.state).toBe('connected');
    clock.advance(2000);
    expect(connection.state).toBe('reconnecting');
  });
});

describe('a lost connection', () => {
  it('is made again, and the group joined again with the same credentials and data', async () => {
    const { connection, galene, clock } = await inGalene();
    galene.say({
      type: 'user',
      kind: 'change',
      id: connection.id,
      username: 'ada',
      data: { raisehand: true },
    });
    const told = diaryOf(connection);
    galene.others = [{ id: 'eve-1', username: 'eve' }];
    galene.socket.drop();
    expect(connection.state).toBe('reconnecting');
    const chat = watched(connection.chat('', '', 'meanwhile'));
    clock.advance(0);
    await settled();
    expect(connection.state).toBe('connected');
    expect(galene.all('join').at(-1)).toEqual({
      ...{ type: 'join', kind: 'join', group: 'meeting', username: 'ada', password: 'secret' },
      data: { raisehand: true },
    });
    expect(told.map(([what]) => what)).toContain('rejoined');
    expect(namesIn(connection)).toEqual(['ada', 'eve']);
    await settled();
    expect(chat.now).toMatchObject({ time: '2026-11-21T09:00:00.000Z' });
  });

  it('waits until the server has noticed that the old one is gone', async () => {
    const { connection, galene, clock } = await inGalene();
    let refusals = 3;
    galene.take = (message) => {
      if (message.type !== 'join' || refusals === 0) return false;
      refusals -= 1;
      galene.say({ type: 'joined', kind: 'fail', value: 'internal server error' });
      return true;
    };
    galene.socket.drop();
    for (let round = 0; round < 20; round += 1) {
      clock.advance(1000);
      await settled();
    }
    expect(connection.state).toBe('connected');
    expect(galene.sockets).toHaveLength(5);
  });

  it('is not made again after a refusal that stands', async () => {
    const { connection, galene, clock } = await inGalene();
    const closed: unknown[] = [];
    connection.events.on('closed', ({ code }) => closed.push(code));
    galene.take = (message) => {
      if (message.type === 'join') galene.say({ type: 'joined', kind: 'fail', value: 'not authorised' });
      return message.type === 'join';
    };
    galene.socket.drop();
    clock.advance(0);
    await settled();
    expect(closed).toEqual(['not-authorised']);
    expect(clock.pending).toBe(0);
  });

  it('comes back after the server was restarted, which it says to everybody', async () => {
    const { connection, galene, clock } = await inGalene();
    galene.say({ type: 'usermessage', kind: 'kicked', privileged: true, value: 'server is shutting down' });
    galene.socket.drop(1000, 'kicked out (server is shutting down)');
    expect(connection.state).toBe('reconnecting');
    clock.advance(1000);
    await settled();
    expect(connection.state).toBe('connected');
  });
});

describe('what speaks the dialect', () => {
  it('is loaded when a server wants it; what the server says meanwhile is not lost', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const loadGalene = vi.fn(async () => {
      await promise;
      return (await import('./dialect.ts')).galeneDialect;
    });
    const connecting = connectedToGalene({ loadGalene });
    await settled();
    expect(loadGalene).toHaveBeenCalledTimes(1);
    resolve(undefined);
    const { connection } = await connecting;
    expect([connection.version, [...connection.capabilities]]).toEqual(['2', []]);
  });

  it('may be missing, which ends the connection', async () => {
    const loadGalene = () => Promise.reject(new Error('offline'));
    await expect(connectedToGalene({ loadGalene })).rejects.toThrow('offline');
  });
});
