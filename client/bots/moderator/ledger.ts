import type { MemberId } from '@evagore/shared';
import { personKey, type BotMember } from '../kit/member.ts';

/** What is remembered of one message. */
interface Written {
  /** By the server's clock, in milliseconds since the epoch. */
  readonly at: number;
  /** The same for texts that look alike. */
  readonly digest: string;
}

/** What is remembered of somebody's conduct. Times are milliseconds on the bot's clock unless said otherwise. */
export interface Conduct {
  /** Undefined while they are away. */
  id: MemberId | undefined;
  readonly username: string;
  /** Undefined for those who were there before the bot. */
  readonly arrivedAt: number | undefined;
  strikes: number;
  struckAt: number;
  /** Until then they may not write, by the bot's doing. */
  silencedUntil: number | undefined;
  /** What was written before this does not count, by the server's clock. */
  heedsFrom: number;
  /** The latest messages, oldest first. */
  recent: Written[];
}

type Person = Pick<BotMember, 'id' | 'username'>;

/** So many of those who have left are remembered; who left first is forgotten first. */
const MOST_DEPARTED = 5000;

/**
 * What is remembered of whom: by member id, and for those who have left, by name. Who comes back finds what they left.
 * Two of the same name are two, as long as both are there.
 */
export class Ledger {
  readonly #present = new Map<MemberId, Conduct>();
  readonly #departed = new Map<string, Conduct>();

  /**
   * Somebody came, or is found there.
   *
   * @param arrivedAt - undefined where nobody knows since when.
   */
  arrived(person: Person, arrivedAt: number | undefined): Conduct {
    const known = this.#present.get(person.id);
    if (known !== undefined) return known;
    const key = personKey(person);
    const conduct = this.#departed.get(key) ?? newConduct(person, arrivedAt);
    this.#departed.delete(key);
    conduct.id = person.id;
    this.#present.set(person.id, conduct);
    return conduct;
  }

  left(person: Person): void {
    const conduct = this.#present.get(person.id);
    if (conduct === undefined) return;
    this.#present.delete(person.id);
    conduct.id = undefined;
    conduct.recent = [];
    const key = personKey(person);
    this.#departed.delete(key);
    this.#departed.set(key, conduct);
    const [oldest] = this.#departed.keys();
    if (this.#departed.size > MOST_DEPARTED && oldest !== undefined) this.#departed.delete(oldest);
  }

  /** What is remembered of somebody who has left, by their name. */
  departed(username: string): Conduct | undefined {
    return this.#departed.get(personKey({ id: '' as MemberId, username }));
  }

  /** Of whom anything is remembered; those who are there come first. */
  all(): Conduct[] {
    return [...this.#present.values(), ...this.#departed.values()];
  }
}

function newConduct({ id, username }: Person, arrivedAt: number | undefined): Conduct {
  return {
    id,
    username,
    arrivedAt,
    strikes: 0,
    struckAt: 0,
    silencedUntil: undefined,
    heedsFrom: 0,
    recent: [],
  };
}
