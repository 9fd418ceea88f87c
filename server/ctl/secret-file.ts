import { open } from 'node:fs/promises';
import { UsageMistake } from './failures.ts';
import type { Terminal } from './terminal.ts';

/** Longer than any password or token that a server takes, in bytes. */
const MAX_SECRET_BYTES = 16_384;

/**
 * Reads a password or token from a file, or from the standard input for `-`. A newline at its end is not part of it.
 *
 * @throws {@link UsageMistake}
 */
export async function readSecretFile(file: string, terminal: Terminal): Promise<string> {
  const text = file === '-' ? await terminal.readInput() : await readStart(file);
  if (Buffer.byteLength(text) > MAX_SECRET_BYTES) {
    throw new UsageMistake(
      `${nameOf(file)} is longer than ${MAX_SECRET_BYTES.toString()} bytes; it can be no password or token.`,
    );
  }
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '') throw new UsageMistake(`${nameOf(file)} is empty; it should hold a password or token.`);
  if (/[\r\n]/.test(secret)) {
    throw new UsageMistake(
      `${nameOf(file)} has several lines; it should hold a password or token and nothing else.`,
    );
  }
  return secret;
}

function nameOf(file: string): string {
  return file === '-' ? 'The standard input' : file;
}

/** One byte more than is allowed is enough to see that there is too much. */
async function readStart(file: string): Promise<string> {
  const buffer = Buffer.alloc(MAX_SECRET_BYTES + 1);
  let length = 0;
  try {
    // Pipes such as <(pass show meet) give what they have in pieces.
    const handle = await open(file, 'r');
    try {
      while (length < buffer.length) {
        const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new UsageMistake(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      { cause: error },
    );
  }
  return buffer.toString('utf8', 0, length);
}
