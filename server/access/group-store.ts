import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import type { GroupName } from '@evagore/shared';
import type { Logger } from '../log.ts';
import { GroupBroken } from '../core/errors.ts';
import { asError, isAbsence, versionOf } from './atomic-file.ts';
import { MAX_GROUP_FILE_BYTES, parseGroupFile, type GroupFile } from './group-file.ts';
import { fileOf, OutsideOfFolder, realFileOf } from './group-path.ts';
import { Lru } from './lru.ts';

/** What is remembered of a file: which version was read last, what it said, and what last made sense. */
interface FileState {
  readonly version: string;
  readonly good: GroupFile | undefined;
  /** Why the version at hand cannot be used; undefined where it is the good one. */
  readonly trouble: Error | undefined;
}

/**
 * The groups' files, parsed. A file is looked at again on each access, and read again only if it has changed.
 *
 * A file that breaks keeps its last good state, so that a slip in an editor empties no meeting; each broken
 * version is logged once.
 */
export class GroupStore {
  readonly #root: string;
  readonly #log: Logger;
  readonly #states: Lru<GroupName, FileState>;
  readonly #loading = new Map<GroupName, Promise<FileState | undefined>>();

  constructor(root: string, log: Logger, maxFiles: number) {
    this.#root = root;
    this.#log = log;
    this.#states = new Lru(maxFiles);
  }

  /**
   * The file of just this group, as it stands now.
   *
   * @returns undefined where there is none.
   * @throws {@link GroupBroken} where it cannot be used and never could.
   */
  async load(name: GroupName): Promise<GroupFile | undefined> {
    const running = this.#loading.get(name);
    const state = await (running ?? this.#start(name));
    // For those who ask, what leads out of the folder does not exist.
    if (state === undefined || state.trouble instanceof OutsideOfFolder) return undefined;
    if (state.good === undefined) throw new GroupBroken(name, state.trouble);
    return state.good;
  }

  clear(): void {
    this.#states.clear();
  }

  /** Those who ask at the same time get the same answer, and the disk is asked once. */
  #start(name: GroupName): Promise<FileState | undefined> {
    const loading = this.#refresh(name).finally(() => this.#loading.delete(name));
    this.#loading.set(name, loading);
    return loading;
  }

  async #refresh(name: GroupName): Promise<FileState | undefined> {
    const known = this.#states.get(name);
    let next: FileState | undefined;
    try {
      next = await this.#read(name, known);
    } catch (error) {
      const trouble = asError(error);
      next = isAbsence(error)
        ? undefined
        : { version: `error: ${trouble.message}`, good: known?.good, trouble };
    }
    if (next === undefined) {
      this.#states.delete(name);
      return undefined;
    }
    this.#states.set(name, next);
    if (next.version !== known?.version) this.#report(name, next);
    return next;
  }

  async #read(name: GroupName, known: FileState | undefined): Promise<FileState | undefined> {
    // The folder itself may be a link, and may be another one by now.
    const file = await realFileOf(await realpath(this.#root), name);
    if (file === undefined) return undefined;
    // Opening waits on a pipe or a device, so that these are left alone first.
    const stats = await stat(file, { bigint: true });
    if (!stats.isFile()) return undefined;
    if (versionOf(stats) === known?.version) return known;
    const handle = await open(file, 'r');
    try {
      return await readVersion(handle, known);
    } finally {
      await handle.close();
    }
  }

  #report(name: GroupName, { good, trouble }: FileState): void {
    const file = fileOf(this.#root, name);
    if (trouble === undefined) {
      for (const reason of good?.warnings ?? [])
        this.#log.warn({ file, reason }, 'group file says something in vain');
      return;
    }
    const effect = good === undefined ? 'nobody can join' : 'the last good version stays in force';
    this.#log.warn({ file, reason: trouble.message, effect }, 'group file is broken');
  }
}

/** Reads an open file, unless it is the version that is known. */
async function readVersion(handle: FileHandle, known: FileState | undefined): Promise<FileState> {
  const stats = await handle.stat({ bigint: true });
  const version = versionOf(stats);
  if (version === known?.version) return known;
  try {
    if (stats.size > MAX_GROUP_FILE_BYTES) {
      throw new Error(`it is longer than ${MAX_GROUP_FILE_BYTES.toString()} bytes`);
    }
    return { version, good: parseGroupFile(await handle.readFile('utf8')), trouble: undefined };
  } catch (error) {
    return { version, good: known?.good, trouble: asError(error) };
  }
}
