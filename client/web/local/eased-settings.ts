import type { Preferences, PreferenceStore } from '../state/preferences.ts';
import { lowerSend, type MediaSettings } from './media-settings.ts';
import { declined, lowered, NO_RELIEF, relieved, type Relief, type ReliefStep } from './relief.ts';

/** What is chosen, and what is left of it for now. */
export type EasedPreferences = Preferences &
  Pick<MediaSettings, 'frameRate'> & {
    /** Cameras of others are received in their lower quality. */
    readonly easesReceiving: boolean;
  };

interface Ease {
  readonly send: Preferences['send'];
  readonly resolution: NonNullable<Preferences['resolution']>;
  readonly frameRate: number;
}

/** What a processor of some years ago encodes beside a meeting. */
const EASES = {
  1: { send: 'normal', resolution: [640, 360], frameRate: 20 },
  2: { send: 'low', resolution: [480, 270], frameRate: 15 },
} as const satisfies Record<Exclude<ReliefStep, 0>, Ease>;

export interface EasedSettingsOptions {
  readonly preferences: Pick<PreferenceStore, 'chosen' | 'subscribe'>;
  /** Milliseconds of any origin. */
  readonly now: () => number;
  /** Less is sent and received from now on, or all that was chosen again. */
  readonly stepped: (step: ReliefStep, before: ReliefStep) => void;
}

/** The preferences, with less of what the processor has to do while that does not keep up. */
export class EasedSettings {
  readonly #options: EasedSettingsOptions;
  readonly #listeners = new Set<() => void>();
  #relief: Relief = NO_RELIEF;
  #of: Preferences | undefined;
  #chosen: EasedPreferences | undefined;

  constructor(options: EasedSettingsOptions) {
    this.#options = options;
  }

  get chosen(): EasedPreferences {
    const { chosen } = this.#options.preferences;
    if (this.#of !== chosen) this.#chosen = undefined;
    this.#of = chosen;
    return (this.#chosen ??= eased(chosen, this.#relief.step));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    const stop = this.#options.preferences.subscribe(listener);
    this.#listeners.add(listener);
    return () => {
      stop();
      this.#listeners.delete(listener);
    };
  };

  /** The processor was looked at. */
  note(busy: boolean): void {
    this.#become(relieved(this.#relief, busy, this.#options.now()));
  }

  /** Something has ended because it took too much time. */
  noteFailure(): void {
    this.#become(lowered(this.#relief, this.#options.now()));
  }

  /** All that is chosen is sent and received from now on, whatever it costs. */
  decline(): void {
    this.#become(declined(this.#relief));
  }

  #become(relief: Relief): void {
    const before = this.#relief;
    this.#relief = relief;
    if (relief.step === before.step) return;
    this.#chosen = undefined;
    for (const listener of [...this.#listeners]) listener();
    this.#options.stepped(relief.step, before.step);
  }
}

/** Less of what is chosen. Nobody gets more than they chose. */
export function eased(chosen: Preferences, step: ReliefStep): EasedPreferences {
  if (step === 0) return { ...chosen, easesReceiving: false };
  const { send, resolution, frameRate } = EASES[step];
  return {
    ...chosen,
    send: lowerSend(chosen.send, send),
    // What is written on a board could not be read any more: it only moves less.
    resolution: chosen.blackboard ? chosen.resolution : smaller(chosen.resolution, resolution),
    frameRate,
    easesReceiving: true,
  };
}

function smaller(chosen: Preferences['resolution'], limit: Ease['resolution']): Ease['resolution'] {
  return chosen !== null && chosen[0] * chosen[1] < limit[0] * limit[1] ? chosen : limit;
}
