import { z } from 'zod';
import type { Shelf } from '../state/preferences.ts';
import { SnapshotStore } from '../state/snapshot-store.ts';

/** A group that was entered with this browser. What let its member in is not kept: neither password nor invitation. */
const RecentGroup = z.object({
  group: z.string().min(1).max(256),
  /** What the group calls itself, where that is not its name. */
  title: z.string().min(1).max(256).optional(),
  /** When it was entered last, in milliseconds since the epoch. */
  at: z.number().positive(),
});
export type RecentGroup = Readonly<z.infer<typeof RecentGroup>>;

/** More than people look through; the oldest gives way. */
export const MOST_RECENT = 10;

const KEY = 'evagore.recent-groups';

/** The groups that were entered last with this browser, the latest first. */
export class RecentGroups extends SnapshotStore<readonly RecentGroup[]> {
  readonly #shelf: Shelf | undefined;
  #groups: readonly RecentGroup[];

  constructor(shelf: Shelf | undefined) {
    super();
    this.#shelf = shelf;
    this.#groups = read(shelf);
  }

  entered(group: string, title: string | undefined, now: number): void {
    const entry = RecentGroup.safeParse({ group, title: title === group ? undefined : title, at: now });
    if (!entry.success) return;
    this.#keep([entry.data, ...this.#others(group)].slice(0, MOST_RECENT));
  }

  forget(group: string): void {
    this.#keep(this.#others(group));
  }

  forgetAll(): void {
    this.#keep([]);
  }

  protected build(): readonly RecentGroup[] {
    return this.#groups;
  }

  /** As they stand on the shelf: another tab may have added some. */
  #others(group: string): readonly RecentGroup[] {
    return read(this.#shelf).filter((each) => each.group !== group);
  }

  #keep(groups: readonly RecentGroup[]): void {
    this.#groups = groups;
    try {
      this.#shelf?.setItem(KEY, JSON.stringify(groups));
    } catch {
      // A full or forbidden storage: the list holds until the page is closed.
    }
    this.changed();
  }
}

function read(shelf: Shelf | undefined): readonly RecentGroup[] {
  try {
    const stored = z.array(z.unknown()).parse(JSON.parse(shelf?.getItem(KEY) ?? '[]'));
    return stored.flatMap((each) => RecentGroup.safeParse(each).data ?? []).slice(0, MOST_RECENT);
  } catch {
    return [];
  }
}
