import { randomBytes } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Files that are there whole or not at all, and which version of them is at hand. */

export interface WriteOptions {
  /** The file that is replaced. The new one gets a later time, however quickly it follows. */
  readonly replaces?: BigIntStats | undefined;
  /** Asked last of all; false leaves everything as it is. */
  readonly stillWanted?: () => Promise<boolean>;
}

/**
 * Writes a file that only its owner reads, so that it is there whole or not at all, even after a power cut.
 *
 * A crash may leave a draft beside it; its name begins with a dot, so that nobody takes it for a file of the folder.
 *
 * @returns whether it was written; false where `stillWanted` said so.
 * @throws the file system's errors.
 */
export async function writeSecretly(
  file: string,
  text: string,
  options: WriteOptions = {},
): Promise<boolean> {
  const folder = path.dirname(file);
  // The name is short, so that every file that can be named can be written.
  const draft = path.join(folder, `.${randomBytes(9).toString('hex')}`);
  try {
    await writeDraft(draft, text, options.replaces);
    if (options.stillWanted !== undefined && !(await options.stillWanted())) {
      await rm(draft, { force: true });
      return false;
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(folder);
  return true;
}

async function writeDraft(draft: string, text: string, replaces: BigIntStats | undefined): Promise<void> {
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    // File systems count time in steps of milliseconds: two versions could bear the same one.
    if (replaces !== undefined && (await handle.stat({ bigint: true })).mtimeNs <= replaces.mtimeNs) {
      const laterSeconds = (Number(replaces.mtimeNs / 1_000_000n) + 2) / 1000;
      await handle.utimes(laterSeconds, laterSeconds);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a renaming last. Some file systems cannot, and then it is as good as it gets. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    return;
  }
}

/** The state of what a path names, links followed; undefined where there is nothing. */
export async function statsOf(file: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(file, { bigint: true });
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** Tells versions of a file apart: another text with the same length and time is still another file, or was changed later. */
export function versionOf({ size, mtimeNs, ctimeNs, ino }: BigIntStats): string {
  return [size, mtimeNs, ctimeNs, ino].join('-');
}

/** The version of a file as the HTTP API tells it. @see Galène protocol, "Admin API": `<size>-<mtime ns>`. */
export function tagOf({ size, mtimeNs }: BigIntStats): string {
  return `${size.toString()}-${mtimeNs.toString()}`;
}

/** Whether a failed call of the file system means that there is no such file. */
export function isAbsence(error: unknown): boolean {
  const code = codeOf(error);
  // A component may be a file, or longer than the file system takes, or go round in circles.
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ELOOP';
}

/** The file system's code of an error, such as `ENOENT`. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
