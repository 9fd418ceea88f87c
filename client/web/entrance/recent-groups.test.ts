import { describe, expect, it } from 'vitest';
import type { Shelf } from '../state/preferences.ts';
import { MOST_RECENT, RecentGroups } from './recent-groups.ts';

class FakeShelf implements Shelf {
  readonly kept = new Map<string, string>();
  full = false;

  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.full) throw new Error('the storage is full');
    this.kept.set(key, value);
  }
}

const names = (recent: RecentGroups) => recent.getSnapshot().map(({ group }) => group);

describe('the recent groups', () => {
  it('are kept for the next visit, the latest first', () => {
    const shelf = new FakeShelf();
    const recent = new RecentGroups(shelf);
    recent.entered('music', 'Music hour', 1000);
    recent.entered('physics', 'physics', 2000);
    recent.entered('music', 'Music hour', 3000);
    expect(new RecentGroups(shelf).getSnapshot()).toEqual([
      { group: 'music', title: 'Music hour', at: 3000 },
      { group: 'physics', at: 2000 },
    ]);
  });

  it('are no more than people look through', () => {
    const recent = new RecentGroups(new FakeShelf());
    for (let count = 1; count <= MOST_RECENT + 3; count += 1) {
      recent.entered(`group-${count.toString()}`, undefined, count);
    }
    expect(names(recent)).toHaveLength(MOST_RECENT);
    expect(names(recent)[0]).toBe('group-13');
  });

  it('can be forgotten, one or all', () => {
    const shelf = new FakeShelf();
    const recent = new RecentGroups(shelf);
    for (const group of ['a', 'b', 'c']) recent.entered(group, undefined, 1);
    recent.forget('b');
    expect(names(new RecentGroups(shelf))).toEqual(['c', 'a']);
    recent.forgetAll();
    expect(names(new RecentGroups(shelf))).toEqual([]);
  });

  it('of another tab are not lost', () => {
    const shelf = new FakeShelf();
    const [one, other] = [new RecentGroups(shelf), new RecentGroups(shelf)];
    one.entered('a', undefined, 1);
    other.entered('b', undefined, 2);
    expect(names(new RecentGroups(shelf))).toEqual(['b', 'a']);
  });

  it.each([
    ['no list', '{"a":1}'],
    ['no JSON', 'x'],
    ['strangers', '[{"group":"","at":1},7,{"group":"a","at":"yesterday"}]'],
  ])('are none where there is %s', (_, stored) => {
    const shelf = new FakeShelf();
    shelf.kept.set('evagore.recent-groups', stored);
    expect(names(new RecentGroups(shelf))).toEqual([]);
  });

  it('last as long as the page where nothing can be stored', () => {
    const shelf = new FakeShelf();
    shelf.full = true;
    const recent = new RecentGroups(shelf);
    recent.entered('a', undefined, 1);
    expect(names(recent)).toEqual(['a']);
    expect(names(new RecentGroups(undefined))).toEqual([]);
  });
});
