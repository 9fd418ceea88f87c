import { createHash, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import bcrypt from 'bcrypt';
import { Busy } from '../core/errors.ts';
import type { StoredPassword } from './stored-password.ts';

const deriveKey = promisify(pbkdf2);

/** No password that anybody types or stores is longer; hashing novels is work for nothing. In UTF-8 bytes. */
export const MAX_PASSWORD_BYTES = 1_024;
/** bcrypt looks at no more than this: two longer passwords with the same start would both be right. */
const BCRYPT_MAX_BYTES = 72;

/** About 250 ms on a processor of 2020, once per login: the first operator's password is worth it. */
const DEFAULT_BCRYPT_ROUNDS = 12;

export interface PasswordsOptions {
  /** Hashes that are computed at once. */
  readonly maxChecks: number;
  /** Checks that wait for their turn. */
  readonly maxQueued: number;
}

/**
 * Checks passwords. Hashing is slow on purpose, and runs on the threads that also read files: so few run at
 * once, some wait, and what is beyond is refused.
 */
export class Passwords {
  readonly #maxChecks: number;
  readonly #maxQueued: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: PasswordsOptions) {
    this.#maxChecks = options.maxChecks;
    this.#maxQueued = options.maxQueued;
  }

  /** Hashes that are being computed. */
  get running(): number {
    return this.#running;
  }

  /** What waits for its turn. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Whether `password` is the stored one.
   *
   * @throws {@link Busy} where too many checks wait already.
   */
  async verify(password: string, stored: StoredPassword): Promise<boolean> {
    const bytes = Buffer.from(password, 'utf8');
    if (bytes.length > MAX_PASSWORD_BYTES) return false;
    switch (stored.type) {
      case 'never':
      case 'unknown':
        return false;
      case 'wildcard':
        return true;
      case 'plain':
        return timingSafeEqual(digest(bytes), digest(Buffer.from(stored.key, 'utf8')));
      case 'pbkdf2':
        return this.#inTurn(async () => {
          const derived = await deriveKey(bytes, stored.salt, stored.iterations, stored.key.length, 'sha256');
          return timingSafeEqual(derived, stored.key);
        });
      case 'bcrypt':
        // Some bcrypts stop at a NUL, so that one cannot be told from the shorter password either.
        if (bytes.length > BCRYPT_MAX_BYTES || bytes.includes(0)) return false;
        return this.#inTurn(() => bcrypt.compare(bytes, stored.key));
    }
  }

  /**
   * Hashes a new password, in turn with the checks.
   *
   * @param rounds - bcrypt's cost; each step doubles the time.
   * @throws {@link Busy} where too much waits already; RangeError as {@link hashPassword}.
   */
  hash(password: string, rounds: number): Promise<{ type: 'bcrypt'; key: string }> {
    return this.#inTurn(() => hashPassword(password, rounds));
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#maxChecks) {
      if (this.#waiting.length >= this.#maxQueued) throw new Busy('checking passwords');
      // Who leaves hands its place over, so that `running` stays as it is.
      await new Promise<void>((go) => this.#waiting.push(go));
    } else {
      this.#running++;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }
}

/**
 * How much work checking a stored password is, roughly in rounds of SHA-256. Serves to compare two of them.
 */
export function costOf(stored: StoredPassword): number {
  switch (stored.type) {
    case 'pbkdf2':
      return stored.iterations * Math.ceil(stored.key.length / 32);
    case 'bcrypt':
      // Cost 12 takes about as long as 600 000 iterations of PBKDF2.
      return 2 ** stored.rounds * 150;
    case 'plain':
    case 'wildcard':
    case 'never':
    case 'unknown':
      return 0;
  }
}

/**
 * The value of a `password` field in a group file for a new password.
 *
 * @param rounds - bcrypt's cost; each step doubles the time.
 * @throws RangeError for a password that bcrypt cannot tell from a shorter one.
 */
export async function hashPassword(
  password: string,
  rounds = DEFAULT_BCRYPT_ROUNDS,
): Promise<{ type: 'bcrypt'; key: string }> {
  const bytes = Buffer.from(password, 'utf8');
  if (bytes.length > BCRYPT_MAX_BYTES || bytes.includes(0)) {
    throw new RangeError(`a password has at most ${BCRYPT_MAX_BYTES.toString()} bytes, and no NUL`);
  }
  return { type: 'bcrypt', key: await bcrypt.hash(bytes, rounds) };
}

function digest(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
