import { z } from 'zod';
import type { Shelf } from './preferences.ts';
import { SnapshotStore } from './snapshot-store.ts';

/** How loud somebody is heard. */
export interface Volume {
  /** From 0 to 1. */
  readonly level: number;
  /** Not heard at all for now; the level is kept for later. */
  readonly muted: boolean;
}

export const FULL: Volume = { level: 1, muted: false };

const KEY = 'evagore.volumes';

/** Whoever was set most recently is remembered; the oldest go. */
const MOST = 200;

/** The most recent last. Group and name, and how loud. */
const Entry = z.tuple([
  z.string().max(200),
  z.string().max(128),
  z.number().min(0).max(1),
  z.boolean().catch(false),
]);
const Entries = z.array(z.unknown()).max(MOST * 2);

export type Volumes = ReadonlyMap<string, Volume>;

/** Whose voice it is: the member's id serves where there is no name to remember. */
export interface Voice {
  readonly id: string;
  readonly username: string;
}

/**
 * How loud each person is heard, remembered in this browser by group and name.
 *
 * Nobody else learns of it. Of those without a name nothing is remembered: their ids are others the next time.
 */
export class VolumeStore extends SnapshotStore<Volumes> {
  readonly #shelf: Shelf | undefined;
  readonly #group: string;
  /** Of all groups, by group and name; the most recent last. */
  readonly #named: Map<string, Volume>;
  readonly #nameless = new Map<string, Volume>();

  constructor(shelf: Shelf | undefined, group: string) {
    super();
    this.#shelf = shelf;
    this.#group = group;
    this.#named = read(shelf);
  }

  of({ id, username }: Voice): Volume {
    const known = username === '' ? this.#nameless.get(id) : this.#named.get(keyOf(this.#group, username));
    return known ?? FULL;
  }

  set({ id, username }: Voice, volume: Volume): void {
    const level = Math.min(1, Math.max(0, volume.level));
    const [entries, key] =
      username === '' ? [this.#nameless, id] : [this.#named, keyOf(this.#group, username)];
    entries.delete(key);
    // What is as by default need not be remembered.
    if (level < 1 || volume.muted) entries.set(key, { level, muted: volume.muted });
    for (const oldest of [...entries.keys()].slice(0, -MOST)) entries.delete(oldest);
    if (username !== '') this.#write();
    this.changed();
  }

  protected build(): Volumes {
    return new Map([...this.#named, ...this.#nameless]);
  }

  #write(): void {
    const entries = [...this.#named].map(([key, { level, muted }]) => [...partsOf(key), level, muted]);
    try {
      this.#shelf?.setItem(KEY, JSON.stringify(entries));
    } catch {
      // A full or forbidden storage: the choice holds until the page is closed.
    }
  }
}

/** Names of groups have no line ends. */
function keyOf(group: string, username: string): string {
  return `${group}\n${username}`;
}

function partsOf(key: string): readonly [group: string, username: string] {
  const end = key.indexOf('\n');
  return [key.slice(0, end), key.slice(end + 1)];
}

function read(shelf: Shelf | undefined): Map<string, Volume> {
  try {
    const stored = Entries.catch([]).parse(JSON.parse(shelf?.getItem(KEY) ?? '[]'));
    const entries = stored.flatMap((entry) => {
      const parsed = Entry.safeParse(entry).data;
      if (parsed === undefined) return [];
      const [group, username, level, muted] = parsed;
      return [[keyOf(group, username), { level, muted }] as const];
    });
    return new Map(entries.slice(-MOST));
  } catch {
    return new Map();
  }
}
