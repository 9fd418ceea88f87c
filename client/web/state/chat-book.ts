import type { ChatMessage } from '@evagore/shared';
import type { OutputLine } from '@evagore/shared/commands';
import {
  cleared,
  entryOf,
  isWritten,
  type ChatContext,
  type ChatEntry,
  type LocalEntry,
  type WrittenEntry,
} from './chat-log.ts';

/** More than this is not kept; a meeting of many hours must not slow the page down. */
const MOST_MESSAGES = 1000;

/** What was written, and how much of it nobody has looked at. */
export class ChatBook {
  #entries: readonly ChatEntry[] = [];
  #unread = 0;
  #reading = false;
  #lastId = 0;
  readonly #onKept: (entry: ChatEntry, history: boolean) => void;

  /** @param onKept - Told of all that is new here; `history` marks what the server told afterwards. */
  constructor(onKept: (entry: ChatEntry, history: boolean) => void = () => undefined) {
    this.#onKept = onKept;
  }

  get entries(): readonly ChatEntry[] {
    return this.#entries;
  }

  get unread(): number {
    return this.#unread;
  }

  /** Whether the chat is in front of the reader's eyes. */
  get reading(): boolean {
    return this.#reading;
  }

  /** Says whether the chat is in front of the reader's eyes. */
  setReading(reading: boolean): void {
    this.#reading = reading;
    if (reading) this.#unread = 0;
  }

  /** @returns what is new of it; undefined for what is not for reading, or there already. */
  receive(
    message: ChatMessage,
    context: ChatContext & { readonly history: boolean },
  ): WrittenEntry | undefined {
    const entry = entryOf(message, context);
    if (entry === undefined) return undefined;
    // Whoever has lost their seat and joined again is told the history once more.
    if (context.history && this.#entries.some(({ id }) => id === entry.id)) return undefined;
    this.keep(entry, context.history);
    if (!context.history && !entry.own && !this.#reading) this.#unread += 1;
    return entry;
  }

  keep(entry: ChatEntry, history = false): void {
    this.#entries = [...this.#entries, entry].slice(-MOST_MESSAGES);
    this.#onKept(entry, history);
  }

  /** Puts an entry in the place of the one with its id, or at the end. */
  put(entry: ChatEntry): void {
    if (!this.#entries.some(({ id }) => id === entry.id)) this.keep(entry);
    else this.#entries = this.#entries.map((each) => (each.id === entry.id ? entry : each));
  }

  drop(id: string): void {
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
  }

  /** Shows a file that is offered to one, or by one. */
  offer(file: string, own: boolean, time: number): void {
    this.keep({ id: this.#newId('file'), kind: 'file', file, own, time });
    if (!own && !this.#reading) this.#unread += 1;
  }

  /** Shows something that nobody else sees. */
  print(kind: LocalEntry['kind'], lines: readonly OutputLine[]): void {
    if (lines.length === 0) return;
    this.keep({ id: this.#newId('local'), kind, lines });
  }

  /** The last message to everybody of one's own, if it is still there. */
  lastOwn(): string | undefined {
    return this.#entries.findLast((entry) => isWritten(entry) && entry.own && entry.privateWith === undefined)
      ?.id;
  }

  /** An operator took messages away. */
  clear(what: unknown): void {
    this.#entries = cleared(this.#entries, what);
  }

  #newId(kind: string): string {
    this.#lastId += 1;
    // No message of the server has a space in its id.
    return `${kind} ${this.#lastId.toString()}`;
  }
}
