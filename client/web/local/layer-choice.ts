import type { Clock } from '../time/clock.ts';
import { wantsLayers, type MediaSettings } from './media-settings.ts';

/** Going down to one layer is put off: somebody who lost the connection is back by then. */
const FEWER_AFTER_MS = 20_000;

export interface LayerChoiceOptions {
  readonly settings: () => Pick<MediaSettings, 'send' | 'simulcast'>;
  readonly changed: () => void;
  readonly after: Clock['after'];
}

/** Whether cameras are sent in several layers: at once when many come, and no longer a while after they went. */
export class LayerChoice {
  readonly #options: LayerChoiceOptions;
  #people = 1;
  #wanted: boolean;
  #cancel: (() => void) | undefined;

  constructor(options: LayerChoiceOptions) {
    this.#options = options;
    this.#wanted = wantsLayers(options.settings(), this.#people);
  }

  get wanted(): boolean {
    return this.#wanted;
  }

  setPeople(people: number): void {
    if (people === this.#people) return;
    this.#people = people;
    const wanted = this.#reconsider();
    if (wanted && !this.#wanted) this.#use(true);
    if (!wanted && this.#wanted) {
      this.#cancel = this.#options.after(FEWER_AFTER_MS, () => {
        this.#use(false);
      });
    }
  }

  /** Somebody changed the settings, and waits for it. */
  settingsChanged(): void {
    const wanted = this.#reconsider();
    if (wanted !== this.#wanted) this.#use(wanted);
  }

  close(): void {
    this.#cancel?.();
  }

  #reconsider(): boolean {
    this.#cancel?.();
    this.#cancel = undefined;
    return wantsLayers(this.#options.settings(), this.#people);
  }

  #use(wanted: boolean): void {
    this.#wanted = wanted;
    this.#options.changed();
  }
}
