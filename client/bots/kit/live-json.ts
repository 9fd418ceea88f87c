import { stat } from 'node:fs/promises';
import type { z } from 'zod';
import { SettingsMistake } from './failures.ts';
import { parseJson } from './json-text.ts';
import type { BotLog } from './log.ts';
import { readTextFile } from './small-file.ts';

/** Editors write files in several ways, some of which watchers miss; looking at them misses none. */
const LOOK_EVERY_MS = 2000;

export interface LiveJsonOptions<Schema extends z.ZodType> {
  readonly file: string;
  readonly schema: Schema;
  readonly log: BotLog;
}

/**
 * A JSON file that is read again when it changes. One that breaks, or goes away, keeps its last good state in force;
 * that is told once.
 */
export class LiveJson<Schema extends z.ZodType> {
  readonly #options: LiveJsonOptions<Schema>;
  #value: z.infer<Schema>;
  #version: string;
  readonly #timer: NodeJS.Timeout;

  private constructor(options: LiveJsonOptions<Schema>, value: z.infer<Schema>, version: string) {
    this.#options = options;
    this.#value = value;
    this.#version = version;
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  /** @throws SettingsMistake where the file cannot be used to begin with. */
  static async open<Schema extends z.ZodType>(options: LiveJsonOptions<Schema>): Promise<LiveJson<Schema>> {
    const { file, schema } = options;
    // Looked at before it is read: what changes between is read again, rather than missed.
    const version = await versionOf(file);
    return new LiveJson(options, parseJson(file, await readTextFile(file), schema), version);
  }

  get value(): z.infer<Schema> {
    return this.#value;
  }

  /** Reads the file if it has changed. It is called every two seconds as well. */
  async look(): Promise<void> {
    const { file, schema, log } = this.#options;
    const version = await versionOf(file);
    if (version === this.#version) return;
    this.#version = version;
    try {
      this.#value = parseJson(file, await readTextFile(file), schema);
      log.info({ file }, 'file read again');
    } catch (error) {
      if (!(error instanceof SettingsMistake)) throw error;
      log.warn({ file, reason: error.message }, 'file is broken; the last good version stays in force');
    }
  }

  /** Looks no more. */
  close(): void {
    clearInterval(this.#timer);
  }
}

/** Another text for each version; `absent` where there is none to be seen. */
async function versionOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeNs } = await stat(file, { bigint: true });
    return [ino, size, mtimeNs].join(' ');
  } catch {
    return 'absent';
  }
}
