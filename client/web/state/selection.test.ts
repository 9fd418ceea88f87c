import { describe, expect, it } from 'vitest';
import { alike, selection } from './selection.ts';
import { SnapshotStore } from './snapshot-store.ts';

interface Room {
  readonly title: string;
  readonly people: readonly string[];
}

/** A store whose state a test sets. */
class RoomStore extends SnapshotStore<Room> {
  #room: Room = { title: 'Tea', people: ['ada', 'bob'] };

  set(change: Partial<Room>): void {
    this.#room = { ...this.#room, ...change };
    this.changed();
  }

  protected build(): Room {
    return this.#room;
  }
}

describe('a part of a state', () => {
  it('is another when it is another, and only then', () => {
    const store = new RoomStore();
    const people = selection(store, (room) => room.people, Object.is);
    const before = people();
    store.set({ title: 'Coffee' });
    expect(people()).toBe(before);
    store.set({ people: ['ada'] });
    expect(people()).toEqual(['ada']);
  });

  it('is looked at once in each state', () => {
    const store = new RoomStore();
    let looks = 0;
    const title = selection(
      store,
      (room) => {
        looks += 1;
        return room.title;
      },
      Object.is,
    );
    title();
    title();
    store.set({ people: [] });
    title();
    title();
    expect(looks).toBe(2);
  });

  it('that is made anew stays the same object while it says the same', () => {
    const store = new RoomStore();
    const first = selection(store, ({ title, people }) => ({ title, first: people[0] }), alike);
    const before = first();
    store.set({ people: ['ada', 'eve'] });
    expect(first()).toBe(before);
    store.set({ people: ['eve'] });
    expect(first()).toEqual({ title: 'Tea', first: 'eve' });
  });
});

it.each<[one: object, other: object, same: boolean]>([
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
  [{ a: 1 }, { a: 2 }, false],
  [{ a: 1 }, { a: 1, b: undefined }, false],
  [{ a: undefined }, { b: undefined }, false],
  [[1, 2], [1, 2], true],
  [[1, 2], [2, 1], false],
  [[], [1], false],
  [{ a: Number.NaN }, { a: Number.NaN }, true],
  [{ a: {} }, { a: {} }, false],
])('%j and %j are alike: %s', (one, other, same) => {
  expect(alike(one, other)).toBe(same);
});
