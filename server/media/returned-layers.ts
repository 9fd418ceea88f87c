/** What the worker tells of one of the encodings of a track that is published. */
interface EncodingScore {
  readonly encodingIdx: number;
  /** From 0, nothing arrives, to 10. */
  readonly score: number;
}

/**
 * How long a layer must have been there before the worker gives it to somebody who has a lower one.
 *
 * @see mediasoup's worker, `StreamMinActiveMs` of simulcast: 2 s. A little is added for its clock.
 */
const TAKEN_AFTER_MS = 2050;

/**
 * Tells when layers of a simulcast that have come back can be given to those who wait for them. The worker itself looks
 * again only with its next estimate of the bandwidth, up to a second later.
 */
export class ReturnedLayers {
  readonly #onTakeable: () => void;
  /** Of each encoding that arrives. */
  readonly #timers = new Map<number, NodeJS.Timeout>();

  constructor(onTakeable: () => void) {
    this.#onTakeable = onTakeable;
  }

  /** Hears what arrives of all encodings. */
  scored(scores: readonly EncodingScore[]): void {
    for (const { encodingIdx, score } of scores) {
      const known = this.#timers.get(encodingIdx);
      if (score === 0) {
        clearTimeout(known);
        this.#timers.delete(encodingIdx);
      } else if (known === undefined) {
        this.#timers.set(encodingIdx, setTimeout(this.#onTakeable, TAKEN_AFTER_MS).unref());
      }
    }
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
