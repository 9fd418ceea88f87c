/** Reported at once when so many messages have been read since the last report, */
const REPORT_EVERY = 200;
/** and at the latest so long after the first of them. */
const REPORT_AFTER_MS = 5000;

export interface CursorOptions {
  after(delayMs: number, task: () => void): () => void;
  /** Tells the server how many of its messages have been read, where there is somebody to tell. */
  report(cursor: number): void;
}

/** How many of the server's messages were read over all connections of a seat. */
export class Cursor {
  readonly #options: CursorOptions;
  #value = 0;
  #unreported = 0;
  #cancel: (() => void) | undefined;

  constructor(options: CursorOptions) {
    this.#options = options;
  }

  get value(): number {
    return this.#value;
  }

  /** One more was read. */
  advance(): void {
    this.#value += 1;
    this.#unreported += 1;
    if (this.#unreported >= REPORT_EVERY) this.#report();
    else {
      this.#cancel ??= this.#options.after(REPORT_AFTER_MS, () => {
        this.#report();
      });
    }
  }

  /** Counts on from another value; what was read before is not reported any more. */
  goOnFrom(value: number): void {
    this.pause();
    this.#value = value;
  }

  /** There is nobody to report to for now. */
  pause(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#unreported = 0;
  }

  #report(): void {
    this.pause();
    this.#options.report(this.#value);
  }
}
