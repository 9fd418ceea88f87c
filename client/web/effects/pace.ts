/** Masks a second, from what is best to what still follows a person who sits. */
const RATES = [15, 10, 5] as const;
/** A frame must be painted before the next but one arrives, at 30 a second. */
const PAINT_LIMIT_MS = 60;
/** A mask that takes longer is asked for less often. */
const MASK_LIMIT_MS = 60;
/** At the lowest rate masks are 200 ms apart. They are made beside the painting, so that nothing stutters before. */
const LAST_MASK_LIMIT_MS = 180;
/** A moment in which the computer is busy with something else is no reason to give up. */
const PATIENCE_MS = 4000;
/** After so long without trouble the next higher rate is tried again. */
const RECOVERY_MS = 30_000;
/** How much of a mean the newest value is. */
const WEIGHT = 0.15;
/** The first masks take much longer, until the browser has compiled what makes them. */
const WARM_UP_MASKS = 5;

export type Verdict = 'fine' | 'too-slow';

/** Watches how long frames take, and decides how often a mask is computed, and when to give up. */
export class Pace {
  #rate = 0;
  #paintMs: number | undefined;
  #maskMs: number | undefined;
  #slowSince: number | undefined;
  #fineSince: number | undefined;
  #maskedAt = -Infinity;
  #masks = 0;

  /** Means, for people who want to know. */
  get paintMs(): number | undefined {
    return this.#paintMs;
  }

  get maskMs(): number | undefined {
    return this.#maskMs;
  }

  /** Masks a second. */
  get rate(): number {
    return RATES[this.#rate] ?? 5;
  }

  /** Whether it is time for another mask; the time counts from here. @param now - Milliseconds of any clock. */
  startsMask(now: number): boolean {
    // Half a frame's time off, so that 15 a second are every second frame of 30.
    if (now - this.#maskedAt < 1000 / this.rate - 16) return false;
    this.#maskedAt = now;
    return true;
  }

  masked(ms: number): void {
    this.#masks += 1;
    if (this.#masks <= WARM_UP_MASKS) return;
    this.#maskMs = averaged(this.#maskMs, ms);
  }

  painted(ms: number, now: number): Verdict {
    this.#paintMs = averaged(this.#paintMs, ms);
    if (!this.#isSlow()) {
      this.#slowSince = undefined;
      this.#fineSince ??= now;
      if (now - this.#fineSince > RECOVERY_MS) this.#change(-1);
      return 'fine';
    }
    this.#fineSince = undefined;
    this.#slowSince ??= now;
    if (now - this.#slowSince < PATIENCE_MS) return 'fine';
    if (this.#isLast) return 'too-slow';
    this.#change(1);
    return 'fine';
  }

  /** Another effect takes other times. */
  restart(): void {
    this.#rate = 0;
    this.#paintMs = this.#maskMs = this.#slowSince = this.#fineSince = undefined;
    this.#maskedAt = -Infinity;
  }

  get #isLast(): boolean {
    return this.#rate === RATES.length - 1;
  }

  #isSlow(): boolean {
    const maskLimit = this.#isLast ? LAST_MASK_LIMIT_MS : MASK_LIMIT_MS;
    return (this.#paintMs ?? 0) > PAINT_LIMIT_MS || (this.#maskMs ?? 0) > maskLimit;
  }

  #change(by: 1 | -1): void {
    this.#rate = Math.min(RATES.length - 1, Math.max(0, this.#rate + by));
    this.#slowSince = this.#fineSince = undefined;
  }
}

function averaged(before: number | undefined, value: number): number {
  return before === undefined ? value : before + WEIGHT * (value - before);
}
