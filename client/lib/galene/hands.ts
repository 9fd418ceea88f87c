import type { MemberId, MemberInfo } from '@evagore/shared';
import type { MemberFacts } from './words.ts';

/** The order in which hands were raised, as far as this end saw it: that server keeps none. */
export class Hands {
  readonly #raised = new Map<MemberId, number>();
  #last = 0;

  /** A member with its place among the raised hands. */
  withHand(facts: MemberFacts): MemberInfo {
    if (facts.data['raisehand'] !== true) {
      this.#raised.delete(facts.id);
      return facts;
    }
    const hand = this.#raised.get(facts.id) ?? (this.#last += 1);
    this.#raised.set(facts.id, hand);
    return { ...facts, hand };
  }

  forget(id: MemberId): void {
    this.#raised.delete(id);
  }
}
