import { isCleared, isWritten, type ChatEntry } from '../state/chat-log.ts';
import type { Notice } from '../state/notices.ts';
import { SnapshotStore } from '../state/snapshot-store.ts';
import type { Comings, Happening, LogEntry } from './happening.ts';

/** More than this is not kept; the oldest go first. */
export const MOST_ENTRIES = 2000;

/** The oldest are let go in so large batches, because moving the others costs more than keeping a few. */
const BATCH = 256;

/** Above this many people, who comes and who goes within {@link CROWD_MS} is only counted. */
const CROWD_ABOVE = 30;
const CROWD_MS = 60_000;

/** Of those who were there before, so many are named. */
const MOST_NAMES = 8;

/** For so long after coming in, what the history tells was written before. */
const HISTORY_MS = 10_000;

/** Notices on these topics only repeat what the log has been told by itself. */
const TOLD_ANYWAY = /^(?:arrivals|file|mute|op|present|recording|unsent|hand:.*|message:.*)$/s;

export interface LogSnapshot {
  /** The oldest first. */
  readonly entries: readonly LogEntry[];
  /** How many there were before them, which are not kept any more. */
  readonly gone: number;
}

interface Crowd {
  readonly id: number;
  readonly since: number;
}

/** Everything that has happened in a meeting since its reader came in, as far as there is room for it. */
export class MeetingLog extends SnapshotStore<LogSnapshot> {
  readonly #now: () => number;
  /** Their ids follow one another without a gap. */
  readonly #entries: LogEntry[] = [];
  readonly #crowds: Partial<Record<Comings, Crowd>> = {};
  #lastId = 0;
  /** When one came in; undefined before. */
  #cameAt: number | undefined;

  /** @param now - The time of day, in milliseconds since the epoch. */
  constructor(now: () => number = Date.now) {
    super();
    this.#now = now;
  }

  add(what: Happening): void {
    const at = this.#now();
    if (what.type === 'came') this.#cameAt = at;
    this.#lastId += 1;
    this.#entries.push({ id: this.#lastId, at, what });
    if (this.#entries.length > MOST_ENTRIES + BATCH) this.#entries.splice(0, BATCH);
    this.changed();
  }

  /** Who was there before one came. */
  found(names: readonly string[]): void {
    this.add({
      type: 'here',
      names: names.slice(0, MOST_NAMES),
      others: Math.max(0, names.length - MOST_NAMES),
    });
  }

  /**
   * Somebody came or went.
   *
   * @param people - How many are in the meeting now.
   */
  moved(what: Comings, names: readonly string[], people: number): void {
    if (people > CROWD_ABOVE) this.#count(what, names.length);
    else for (const name of names) this.add({ type: what, name });
  }

  /**
   * Something is in the chat that was not there before.
   *
   * @param history - The server told it afterwards. What was written before one came is no news; what was written while
   * one was away is.
   */
  wrote(entry: ChatEntry, history: boolean): void {
    const isOld = this.#cameAt === undefined || this.#now() - this.#cameAt < HISTORY_MS;
    if (history && isOld) return;
    if (isWritten(entry)) this.add({ type: 'message', message: entry });
    else if (entry.kind === 'output' || entry.kind === 'problem') {
      this.add({ type: entry.kind, lines: entry.lines });
    }
  }

  /**
   * Messages were taken back, and nobody is to read them any more.
   *
   * @param value - What `clearchat` says of which.
   */
  cleared(value: unknown): void {
    for (const [index, { id, at, what }] of this.#entries.entries()) {
      if (what.type !== 'message' || !isCleared(what.message, value)) continue;
      const { name, own } = what.message;
      this.#entries[index] = { id, at, what: { type: 'deleted', name, own } };
    }
    if (value === undefined || value === null) this.add({ type: 'cleared' });
    else this.changed();
  }

  /** A notice is shown on the page. */
  noticed({ kind, text }: Pick<Notice, 'kind' | 'text'>, topic: string): void {
    if (!TOLD_ANYWAY.test(topic)) this.add({ type: 'notice', level: kind, text });
  }

  protected build(): LogSnapshot {
    const entries = this.#entries.slice(-MOST_ENTRIES);
    return { entries, gone: this.#lastId - entries.length };
  }

  #count(what: Comings, count: number): void {
    if (count === 0) return;
    const now = this.#now();
    const crowd = this.#crowds[what];
    const index = crowd === undefined ? -1 : crowd.id - (this.#entries[0]?.id ?? 0);
    const before = this.#entries[index];
    if (crowd === undefined || now - crowd.since >= CROWD_MS || before?.what.type !== 'crowd') {
      this.add({ type: 'crowd', what, count });
      this.#crowds[what] = { id: this.#lastId, since: now };
      return;
    }
    this.#entries[index] = { ...before, what: { type: 'crowd', what, count: before.what.count + count } };
    this.changed();
  }
}
