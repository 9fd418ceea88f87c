/** So many turns may wait; a busy group says less while a handler works. */
const MOST_WAITING = 1000;
/** A handler that takes longer has probably been forgotten by whatever it waits for. */
const LONGEST_TURN_MS = 60_000;

export interface TurnsOptions {
  /** Calls `task` once; returns what prevents it. */
  after(delayMs: number, task: () => void): () => void;
  /** A turn has thrown, or took too long. */
  failed(name: string, error: unknown): void;
  /** Turns were left out because too many were waiting. Told once, until there is room again. */
  overflowed(): void;
}

interface Turn {
  readonly name: string;
  readonly task: () => unknown;
}

/**
 * Runs tasks one after another, in their order, so that handlers may wait without meeting themselves. What one throws
 * is reported, and the next is run. None is run before `begin()`.
 */
export class Turns {
  readonly #options: TurnsOptions;
  readonly #waiting: Turn[] = [];
  #phase: 'paused' | 'idle' | 'running' | 'closed' = 'paused';
  #full = false;

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  push(name: string, task: () => unknown): void {
    if (this.#phase === 'closed') return;
    if (this.#waiting.length >= MOST_WAITING) {
      if (!this.#full) this.#options.overflowed();
      this.#full = true;
      return;
    }
    this.#full = false;
    this.#waiting.push({ name, task });
    if (this.#phase === 'idle') void this.#run();
  }

  /** Runs what waits, and from now on whatever comes. */
  begin(): void {
    if (this.#phase === 'paused') void this.#run();
  }

  /** Forgets what waits. A turn under way goes on, but nothing follows it. */
  close(): void {
    this.#phase = 'closed';
    this.#waiting.length = 0;
  }

  async #run(): Promise<void> {
    this.#phase = 'running';
    // What pushed has more to say before anybody acts on it.
    await Promise.resolve();
    for (let turn = this.#waiting.shift(); turn !== undefined; turn = this.#waiting.shift()) {
      try {
        await this.#inTime(turn);
      } catch (error) {
        this.#options.failed(turn.name, error);
      }
    }
    if (!this.#isClosed()) this.#phase = 'idle';
  }

  #isClosed(): boolean {
    return this.#phase === 'closed';
  }

  async #inTime({ task }: Turn): Promise<void> {
    const late = Promise.withResolvers<never>();
    const cancel = this.#options.after(LONGEST_TURN_MS, () => {
      late.reject(new Error(`it has not ended within ${(LONGEST_TURN_MS / 1000).toString()} s`));
    });
    try {
      await Promise.race([task(), late.promise]);
    } finally {
      cancel();
    }
  }
}
