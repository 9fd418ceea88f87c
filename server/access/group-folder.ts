import type { BigIntStats } from 'node:fs';
import { lstat, mkdir, readFile, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import type { GroupName } from '@evagore/shared';
import { BadValue, GroupBroken } from '../core/errors.ts';
import { codeOf, isAbsence, statsOf, versionOf, writeSecretly } from './atomic-file.ts';
import { MAX_GROUP_FILE_BYTES } from './group-file.ts';
import { fileOf, isInside, OutsideOfFolder, realFileOf } from './group-path.ts';

/** A group's file: where it is, links followed, and in which state. */
export interface LocatedGroup {
  readonly file: string;
  readonly stats: BigIntStats;
}

/** The same with its text, which is of that state or of a later one. */
export interface FoundGroup extends LocatedGroup {
  readonly text: string;
}

/** The files of groups on the disk. What leads out of their folder is no group, and is never written to. */
export class GroupFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The group's own file with its text.
   *
   * @throws GroupBroken where it is too long.
   */
  async find(group: GroupName): Promise<FoundGroup | undefined> {
    const located = await this.locate(group);
    if (located === undefined) return undefined;
    if (located.stats.size > MAX_GROUP_FILE_BYTES)
      throw new GroupBroken(group, new Error('the file is too long'));
    try {
      return { ...located, text: await readFile(located.file, 'utf8') };
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  /** The group's own file; undefined where there is none, or it leads out of the folder. */
  async locate(group: GroupName): Promise<LocatedGroup | undefined> {
    try {
      const file = await realFileOf(await realpath(this.#folder), group);
      const stats = file === undefined ? undefined : await statsOf(file);
      return file === undefined || stats?.isFile() !== true ? undefined : { file, stats };
    } catch (error) {
      if (isAbsence(error) || error instanceof OutsideOfFolder) return undefined;
      throw error;
    }
  }

  /**
   * Writes a group's file.
   *
   * @param found - The file that is replaced; undefined for a new one.
   * @returns false where somebody else has changed the file meanwhile.
   * @throws BadValue where there cannot be a file for this name.
   */
  async write(group: GroupName, found: FoundGroup | undefined, text: string): Promise<boolean> {
    const file = found?.file ?? (await this.#newFile(group));
    const stillWanted = async () => {
      const now = await statsOf(file);
      if (now === undefined || found === undefined) return now === undefined && found === undefined;
      return versionOf(now) === versionOf(found.stats);
    };
    try {
      return await writeSecretly(file, text, { replaces: found?.stats, stillWanted });
    } catch (error) {
      throw isAbsence(error) || codeOf(error) === 'EISDIR' ? unusable(error) : error;
    }
  }

  /**
   * Where a new group's file is to be, with the folders that it needs.
   *
   * @throws BadValue where that is outside of the folder of groups, or not possible.
   */
  async #newFile(group: GroupName): Promise<string> {
    // `tea.json/x` would stand in the way of the group `tea`.
    if (
      group
        .split('/')
        .slice(0, -1)
        .some((part) => part.endsWith('.json'))
    ) {
      throw new BadValue('no part of the name but the last may end with ".json"');
    }
    const root = await realpath(this.#folder);
    const file = fileOf(root, group);
    const folder = path.dirname(file);
    try {
      await checkInside(root, await nearestFolder(folder));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await checkInside(root, folder);
      await checkFree(file);
    } catch (error) {
      if (error instanceof OutsideOfFolder || isAbsence(error) || codeOf(error) === 'EEXIST') {
        throw unusable(error);
      }
      throw error;
    }
    return file;
  }

  /** Deletes a group's file; of a link, the link: what it leads to may serve others. */
  async remove(group: GroupName): Promise<void> {
    await rm(fileOf(await realpath(this.#folder), group), { force: true });
  }
}

/** The real path of the folder, or of the nearest one above that exists. */
async function nearestFolder(folder: string): Promise<string> {
  for (let here = folder; ; here = path.dirname(here)) {
    try {
      return await realpath(here);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || here === path.dirname(here)) throw error;
    }
  }
}

/** @throws {@link OutsideOfFolder} */
async function checkInside(root: string, folder: string): Promise<void> {
  const real = await realpath(folder);
  if (real !== root && !isInside(root, real)) throw new OutsideOfFolder('the folder lies outside');
}

/**
 * A link to nothing, or to something outside, is somebody's; it is not ours to replace. Nor is a folder.
 *
 * @throws {@link OutsideOfFolder}
 */
async function checkFree(file: string): Promise<void> {
  try {
    if (!(await lstat(file)).isFile()) throw new OutsideOfFolder('something else is there');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function unusable(cause: unknown): BadValue {
  return new BadValue('a group of this name cannot be kept in the folder of groups', { cause });
}
