import type { ServerConnectionEvents } from '@evagore/client';
import { Emitter, MemberId, type ChatMessage } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { Notices } from '../state/notices.ts';
import { Herald, type Correspondent, type HeraldConnection } from './herald.ts';
import { NotificationChoice } from './notification-choice.ts';

let clock: FakeClock;
let notices: Notices;
let events: Emitter<ServerConnectionEvents>;
let users: Record<string, object>;
let told: string[];
let moves: string[];
let found: string[] | undefined;
let opened: (Correspondent | undefined)[];
let reading: boolean;
let hidden: boolean;
let herald: Herald;

beforeEach(() => {
  clock = new FakeClock();
  notices = new Notices(clock);
  events = new Emitter<ServerConnectionEvents>();
  users = {};
  told = [];
  moves = [];
  found = undefined;
  opened = [];
  reading = false;
  hidden = false;
  const connection = { id: 'me', users, permissions: ['op'], events } as unknown as HeraldConnection;
  herald = new Herald({
    connection,
    notices,
    announcer: { say: (text) => void told.push(`say ${text}`) },
    log: {
      found: (names) => {
        found = [...names];
      },
      moved: (what, names) => void moves.push(...names.map((name) => `${name} ${what}`)),
    },
    clock,
    choice: () => NotificationChoice.parse({ desktop: true }),
    reading: () => reading,
    hidden: () => hidden,
    play: (sound) => void told.push(`play ${sound}`),
    showOnDesktop: ({ title }, topic) => void told.push(`desktop ${topic}: ${title}`),
  });
  herald.opensChat((to) => void opened.push(to));
  put('me', 'Me');
  put('ada', 'Ada');
  clock.advance(2000);
});

function put(id: string, username: string, data: object = {}, permissions: readonly string[] = []) {
  const kind = id in users ? 'change' : 'add';
  users[id] = { username, permissions, data, published: [] };
  events.emit('userChanged', MemberId.parse(id), kind);
}
function remove(id: string) {
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- as a connection does
  delete users[id];
  events.emit('userChanged', MemberId.parse(id), 'delete');
}
function write(fields: object, history = false) {
  const message = { id: 'c', kind: '', source: 'ada', username: 'Ada', value: 'hello', ...fields };
  events.emit('chatReceived', message as unknown as ChatMessage, history);
}
const shown = () => notices.getSnapshot().map(({ text }) => text);

describe('the herald', () => {
  it('tells the log whom one finds on coming in, once, and nobody else', () => {
    expect(found).toBeUndefined();
    events.emit('joined', {} as ServerConnectionEvents['joined'][0]);
    put('ben', 'Ben');
    put('recorder', 'RECORDING', {}, ['system']);
    clock.advance(2000);
    expect(found).toEqual(['Ada', 'Ben']);
    found = undefined;
    events.emit('rejoined', {} as ServerConnectionEvents['rejoined'][0]);
    clock.advance(2000);
    expect(found).toBeUndefined();
  });

  it('says nothing of those who were there before, of oneself, and of the server’s own members', () => {
    put('recorder', 'RECORDING', {}, ['system']);
    put('me', 'Me', { raisehand: true });
    clock.advance(1000);
    expect([...told, ...shown()]).toEqual([]);
  });

  it('tells who comes and goes', () => {
    put('ben', 'Ben');
    put('cleo', '');
    clock.advance(500);
    expect(shown()).toEqual(['Ben and (nameless) joined.']);
    remove('ada');
    clock.advance(500);
    expect(shown()).toEqual(['Ada left.']);
    expect(told).toEqual(['play join', 'play leave']);
    expect(moves).toEqual(['Ben joined', '(nameless) joined', 'Ada left']);
  });

  it('tells of a hand once', () => {
    put('ada', 'Ada', { raisehand: true });
    put('ada', 'Ada', { raisehand: true, more: 1 });
    hidden = true;
    put('ada', 'Ada');
    put('ada', 'Ada', { raisehand: true });
    expect(told).toEqual(['play hand', 'play hand', 'desktop hand:ada: Ada raised a hand']);
    expect(shown()).toEqual(['Ada raised a hand.']);
  });

  it('says nothing of a hand that was up before', () => {
    put('ben', 'Ben', { raisehand: true });
    expect([...told, ...shown()]).toEqual([]);
  });

  it('opens a conversation from the notice of a private message', () => {
    write({ dest: 'me', value: 'psst' });
    const [notice] = notices.getSnapshot();
    expect(notice?.text).toBe('Ada, in private: psst');
    notice?.action?.run();
    expect(opened).toEqual([{ id: 'ada', name: 'Ada' }]);
  });

  it('takes back what leads to the chat once it is open', () => {
    write({ dest: 'me', value: 'psst' });
    herald.fileOffered({ id: 'ada', name: 'Ada' }, 'notes.txt');
    put('ada', 'Ada', { raisehand: true });
    herald.chatSeen();
    expect(shown()).toEqual(['Ada raised a hand.']);
  });

  it.each([
    ['history', {}, true],
    ['one’s own words', { source: 'me' }, false],
    ['captions', { kind: 'caption' }, false],
  ])('is silent about %s', (_, fields, history) => {
    write(fields, history);
    expect([...told, ...shown()]).toEqual([]);
  });

  it('reads out what is written while the chat is open', () => {
    reading = true;
    write({});
    write({ kind: 'me', value: 'waves' });
    expect(told).toEqual(['say Ada: hello', 'say Ada: Ada waves']);
  });

  it('is silent after the end', () => {
    events.emit('closed', { code: 'left' });
    put('ben', 'Ben');
    write({});
    clock.advance(1000);
    expect([...told, ...shown()]).toEqual([]);
    expect(events.count('chatReceived')).toBe(0);
  });
});
