import type { Clock } from '../time/clock.ts';
import type { StreamView } from './remote-streams.ts';

/** A successor's picture comes within a second; after this it has none, and an old one would pretend otherwise. */
const LONGEST_MS = 2000;

interface Held {
  readonly picture: MediaStreamTrack;
  readonly cancel: () => void;
}

/** The last pictures of streams that others replace, until the successors' own are there: nothing goes dark between. */
export class HeldPictures {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #changed: () => void;
  /** By the name that a stream and its successors share. */
  readonly #held = new Map<string, Held>();

  constructor(clock: Pick<Clock, 'after'>, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** A stream is being replaced. */
  keep({ slot, media }: Pick<StreamView, 'slot' | 'media'>): void {
    const picture = media?.getVideoTracks()[0];
    if (slot === undefined || picture === undefined) return;
    this.drop(slot);
    const cancel = this.#clock.after(LONGEST_MS, () => {
      this.#held.delete(slot);
      this.#changed();
    });
    this.#held.set(slot, { picture, cancel });
  }

  /** The picture to show in the place of one that is still missing. */
  for({ slot, hasVideo }: Pick<StreamView, 'slot' | 'hasVideo'>): MediaStreamTrack | undefined {
    return slot === undefined || hasVideo ? undefined : this.#held.get(slot)?.picture;
  }

  /** It is needed no more. */
  drop(slot: string | undefined): void {
    if (slot === undefined) return;
    this.#held.get(slot)?.cancel();
    this.#held.delete(slot);
  }

  close(): void {
    for (const slot of [...this.#held.keys()]) this.drop(slot);
  }
}
