import { z } from 'zod';
import { SnapshotStore } from './snapshot-store.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** What this browser remembers. Whatever cannot be read falls back to the default. */
const Preferences = z.object({
  name: z.string().max(128).catch(''),
  microphone: z.boolean().catch(false),
  camera: z.boolean().catch(false),
  microphoneId: z.string().max(512).optional().catch(undefined),
  cameraId: z.string().max(512).optional().catch(undefined),
  theme: z.enum(THEMES).catch('system'),
});
export type Preferences = Readonly<z.infer<typeof Preferences>>;

const KEY = 'evagore.preferences';

/** The part of `localStorage` that is used. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export class PreferenceStore extends SnapshotStore<Preferences> {
  readonly #shelf: Shelf | undefined;
  #current: Preferences;

  constructor(shelf: Shelf | undefined) {
    super();
    this.#shelf = shelf;
    this.#current = read(shelf);
  }

  get chosen(): Preferences {
    return this.#current;
  }

  set(change: Partial<Preferences>): void {
    this.#current = { ...this.#current, ...change };
    try {
      this.#shelf?.setItem(KEY, JSON.stringify(this.#current));
    } catch {
      // A full or forbidden storage: the choice holds until the page is closed.
    }
    this.changed();
  }

  protected build(): Preferences {
    return this.#current;
  }
}

function read(shelf: Shelf | undefined): Preferences {
  try {
    return Preferences.catch(Preferences.parse({})).parse(JSON.parse(shelf?.getItem(KEY) ?? '{}'));
  } catch {
    return Preferences.parse({});
  }
}

/** `localStorage` throws on access where storage is forbidden. */
export function browserShelf(): Shelf | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
