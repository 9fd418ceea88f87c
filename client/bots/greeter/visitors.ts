import { personKey, type BotMember } from '../kit/member.ts';

/** So many names and ids are remembered; who was not seen for longest is forgotten first. */
const MOST_REMEMBERED = 10_000;

type Visitor = Pick<BotMember, 'id' | 'username'>;

/** Who was there lately, by id and by name. */
export class Visitors {
  readonly #lastSeen = new Map<string, number>();

  /**
   * Notes that somebody is there, or was until now.
   *
   * @param now - Milliseconds on a clock that does not step.
   */
  saw(visitor: Visitor, now: number): void {
    for (const key of keysOf(visitor)) {
      // Deleted first, so that the order is that of the last sight.
      this.#lastSeen.delete(key);
      this.#lastSeen.set(key, now);
    }
    for (const oldest of this.#lastSeen.keys()) {
      if (this.#lastSeen.size <= MOST_REMEMBERED) break;
      this.#lastSeen.delete(oldest);
    }
  }

  /** Whether somebody of this id or name was seen within so many milliseconds. */
  knows(visitor: Visitor, withinMs: number, now: number): boolean {
    return keysOf(visitor).some((key) => {
      const seenAt = this.#lastSeen.get(key);
      return seenAt !== undefined && now - seenAt <= withinMs;
    });
  }
}

function keysOf(visitor: Visitor): string[] {
  return [`id ${visitor.id}`, personKey(visitor)];
}
