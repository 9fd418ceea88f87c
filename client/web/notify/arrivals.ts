import type { Clock } from '../time/clock.ts';

/** Who came and who went, by name, in the order in which they did. */
export interface Change {
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

/** What happens within this time is told as one. */
const GATHER_MS = 500;

/** For so long after joining, what arrives is the list of those who were there before. */
const ROSTER_MS = 1000;

interface Somebody {
  readonly id: string;
  readonly name: string;
}

/** Gathers who comes and goes, so that a class that enters together is one sentence. */
export class Arrivals {
  readonly #clock: Clock;
  readonly #tell: (change: Change) => void;
  #present = new Map<string, string>();
  #joined: Somebody[] = [];
  #left: Somebody[] = [];
  #cancel: (() => void) | undefined;
  #cancelFound: (() => void) | undefined;
  /** By the clock. */
  #quietUntil = 0;

  constructor(clock: Clock, tell: (change: Change) => void) {
    this.#clock = clock;
    this.#tell = tell;
    this.settle();
  }

  /**
   * The group was joined just now, or joined again: its roster is no news.
   *
   * @param found - Is told who was there, by name, once the roster is complete.
   */
  settle(found?: (names: readonly string[]) => void): void {
    this.#quietUntil = this.#clock.now() + ROSTER_MS;
    if (found === undefined) return;
    this.#cancelFound = this.#clock.after(ROSTER_MS, () => {
      found([...this.#present.values()]);
    });
  }

  came(id: string, name: string): void {
    const known = this.#present.has(id);
    this.#present.set(id, name);
    if (known || this.#isQuiet()) return;
    // Whoever has only loaded the page anew was not away, as far as others care.
    const returned = this.#left.findIndex((each) => each.name === name);
    if (returned < 0) this.#joined.push({ id, name });
    else this.#left.splice(returned, 1);
    this.#gather();
  }

  went(id: string): void {
    const name = this.#present.get(id);
    this.#present.delete(id);
    if (name === undefined || this.#isQuiet()) return;
    const brief = this.#joined.findIndex((each) => each.id === id);
    if (brief < 0) this.#left.push({ id, name });
    else this.#joined.splice(brief, 1);
    this.#gather();
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#cancelFound?.();
    this.#present = new Map();
  }

  #isQuiet(): boolean {
    return this.#clock.now() < this.#quietUntil;
  }

  #gather(): void {
    this.#cancel ??= this.#clock.after(GATHER_MS, () => {
      this.#cancel = undefined;
      const names = (people: readonly Somebody[]) => people.map(({ name }) => name);
      const change = { joined: names(this.#joined), left: names(this.#left) };
      this.#joined = [];
      this.#left = [];
      if (change.joined.length + change.left.length > 0) this.#tell(change);
    });
  }
}
