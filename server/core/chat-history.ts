import type { ChatId, ChatMessage, MemberId } from '@evagore/shared';

/** Which messages are meant: all of them, all of one member, or one of one member. */
export interface ChatSelection {
  readonly userId?: MemberId;
  readonly id?: ChatId;
}

/** What a group remembers of its chat: the latest messages to everybody, until they are too old. */
export class ChatHistory {
  readonly #limit: number;
  #kept: { readonly message: ChatMessage; readonly at: number }[] = [];

  /** @param limit - How many messages are kept at most. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @param now - Milliseconds since the epoch. */
  add(message: ChatMessage, now: number): void {
    this.#kept.push({ message, at: now });
    if (this.#kept.length > this.#limit) this.#kept.shift();
  }

  /** What is left at `now`, oldest first; older entries than `maxAgeSeconds` are dropped for good. */
  recent(now: number, maxAgeSeconds: number): readonly ChatMessage[] {
    const oldest = now - maxAgeSeconds * 1000;
    this.#kept = this.#kept.filter((entry) => entry.at >= oldest);
    return this.#kept.map((entry) => entry.message);
  }

  has(selection: ChatSelection): boolean {
    return this.#kept.some(({ message }) => isSelected(message, selection));
  }

  /** Forgets what is selected. */
  remove(selection: ChatSelection): void {
    this.#kept = this.#kept.filter(({ message }) => !isSelected(message, selection));
  }
}

function isSelected(message: ChatMessage, { userId, id }: ChatSelection): boolean {
  return (userId === undefined || message.source === userId) && (id === undefined || message.id === id);
}
