import type { Capability, ServerConnectionEvents } from '@evagore/client';
import { Emitter, MemberId, type ChatMessage, type Permission, type UserMessage } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeDevices, FakeDownLine, FakeEffects, FakeSettings, FakeUpLine } from './fakes.ts';
import { LocalMedia } from './local-media.ts';
import { MeetingStore, type MeetingConnection } from './meeting-store.ts';
import { Notices } from './notices.ts';
import type { Person } from './participants.ts';

class FakeConnection {
  readonly id = MemberId.parse('me');
  users: Record<string, Person> = {};
  permissions: readonly Permission[] = [];
  capabilities: ReadonlySet<Capability> = new Set(['hands']);
  readonly events = new Emitter<ServerConnectionEvents>();
  readonly told: string[] = [];
  refuse: Error | undefined;

  chat(kind: string, dest: string, value: string) {
    return this.#tell(`chat ${kind}>${dest}: ${value}`, {
      id: `c${this.told.length.toString()}`,
      time: '2026-11-21T10:00:00Z',
    });
  }
  userAction(kind: string, dest: string, value?: unknown) {
    return this.#tell(`${kind} ${dest} ${JSON.stringify(value)}`, undefined);
  }
  groupAction(kind: string, value?: unknown) {
    return this.#tell(`${kind} ${JSON.stringify(value)}`, undefined);
  }
  userMessage(kind: string, dest: string) {
    return this.#tell(`usermessage ${kind} ${dest}`, undefined);
  }
  close() {
    this.told.push('close');
  }

  /** Somebody comes, or changes. */
  put(id: string, username: string, fields: object = {}) {
    const kind = id in this.users ? 'change' : 'add';
    this.users[id] = {
      username,
      permissions: ['present', 'message'],
      data: {},
      published: [],
      ...fields,
    };
    this.events.emit('userChanged', MemberId.parse(id), kind);
  }
  remove(id: string) {
    this.users = Object.fromEntries(Object.entries(this.users).filter(([each]) => each !== id));
    this.events.emit('userChanged', MemberId.parse(id), 'delete');
  }
  allow(...permissions: Permission[]) {
    this.permissions = permissions;
    const facts = { group: 'agora', username: 'Me', permissions, status: { name: 'agora' }, data: {} };
    this.events.emit('membershipChanged', facts as unknown as ServerConnectionEvents['membershipChanged'][0]);
  }
  receive(fields: object, history = false) {
    const message = {
      id: `r${Math.random().toString()}`,
      kind: '',
      time: '2026-11-21T10:00:00Z',
      privileged: false,
      value: 'hello',
      ...fields,
    };
    this.events.emit('chatReceived', message as ChatMessage, history);
  }
  tell(fields: object) {
    this.events.emit('userMessageReceived', { privileged: true, ...fields } as UserMessage);
  }

  #tell<Answer>(what: string, answer: Answer): Promise<Answer> {
    this.told.push(what);
    return this.refuse === undefined ? Promise.resolve(answer) : Promise.reject(this.refuse);
  }
}

let connection: FakeConnection;
let local: LocalMedia;
let notices: Notices;
let store: MeetingStore;
let line: FakeUpLine;

beforeEach(() => {
  connection = new FakeConnection();
  line = new FakeUpLine('up');
  local = new LocalMedia({
    selfId: 'me',
    newUpStream: () => line,
    devices: new FakeDevices(),
    effects: new FakeEffects(),
    settings: new FakeSettings(),
    choice: {},
    failed: () => undefined,
    lost: () => undefined,
  });
  notices = new Notices({ now: () => 0, after: () => () => undefined });
  store = new MeetingStore(connection as unknown as MeetingConnection, local, notices, 'agora');
  connection.allow('present', 'message');
  connection.put('me', 'Me');
  notices.close();
});

const now = () => store.getSnapshot();
const shown = () => notices.getSnapshot().map((notice) => notice.text);
const names = () => now().people.map((person) => person.name);

describe('the roster', () => {
  it('follows those who come and go', () => {
    connection.put('b', 'Ben');
    connection.put('a', 'Ada');
    expect(names()).toEqual(['Me', 'Ada', 'Ben']);
    connection.remove('b');
    expect(names()).toEqual(['Me', 'Ada']);
  });

  it('leaves out the members of the server itself', () => {
    connection.put('r', 'RECORDING', { permissions: ['system'] });
    expect(names()).toEqual(['Me']);
  });

  it('knows one’s own microphone before the server says so', async () => {
    await local.toggleMicrophone();
    expect(now().self.microphone).toBe('on');
  });

  it('tells a change once for many events', async () => {
    let told = 0;
    store.subscribe(() => (told += 1));
    for (let index = 0; index < 500; index += 1) connection.put(`m${index.toString()}`, 'someone');
    await Promise.resolve();
    expect(told).toBe(1);
    expect(now().people).toHaveLength(501);
  });
});

describe('the stage', () => {
  it('shows a stream once its tracks arrive, and keeps the tile in its place', () => {
    connection.put('a', 'Ada');
    connection.put('b', 'Ben');
    const before = now().stage.others.map((tile) => tile.key);
    const stream = new FakeDownLine('s1', 'b');
    connection.events.emit('downStreamAdded', stream as never);
    expect(now().stage.others[2]?.video).toBeNull();
    stream.receive('audio', 'video');
    expect(now().stage.others[2]?.video).not.toBeNull();
    expect(now().heard).toHaveLength(1);
    expect(now().stage.others.map((tile) => tile.key)).toEqual(before);
  });

  it('hides the picture of a stream that has ended', () => {
    connection.put('a', 'Ada');
    const stream = new FakeDownLine('s1', 'a');
    connection.events.emit('downStreamAdded', stream as never);
    stream.receive('audio', 'video');
    stream.events.emit('closed', false);
    expect(now().stage.others[1]?.video).toBeNull();
    expect(now().heard).toEqual([]);
  });

  it('gives the focus to a shared screen', () => {
    connection.put('a', 'Ada');
    const screen = new FakeDownLine('s1', 'a', 'screenshare');
    connection.events.emit('downStreamAdded', screen as never);
    screen.receive('video');
    expect(now().stage.focus.map((tile) => tile.name)).toEqual(['Screen of Ada']);
    expect(now().stage.others).toHaveLength(2);
  });
});

describe('chat', () => {
  it('counts what is not read, but not history and not one’s own', () => {
    connection.receive({ source: 'a', username: 'Ada' }, true);
    connection.receive({ source: 'me', username: 'Me' });
    connection.receive({ source: 'a', username: 'Ada' });
    expect(now()).toMatchObject({ unread: 1, chat: { length: 3 } });
    store.setReading(true);
    connection.receive({ source: 'a', username: 'Ada' });
    expect(now().unread).toBe(0);
  });

  it('shows one’s own private message, which the server does not send back', async () => {
    connection.put('a', 'Ada');
    await store.say('', 'psst', 'a');
    expect(now().chat[0]).toMatchObject({ own: true, value: 'psst', privateWith: { id: 'a', name: 'Ada' } });
  });

  it('leaves a message to everybody to come back from the server', async () => {
    await store.say('', 'hello');
    expect(now().chat).toEqual([]);
    expect(connection.told).toEqual(['chat >: hello']);
  });

  it('keeps what was refused, and sends it when it is tried again', async () => {
    connection.refuse = new Error('too fast');
    await store.say('me', 'waves');
    const [entry] = now().chat;
    expect(entry).toMatchObject({ kind: 'unsent', said: 'me', value: 'waves' });
    expect(shown()).toHaveLength(1);
    connection.refuse = undefined;
    if (entry?.kind === 'unsent') await store.unsent.retry(entry);
    expect(now().chat).toEqual([]);
    expect(connection.told).toEqual(['chat me>: waves', 'chat me>: waves']);
  });

  it('shows history once, also to whoever is told it again', () => {
    connection.receive({ id: 'h1', source: 'a' }, true);
    connection.receive({ id: 'h1', source: 'a' }, true);
    connection.receive({ id: 'h2', source: 'a' }, true);
    expect(now().chat.map(({ id }) => id)).toEqual(['h1', 'h2']);
  });

  it('shows what only oneself sees, and does not count it', () => {
    store.print('output', [{ text: 'one' }]);
    store.print('problem', [{ text: 'two' }]);
    store.print('output', []);
    expect(now()).toMatchObject({ unread: 0, chat: [{ kind: 'output' }, { kind: 'problem' }] });
    expect(new Set(now().chat.map(({ id }) => id)).size).toBe(2);
  });

  it('knows one’s last message to everybody', async () => {
    connection.put('a', 'Ada');
    expect(store.lastOwnMessage()).toBeUndefined();
    connection.receive({ id: 'm1', source: 'me' });
    connection.receive({ id: 'm2', source: 'a' });
    await store.say('', 'psst', 'a');
    store.print('output', [{ text: 'done' }]);
    expect(store.lastOwnMessage()).toBe('m1');
  });
});

describe('deleting messages', () => {
  it.each([
    ['everything', undefined, []],
    ['a person’s messages', { userId: 'a' }, ['m2']],
    ['a message', { id: 'm1', userId: 'a' }, ['m2', 'm3']],
  ])('takes %s away where a privileged message says so', (_, value, left) => {
    for (const [id, source] of Object.entries({ m1: 'a', m2: 'b', m3: 'a' }))
      connection.receive({ id, source });
    connection.tell({ kind: 'clearchat', value, privileged: false });
    expect(now().chat).toHaveLength(3);
    connection.tell({ kind: 'clearchat', value });
    expect(now().chat.map(({ id }) => id)).toEqual(left);
  });
});

describe('a lost connection', () => {
  it('tells when the server will stop, and when it goes on after all', () => {
    const closesAt = new Date('2026-01-02T12:05:00Z');
    connection.events.emit('draining', { closesAt, message: 'a new version' });
    expect(now().plannedStop).toEqual({ at: closesAt.getTime(), message: 'a new version' });
    connection.events.emit('draining', { message: 'the server goes on' });
    expect(now().plannedStop).toBeUndefined();
  });

  it('leaves everybody where they are while it comes back', () => {
    connection.put('a', 'Ada');
    const before = now();
    connection.events.emit('stateChanged', 'reconnecting');
    expect(now()).toEqual({ ...before, reconnecting: true });
    connection.events.emit('stateChanged', 'connected');
    expect(now()).toEqual(before);
  });

  it('that does not come back ends the meeting', () => {
    connection.events.emit('stateChanged', 'reconnecting');
    connection.events.emit('stateChanged', 'closed');
    connection.events.emit('closed', { code: 'seat-lost' });
    expect(now()).toMatchObject({ reconnecting: false, ended: { code: 'seat-lost' } });
  });

  it('of others is shown in the roster and on the stage', () => {
    connection.put('a', 'Ada', { reconnecting: true });
    expect(now().people[1]).toMatchObject({ name: 'Ada', reconnecting: true });
    expect(now().stage.others[1]?.reconnecting).toBe(true);
  });

  it('that took rights away says so once it is back', () => {
    const facts = { username: 'Me', permissions: ['message'], status: { name: 'agora' } };
    connection.permissions = ['message'];
    connection.events.emit('rejoined', facts as unknown as ServerConnectionEvents['rejoined'][0]);
    expect(now().can.present).toBe(false);
    expect(shown()).toHaveLength(1);
  });
});

describe('the log', () => {
  const log = () => store.log.getSnapshot().entries.map(({ what }) => what);
  const types = () => log().map(({ type }) => type);

  it('has what is written and answered, also what one writes in private', async () => {
    connection.put('ada', 'Ada');
    connection.receive({ source: 'ada', username: 'Ada' });
    await store.say('', 'psst', 'ada');
    store.print('output', [{ text: 'Done' }]);
    expect(types()).toEqual(['message', 'message', 'output']);
    expect(log()[1]).toMatchObject({ message: { value: 'psst', privateWith: { id: 'ada', name: 'Ada' } } });
  });

  it('has what could not be sent once, and forgets what was taken back', async () => {
    connection.receive({ source: 'ada', username: 'Ada', id: 'm1' });
    connection.refuse = new Error('no');
    await store.say('', 'hello');
    connection.tell({ kind: 'clearchat', value: { userId: 'ada', id: 'm1' }, privileged: false });
    expect(types()).toEqual(['message', 'unsent']);
    connection.tell({ kind: 'clearchat', value: { userId: 'ada', id: 'm1' } });
    expect(types()).toEqual(['deleted', 'unsent']);
  });

  it('has who muted one, and the notices that say something else', () => {
    connection.tell({ kind: 'mute', username: 'Dee' });
    connection.tell({ kind: 'warning', username: 'Dee', value: 'Quiet, please' });
    expect(log()).toEqual([
      { type: 'muted', name: 'Dee' },
      { type: 'notice', level: 'warning', text: 'Dee: Quiet, please' },
    ]);
  });

  it('gets no more notices once the meeting is left', () => {
    store.close();
    notices.show('info', 'Later');
    expect(log()).toEqual([]);
  });
});

describe('rights', () => {
  it('taken away turn off what is sent, at once', async () => {
    await local.toggleMicrophone();
    connection.allow('message');
    expect(now()).toMatchObject({ can: { present: false, message: true }, self: { microphone: 'none' } });
    expect(line.closed).toBe(true);
    expect(shown()).toHaveLength(1);
  });

  it('gained are told', () => {
    connection.allow('op', 'present', 'message');
    expect(now().can.op).toBe(true);
    expect(shown()).toEqual(['You are an operator now.']);
  });
});

describe('being muted', () => {
  it('by an operator turns the microphone off, and says by whom', async () => {
    await local.toggleMicrophone();
    connection.tell({ kind: 'mute', username: 'Ada', source: 'a' });
    expect(now().self.microphone).toBe('muted');
    expect(shown()).toEqual(['Ada muted you.']);
  });

  it('by anybody else does nothing', async () => {
    await local.toggleMicrophone();
    connection.tell({ kind: 'mute', username: 'Eve', source: 'e', privileged: false });
    expect(now().self.microphone).toBe('on');
  });
});

describe('hands', () => {
  it('are raised by one’s own data', async () => {
    await store.raiseHand(true);
    await store.raiseHand(false);
    expect(connection.told).toEqual(['setdata me {"raisehand":true}', 'setdata me {"raisehand":null}']);
  });

  it('stay where they are if the server refuses, and it says so', async () => {
    connection.refuse = new Error('gone');
    expect(await store.raiseHand(true)).toBe(false);
    expect(shown()).toEqual(['That did not work: gone']);
  });

  it('can be lowered by operators where the server knows how', () => {
    expect(now().can.lowerHands).toBe(false);
    connection.allow('op');
    expect(now().can.lowerHands).toBe(true);
    connection.capabilities = new Set();
    connection.allow('op', 'message');
    expect(now().can.lowerHands).toBe(false);
  });
});

describe('the end', () => {
  it('leaves the people on the page, without pictures', async () => {
    await local.toggleMicrophone();
    connection.put('a', 'Ada');
    expect(names()).toEqual(['Me', 'Ada']);
    line.events.emit('closed', false);
    connection.users = {};
    connection.permissions = [];
    connection.events.emit('closed', { code: 'hung-up' });
    expect(now()).toMatchObject({ ended: { code: 'hung-up' }, heard: [], self: { microphone: 'on' } });
    expect(names()).toEqual(['Me', 'Ada']);
  });

  it('of one’s own will closes the connection and releases the devices', async () => {
    await local.toggleMicrophone();
    store.close();
    expect(connection.told).toEqual(['close']);
    expect(line.closed).toBe(true);
  });
});

it('leaves a message out of the unsent ones when the history tells that it had arrived', async () => {
  connection.refuse = new Error('lost');
  await store.say('', 'hello');
  expect(store.getSnapshot().chat).toMatchObject([{ kind: 'unsent', value: 'hello' }]);
  connection.receive({ source: 'ada', value: 'hello' }, true);
  connection.receive({ source: 'me', value: 'hello' });
  expect(store.getSnapshot().chat.filter(({ kind }) => kind === 'unsent')).toHaveLength(1);
  connection.receive({ source: 'me', value: 'hello' }, true);
  expect(store.getSnapshot().chat.map(({ kind }) => kind)).toEqual(['text', 'text', 'text']);
});
