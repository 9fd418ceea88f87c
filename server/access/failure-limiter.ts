import type { GroupName } from '@evagore/shared';
import { Busy } from '../core/errors.ts';
import { Lru } from './lru.ts';

export interface FailureLimiterOptions {
  /** Milliseconds, from any start. */
  readonly now?: () => number;
}

/** What is known of one address that tries. */
interface Tries {
  failures: number;
  /** Tries that are being decided. */
  running: number;
  /** Tries that are to be decided then. */
  readonly waiting: (() => void)[];
  lastFailureAt: number;
  blockedUntil: number;
}

/** People mistype, and a class may share an address. */
const FREE_FAILURES = 10;
/** The first pause; each further failure doubles it. */
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;
/** After so long without a failure all is forgotten. */
const FORGET_MS = 600_000;
/** Tries of one address that are decided at once. So many get through before their failures are known. */
const MAX_RUNNING = 20;
/** A school comes as one. */
const MAX_WAITING = 1_000;
const MAX_ADDRESSES = 10_000;

/**
 * Slows down those who guess: after some failures in a row, an address must wait before it may try again, longer and
 * longer. Others are not affected.
 *
 * A success forgives nothing, as who guesses may have an entry of their own.
 */
export class FailureLimiter {
  readonly #tries = new Lru<string, Tries>(MAX_ADDRESSES);
  readonly #now: () => number;

  constructor(options: FailureLimiterOptions = {}) {
    this.#now = options.now ?? (() => performance.now());
  }

  /**
   * Lets `prove` decide, unless there were too many failures.
   *
   * @param key - Whose failures count together, by {@link placeOf}; undefined for tries that are not counted.
   * @param prove - undefined is a failure; what it throws is none.
   * @throws {@link Busy}, and what `prove` throws.
   */
  async guard<Result>(
    key: string | undefined,
    prove: () => Promise<Result | undefined>,
  ): Promise<Result | undefined> {
    if (key === undefined) return prove();
    const tries = this.#triesOf(key);
    await this.#admit(tries);
    try {
      const proven = await prove();
      if (proven === undefined) this.#failed(tries);
      return proven;
    } finally {
      tries.running--;
      // Those who have to be refused need not wait for it.
      const next = this.#isBlocked(tries) ? tries.waiting.splice(0) : tries.waiting.splice(0, 1);
      for (const go of next) go();
    }
  }

  /** @throws {@link Busy} */
  async #admit(tries: Tries): Promise<void> {
    for (;;) {
      const hasFailed = tries.failures >= FREE_FAILURES;
      const isFull = tries.running >= (hasFailed ? 1 : MAX_RUNNING);
      if (this.#isBlocked(tries) || (isFull && (hasFailed || tries.waiting.length >= MAX_WAITING))) {
        throw new Busy('with failed logins from your address');
      }
      if (!isFull) break;
      await new Promise<void>((go) => tries.waiting.push(go));
    }
    tries.running++;
  }

  #isBlocked({ blockedUntil }: Tries): boolean {
    return this.#now() < blockedUntil;
  }

  #triesOf(key: string): Tries {
    const known = this.#tries.get(key);
    if (known !== undefined && (known.running > 0 || this.#now() - known.lastFailureAt < FORGET_MS))
      return known;
    const tries = {
      failures: 0,
      running: 0,
      waiting: [],
      lastFailureAt: this.#now(),
      blockedUntil: Number.NEGATIVE_INFINITY,
    };
    this.#tries.set(key, tries);
    return tries;
  }

  #failed(tries: Tries): void {
    const now = this.#now();
    tries.failures++;
    tries.lastFailureAt = now;
    const beyond = tries.failures - FREE_FAILURES;
    if (beyond < 0) return;
    tries.blockedUntil = now + Math.min(FIRST_PAUSE_MS * 2 ** Math.min(beyond, 16), MAX_PAUSE_MS);
  }
}

/**
 * Whose failures count together: an address, at one kind of secret, of a group and all around it. A group often shares
 * its users with its subgroups, of which anybody can name new ones.
 *
 * @param group - `''` for the whole server.
 * @returns undefined where the address is not known.
 */
export function placeOf(
  kind: 'password' | 'token',
  group: GroupName | '',
  from: string | undefined,
): string | undefined {
  if (from === undefined) return undefined;
  return `${kind} ${from} ${group.split('/')[0] ?? ''}`;
}
