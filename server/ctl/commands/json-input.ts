import { readFile, stat } from 'node:fs/promises';
import { UsageMistake } from '../failures.ts';
import { Description } from '../resources.ts';
import type { Session } from '../session.ts';

/** What the server takes as a body. */
const MAX_BYTES = 1_048_576;

/**
 * Reads a JSON object from a file, or from the standard input for `-`.
 *
 * @throws UsageMistake
 */
export async function readJsonObject(session: Session, file: string): Promise<Description> {
  const name = file === '-' ? 'The standard input' : file;
  const text = file === '-' ? await session.world.terminal.readInput() : await readBounded(session.at(file));
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UsageMistake(
      `${name} is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
      {
        cause: error,
      },
    );
  }
  const object = Array.isArray(value) ? undefined : Description.safeParse(value).data;
  if (object === undefined) throw new UsageMistake(`${name} holds JSON, but no object.`);
  return object;
}

async function readBounded(file: string): Promise<string> {
  try {
    // Pipes have no size, and are read all the same.
    if ((await stat(file)).size > MAX_BYTES) throw new Error('it is longer than 1 MiB');
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageMistake(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      { cause: error },
    );
  }
}
