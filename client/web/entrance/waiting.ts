import { ConferenceError } from '@evagore/shared';
import { SnapshotStore } from '../state/snapshot-store.ts';
import { browserClock, type Clock } from '../time/clock.ts';
import { waitMs } from './waiting-rule.ts';

export interface WaitingSnapshot {
  /** `over`: so many attempts have failed that no more are made unasked. */
  readonly phase: 'waiting' | 'trying' | 'over';
  /** When the next attempt is made, in milliseconds since the epoch; meaningless in other phases. */
  readonly nextAt: number;
  /** Why the last attempt failed. */
  readonly refusal: unknown;
}

/** Time and chance, which a test brings itself. */
export interface WaitingWorld {
  /** Milliseconds since the epoch: servers say when they open. */
  readonly now: () => number;
  readonly after: Clock['after'];
  /** From 0 up to 1. */
  readonly random: () => number;
}

export const browserWaiting: WaitingWorld = {
  now: Date.now,
  after: browserClock.after,
  random: Math.random,
};

/** What an attempt came to: the refusal to wait on for, or that the wait has ended one way or the other. */
export type Attempt = () => Promise<{ readonly again: unknown } | 'done'>;

/** Waits at a door that does not open yet, and tries it again and again, politely. */
export class Waiting extends SnapshotStore<WaitingSnapshot> {
  readonly #attempt: Attempt;
  readonly #world: WaitingWorld;
  #failures = 0;
  #state: WaitingSnapshot;
  #cancel: (() => void) | undefined;
  #closed = false;

  /** @param refusal - Why the first attempt failed, which was made before. */
  constructor(attempt: Attempt, refusal: unknown, world: WaitingWorld = browserWaiting) {
    super();
    this.#attempt = attempt;
    this.#world = world;
    this.#state = this.#planned(refusal);
  }

  /** Whether whoever waited has had enough, or has been let in. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Makes the next attempt at once; does nothing while one is being made. */
  async tryNow(): Promise<void> {
    if (this.#closed || this.#state.phase === 'trying') return;
    // Whoever asks sits in front of the page.
    if (this.#state.phase === 'over') this.#failures = 0;
    await this.#try();
  }

  /** Makes no more attempts. Idempotent. What is being tried goes on, and is not told any more. */
  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }

  protected build(): WaitingSnapshot {
    return this.#state;
  }

  async #try(): Promise<void> {
    this.#cancel?.();
    this.#state = { ...this.#state, phase: 'trying' };
    this.changed();
    const outcome = await this.#attempt();
    if (this.#closed) return;
    if (outcome === 'done') this.close();
    else this.#state = this.#planned(outcome.again);
    this.changed();
  }

  /** Plans the next attempt after one has failed. */
  #planned(refusal: unknown): WaitingSnapshot {
    this.#failures += 1;
    const now = this.#world.now();
    const possibleFrom = refusal instanceof ConferenceError ? refusal.possibleFrom : undefined;
    const delay = waitMs({ now, possibleFrom, failures: this.#failures, chance: this.#world.random() });
    if (delay === undefined) return { phase: 'over', nextAt: now, refusal };
    this.#cancel = this.#world.after(delay, () => void this.#try());
    return { phase: 'waiting', nextAt: now + delay, refusal };
  }
}
