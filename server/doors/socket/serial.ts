/** Runs tasks one at a time, in the order in which they came. Bounded. */
export class Serial {
  readonly #limit: number;
  readonly #waiting: (() => Promise<void>)[] = [];
  readonly #onError: (error: unknown) => void;
  #running = false;
  #closed = false;

  /**
   * @param limit - How many tasks may wait.
   * @param onError - Told of errors that a task throws; later tasks run all the same.
   */
  constructor(limit: number, onError: (error: unknown) => void) {
    this.#limit = limit;
    this.#onError = onError;
  }

  /** @returns false when too many tasks wait already, or after `close()`; the task is not run then. */
  push(task: () => Promise<void>): boolean {
    if (this.#closed || this.#waiting.length >= this.#limit) return false;
    this.#waiting.push(task);
    if (!this.#running) void this.#run();
    return true;
  }

  /** Forgets the tasks that wait. The running one ends by itself. */
  close(): void {
    this.#closed = true;
    this.#waiting.length = 0;
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let task = this.#waiting.shift(); task !== undefined; task = this.#waiting.shift()) {
      try {
        await task();
      } catch (error) {
        this.#onError(error);
      }
    }
    this.#running = false;
  }
}
