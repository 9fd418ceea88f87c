import type { ChatMessage } from '@evagore/shared';
import { cleared, entryOf, type ChatContext, type ChatEntry } from './chat-log.ts';

/** More than this is not kept; a meeting of many hours must not slow the page down. */
const MOST_MESSAGES = 1000;

/** What was written, and how much of it nobody has looked at. */
export class ChatBook {
  #entries: readonly ChatEntry[] = [];
  #unread = 0;
  #reading = false;

  get entries(): readonly ChatEntry[] {
    return this.#entries;
  }

  get unread(): number {
    return this.#unread;
  }

  /** Says whether the chat is in front of the reader's eyes. */
  setReading(reading: boolean): void {
    this.#reading = reading;
    if (reading) this.#unread = 0;
  }

  receive(message: ChatMessage, context: ChatContext & { readonly history: boolean }): void {
    const entry = entryOf(message, context);
    if (entry === undefined) return;
    this.keep(entry);
    if (!context.history && !entry.own && !this.#reading) this.#unread += 1;
  }

  keep(entry: ChatEntry): void {
    this.#entries = [...this.#entries, entry].slice(-MOST_MESSAGES);
  }

  /** An operator took messages away. */
  clear(what: unknown): void {
    this.#entries = cleared(this.#entries, what);
  }
}
