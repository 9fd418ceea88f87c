import { continues, dayBegun, isWritten, type ChatEntry, type WrittenEntry } from '../state/chat-log.ts';

/** A line of the chat, and how it stands to the one above it. */
export interface ChatRow {
  readonly entry: ChatEntry;
  /** Stands under the one before, without a name of its own. */
  readonly continued: boolean;
  /** It names the reader. */
  readonly mentioned: boolean;
  /** A moment of the day that begins with it, where one does. */
  readonly day: number | undefined;
}

interface Known {
  readonly row: ChatRow;
  readonly before: ChatEntry | undefined;
  readonly timeBefore: number | undefined;
}

export interface ChatRowsOptions {
  /** Whether a message names the reader. */
  readonly isMentioned: (entry: WrittenEntry) => boolean;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
}

/** Makes rows of entries, each once: of a thousand messages, one more costs the work for one. */
export class ChatRows {
  readonly #options: ChatRowsOptions;
  #known: ReadonlyMap<ChatEntry, Known> = new Map();

  constructor(options: ChatRowsOptions) {
    this.#options = options;
  }

  /** @returns the same objects for what stands as it stood the last time. */
  of(entries: readonly ChatEntry[]): readonly ChatRow[] {
    const known = new Map<ChatEntry, Known>();
    let before: ChatEntry | undefined;
    let timeBefore: number | undefined;
    for (const entry of entries) {
      const last = this.#known.get(entry);
      const same = last !== undefined && last.before === before && last.timeBefore === timeBefore;
      known.set(entry, same ? last : { row: this.#row(entry, before, timeBefore, last), before, timeBefore });
      before = entry;
      if ('time' in entry) timeBefore = entry.time;
    }
    this.#known = known;
    return [...known.values()].map(({ row }) => row);
  }

  #row(
    entry: ChatEntry,
    before: ChatEntry | undefined,
    timeBefore: number | undefined,
    last: Known | undefined,
  ): ChatRow {
    const { isMentioned, openedAt } = this.#options;
    const written = isWritten(entry);
    return {
      entry,
      continued: continues(before, entry),
      mentioned: last?.row.mentioned ?? (written && !entry.own && isMentioned(entry)),
      day: written ? dayBegun(timeBefore, entry.time, openedAt) : undefined,
    };
  }
}
