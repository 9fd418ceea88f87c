import type { TalkChoice } from './media-settings.ts';

export interface TalkKeyOptions {
  readonly mode: () => TalkChoice;
  /** Whether the microphone is heard at the moment. */
  readonly isHeard: () => boolean;
  readonly unmute: () => void;
  readonly mute: () => void;
}

/**
 * The space bar while it is held: talks, or is silent. When the page loses sight of the key, the end is silence:
 * nobody is to be heard who does not know it.
 */
export class TalkKey {
  readonly #options: TalkKeyOptions;
  #held: 'talk' | 'silence' | undefined;

  constructor(options: TalkKeyOptions) {
    this.#options = options;
  }

  get held(): boolean {
    return this.#held !== undefined;
  }

  /** The key goes down. Returns whether it means anything. */
  press(): boolean {
    if (this.#held !== undefined) return true;
    const { mode, isHeard, unmute, mute } = this.#options;
    switch (mode()) {
      case 'open':
        return false;
      case 'push-to-talk':
        // Who is heard already has chosen that, and is not muted by letting go.
        if (isHeard()) return true;
        this.#held = 'talk';
        unmute();
        return true;
      case 'push-to-mute':
        if (!isHeard()) return true;
        this.#held = 'silence';
        mute();
        return true;
    }
  }

  /** The key comes up. */
  release(): void {
    const held = this.#held;
    this.#held = undefined;
    if (held === 'talk') this.#options.mute();
    if (held === 'silence') this.#options.unmute();
  }

  /** Nobody knows any more whether the key is held. */
  lose(): void {
    const held = this.#held;
    this.#held = undefined;
    if (held === 'talk') this.#options.mute();
  }
}
