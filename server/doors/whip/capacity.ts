import { Busy } from '../../core/errors.ts';
import { TooManySessions } from './refusals.ts';

export interface CapacityLimits {
  /** Sessions at once. */
  readonly total: number;
  /** Sessions from one address, or network of IPv6. */
  readonly perNetwork: number;
}

/** How many sessions there are, of all doors that share it. */
export class Capacity {
  readonly #limits: CapacityLimits;
  readonly #perNetwork = new Map<string, number>();
  #total = 0;

  constructor(limits: CapacityLimits) {
    this.#limits = limits;
  }

  /**
   * Takes room for one session.
   *
   * @returns what gives it back; calling it twice does no harm.
   * @throws Busy, TooManySessions
   */
  take(network: string): () => void {
    if (this.#total >= this.#limits.total) throw new Busy('with as many sessions as it takes');
    const before = this.#perNetwork.get(network) ?? 0;
    if (before >= this.#limits.perNetwork) throw new TooManySessions();
    this.#total += 1;
    this.#perNetwork.set(network, before + 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#giveBack(network);
    };
  }

  #giveBack(network: string): void {
    this.#total -= 1;
    const left = (this.#perNetwork.get(network) ?? 1) - 1;
    if (left > 0) this.#perNetwork.set(network, left);
    else this.#perNetwork.delete(network);
  }
}
