import type { BigIntStats } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Logger } from '../log.ts';
import { asError, isAbsence, statsOf, versionOf } from './atomic-file.ts';

/** What a file says, and in which version. */
export interface Reading<Value> {
  /** Of the last version that was understood. */
  readonly value: Value;
  /** Of the version at hand; undefined where there is no file. */
  readonly stats: BigIntStats | undefined;
  /** Why the version at hand cannot be used; undefined where it is the one of `value`. */
  readonly trouble: Error | undefined;
}

export interface LiveFileOptions<Value> {
  readonly file: string;
  /** What holds where there is no file, and until one was understood. */
  readonly empty: Value;
  readonly parse: (text: string) => Value | Promise<Value>;
  /** Sentences for the log: what the file says in vain. */
  readonly warnings?: (value: Value) => readonly string[];
  readonly maxBytes: number;
  readonly log: Logger;
}

interface State<Value> {
  readonly version: string;
  readonly reading: Reading<Value>;
}

/**
 * A file that is looked at on each access, and read again only if it has changed.
 *
 * A file that breaks keeps its last good state; each broken version is logged once. A file that goes away is empty.
 */
export class LiveFile<Value> {
  readonly #options: LiveFileOptions<Value>;
  #state: State<Value>;
  #looking: Promise<Reading<Value>> | undefined;

  constructor(options: LiveFileOptions<Value>) {
    this.#options = options;
    this.#state = this.#none();
  }

  get path(): string {
    return this.#options.file;
  }

  /** What was read last, or `empty` where nothing was yet. */
  peek(): Reading<Value> {
    return this.#state.reading;
  }

  /** The file as it stands. Those who ask at the same time get the same answer, and the disk is asked once. */
  current(): Promise<Reading<Value>> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** As {@link current}, but never an answer that others waited for already. */
  async fresh(): Promise<Reading<Value>> {
    await this.#looking;
    return this.current();
  }

  /** Takes over what was just written, so that it need not be read. */
  adopt(value: Value, stats: BigIntStats): void {
    this.#state = { version: versionOf(stats), reading: { value, stats, trouble: undefined } };
  }

  async #look(): Promise<Reading<Value>> {
    const known = this.#state;
    let next: State<Value>;
    try {
      next = await this.#read(known);
    } catch (error) {
      if (isAbsence(error)) {
        next = this.#none();
      } else {
        const trouble = asError(error);
        const reading = { value: known.reading.value, stats: undefined, trouble };
        next = { version: `error: ${trouble.message}`, reading };
      }
    }
    // What was written meanwhile is newer than what was read.
    if (this.#state !== known) return this.#state.reading;
    this.#state = next;
    if (next.version !== known.version) this.#report(next.reading, known.reading);
    return next.reading;
  }

  #none(): State<Value> {
    return { version: '', reading: { value: this.#options.empty, stats: undefined, trouble: undefined } };
  }

  async #read(known: State<Value>): Promise<State<Value>> {
    const { file, maxBytes, parse } = this.#options;
    // Opening waits on a pipe or a device, so that these are left alone first.
    const seen = await statsOf(file);
    if (seen === undefined) return this.#none();
    if (!seen.isFile()) throw new Error('it is not a file');
    if (versionOf(seen) === known.version) return known;
    const handle = await open(file, 'r');
    try {
      const stats = await handle.stat({ bigint: true });
      const version = versionOf(stats);
      if (version === known.version) return known;
      try {
        if (stats.size > maxBytes) throw new Error(`it is longer than ${maxBytes.toString()} bytes`);
        const value = await parse(await handle.readFile('utf8'));
        return { version, reading: { value, stats, trouble: undefined } };
      } catch (error) {
        return { version, reading: { value: known.reading.value, stats, trouble: asError(error) } };
      }
    } finally {
      await handle.close();
    }
  }

  #report({ value, trouble }: Reading<Value>, before: Reading<Value>): void {
    const { file, log, empty, warnings } = this.#options;
    if (trouble !== undefined) {
      const effect = before.value === empty ? 'it counts as absent' : 'the last good version stays in force';
      log.warn({ file, reason: trouble.message, effect }, 'file is broken');
      return;
    }
    for (const reason of warnings?.(value) ?? []) log.warn({ file, reason }, 'file says something in vain');
  }
}
