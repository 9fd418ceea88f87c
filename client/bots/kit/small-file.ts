import { open, type FileHandle } from 'node:fs/promises';
import { SettingsMistake } from './failures.ts';

/** Longer than any password or token that a server takes, in bytes. */
const MAX_SECRET_BYTES = 16_384;
/** Longer than any list of certificates or rules, in bytes. */
const MAX_TEXT_BYTES = 1_048_576;

/** Reads a text file. @throws SettingsMistake where it cannot be read, or is too long. */
export async function readTextFile(file: string, mostBytes = MAX_TEXT_BYTES): Promise<string> {
  let buffer: Buffer;
  try {
    const handle = await open(file, 'r');
    try {
      buffer = await readStart(handle, mostBytes + 1);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsMistake(`${file} cannot be read: ${reason}.`, { cause: error });
  }
  if (buffer.length > mostBytes) {
    throw new SettingsMistake(`${file} is longer than ${mostBytes.toString()} bytes.`);
  }
  return buffer.toString();
}

/**
 * Reads a password or token. A newline at its end is not part of it.
 *
 * @throws SettingsMistake
 */
export async function readSecretFile(file: string): Promise<string> {
  const secret = (await readTextFile(file, MAX_SECRET_BYTES)).replace(/\r?\n$/, '');
  if (secret === '' || /[\r\n]/.test(secret)) {
    throw new SettingsMistake(`${file} should hold a password or token in one line, and nothing else.`);
  }
  return secret;
}

/** @throws SettingsMistake */
export async function readCertificates(file: string): Promise<string> {
  const text = await readTextFile(file);
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new SettingsMistake(`${file} holds no certificate in PEM format.`);
}

/** Pipes, such as <(pass show bot), give what they have in pieces. */
async function readStart(handle: FileHandle, mostBytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(mostBytes);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}
