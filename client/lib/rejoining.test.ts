import type { ErrorCode } from '@evagore/shared';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Credentials } from './credentials.ts';
import { NotConnected } from './errors.ts';
import { diaryOf } from './testing/diary.ts';
import type { FakeClock } from './testing/fake-clock.ts';
import { aMediaStream, aTrack } from './testing/fake-media-stack.ts';
import { connected, inMeeting, settled, type Meeting } from './testing/meeting.ts';
import { aChat, aChatEntry, added, altered, aMember, anOffer, changed, joined } from './testing/messages.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Lets time pass, and everything happen that follows from it. */
async function pass(clock: FakeClock, ms: number): Promise<void> {
  clock.advance(ms);
  await settled();
}

/** A meeting whose server accepts whoever comes back. */
async function welcome(): Promise<Meeting> {
  const meeting = await inMeeting();
  meeting.server.welcoming = true;
  return meeting;
}

/** The server is replaced by another one, which knows nothing of anybody. */
async function restart({ server, clock }: Meeting): Promise<void> {
  server.end('shutting-down');
  await pass(clock, 1000);
}

/** The server has forgotten the seat when the client comes back. */
async function forget({ server, clock }: Meeting): Promise<void> {
  server.refuseNext('resume', 'seat-lost');
  server.socket.drop();
  await pass(clock, 0);
}

describe('A seat that is lost', () => {
  it.each([
    ['because the server was restarted', restart],
    ['because the server has forgotten it', forget],
  ])('%s is replaced, with the same id, and nobody is told of an end', async (_why, lose) => {
    const meeting = await welcome();
    const { connection, server } = meeting;
    const told = diaryOf(connection);
    const onjoined = vi.fn();
    connection.onjoined = onjoined;
    server.membership = joined({ permissions: ['op'] });
    await lose(meeting);
    expect(server.all('join')).toHaveLength(2);
    expect(server.last('join')).toMatchObject({ group: 'meeting', username: 'ada', password: 'secret' });
    expect(new Set(server.all('handshake').map(({ id }) => id))).toEqual(new Set([connection.id]));
    expect(told.filter(([what]) => what !== 'try' && what !== 'wait')).toEqual([
      ['reconnecting'],
      ['user', connection.id, 'change'],
      ['connected'],
      ['rejoined', 'op'],
    ]);
    expect(connection).toMatchObject({ state: 'connected', group: 'meeting', permissions: ['op'] });
    expect(onjoined.mock.calls).toEqual([['change', 'meeting', ['op'], { name: 'meeting' }, {}, null, null]]);
    expect(server.faults).toEqual([]);
  });

  it.each(['seat-lost', 'missed-too-much', 'hung-up', 'no-answer', 'left', 'shutting-down'] as const)(
    'is replaced where the server says %s to its ticket',
    async (code) => {
      const { connection, server, clock } = await welcome();
      server.refuseNext('resume', code);
      server.socket.drop();
      await pass(clock, 0);
      expect(connection.state).toBe('connected');
      expect(server.all('join')).toHaveLength(2);
      expect(server.sockets).toHaveLength(2);
    },
  );

  it.each(['kicked', 'taken-over', 'group-expired', 'no-operator', 'internal'] as const)(
    'is not replaced where the server says %s to its ticket',
    async (code) => {
      const { connection, server, clock } = await welcome();
      const told = diaryOf(connection);
      server.refuseNext('resume', code);
      server.socket.drop();
      await pass(clock, 0);
      expect(told.slice(-2)).toEqual([['closed'], ['because', code]]);
      expect(server.all('join')).toHaveLength(1);
      expect(server.socket.closed?.code).toBe(1000);
      expect(clock.pending).toBe(0);
    },
  );

  it('is kept by a server that is too busy to look', async () => {
    const { connection, server, clock } = await welcome();
    const read = server.seat.log.length;
    server.refuseNext('resume', 'busy');
    server.socket.drop();
    await pass(clock, 0);
    await pass(clock, 300);
    expect(connection.state).toBe('connected');
    expect(server.all('resume').map(({ cursor }) => cursor)).toEqual([read, read]);
    expect(server.all('join')).toHaveLength(1);
  });

  it('is replaced without asking once the time is over for which it is kept', async () => {
    const { connection, server, clock } = await welcome();
    server.welcoming = false;
    server.socket.drop();
    for (let waited = 0; waited <= 65_000; waited += 5000) {
      clock.advance(5000);
      server.socket.drop();
    }
    server.welcoming = true;
    await pass(clock, 5000);
    expect(connection.state).toBe('connected');
    expect(server.all('resume')).toEqual([]);
    expect(server.all('join')).toHaveLength(2);
  });

  it('can be taken again when it is a new one, and its connection is lost too', async () => {
    const meeting = await welcome();
    const { connection, server, clock } = meeting;
    await restart(meeting);
    server.say(aChat({ id: 'one' }));
    const { length } = server.seat.log;
    server.socket.drop();
    const told = diaryOf(connection);
    server.say(aChat({ id: 'two' }));
    await pass(clock, 0);
    expect(server.last('resume').cursor).toBe(length);
    expect(told.filter(([what]) => what === 'chat')).toEqual([['chat', 'two']]);
    expect(server.faults).toEqual([]);
  });

  it.each([1, 2, 3, 4])(
    'is replaced in the end, when the connection breaks after %i frames',
    async (down) => {
      const meeting = await welcome();
      const { connection, server, clock } = meeting;
      const told = diaryOf(connection);
      server.cuts.push({ down });
      await restart(meeting);
      server.socket.drop();
      await pass(clock, 300);
      await pass(clock, 600);
      expect(connection.state).toBe('connected');
      expect(told.filter(([what]) => what === 'rejoined')).toHaveLength(1);
      expect(told.filter(([what]) => what === 'left' || what === 'joined')).toEqual([]);
      expect(server.faults).toEqual([]);
    },
  );
});

describe('Getting in again', () => {
  it.each<[name: string, username: string | null, credentials: Credentials, sent: object]>([
    ['a password', 'ada', { type: 'password', password: 'pw' }, { username: 'ada', password: 'pw' }],
    ['a token that names the user', null, { type: 'token', token: 'abc' }, { token: 'abc' }],
    ['a token and a name', 'ada', { type: 'token', token: 'abc' }, { username: 'ada', token: 'abc' }],
  ])('is asked for with %s as before', async (_name, username, credentials, sent) => {
    const meeting = await connected();
    const { connection, server } = meeting;
    await connection.join('meeting', username, credentials);
    server.welcoming = true;
    await restart(meeting);
    for (const join of server.all('join')) {
      expect({ ...join, ref: undefined, data: undefined }).toEqual({
        ...{ type: 'join', kind: 'join', group: 'meeting' },
        ...sent,
      });
    }
    expect(server.all('join')).toHaveLength(2);
  });

  it.each<[name: string, lose: (meeting: Meeting) => Promise<void>]>([
    ['the server was restarted', restart],
    ['the server has forgotten the seat', forget],
  ])('shows the credentials that replaced the first ones, where %s', async (_why, lose) => {
    const meeting = await welcome();
    const { connection, server } = meeting;
    connection.replaceCredentials('changed');
    expect(server.all('join')).toHaveLength(1);
    await lose(meeting);
    expect(server.last('join')).toMatchObject({ group: 'meeting', username: 'ada', password: 'changed' });
    connection.replaceCredentials({ type: 'token', token: 'abc' });
    await restart(meeting);
    expect(server.last('join')).toMatchObject({ username: 'ada', token: 'abc' });
    expect(server.last('join')).not.toHaveProperty('password');
  });

  it('shows nothing of what was to replace the credentials of a group that was left', async () => {
    const meeting = await welcome();
    const { connection, server } = meeting;
    await connection.leave('meeting');
    connection.replaceCredentials('changed');
    await connection.join('tea', 'ada', 'other');
    await restart(meeting);
    expect(server.last('join')).toMatchObject({ group: 'tea', password: 'other' });
  });

  it('asks the authorisation server anew', async () => {
    let issued = 0;
    vi.stubGlobal('fetch', () => {
      issued += 1;
      const headers = { 'Content-Type': 'application/jwt' };
      return Promise.resolve(new Response(`token ${issued.toString()}`, { headers }));
    });
    const meeting = await connected();
    const { connection, server } = meeting;
    const authServer = 'https://auth.example.org/';
    const location = 'https://example.org/group/meeting/';
    await connection.join('meeting', 'ada', { type: 'authServer', authServer, location, password: 'pw' });
    server.welcoming = true;
    await restart(meeting);
    expect(server.last('join')).toMatchObject({ token: 'token 2' });
    expect(connection.state).toBe('connected');
  });

  it('waits for an authorisation server that is out of reach, and takes its refusal', async () => {
    const answers = [
      new Response('first', { headers: { 'Content-Type': 'application/jwt' } }),
      undefined,
      new Response('', { status: 401 }),
    ];
    vi.stubGlobal('fetch', () => {
      const answer = answers.shift();
      return answer ? Promise.resolve(answer) : Promise.reject(new TypeError('no route'));
    });
    const meeting = await connected();
    const { connection, server, clock } = meeting;
    const authServer = 'https://auth.example.org/';
    await connection.join('meeting', 'ada', { type: 'authServer', authServer, location: '', password: 'pw' });
    server.welcoming = true;
    const told = diaryOf(connection);
    await restart(meeting);
    expect(connection.state).toBe('reconnecting');
    await pass(clock, 1000);
    expect(told.at(-1)).toEqual(['because', 'not-authorised']);
  });

  it('brings back what the member had attached to itself', async () => {
    const meeting = await welcome();
    const { connection, server } = meeting;
    const data = { raisehand: true, topic: 'tea' };
    server.say(altered(aMember(connection.id, { username: 'ada', data })));
    await restart(meeting);
    expect(server.last('join')).toMatchObject({ data });
    expect(connection.users[connection.id]?.data).toEqual(data);
  });

  it('brings back what the member joined with, where nothing else was heard', async () => {
    const meeting = await connected();
    await meeting.connection.join('meeting', 'ada', 'secret', { topic: 'tea' });
    meeting.server.welcoming = true;
    await restart(meeting);
    expect(meeting.server.last('join')).toMatchObject({ data: { topic: 'tea' } });
  });

  it.each([
    'not-authorised',
    'group-locked',
    'group-full',
    'no-such-group',
    'username-taken',
    'internal',
  ] as const)('ends with the reason where it is refused: %s', async (code) => {
    const meeting = await welcome();
    const { connection, server, clock } = meeting;
    const told = diaryOf(connection);
    const onclose = vi.fn();
    const onjoined = vi.fn();
    connection.onclose = onclose;
    connection.onjoined = onjoined;
    server.refuseNext('join', code, 'so it is');
    await restart(meeting);
    expect(told.slice(-4)).toEqual([
      ['user', connection.id, 'delete'],
      ['left'],
      ['closed'],
      ['because', code],
    ]);
    expect(onclose.mock.calls).toEqual([[1000, 'so it is']]);
    expect(onjoined.mock.calls.map(([kind]: unknown[]) => kind)).toEqual(['leave']);
    expect(server.socket.closed?.code).toBe(1000);
    expect(clock.pending).toBe(0);
  });

  it.each<ErrorCode>([
    'busy',
    'draining',
    'duplicate-id',
    'no-operator',
    'media-unavailable',
    'shutting-down',
  ])('is tried again where the refusal may pass: %s', async (code) => {
    const meeting = await welcome();
    const { connection, server, clock } = meeting;
    server.refuseNext('join', code);
    server.refuseNext('join', code);
    await restart(meeting);
    await pass(clock, 600);
    await pass(clock, 1200);
    expect(connection.state).toBe('connected');
    expect(server.all('join')).toHaveLength(4);
  });

  it('is given up after many attempts, with words for people', async () => {
    const { connection, server, clock } = await welcome();
    server.welcoming = false;
    const told = diaryOf(connection);
    const onclose = vi.fn();
    connection.onclose = onclose;
    server.end('shutting-down');
    for (let i = 0; i < 200 && connection.state !== 'closed'; i += 1) {
      clock.advance(5000);
      server.socket.drop();
    }
    expect(told.at(-1)).toEqual(['because', 'hung-up']);
    expect(onclose.mock.calls).toEqual([[1006, 'the connection to the server could not be made again']]);
    expect(server.sockets.length).toBeGreaterThan(50);
    expect(server.sockets.length).toBeLessThan(70);
    expect(clock.pending).toBe(0);
  });

  it('is given up when the server does not answer it for half a minute, and tried again', async () => {
    const meeting = await welcome();
    const { connection, server, clock } = meeting;
    server.hold('join');
    await restart(meeting);
    for (let i = 0; i < 5; i += 1) {
      clock.advance(6000);
      server.socket.receive('{"type":"pong"}');
    }
    expect(server.sockets[1]?.closed?.code).toBe(3000);
    await pass(clock, 5000);
    expect(connection.state).toBe('reconnecting');
    expect(server.all('join')).toHaveLength(3);
  });

  it('is not done for who wanted to leave', async () => {
    const { connection, server, clock } = await welcome();
    const told = diaryOf(connection);
    server.refuseNext('resume', 'seat-lost');
    server.socket.drop();
    const leaving = connection.leave('meeting');
    await pass(clock, 0);
    await leaving;
    expect(server.all('join').map(({ kind }) => kind)).toEqual(['join']);
    expect(told.slice(-2)).toEqual([['user', connection.id, 'delete'], ['left']]);
    expect(connection).toMatchObject({ state: 'connected', group: null });
    await connection.join('tea', 'ada', 'secret');
    expect(connection.group).toBe('tea');
  });

  it('is not possible for who joined by a raw message', async () => {
    const { connection, server, clock } = await connected();
    server.welcoming = true;
    server.say(joined(), { type: 'ticket', ticket: 'raw', keepSeconds: 60 });
    server.socket.drop();
    await pass(clock, 0);
    expect(connection.state).toBe('closed');
  });

  it('is not done after another group was refused with other credentials', async () => {
    const meeting = await welcome();
    const { connection, server } = meeting;
    server.refuseNext('join', 'already-joined');
    await expect(connection.join('tea', 'eve', 'other')).rejects.toMatchObject({ code: 'already-joined' });
    await restart(meeting);
    expect(server.last('join')).toMatchObject({ group: 'meeting', username: 'ada', password: 'secret' });
  });
});

describe('After the group was joined again', () => {
  it('the members are those of now, and only differences are told', async () => {
    const meeting = await connected();
    const { connection, server } = meeting;
    server.others = [aMember('bob-1'), aMember('eve-1'), aMember('dan-1')];
    await connection.join('meeting', 'ada', 'secret');
    server.welcoming = true;
    const told = diaryOf(connection);
    server.others = [aMember('bob-1'), aMember('eve-1', { hand: 3 }), aMember('new-1')];
    await restart(meeting);
    expect(told.filter(([what]) => what === 'user')).toEqual([
      ['user', 'dan-1', 'delete'],
      ['user', 'eve-1', 'change'],
      ['user', 'new-1', 'add'],
    ]);
  });

  it('the chat shows what was missed, and nothing twice', async () => {
    const meeting = await connected();
    const { connection, server } = meeting;
    server.history = [aChatEntry({ id: 'old' })];
    await connection.join('meeting', 'ada', 'secret');
    server.welcoming = true;
    server.say(aChat({ id: 'live' }));
    const told = diaryOf(connection);
    server.history = ['old', 'live', 'missed'].map((id) => aChatEntry({ id }));
    await restart(meeting);
    server.say(aChat({ id: 'later' }));
    expect(told.filter(([what]) => what === 'chat' || what === 'history')).toEqual([
      ['history', 'missed'],
      ['chat', 'later'],
    ]);
  });

  it('another group shows its history, whatever the ids', async () => {
    const { connection, server } = await connected();
    server.history = [aChatEntry({ id: 'old' })];
    await connection.join('meeting', 'ada', 'secret');
    await connection.leave('meeting');
    const told = diaryOf(connection);
    await connection.join('tea', 'ada', 'secret');
    expect(told).toContainEqual(['history', 'old']);
  });

  it('what waited is sent, and what may have been carried out is rejected', async () => {
    const { connection, server, clock } = await welcome();
    server.hold('chat');
    const before = connection.chat('', '', 'before');
    server.end('shutting-down');
    const meanwhile = connection.chat('', '', 'meanwhile');
    server.release('chat');
    const rejected = expect(before).rejects.toThrow(NotConnected);
    await pass(clock, 1000);
    await rejected;
    await expect(meanwhile).resolves.toHaveProperty('id');
    expect(server.all('chat').map(({ value }) => value)).toEqual(['before', 'meanwhile']);
    expect(server.faults).toEqual([]);
  });

  it('the same is requested again, from a new transport', async () => {
    const meeting = await welcome();
    const { connection, server, media } = meeting;
    await connection.request({ '': ['audio'] });
    await connection.request({ '': ['audio', 'video'] });
    server.say(anOffer('s1'));
    await settled();
    const closed = vi.fn();
    connection.down['s1']!.onclose = closed;
    await restart(meeting);
    expect(server.all('request')).toHaveLength(3);
    expect(server.last('request').request).toEqual({ '': ['audio', 'video'] });
    expect(media.receiveTransports.map((transport) => transport.closed)).toEqual([true, false]);
    expect(closed.mock.calls).toEqual([[false]]);
    server.say(anOffer('s1'));
    await settled();
    expect(Object.keys(connection.down)).toEqual(['s1']);
    expect(server.last('answer').id).toBe('s1');
  });

  it('nothing is requested for who had requested nothing', async () => {
    const meeting = await welcome();
    await restart(meeting);
    expect(meeting.server.all('request')).toEqual([]);
  });

  it('nothing is requested that was requested in another group', async () => {
    const meeting = await welcome();
    const { connection, server } = meeting;
    await connection.request({ '': ['audio'] });
    await connection.leave('meeting');
    await connection.join('tea', 'ada', 'secret');
    await restart(meeting);
    expect(server.all('request')).toHaveLength(1);
    expect(connection.state).toBe('connected');
  });

  it('streams are published under their ids, no more open than they were', async () => {
    const meeting = await welcome();
    const { connection, server, media } = meeting;
    const stream = connection.newUpStream('camera');
    stream.label = 'camera';
    await stream.publish(aMediaStream(aTrack('audio'), aTrack('video')));
    await stream.setMuted('audio', true);
    await restart(meeting);
    expect(server.all('offer').slice(2)).toMatchObject([
      { id: stream.id, label: 'camera', kind: 'audio', muted: true },
      { id: stream.id, label: 'camera', kind: 'video', muted: false },
    ]);
    expect(connection.up).toEqual({ [stream.id]: stream });
    const sent = media.sent.filter(({ closed }) => !closed);
    expect(sent.map(({ muted }) => muted)).toEqual([true, false]);
  });

  it.each([
    ['muted meanwhile', true],
    ['unmuted meanwhile, which the server never heard', false],
  ])('a microphone that was %s comes back muted', async (_what, muted) => {
    const { connection, server, media, clock } = await welcome();
    const stream = connection.newUpStream();
    await stream.publish(aMediaStream(aTrack('audio')));
    if (!muted) await stream.setMuted('audio', true);
    server.end('shutting-down');
    const rejected = expect(stream.setMuted('audio', muted)).rejects.toThrow(NotConnected);
    expect(media.sent[0]?.muted).toBe(true);
    await pass(clock, 1000);
    await rejected;
    expect(server.last('offer')).toMatchObject({ kind: 'audio', muted: true });
    expect(media.sent.at(-1)?.muted).toBe(true);
    expect(stream.isMuted('audio')).toBe(true);
  });

  it('streams end for who may not publish any more', async () => {
    const meeting = await welcome();
    const { connection, server } = meeting;
    const stream = connection.newUpStream();
    await stream.publish(aMediaStream(aTrack('audio')));
    const errors: unknown[] = [];
    stream.onerror = (error) => errors.push(error);
    server.refuseNext('offer', 'not-permitted');
    await restart(meeting);
    expect(errors).toMatchObject([{ code: 'not-permitted' }]);
    expect(stream.closed).toBe(true);
    expect(connection.up).toEqual({});
  });

  it('changes are told as ever', async () => {
    const meeting = await welcome();
    await restart(meeting);
    const told = diaryOf(meeting.connection);
    meeting.server.say(changed({ permissions: ['op'] }), added(aMember('bob-1')));
    expect(told).toEqual([['membership'], ['user', 'bob-1', 'add']]);
  });
});
