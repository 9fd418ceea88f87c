import type { World } from './world.ts';

/** The longest wait before the second attempt; it doubles from one attempt to the next. */
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5000;
/**
 * So many attempts are made when the seat can be kept no longer: a few minutes for a server that is being replaced.
 * They are counted, not timed, because a machine that sleeps makes none.
 */
export const LATE_ATTEMPTS = 60;

/**
 * How long to wait before an attempt: nothing at first, then anything up to a limit that doubles, so that those
 * who lost the same server do not come back in step.
 *
 * @param failures - How many attempts have failed so far.
 * @param chance - From 0 up to 1.
 */
export function backOffMs(failures: number, chance: number): number {
  return failures === 0 ? 0 : chance * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
}

export interface AttemptsOptions {
  readonly world: Pick<World, 'now' | 'after' | 'random'>;
  /** For how long after the loss attempts are not limited: while the server keeps the seat. */
  readonly patienceMs: number;
  /** The server is known to be gone, so the first attempt waits as well. */
  readonly gone: boolean;
}

/** When to try to get a connection back, from its loss until it stands again or is given up. */
export class Attempts {
  readonly #options: AttemptsOptions;
  readonly #since: number;
  #count = 0;
  #failures: number;
  #late = 0;
  #attempt: (() => void) | undefined;
  #cancel: (() => void) | undefined;

  constructor(options: AttemptsOptions) {
    this.#options = options;
    this.#since = options.world.now();
    this.#failures = options.gone ? 1 : 0;
  }

  /** Which attempt this is, from 1. */
  get count(): number {
    return this.#count;
  }

  /** Whether the server has forgotten the seat by now. */
  get late(): boolean {
    return this.#options.world.now() - this.#since > this.#options.patienceMs;
  }

  /** Plans an attempt; returns after how many milliseconds, or undefined when it is time to give up. */
  next(attempt: () => void): number | undefined {
    const { world } = this.#options;
    if (this.late) this.#late += 1;
    if (this.#late > LATE_ATTEMPTS) return undefined;
    this.#count += 1;
    const waitMs = backOffMs(this.#failures, world.random());
    this.#failures += 1;
    this.#attempt = attempt;
    this.#plan(waitMs);
    return waitMs;
  }

  /** The network may be back: does not wait any longer, and begins with short waits again. Whether it was waiting. */
  hurry(): boolean {
    const waiting = this.#cancel !== undefined;
    this.#failures = 0;
    this.#late = 0;
    if (waiting) this.#plan(0);
    return waiting;
  }

  /** Makes no more attempts. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #plan(waitMs: number): void {
    this.stop();
    this.#cancel = this.#options.world.after(waitMs, () => {
      this.#cancel = undefined;
      this.#attempt?.();
    });
  }
}
