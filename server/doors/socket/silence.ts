/** After how much silence a client is asked whether it is there, and given up. */
export interface Patience {
  readonly pingAfterMs: number;
  readonly timeoutMs: number;
}

/** What is done about silence. */
export interface SilenceListener {
  ping(): void;
  /** @param message - For how long nothing was heard. */
  giveUp(message: string): void;
}

/** How long nothing was heard from a client. */
export class Silence {
  #heardAt: number;
  #pinged = false;

  constructor(now: number) {
    this.#heardAt = now;
  }

  /** It has said something. */
  heard(now: number): void {
    this.#heardAt = now;
    this.#pinged = false;
  }

  /** Asks whether the client is there, once for each silence, or gives it up. */
  look({ now, pauseMs }: Round, { pingAfterMs, timeoutMs }: Patience, listener: SilenceListener): void {
    this.#heardAt += pauseMs;
    const silentMs = now - this.#heardAt;
    if (silentMs > timeoutMs) {
      listener.giveUp(`nothing was heard for ${Math.round(silentMs / 1000)} s`);
    } else if (silentMs > pingAfterMs && !this.#pinged) {
      this.#pinged = true;
      listener.ping();
    }
  }
}

/** How often a door looks at its connections. One timer serves them all. */
const INTERVAL_MS = 1000;

/** What a round finds. */
export interface Round {
  /** Milliseconds on a clock that does not step. */
  readonly now: number;
  /** For how long the server stood still or was suspended; it must not take its own absence for others' silence. */
  readonly pauseMs: number;
}

/** A door's rounds, once a second, until they are stopped. */
export class Rounds {
  readonly #timer: NodeJS.Timeout;

  constructor(now: () => number, look: (round: Round) => void) {
    let lookedAt = now();
    this.#timer = setInterval(() => {
      const at = now();
      const lateMs = at - lookedAt - INTERVAL_MS;
      lookedAt = at;
      look({ now: at, pauseMs: lateMs > INTERVAL_MS ? lateMs : 0 });
    }, INTERVAL_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
