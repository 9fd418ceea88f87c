import { describe, expect, it } from 'vitest';
import { RecentIds } from './recent-ids.ts';

describe('RecentIds', () => {
  it('knows what it was shown', () => {
    const ids = new RecentIds(10);
    expect(['a', 'b', 'a', 'b', 'c'].map((id) => ids.add(id))).toEqual([true, true, false, false, true]);
  });

  it('forgets the oldest beyond its limit', () => {
    const ids = new RecentIds(3);
    for (const id of ['a', 'b', 'c', 'd']) ids.add(id);
    expect(['b', 'c', 'd'].map((id) => ids.add(id))).toEqual([false, false, false]);
    expect(ids.add('a')).toBe(true);
    expect(ids.add('b')).toBe(true);
  });

  it('can be made to forget everything', () => {
    const ids = new RecentIds(3);
    ids.add('a');
    ids.clear();
    expect(ids.add('a')).toBe(true);
  });
});
