import type { ChatMessage, GroupName, MemberId, Ref, ServerMessage } from '@evagore/shared';
import type { Item } from '../frame.ts';
import type { MemberFacts } from './words.ts';

/** What came too early to be told is not more than this. */
const MAX_LATER = 1000;

/**
 * Getting in: that server tells of the members one by one, and not when these are all. They are collected here, with the
 * history, until there are as many as it has counted, or too much time has passed.
 *
 * @see Galène protocol, "Joining": the history comes first, then oneself, then the others.
 */
export class Entrance {
  readonly ref: Ref;
  readonly group: GroupName;
  readonly #self: MemberId;
  readonly #members = new Map<MemberId, MemberFacts>();
  readonly #history: ChatMessage[] = [];
  readonly #later: Item[] = [];
  /** As many as the server has counted, less those who left meanwhile. */
  #expected: number;

  constructor(options: { ref: Ref; group: GroupName; self: MemberId; clientCount: number | undefined }) {
    this.ref = options.ref;
    this.group = options.group;
    this.#self = options.self;
    this.#expected = options.clientCount ?? 1;
  }

  /** Whether nobody is missing any more. */
  get complete(): boolean {
    return (
      (this.#members.has(this.#self) && this.#members.size >= this.#expected) ||
      this.#later.length >= MAX_LATER
    );
  }

  member(facts: MemberFacts): void {
    this.#members.set(facts.id, facts);
  }

  gone(id: MemberId): void {
    if (this.#members.delete(id)) this.#expected -= 1;
  }

  wasWritten(message: ChatMessage): void {
    this.#history.push(message);
  }

  /** Keeps what is to be told after the roster. */
  keep(item: Item): void {
    this.#later.push(item);
  }

  /** What is told now, in order. */
  told(
    memberInfo: (facts: MemberFacts) => Extract<ServerMessage, { type: 'roster' }>['users'][number],
  ): Item[] {
    const messages: ServerMessage[] = [
      { type: 'roster', users: [...this.#members.values()].map(memberInfo) },
      { type: 'chathistory', messages: this.#history },
    ];
    return [
      ...messages.map((message): Item => ({ counts: false, kind: 'message', message })),
      ...this.#later,
      { counts: false, kind: 'message', message: { type: 'ack', ref: this.ref } },
    ];
  }
}
