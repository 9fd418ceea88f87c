/** How much may be done in a row (`burst`), and how fast that comes back (`perSecond`). */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * A token bucket. What exceeds it runs into debt, so that somebody who never stops can be told from somebody
 * who was quick once.
 */
export class RateLimit {
  readonly #rate: Rate;
  #tokens: number;
  #at: number;

  /** @param now - Milliseconds on any clock that does not step. */
  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#at = now;
  }

  /**
   * Takes a token, or as many as what is done costs.
   *
   * @returns `ok`; `over` when there was none; `flood` when the debt is as large as the burst.
   */
  take(now: number, cost = 1): 'ok' | 'over' | 'flood' {
    const earned = ((now - this.#at) / 1000) * this.#rate.perSecond;
    this.#at = now;
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + earned) - cost;
    if (this.#tokens >= 0) return 'ok';
    return this.#tokens > -this.#rate.burst ? 'over' : 'flood';
  }
}
