import { z } from 'zod';
import { NOISE_SUPPRESSIONS, PLAIN, VideoEffect } from '../effects/effect-choice.ts';
import { MEDIA_PREFERENCES } from '../local/media-settings.ts';
import { LEAST_PANEL_WIDTH, MOST_PANEL_WIDTH, PANEL_WIDTH } from '../meeting/panel-width.ts';
import { LANGUAGES, type Language } from '../messages/languages.ts';
import { CaptionChoice, NotificationChoice } from '../notify/notification-choice.ts';
import { SnapshotStore } from './snapshot-store.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** A language, or whichever the browser asks for. */
export const LANGUAGE_CHOICES = ['system', ...(Object.keys(LANGUAGES) as Language[])] as const;
export type LanguageChoice = (typeof LANGUAGE_CHOICES)[number];

/** Everybody alike, or the speaker large. */
export const VIEWS = ['grid', 'speaker'] as const;
export type View = (typeof VIEWS)[number];

/** What this browser remembers. Whatever cannot be read falls back to the default. */
const Preferences = z.object({
  name: z.string().max(128).catch(''),
  microphone: z.boolean().catch(false),
  camera: z.boolean().catch(false),
  microphoneId: z.string().max(512).optional().catch(undefined),
  cameraId: z.string().max(512).optional().catch(undefined),
  theme: z.enum(THEMES).catch('system'),
  view: z.enum(VIEWS).catch('grid'),
  /** No tile for oneself. */
  hideSelf: z.boolean().catch(false),
  /** One's own picture as in a mirror; others see it as it is. */
  mirrorSelf: z.boolean().catch(true),
  /** Tiles for people without a picture. */
  showWithoutVideo: z.boolean().catch(true),
  language: z.enum(LANGUAGE_CHOICES).catch('system'),
  /** Of the chat and the people beside the meeting, in rem. */
  panelWidth: z.number().min(LEAST_PANEL_WIDTH).max(MOST_PANEL_WIDTH).catch(PANEL_WIDTH),
  ...MEDIA_PREFERENCES,
  notifications: NotificationChoice.catch(NotificationChoice.parse({})),
  captions: CaptionChoice.catch(CaptionChoice.parse({})),
  effect: VideoEffect.catch(PLAIN),
  noiseSuppression: z.enum(NOISE_SUPPRESSIONS).catch('browser'),
});
export type Preferences = Readonly<z.infer<typeof Preferences>>;

/** What nobody has chosen yet. */
export const DEFAULT_PREFERENCES: Preferences = Preferences.parse({});

/**
 * Reads one preference that comes from outside, such as from a command.
 *
 * @returns What to set; undefined for a value that does not fit.
 */
export function readPreference(name: keyof Preferences, value: unknown): Partial<Preferences> | undefined {
  const read = Preferences.parse({ ...DEFAULT_PREFERENCES, [name]: value });
  // What cannot be read has become the default.
  return JSON.stringify(read[name]) === JSON.stringify(value) ? { [name]: read[name] } : undefined;
}

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
