import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { GroupName } from '@evagore/shared';
import { isAbsence } from './atomic-file.ts';

/** Where a group's file is. The name is valid already; what links on the disk do with it is checked here. */

/** A link inside of the groups' folder leads out of it; whoever made it may not have meant to. */
export class OutsideOfFolder extends Error {
  override get name(): string {
    return 'OutsideOfFolder';
  }
}

/** The file of a group, before links are followed. */
export function fileOf(root: string, name: GroupName): string {
  return `${path.join(root, ...name.split('/'))}.json`;
}

/** The group whose file this is; undefined where the path inside of the folder makes no valid name. */
export function nameOf(root: string, file: string): GroupName | undefined {
  const inside = path.relative(root, file);
  if (!inside.endsWith('.json')) return undefined;
  return GroupName.safeParse(inside.slice(0, -'.json'.length).split(path.sep).join('/')).data;
}

/** The nearest group above: `a/b` for `a/b/c`. */
export function parentOf(name: GroupName): GroupName | undefined {
  const end = name.lastIndexOf('/');
  return end < 0 ? undefined : GroupName.parse(name.slice(0, end));
}

/**
 * The real path of a group's file, links followed.
 *
 * @param realRoot - The real path of the groups' folder.
 * @returns undefined where there is no such file.
 * @throws {@link OutsideOfFolder} where the file is not inside of the folder.
 */
export async function realFileOf(realRoot: string, name: GroupName): Promise<string | undefined> {
  const file = fileOf(realRoot, name);
  let real: string;
  try {
    real = await realpath(file);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
  if (!isInside(realRoot, real)) throw new OutsideOfFolder(`the file lies outside of the folder, at ${real}`);
  return real;
}

/** Whether a file or folder lies in a folder; both as real paths. */
export function isInside(root: string, file: string): boolean {
  const way = path.relative(root, file);
  return way !== '' && !way.startsWith('..') && !path.isAbsolute(way);
}
