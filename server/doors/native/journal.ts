/** How much a journal keeps. */
export interface JournalLimits {
  readonly maxMessages: number;
  /** In UTF-16 units of the messages' texts. */
  readonly maxLength: number;
}

/**
 * The messages of one seat that its client may not have read yet, in order, and the count of all before them.
 *
 * What is beyond the limits is dropped at the old end: then a client that was away before it cannot catch up.
 */
export class Journal {
  readonly #limits: JournalLimits;
  #kept: string[] = [];
  /** Entries at the start of `#kept` that are forgotten already; they are cut off in larger pieces. */
  #dead = 0;
  #length = 0;
  #count = 0;

  constructor(limits: JournalLimits) {
    this.#limits = limits;
  }

  /** How many messages were added, ever. */
  get count(): number {
    return this.#count;
  }

  /** The number of the first message that is kept. */
  get #start(): number {
    return this.#count - (this.#kept.length - this.#dead);
  }

  /** @returns false where an older message had to be dropped for it. */
  add(message: string): boolean {
    this.#kept.push(message);
    this.#count += 1;
    this.#length += message.length;
    const { maxMessages, maxLength } = this.#limits;
    let fits = true;
    while (this.#length > maxLength || this.#kept.length - this.#dead > maxMessages) {
      this.#drop();
      fits = false;
    }
    return fits;
  }

  /** The client has read so many of all messages. What it cannot have read is left alone. */
  forget(read: number): void {
    const end = Math.min(read, this.#count);
    while (this.#start < end) this.#drop();
  }

  /** What came after the first `read` messages; undefined where that is not known any more, or never was. */
  since(read: number): readonly string[] | undefined {
    if (read < this.#start || read > this.#count) return undefined;
    return this.#kept.slice(this.#dead + (read - this.#start));
  }

  #drop(): void {
    this.#length -= this.#kept[this.#dead]?.length ?? 0;
    this.#kept[this.#dead] = '';
    this.#dead += 1;
    if (this.#dead > 64 && this.#dead * 2 > this.#kept.length) {
      this.#kept = this.#kept.slice(this.#dead);
      this.#dead = 0;
    }
  }
}
