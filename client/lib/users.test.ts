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
