import type { User } from '@evagore/client';
import { MemberId } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { Attendees } from './attendees.ts';
import type { LocalSnapshot } from './local-media.ts';

let users: Record<string, User>;
let local: Pick<LocalSnapshot, 'microphone' | 'camera' | 'sharing'>;
let attendees: Attendees;

beforeEach(() => {
  users = {};
  local = { microphone: 'off', camera: 'off', sharing: false };
  attendees = new Attendees({
    connection: { id: MemberId.parse('me'), users, permissions: ['present'] },
    local: { getSnapshot: () => local as LocalSnapshot },
    username: () => 'Zoe',
  });
});

const put = (id: string, username: string, fields: Partial<User> = {}) => {
  const kind = id in users ? 'change' : 'add';
  const nothing = { data: {}, streams: {}, published: [], reconnecting: false, hand: null, quality: null };
  users[id] = { username, permissions: ['present'], ...nothing, ...fields };
  attendees.changed(id, kind);
};
const remove = (id: string) => {
  Reflect.deleteProperty(users, id);
  attendees.changed(id, 'delete');
};
const names = (people = attendees.byName()) => people.map(({ name }) => name);

describe('those who are in a meeting', () => {
  it('are listed as they came, and by name, oneself first', () => {
    put('c', 'Carol');
    put('me', 'Zoe');
    put('a', 'Ada');
    expect(names(attendees.inArrival())).toEqual(['Zoe', 'Carol', 'Ada']);
    expect(names()).toEqual(['Zoe', 'Ada', 'Carol']);
  });

  it("are oneself alone before the roster is there, with one's own devices", () => {
    local = { microphone: 'muted', camera: 'on', sharing: true };
    expect(attendees.byName()).toMatchObject([
      { id: 'me', name: 'Zoe', self: true, microphone: 'muted', camera: 'on', sharing: true },
    ]);
  });

  it('are the same objects in the same lists while nobody is different', () => {
    put('me', 'Zoe');
    put('a', 'Ada');
    const [byName, inArrival, { self }] = [attendees.byName(), attendees.inArrival(), attendees];
    expect(attendees.byName()).toBe(byName);
    expect(attendees.inArrival()).toBe(inArrival);
    expect(attendees.self).toBe(self);
  });

  it('are the same objects but for the one who is different', () => {
    put('me', 'Zoe');
    put('a', 'Ada');
    put('b', 'Bob');
    const before = attendees.byName();
    put('b', 'Bob', { data: { raisehand: true } });
    const after = attendees.byName();
    expect(after).not.toBe(before);
    expect(after.map((person, index) => person === before[index])).toEqual([true, true, false]);
    expect(after[2]).toMatchObject({ name: 'Bob', hand: true });
  });

  it('are in another order when somebody has another name, comes or goes', () => {
    put('a', 'Ada');
    put('b', 'Bob');
    expect(names()).toEqual(['Zoe', 'Ada', 'Bob']);
    put('a', 'Eve');
    expect(names()).toEqual(['Zoe', 'Bob', 'Eve']);
    put('c', 'Ada');
    expect(names()).toEqual(['Zoe', 'Ada', 'Bob', 'Eve']);
    remove('b');
    expect(names()).toEqual(['Zoe', 'Ada', 'Eve']);
  });

  it('do not include parts of the server, whatever these were before', () => {
    put('r', 'RECORDING', { permissions: ['system'] });
    expect(names()).toEqual(['Zoe']);
    put('r', 'Recorder', { permissions: ['present'] });
    expect(names()).toEqual(['Zoe', 'Recorder']);
    put('r', 'RECORDING', { permissions: ['system'] });
    expect(names()).toEqual(['Zoe']);
  });

  it('keep their names for what they wrote after they have gone', () => {
    put('a', 'Ada');
    remove('a');
    expect(attendees.nameOf('a')).toBe('Ada');
    expect(attendees.nameOf('nobody')).toBe(attendees.nameOf('nobody else'));
  });
});
