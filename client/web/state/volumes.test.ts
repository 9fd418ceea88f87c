import { describe, expect, it } from 'vitest';
import { FULL, VolumeStore, type Volume } from './volumes.ts';

function aShelf(stored?: string) {
  const kept = new Map<string, string>();
  if (stored !== undefined) kept.set('evagore.volumes', stored);
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

const ada = { id: '1', username: 'Ada' };
const HALF: Volume = { level: 0.5, muted: false };

describe('volumes', () => {
  it('are full where nobody said otherwise', () => {
    expect(new VolumeStore(aShelf(), 'tea').of(ada)).toEqual(FULL);
  });

  it('are remembered by group and name, whatever the id', () => {
    const shelf = aShelf();
    new VolumeStore(shelf, 'tea').set(ada, { level: 0.3, muted: true });
    expect(new VolumeStore(shelf, 'tea').of({ ...ada, id: '2' })).toEqual({ level: 0.3, muted: true });
    expect(new VolumeStore(shelf, 'coffee').of(ada)).toEqual(FULL);
    expect(new VolumeStore(shelf, 'tea').of({ id: '1', username: 'Ben' })).toEqual(FULL);
  });

  it('of one group do not push out those of another', () => {
    const shelf = aShelf();
    new VolumeStore(shelf, 'tea').set(ada, HALF);
    new VolumeStore(shelf, 'coffee').set(ada, { level: 0.1, muted: false });
    expect(new VolumeStore(shelf, 'tea').of(ada)).toEqual(HALF);
  });

  it('of those without a name hold for their stay only', () => {
    const shelf = aShelf();
    const store = new VolumeStore(shelf, 'tea');
    store.set({ id: 'x', username: '' }, HALF);
    expect(store.of({ id: 'x', username: '' })).toEqual(HALF);
    expect(store.of({ id: 'y', username: '' })).toEqual(FULL);
    expect(new VolumeStore(shelf, 'tea').of({ id: 'x', username: '' })).toEqual(FULL);
  });

  it('that are full again are forgotten', () => {
    const shelf = aShelf();
    const store = new VolumeStore(shelf, 'tea');
    store.set(ada, HALF);
    store.set(ada, FULL);
    expect(shelf.getItem('evagore.volumes')).toBe('[]');
  });

  it('stay between silent and full', () => {
    const store = new VolumeStore(undefined, 'tea');
    store.set(ada, { level: -3, muted: false });
    expect(store.of(ada).level).toBe(0);
    store.set(ada, { level: 7, muted: true });
    expect(store.of(ada)).toEqual({ level: 1, muted: true });
  });

  it('of the oldest go where there are too many', () => {
    const shelf = aShelf();
    const store = new VolumeStore(shelf, 'tea');
    const person = (index: number) => ({ id: 'x', username: `p${index.toString()}` });
    for (let index = 0; index < 201; index += 1) store.set(person(index), HALF);
    expect(store.of(person(0))).toEqual(FULL);
    expect(store.of(person(1))).toEqual(HALF);
    // Who was set again is recent again.
    store.set(person(1), { level: 0.2, muted: false });
    store.set(person(201), HALF);
    const after = new VolumeStore(shelf, 'tea');
    expect(after.of(person(1)).level).toBe(0.2);
    expect(after.of(person(2))).toEqual(FULL);
  });

  it.each([
    ['nothing', undefined],
    ['no JSON', '{'],
    ['no list', '{"a":1}'],
    ['other things', '[1, null, ["tea","Ada","loud",false], ["tea"]]'],
    ['an impossible level', '[["tea","Ada",4,false]]'],
  ])('survive %s in the storage', (_, stored) => {
    expect(new VolumeStore(aShelf(stored), 'tea').of(ada)).toEqual(FULL);
  });

  it('beside what cannot be read are kept', () => {
    expect(new VolumeStore(aShelf('[7,["tea","Ada",0.5,"?"]]'), 'tea').of(ada)).toEqual(HALF);
  });

  it('hold where nothing can be stored', () => {
    const store = new VolumeStore(
      {
        getItem: () => {
          throw new Error('forbidden');
        },
        setItem: () => {
          throw new Error('full');
        },
      },
      'tea',
    );
    store.set(ada, HALF);
    expect(store.of(ada)).toEqual(HALF);
  });

  it('are told to whoever listens', async () => {
    const store = new VolumeStore(undefined, 'tea');
    let told = 0;
    store.subscribe(() => (told += 1));
    store.set(ada, HALF);
    await Promise.resolve();
    expect(told).toBe(1);
  });
});
