import type { CloseReason, MemberId, MemberInfo } from '@evagore/shared';
import type { Fact } from '../../core/facts.ts';
import type { MemberLink } from '../../core/ports.ts';
import { encodeJoined, encodeRoster, encodeTalk } from './encode.ts';

export type JoinedFact = Extract<Fact, { type: 'joined' }>;
export type StreamFact = Extract<Fact, { type: 'downOffered' | 'downClosed' | 'upAborted' | 'mediaLost' }>;

/** What a link speaks through. */
export interface LinkOwner {
  readonly id: MemberId;
  readonly address: string;
  send(message: string): void;
  /** The member has its seat; what it receives can be set up. */
  joined(fact: JoinedFact): void;
  /** Something became of a stream. */
  stream(fact: StreamFact): void;
  /** These members are gone; whoever reads of it is to read first that their streams are. */
  sourcesLeft(sources: ReadonlySet<string>): void;
  /** The member was removed from its group. */
  removed(reason: CloseReason): void;
}

/** What one member of this dialect is told, in the order in which its clients expect it. */
export class GaleneLink implements MemberLink {
  readonly #owner: LinkOwner;
  /** Told after the chat history: clients take themselves for joined when they see themselves. */
  #roster: readonly MemberInfo[] = [];

  constructor(owner: LinkOwner) {
    this.#owner = owner;
  }

  get address(): string {
    return this.#owner.address;
  }

  tell(fact: Fact): void {
    const owner = this.#owner;
    switch (fact.type) {
      case 'joined':
        owner.send(encodeJoined(fact.self, fact.rtcConfiguration));
        owner.joined(fact);
        break;
      case 'roster':
        this.#roster = fact.members;
        break;
      case 'chatHistory':
        for (const text of encodeTalk(fact)) owner.send(text);
        for (const text of encodeRoster(this.#roster, owner.id)) owner.send(text);
        this.#roster = [];
        break;
      case 'downOffered':
      case 'downClosed':
      case 'upAborted':
      case 'mediaLost':
        owner.stream(fact);
        break;
      case 'layersNeeded':
        // This dialect has no words for it.
        break;
      case 'rosterChanged':
        if (fact.removed.length > 0) owner.sourcesLeft(new Set(fact.removed.map(({ id }) => id)));
        for (const text of encodeTalk(fact)) owner.send(text);
        break;
      default:
        for (const text of encodeTalk(fact)) owner.send(text);
    }
  }

  closed(reason: CloseReason): void {
    this.#owner.removed(reason);
  }
}
