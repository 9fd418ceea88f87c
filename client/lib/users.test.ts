import { StreamInfo } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { aMember, asMemberInfo, memberId } from './testing/messages.ts';
import { Users } from './users.ts';

function users(): { users: Users; told: string[][] } {
  const told: string[][] = [];
  return { users: new Users((id, kind) => told.push([id, kind])), told };
}

const track = (kind: 'audio' | 'video', muted = false) => ({ id: `${kind}-track`, kind, muted });

describe('Users', () => {
  it('derives what a member publishes, by label and kind', () => {
    const { users: all } = users();
    const streams = [
      { id: 's1', label: 'camera', tracks: [track('audio'), track('video')] },
      { id: 's2', label: 'screenshare', tracks: [track('video')] },
      { id: 's3', label: 'screenshare', tracks: [track('audio')] },
    ];
    all.put(asMemberInfo(aMember('bob-1', { streams })));
    expect(all.all['bob-1']?.streams).toEqual({
      camera: { audio: true, video: true },
      screenshare: { video: true, audio: true },
    });
  });

  it('knows which tracks are muted', () => {
    const { users: all } = users();
    const streams = [{ id: 's1', label: 'camera', tracks: [track('audio', true), track('video')] }];
    all.put(asMemberInfo(aMember('bob-1', { streams })));
    expect(all.all['bob-1']?.published).toEqual(streams);
  });

  it('is told what members publish where the roster does not say, until it is taken back', () => {
    const { users: all, told } = users();
    const camera = [{ id: 's1', label: 'camera', tracks: [track('audio')] }].map((stream) =>
      StreamInfo.parse(stream),
    );
    // Streams may come before the member does.
    all.publishes(memberId('bob-1'), camera);
    all.put(asMemberInfo(aMember('bob-1')));
    expect(all.all['bob-1']?.streams).toEqual({ camera: { audio: true } });
    all.put(asMemberInfo(aMember('bob-1', { data: { a: 1 } })));
    expect(all.all['bob-1']).toMatchObject({ data: { a: 1 }, published: camera });
    all.publishes(memberId('bob-1'), []);
    all.publishes(memberId('bob-1'), []);
    expect(all.all['bob-1']).toMatchObject({ data: { a: 1 }, published: [] });
    all.publishes(memberId('bob-1'), camera);
    all.clear();
    all.put(asMemberInfo(aMember('bob-1')));
    expect(all.all['bob-1']?.published).toEqual([]);
    expect(told.map(([, kind]) => kind)).toEqual(['add', 'change', 'change', 'change', 'delete', 'add']);
  });

  it('copes with any label', () => {
    const { users: all } = users();
    const streams = [{ id: 's1', label: '__proto__', tracks: [track('audio')] }];
    all.put(asMemberInfo(aMember('bob-1', { streams })));
    expect(Object.entries(all.all['bob-1']!.streams)).toEqual([['__proto__', { audio: true }]]);
  });

  it('replaces the whole entry on a change', () => {
    const { users: all, told } = users();
    all.put(asMemberInfo(aMember('bob-1', { data: { raisehand: true } })));
    all.put(asMemberInfo(aMember('bob-1')));
    expect(all.all['bob-1']?.data).toEqual({});
    expect(told).toEqual([
      ['bob-1', 'add'],
      ['bob-1', 'change'],
    ]);
  });

  it('passes over what says nothing new', () => {
    const { users: all, told } = users();
    const streams = [{ id: 's1', label: 'camera', tracks: [track('audio')] }];
    for (let i = 0; i < 3; i += 1) {
      all.put(asMemberInfo(aMember('bob-1', { streams, data: { topic: 'tea' }, hand: 3 })));
    }
    const { 'bob-1': bob } = all.all;
    expect(told).toEqual([['bob-1', 'add']]);
    all.put(asMemberInfo(aMember('bob-1', { streams, data: { topic: 'tea' }, hand: 4 })));
    expect(told).toHaveLength(2);
    expect(bob?.hand).toBe(3);
  });

  it('knows whose connection is bad', () => {
    const { users: all, told } = users();
    all.put(asMemberInfo(aMember('ada-1')));
    expect(all.all['ada-1']?.quality).toBeNull();
    all.put({ ...asMemberInfo(aMember('ada-1')), quality: 'poor' });
    expect(all.all['ada-1']?.quality).toBe('poor');
    all.put(asMemberInfo(aMember('ada-1')));
    expect(all.all['ada-1']?.quality).toBeNull();
    expect(told).toHaveLength(3);
  });

  it('knows whose connection is lost, and when hands were raised', () => {
    const { users: all } = users();
    all.put(asMemberInfo(aMember('ada-1')));
    all.put(asMemberInfo(aMember('bob-1', { reconnecting: true, hand: 7 })));
    expect(all.all['ada-1']).toMatchObject({ reconnecting: false, hand: null });
    expect(all.all['bob-1']).toMatchObject({ reconnecting: true, hand: 7 });
  });

  it('lists raised hands in the order of raising', () => {
    const { users: all } = users();
    const hands = { 'ada-1': 12, 'bob-1': undefined, 'eve-1': 9, 'dan-1': 10 };
    for (const [id, hand] of Object.entries(hands)) {
      all.put(asMemberInfo(aMember(id, hand === undefined ? {} : { hand })));
    }
    expect(all.raisedHands()).toEqual(['eve-1', 'dan-1', 'ada-1']);
  });

  it('takes coalesced changes in their order', () => {
    const { users: all, told } = users();
    all.put(asMemberInfo(aMember('bob-1')));
    const [ada, bob] = [aMember('ada-1'), aMember('bob-1', { username: 'rob' })].map(asMemberInfo);
    all.apply({
      type: 'users',
      added: [ada!],
      changed: [bob!],
      removed: [{ id: memberId('ada-1'), username: '' }],
    });
    all.apply({ type: 'users' });
    expect(told.slice(1)).toEqual([
      ['ada-1', 'add'],
      ['bob-1', 'change'],
      ['ada-1', 'delete'],
    ]);
  });

  it('takes a change for somebody unknown, and an addition of somebody known, for what they are', () => {
    const { users: all, told } = users();
    all.apply({ type: 'users', changed: [asMemberInfo(aMember('bob-1'))] });
    all.apply({ type: 'users', added: [asMemberInfo(aMember('bob-1', { username: 'rob' }))] });
    expect(told).toEqual([
      ['bob-1', 'add'],
      ['bob-1', 'change'],
    ]);
  });

  it('tells only of differences when all are replaced', () => {
    const { users: all, told } = users();
    for (const id of ['gone-1', 'same-1', 'other-1']) all.put(asMemberInfo(aMember(id)));
    const now = [aMember('same-1'), aMember('new-1'), aMember('other-1', { permissions: ['op'] })];
    all.replace(now.map(asMemberInfo));
    expect(told.slice(3)).toEqual([
      ['gone-1', 'delete'],
      ['new-1', 'add'],
      ['other-1', 'change'],
    ]);
    expect(Object.keys(all.all).sort()).toEqual(['new-1', 'other-1', 'same-1']);
  });

  it('passes over the departure of somebody unknown', () => {
    const { users: all, told } = users();
    all.remove(memberId('nobody'));
    expect(told).toEqual([]);
  });

  it('tells of everybody who goes when the membership ends', () => {
    const { users: all, told } = users();
    all.put(asMemberInfo(aMember('ada-1')));
    all.put(asMemberInfo(aMember('bob-1')));
    all.clear();
    expect(told.slice(2)).toEqual([
      ['ada-1', 'delete'],
      ['bob-1', 'delete'],
    ]);
    expect(all.all).toEqual({});
  });
});
