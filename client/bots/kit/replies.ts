import { AsyncLocalStorage } from 'node:async_hooks';
import { TooManyReplies } from './failures.ts';

const MINUTE_MS = 60_000;
/** So many members are counted at once; the one counted longest is forgotten first. */
const MOST_COUNTED = 1000;

export interface RepliesOptions {
  /** So much of what is said may answer one member. */
  readonly perMinute: number;
  readonly now: () => number;
  /** A member has got all the answers it may get for now. */
  readonly reached: (who: string) => void;
}

/**
 * Keeps two programs that answer each other from doing so for ever: what is said while a message is being handled
 * answers it, and each writer gets only so many answers in a minute.
 */
export class Replies {
  readonly #options: RepliesOptions;
  readonly #cause = new AsyncLocalStorage<string | undefined>();
  readonly #counts = new Map<string, { since: number; count: number }>();

  constructor(options: RepliesOptions) {
    this.#options = options;
  }

  /** Runs a task, and counts what it says as answers to `who`; undefined: it answers nobody. */
  during<Result>(who: string | undefined, task: () => Result): Result {
    return this.#cause.run(who, task);
  }

  /** Something is going to be said. @throws TooManyReplies */
  count(): void {
    const who = this.#cause.getStore();
    if (who === undefined) return;
    const { perMinute, now, reached } = this.#options;
    const entry = this.#entry(who, now());
    entry.count += 1;
    if (entry.count === perMinute + 1) reached(who);
    if (entry.count > perMinute) throw new TooManyReplies();
  }

  #entry(who: string, now: number): { since: number; count: number } {
    const known = this.#counts.get(who);
    if (known !== undefined && now - known.since < MINUTE_MS) return known;
    const entry = { since: now, count: 0 };
    this.#counts.delete(who);
    this.#counts.set(who, entry);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > MOST_COUNTED && oldest !== undefined) this.#counts.delete(oldest);
    return entry;
  }
}
