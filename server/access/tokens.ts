import { randomBytes } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { GroupName, TokenInfo } from '@evagore/shared';
import { Busy, NoSuchToken, TokensBroken, TooManyTokens } from '../core/errors.ts';
import type { TokenBook, TokenLifetime } from '../core/ports.ts';
import type { Logger } from '../log.ts';
import { statsOf, tagOf, versionOf, writeSecretly } from './atomic-file.ts';
import { LiveFile, type Reading } from './live-file.ts';
import {
  digestOf,
  formatTokenLines,
  NO_TOKENS,
  parseTokenLines,
  sorted,
  tokenLine,
  type TokenLine,
  type TokenLines,
} from './token-lines.ts';
import { WritersLock } from './writers-lock.ts';

export interface TokenFileOptions {
  /** In Galène's data folder, `var/tokens.jsonl`. */
  readonly file: string;
  readonly log: Logger;
  readonly limits?: Partial<TokenLimits>;
}

export interface TokenLimits {
  /** Tokens of the whole server. */
  readonly tokens: number;
  /** Tokens of one group, so that no group takes the others' room. */
  readonly tokensPerGroup: number;
  readonly bytes: number;
}

const LIMITS: TokenLimits = { tokens: 100_000, tokensPerGroup: 10_000, bytes: 67_108_864 };
/** How often a change is tried again after somebody else has changed the file meanwhile. */
const MAX_ATTEMPTS = 5;
/** A name of eight random bytes is unguessable. */
const NAME_BYTES = 8;
/** For so long people can see that a token has expired. */
const KEEP_EXPIRED_MS = 7 * 86_400_000;

/** What is to become of the file. */
export interface TokenChange<Result> {
  readonly result: Result;
  /** A token that is new, or takes the place of that with the same name. */
  readonly put?: TokenLine;
  /** The digests of those that go. */
  readonly without?: ReadonlySet<string>;
}

/**
 * The stateful tokens, in Galène's file: one line each, new ones appended. Every other change writes the file anew,
 * sorted; without any token, there is no file.
 *
 * What others write takes effect on the next access. A file that breaks keeps its last good state, and is not written
 * to until it is mended. Servers that share the file wait for each other. If another program changes it during a change of ours, ours is
 * tried again on theirs.
 */
export class TokenFile implements TokenBook {
  readonly #file: LiveFile<TokenLines>;
  readonly #limits: TokenLimits;
  readonly #lock: WritersLock;

  constructor(options: TokenFileOptions) {
    this.#limits = { ...LIMITS, ...options.limits };
    this.#lock = new WritersLock({ folder: path.dirname(options.file), doing: 'keeping tokens' });
    this.#file = new LiveFile({
      file: options.file,
      empty: NO_TOKENS,
      parse: (text) => parseTokenLines(text, this.#limits.tokens),
      warnings: ({ warnings }) => warnings,
      maxBytes: this.#limits.bytes,
      log: options.log,
    });
  }

  /** The token that somebody shows. Takes no longer for one that is nearly right. */
  async find(token: string): Promise<TokenInfo | undefined> {
    return (await this.lookUp(token)).info;
  }

  /**
   * A token by its name.
   *
   * @returns `info`: undefined where there is none; `version`: of the file, or empty where there is none.
   */
  async lookUp(token: string): Promise<{ info: TokenInfo | undefined; version: string }> {
    const reading = await this.#file.current();
    return { info: reading.value.byDigest.get(digestOf(token))?.info, version: tagOfReading(reading) };
  }

  /** @throws TooManyTokens, TokensBroken, Busy */
  make(draft: Omit<TokenInfo, 'token'>): Promise<TokenInfo> {
    return this.change(() => {
      const info = { token: randomBytes(NAME_BYTES).toString('base64url'), ...draft };
      return { result: info, put: tokenLine(info) };
    });
  }

  /** @throws NoSuchToken, TokensBroken, Busy */
  edit(group: GroupName, token: string, change: TokenLifetime): Promise<TokenInfo> {
    return this.change(({ byDigest }) => {
      const former = byDigest.get(digestOf(token));
      if (former?.info === undefined || former.group !== group) throw new NoSuchToken();
      const info = { ...former.info, ...change };
      return { result: info, put: tokenLine(info, former) };
    });
  }

  async list(group: GroupName | ''): Promise<readonly TokenInfo[]> {
    return (await this.read(group)).tokens;
  }

  /**
   * The tokens of just this group, sorted.
   *
   * @returns `version`: of the file, or empty where there is none.
   */
  async read(group: GroupName | ''): Promise<{ tokens: readonly TokenInfo[]; version: string }> {
    const reading = await this.#file.current();
    const lines = [...reading.value.byDigest.values()].filter((line) => line.group === group);
    return { tokens: sorted(lines).flatMap(({ info }) => info ?? []), version: tagOfReading(reading) };
  }

  /**
   * Deletes what has been expired for more than a week.
   *
   * @param now - Milliseconds since the epoch.
   * @returns how many tokens are gone.
   * @throws TokensBroken, Busy
   */
  async sweep(now: number): Promise<number> {
    const old = ({ byDigest }: TokenLines): ReadonlySet<string> => {
      const lines = [...byDigest.values()].filter(({ endsAt }) => Number.isFinite(endsAt));
      return new Set(
        lines.filter(({ endsAt }) => endsAt + KEEP_EXPIRED_MS < now).map(({ digest }) => digest),
      );
    };
    // A broken file has been reported, and nothing is urgent about old tokens.
    const { value, trouble } = await this.#file.current();
    if (trouble !== undefined || old(value).size === 0) return 0;
    return this.change((lines) => {
      const without = old(lines);
      return { result: without.size, without };
    });
  }

  /**
   * Changes the file, one change at a time.
   *
   * @param plan - Asked again where somebody else has changed the file meanwhile; refuses by throwing.
   * @throws TokensBroken where the file is broken; TooManyTokens, Busy, and whatever `plan` throws.
   */
  change<Result>(plan: (lines: TokenLines, version: string) => TokenChange<Result>): Promise<Result> {
    return this.#lock.run(async () => {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const reading = await this.#file.fresh();
        if (reading.trouble !== undefined) throw new TokensBroken(reading.trouble);
        const change = plan(reading.value, tagOfReading(reading));
        if (await this.#store(reading, change)) return change.result;
      }
      throw new Busy('keeping tokens');
    });
  }

  /** @returns false where somebody else has changed the file meanwhile. */
  async #store(reading: Reading<TokenLines>, { put, without }: TokenChange<unknown>): Promise<boolean> {
    const { byDigest, end } = reading.value;
    if (put !== undefined && !byDigest.has(put.digest)) {
      this.#checkRoom(reading, put);
      if (end !== 'torn') return this.#append(reading, put);
    }
    if (put === undefined && (without === undefined || without.size === 0)) return true;
    const tokens = new Map([...byDigest].filter(([digest]) => without?.has(digest) !== true));
    if (put !== undefined) tokens.set(put.digest, put);
    return this.#rewrite(reading.stats, tokens);
  }

  /** @throws TooManyTokens */
  #checkRoom({ value: { byDigest }, stats }: Reading<TokenLines>, put: TokenLine): void {
    const { tokens, tokensPerGroup, bytes } = this.#limits;
    if (byDigest.size >= tokens) throw new TooManyTokens(tokens);
    const length = Number(stats?.size ?? 0) + Buffer.byteLength(put.text) + 2;
    if (length > bytes) throw new TooManyTokens(byDigest.size);
    const siblings = [...byDigest.values()].filter(({ group }) => group === put.group).length;
    if (siblings >= tokensPerGroup) throw new TooManyTokens(tokensPerGroup);
  }

  async #append(reading: Reading<TokenLines>, added: TokenLine): Promise<boolean> {
    const handle = await open(this.#file.path, 'a', 0o600);
    try {
      const before = await handle.stat({ bigint: true });
      const isSame =
        reading.stats === undefined ? before.size === 0n : versionOf(before) === versionOf(reading.stats);
      if (!isSame) return false;
      const text = Buffer.from(`${reading.value.end === 'no-newline' ? '\n' : ''}${added.text}\n`);
      await appendWhole(handle, text, before.size);
      const after = await handle.stat({ bigint: true });
      // Somebody may have put another file in the place of the one that we hold.
      if ((await statsOf(this.#file.path))?.ino !== after.ino) return false;
      // Otherwise others have appended too; their lines are read on the next access.
      if (after.size === before.size + BigInt(text.length)) {
        const byDigest = new Map(reading.value.byDigest).set(added.digest, added);
        this.#file.adopt({ ...reading.value, byDigest, end: 'line' }, after);
      }
      return true;
    } finally {
      await handle.close();
    }
  }

  async #rewrite(before: BigIntStats | undefined, tokens: ReadonlyMap<string, TokenLine>): Promise<boolean> {
    const file = this.#file.path;
    const isUntouched = async () => {
      const now = await statsOf(file);
      return now === undefined
        ? before === undefined
        : before !== undefined && versionOf(now) === versionOf(before);
    };
    if (tokens.size > 0) {
      const text = formatTokenLines(tokens.values());
      if (Buffer.byteLength(text) > this.#limits.bytes) throw new TooManyTokens(tokens.size);
      return writeSecretly(file, text, { replaces: before, stillWanted: isUntouched });
    }
    if (!(await isUntouched())) return false;
    await rm(file, { force: true });
    return true;
  }
}

/** Of a full disk, no half of a line is left. */
async function appendWhole(handle: FileHandle, text: Buffer, sizeBefore: bigint): Promise<void> {
  try {
    await handle.writeFile(text);
    await handle.sync();
  } catch (error) {
    await handle.truncate(Number(sizeBefore)).catch(() => undefined);
    throw error;
  }
}

function tagOfReading({ stats }: Reading<unknown>): string {
  return stats === undefined ? '' : tagOf(stats);
}
