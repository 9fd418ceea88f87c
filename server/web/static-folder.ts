import type { BigIntStats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { isAbsence } from '../access/atomic-file.ts';
import { isInside } from '../access/group-path.ts';
import type { StaticFolderSetting } from '../config/static-folder.ts';
import { StartError } from '../config/start-error.ts';

const INDEX = 'index.html';

/** A file that may be sent. */
export interface FoundFile {
  readonly kind: 'file';
  /** The folder, links followed. */
  readonly root: string;
  /** From the folder on, links followed. */
  readonly name: string;
  /** Bytes and nanoseconds, such as `420-1750000000000000000`. */
  readonly version: string;
  readonly modified: Date;
}

/** A folder with an index, whose address has to end with a slash. */
export interface FoundFolder {
  readonly kind: 'folder';
}

/** Files below one folder, by the paths of requests. What is hidden, or lies elsewhere, does not exist. */
export class StaticFolder {
  /** Begins and ends with a slash. */
  readonly prefix: string;
  readonly #dir: string;

  /** @param dir - Need not be there: it is looked for at each request. */
  constructor({ prefix, dir }: StaticFolderSetting) {
    this.prefix = prefix;
    this.#dir = path.resolve(dir);
  }

  /**
   * @param name - Path from the folder on, decoded; empty or with a slash at its end for the index of a folder.
   * @returns undefined where there is nothing that may be sent.
   */
  async find(name: string): Promise<FoundFile | FoundFolder | undefined> {
    if (!isPlain(name)) return undefined;
    const wantsIndex = name === '' || name.endsWith('/');
    const found = await this.#file(wantsIndex ? `${name}${INDEX}` : name);
    if (found !== undefined || wantsIndex) return found;
    const index = await this.#file(`${name}/${INDEX}`);
    return index === undefined ? undefined : { kind: 'folder' };
  }

  async #file(name: string): Promise<FoundFile | undefined> {
    try {
      const root = await realpath(this.#dir);
      const file = await realpath(path.join(root, name));
      const inside = path.relative(root, file);
      // A link may lead to what is hidden, or out of the folder, as much as a path.
      if (!isInside(root, file) || inside.split(path.sep).some(isHidden)) return undefined;
      const stats = await stat(file, { bigint: true });
      if (!stats.isFile()) return undefined;
      return { kind: 'file', root, name: inside, version: versionOf(stats), modified: stats.mtime };
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }
}

/**
 * The folders that an operator has named.
 *
 * @throws {@link StartError} `folder-unusable` that names the first one which is none.
 */
export async function openStaticFolders(settings: readonly StaticFolderSetting[]): Promise<StaticFolder[]> {
  for (const { dir } of settings) {
    const stats = await stat(dir).catch((cause: unknown) => {
      const why = isAbsence(cause) ? 'there is no such folder' : 'it cannot be read';
      throw unusable(dir, why, { cause });
    });
    if (!stats.isDirectory()) throw unusable(dir, 'it is no folder');
  }
  return settings.map((setting) => new StaticFolder(setting));
}

function unusable(dir: string, why: string, options?: ErrorOptions): StartError {
  return new StartError(
    'folder-unusable',
    `Pages are to be served from ${path.resolve(dir)}, but ${why}; mend --static, EVAGORE_STATIC or static in the configuration file.`,
    options,
  );
}

/** Whether a path goes straight down, and through nothing that is hidden. */
function isPlain(name: string): boolean {
  if (/[\\\0]/.test(name)) return false;
  const segments = name.split('/');
  // The last one is empty where the path ends with a slash.
  if (segments.at(-1) === '') segments.pop();
  return segments.every((segment) => segment !== '' && !isHidden(segment));
}

/** "." and ".." are hidden, too. */
function isHidden(segment: string): boolean {
  return segment.startsWith('.');
}

function versionOf({ size, mtimeNs }: BigIntStats): string {
  return `${size.toString()}-${mtimeNs.toString()}`;
}
