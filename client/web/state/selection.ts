import type { SnapshotStore } from './snapshot-store.ts';

/**
 * Reads a part of a store's state. It gives the same value for as long as the part is the same, so that who shows only
 * that need not be drawn again when something else is different.
 *
 * @param select - Picks the part, or makes it; a pure function.
 * @param isSame - Whether two values of the part are the same; {@link alike} for those that are made.
 */
export function selection<Snapshot, Part>(
  store: Pick<SnapshotStore<Snapshot>, 'getSnapshot'>,
  select: (snapshot: Snapshot) => Part,
  isSame: (one: Part, other: Part) => boolean,
): () => Part {
  let last: { readonly snapshot: Snapshot; readonly part: Part } | undefined;
  return () => {
    const snapshot = store.getSnapshot();
    if (last === undefined) last = { snapshot, part: select(snapshot) };
    else if (last.snapshot !== snapshot) {
      const part = select(snapshot);
      last = { snapshot, part: isSame(last.part, part) ? last.part : part };
    }
    return last.part;
  };
}

/** Whether two objects, or two lists, have the same fields. What is in the fields is compared as it is. */
export function alike<Value extends object>(one: Value, other: Value): boolean {
  const keys = Object.keys(one) as (keyof Value)[];
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => key in other && Object.is(one[key], other[key]))
  );
}

/** The list as it was before, where the same things are in it now. */
export function settledList<Item>(before: readonly Item[], now: readonly Item[]): readonly Item[] {
  return before.length === now.length && before.every((item, index) => item === now[index]) ? before : now;
}
