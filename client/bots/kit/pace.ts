import { BotBusy, BotGone } from './failures.ts';

/** So much may wait to be said or done, for each lane. */
const MOST_WAITING = 100;

export interface PaceOptions {
  /** How much is sent in the long run. */
  readonly perSecond: number;
  /** How much may be sent at once after a pause. */
  readonly burst: number;
}

/** Keeping order in the group does not wait behind words. */
export type Lane = 'acts' | 'words';

interface Clock {
  now(): number;
  after(delayMs: number, task: () => void): () => void;
}

/** How fast a bot may send: by tokens that come back with time. Whoever is too fast waits, in order. */
export class Pace {
  readonly #options: PaceOptions;
  readonly #clock: Clock;
  readonly #waiting: Record<Lane, PromiseWithResolvers<void>[]> = { acts: [], words: [] };
  #tokens: number;
  #countedAt: number;
  #cancel: (() => void) | undefined;
  #closed = false;

  constructor(options: PaceOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#tokens = options.burst;
    this.#countedAt = clock.now();
  }

  /** Waits until something may be sent. @throws BotBusy where too much waits already; BotGone after `close()`. */
  async turn(lane: Lane): Promise<void> {
    if (this.#closed) throw new BotGone();
    const queue = this.#waiting[lane];
    if (queue.length >= MOST_WAITING) throw new BotBusy();
    const waiter: PromiseWithResolvers<void> = Promise.withResolvers();
    queue.push(waiter);
    this.#serve();
    await waiter.promise;
  }

  /** Whoever still waits waits in vain. */
  close(): void {
    this.#closed = true;
    this.#cancel?.();
    const { acts, words } = this.#waiting;
    for (const waiter of [...acts.splice(0), ...words.splice(0)]) waiter.reject(new BotGone());
  }

  #serve(): void {
    const { perSecond, burst } = this.#options;
    const now = this.#clock.now();
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#countedAt) / 1000) * perSecond);
    this.#countedAt = now;
    const { acts, words } = this.#waiting;
    while (this.#tokens >= 1) {
      const next = acts.shift() ?? words.shift();
      if (next === undefined) return;
      this.#tokens -= 1;
      next.resolve();
    }
    if (this.#cancel !== undefined || acts.length + words.length === 0) return;
    // A millisecond more, because sums of fractions may fall short of one.
    const waitMs = ((1 - this.#tokens) / perSecond) * 1000 + 1;
    this.#cancel = this.#clock.after(waitMs, () => {
      this.#cancel = undefined;
      this.#serve();
    });
  }
}
