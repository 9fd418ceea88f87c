import { browserClock, type Clock } from '../time/clock.ts';
import { SnapshotStore } from './snapshot-store.ts';

/** How long controls that nobody uses stay in the way. */
export const SHOWN_MS = 4000;

/**
 * Whether the controls are shown where they lie over the meeting: on screens so low that a bar costs too much of them.
 *
 * They fade some seconds after their last use; a tap on the stage brings them back, or sends them away.
 */
export class FadingControls extends SnapshotStore<boolean> {
  readonly #clock: Pick<Clock, 'after'>;
  #fades = false;
  #held = false;
  #shown = true;
  #cancel: (() => void) | undefined;

  constructor(clock: Pick<Clock, 'after'> = browserClock) {
    super();
    this.#clock = clock;
  }

  /** Says whether the screen is one where they fade at all. */
  setFades(fades: boolean): void {
    this.#fades = fades;
    this.used();
  }

  /** Keeps them while something of them is open or has the focus. */
  hold(held: boolean): void {
    this.#held = held;
    this.used();
  }

  /** One of them was used, or reached by keyboard. */
  used(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#fades && !this.#held) {
      this.#cancel = this.#clock.after(SHOWN_MS, () => {
        this.#show(false);
      });
    }
    this.#show(true);
  }

  /** The stage was tapped. */
  tapped(): void {
    if (!this.#fades) return;
    if (this.#shown && !this.#held) {
      this.#cancel?.();
      this.#show(false);
    } else {
      this.used();
    }
  }

  close(): void {
    this.#cancel?.();
  }

  protected build(): boolean {
    return this.#shown;
  }

  #show(shown: boolean): void {
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.changed();
  }
}
