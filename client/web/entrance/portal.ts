import { z } from 'zod';
import type { Shelf } from '../state/preferences.ts';

/** Who was sent away and comes back within this time without an invitation has come back in vain. */
const RECENT_MS = 300_000;

const KEY = 'evagore.portal';

const Departure = z.object({ group: z.string(), at: z.number() });

/**
 * Remembers who was sent to an authorisation portal, so that one which sends people back with nothing in their hands
 * does not send them round in circles.
 *
 * @see Galène protocol, "Authorisation portal"
 */
export class Departures {
  readonly #shelf: Shelf | undefined;
  readonly #now: () => number;

  /** @param shelf - One that lasts as long as the tab: `sessionStorage`. */
  constructor(shelf: Shelf | undefined, now: () => number = Date.now) {
    this.#shelf = shelf;
    this.#now = now;
  }

  leavingFor(group: string): void {
    try {
      this.#shelf?.setItem(KEY, JSON.stringify({ group, at: this.#now() }));
    } catch {
      // Where nothing can be remembered, nobody is sent without being asked either; see mayGo().
    }
  }

  /** Whether somebody may be sent to the portal without being asked. */
  mayGo(group: string): boolean {
    if (this.#shelf === undefined) return false;
    return !this.#cameBack(group);
  }

  #cameBack(group: string): boolean {
    try {
      const last = Departure.safeParse(JSON.parse(this.#shelf?.getItem(KEY) ?? 'null')).data;
      return last?.group === group && this.#now() - last.at < RECENT_MS;
    } catch {
      return false;
    }
  }
}

/** `sessionStorage` throws on access where storage is forbidden. */
export function tabShelf(): Shelf | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}
