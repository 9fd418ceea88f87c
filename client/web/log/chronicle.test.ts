import type { ServerConnectionEvents } from '@evagore/client';
import { Emitter, MemberId, type Permission } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { Chronicle, type ChronicleConnection } from './chronicle.ts';
import type { Happening } from './happening.ts';

let events: Emitter<ServerConnectionEvents>;
let users: Record<string, object>;
let told: Happening[];
let chronicle: Chronicle;

beforeEach(() => {
  events = new Emitter();
  users = {};
  told = [];
  const connection = { id: 'me', users, events } as unknown as ChronicleConnection;
  chronicle = new Chronicle(connection, { add: (what) => void told.push(what) });
});

function put(id: string, fields: object = {}) {
  const kind = id in users ? 'change' : 'add';
  users[id] = { username: id, permissions: [], data: {}, published: [], reconnecting: false, ...fields };
  events.emit('userChanged', MemberId.parse(id), kind);
}
function remove(id: string) {
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- as a connection does
  delete users[id];
  events.emit('userChanged', MemberId.parse(id), 'delete');
}
function membership(permissions: readonly Permission[], locked = false) {
  return {
    permissions,
    status: { name: 'agora', ...(locked && { locked }) },
  } as unknown as ServerConnectionEvents['joined'][0];
}

const HAND = { data: { raisehand: true } };
const SCREEN = { published: [{ id: 's', label: 'screenshare', tracks: [] }] };
const FILM = { published: [{ id: 'f', label: 'video', tracks: [] }] };
const LOST = { reconnecting: true };

describe('Chronicle', () => {
  it.each([
    ['a hand', HAND, 'hand-raised', 'hand-lowered'],
    ['a screen', SCREEN, 'screen-begun', 'screen-ended'],
    ['a file', FILM, 'film-begun', 'film-ended'],
    ['a lost connection', LOST, 'line-lost', 'line-back'],
  ] as const)('notes the beginning and the end of %s', (_, fields, begins, ends) => {
    put('Ada');
    put('Ada', fields);
    put('Ada', { ...fields, permissions: ['message'] });
    put('Ada');
    expect(told).toEqual([
      { type: begins, name: 'Ada', own: false },
      { type: ends, name: 'Ada', own: false },
    ]);
  });

  it('knows oneself', () => {
    put('me');
    put('me', HAND);
    expect(told).toEqual([{ type: 'hand-raised', name: 'me', own: true }]);
  });

  it('takes what was so before one came for no news, nor a camera, nor what ends by leaving', () => {
    put('Ada', { ...HAND, ...SCREEN });
    put('Ben');
    put('Ben', { published: [{ id: 'c', label: 'camera', tracks: [] }] });
    remove('Ada');
    expect(told).toEqual([]);
  });

  it('notes a recording by the member that records', () => {
    put('recorder', { permissions: ['system'] });
    put('recorder', { permissions: ['system'], ...HAND });
    remove('recorder');
    expect(told.map(({ type }) => type)).toEqual(['recording-begun', 'recording-ended']);
  });

  it('notes the lock, and what one may do now and no longer', () => {
    events.emit('joined', membership(['present', 'message']));
    events.emit('membershipChanged', membership(['present', 'message']));
    events.emit('membershipChanged', membership(['op', 'message'], true));
    events.emit('membershipChanged', membership(['op', 'token']));
    expect(told).toEqual([
      { type: 'came' },
      { type: 'locked' },
      { type: 'right', right: 'op', gained: true },
      { type: 'right', right: 'present', gained: false },
      { type: 'unlocked' },
      { type: 'right', right: 'message', gained: false },
    ]);
  });

  it('notes the loss of one’s own connection once, and its return', () => {
    for (const state of ['connecting', 'connected', 'reconnecting', 'reconnecting', 'connected'] as const) {
      events.emit('stateChanged', state);
    }
    events.emit('rejoined', membership([]));
    expect(told.map(({ type }) => type)).toEqual(['own-line-lost', 'own-line-back', 'came-again']);
  });

  it('notes a planned stop, and that it will not be', () => {
    events.emit('draining', { message: '' });
    events.emit('draining', { closesAt: new Date(5000), message: 'Upgrade' });
    events.emit('draining', { message: '' });
    expect(told).toEqual([{ type: 'stop', at: 5000, why: 'Upgrade' }, { type: 'goes-on' }]);
  });

  it.each([
    [
      'with the connection',
      () => {
        events.emit('closed', { code: 'left' });
      },
    ],
    [
      'by itself, also twice',
      () => {
        chronicle.close();
        chronicle.close();
      },
    ],
  ])('ends %s', (_, end) => {
    end();
    put('Ada');
    put('Ada', HAND);
    expect(told).toEqual([]);
    expect(events.count('userChanged')).toBe(0);
  });
});
