import { readdir, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { GroupName } from '@evagore/shared';
import { isAbsence } from '../access/atomic-file.ts';
import { isInside } from '../access/group-path.ts';

/** A file that was recorded. */
export interface Recording {
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
}

/** Most files that one listing shows; the newest. */
const MAX_LISTED = 1_000;

/**
 * The recordings, a folder for each group: `physics/lab/….webm`. Links that lead out of the folder lead nowhere, and
 * hidden files do not exist.
 */
export class RecordingFolder {
  readonly #root: string;

  constructor(root: string) {
    this.#root = path.resolve(root);
  }

  /** Whether there is a folder of this group. */
  async has(group: GroupName): Promise<boolean> {
    const folder = await this.#inside(group.split('/'));
    return folder !== undefined && (await stat(folder)).isDirectory();
  }

  /** The recordings of just this group by name, which begins with their time; undefined where it has no folder. */
  async list(group: GroupName): Promise<readonly Recording[] | undefined> {
    const folder = await this.#inside(group.split('/'));
    if (folder === undefined || !(await stat(folder)).isDirectory()) return undefined;
    const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
    const found: Recording[] = [];
    for (const name of names.slice(-MAX_LISTED)) {
      const recording = await this.find(group, name);
      if (recording !== undefined)
        found.push({ name, bytes: recording.bytes, changedAt: recording.changedAt });
    }
    return found;
  }

  /** A recording, and the real path of its file. */
  async find(group: GroupName, name: string): Promise<(Recording & { readonly file: string }) | undefined> {
    if (!isFileName(name)) return undefined;
    const file = await this.#inside([...group.split('/'), name]);
    if (file === undefined) return undefined;
    const stats = await stat(file).catch(absentIfGone);
    if (stats?.isFile() !== true) return undefined;
    return { name, bytes: stats.size, changedAt: stats.mtimeMs, file };
  }

  /** @returns false where there is no such recording. */
  async delete(group: GroupName, name: string): Promise<boolean> {
    if ((await this.find(group, name)) === undefined) return false;
    // The link, where it is one: what it leads to may serve others.
    await rm(path.join(this.#root, ...group.split('/'), name), { force: true });
    return true;
  }

  /** The real path of what is there, if it is there and inside of the folder. */
  async #inside(parts: readonly string[]): Promise<string | undefined> {
    try {
      const root = await realpath(this.#root);
      const real = await realpath(path.join(root, ...parts));
      return isInside(root, real) ? real : undefined;
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }
}

/** A name that stays in its folder. */
export function isFileName(name: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are just what must not pass
  return name !== '' && name.length <= 255 && !name.startsWith('.') && !/[/\\\u0000-\u001f\u007f]/.test(name);
}

function absentIfGone(error: unknown): undefined {
  if (!isAbsence(error)) throw error;
}
