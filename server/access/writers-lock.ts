import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Busy } from '../core/errors.ts';
import { codeOf, statsOf } from './atomic-file.ts';

export interface WritersLockOptions {
  /** Made where it is missing, for the owner alone. */
  readonly folder: string;
  /** What is done under the lock, for those who are told that there is too much of it. */
  readonly doing: string;
  readonly limits?: Partial<WritersLockLimits>;
}

interface WritersLockLimits {
  /** Work of this process that waits. */
  readonly waiting: number;
  /** How long to wait for another process. */
  readonly patienceMs: number;
  /** A lock that is older than this was left by a process that died. */
  readonly staleMs: number;
}

const LIMITS: WritersLockLimits = { waiting: 1_000, patienceMs: 5_000, staleMs: 10_000 };
const LOCK_FILE = '.evagore-lock';
/** Writing a file takes some milliseconds. */
const LOOK_AGAIN_MS = 5;

/**
 * Lets one at a time read, decide and write in a folder: within this process in order, and between servers that share
 * the folder, as an old one and its successor do for a while.
 *
 * Between processes it is a file in the folder. Other programs do not know of it; what they write is noticed by
 * looking again before a file is replaced.
 */
export class WritersLock {
  readonly #folder: string;
  readonly #doing: string;
  readonly #limits: WritersLockLimits;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(options: WritersLockOptions) {
    this.#folder = options.folder;
    this.#doing = options.doing;
    this.#limits = { ...LIMITS, ...options.limits };
  }

  /**
   * Does `work` after all earlier work.
   *
   * @throws {@link Busy} where too much of it waits, or another process does not come to its end; the file system's
   * errors; and whatever `work` throws.
   */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#waiting >= this.#limits.waiting) throw new Busy(this.#doing);
    this.#waiting++;
    const before = this.#last;
    const mine = before.then(() => this.#locked(work));
    this.#last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.#waiting--;
    }
  }

  async #locked<Result>(work: () => Promise<Result>): Promise<Result> {
    const file = path.join(this.#folder, LOCK_FILE);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await this.#take(file);
    try {
      return await work();
    } finally {
      await rm(file, { force: true });
    }
  }

  async #take(file: string): Promise<void> {
    const end = performance.now() + this.#limits.patienceMs;
    for (;;) {
      try {
        await (await open(file, 'wx', 0o600)).close();
        return;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      if (await this.#clearStale(file)) continue;
      if (performance.now() >= end) throw new Busy(this.#doing);
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }

  /** @returns whether it is worth to try again at once. */
  async #clearStale(file: string): Promise<boolean> {
    const stats = await statsOf(file);
    if (stats === undefined) return true;
    const ageMs = Date.now() - Number(stats.mtimeNs / 1_000_000n);
    // A time in the future is no living process' either.
    if (Math.abs(ageMs) < this.#limits.staleMs) return false;
    const aside = `${file}-${randomBytes(6).toString('hex')}`;
    try {
      await rename(file, aside);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return true;
      throw error;
    }
    // Somebody else may have cleared it, and taken the lock, while we looked.
    if ((await statsOf(aside))?.ino !== stats.ino) await link(aside, file).catch(() => undefined);
    await rm(aside, { force: true });
    return true;
  }
}
