import { chmod, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { isAbsence, writeSecretly } from '../access/atomic-file.ts';
import { pathText, reasonOf, unknownKey } from '../config/problems.ts';
import { UsageMistake } from './failures.ts';
import { variable, type World } from './world.ts';

/** The file in which a user keeps which server evagorectl talks to, and as whom. */

const MAX_FILE_BYTES = 65_536;

export const ClientFile = z.strictObject({
  /** Address of the server. The credentials below are sent to no other. */
  server: z.string().min(1).max(2_048).optional(),
  username: z.string().max(128).optional(),
  password: z.string().max(1_024).optional(),
  /** A token of the whole server that gives `admin`; used where there is no password. */
  token: z.string().max(8_192).optional(),
  /** PEM file of the authority, or of the certificate itself, that the server is to be believed by. */
  ca: z.string().min(1).max(4_096).optional(),
  /** Data folder of the server, where it is on this machine. */
  dataDir: z.string().min(1).max(4_096).optional(),
});
export type ClientFile = Readonly<z.infer<typeof ClientFile>>;

/** Where the file is unless `--config` says otherwise. */
export function clientFilePath({ env, homeDir }: Pick<World, 'env' | 'homeDir'>): string {
  const named = variable(env, 'XDG_CONFIG_HOME');
  // The specification has relative paths ignored.
  const folder = named !== undefined && path.isAbsolute(named) ? named : path.join(homeDir, '.config');
  return path.join(folder, 'evagore', 'ctl.json');
}

/**
 * Reads the file.
 *
 * @param isNamed - Whether the user named it, so that it has to exist.
 * @throws {@link UsageMistake} where it cannot be used, or others can read the secrets in it.
 */
export async function readClientFile(file: string, isNamed: boolean): Promise<ClientFile> {
  const found = await readBounded(file).catch((error: unknown) => {
    if (!isNamed && isAbsence(error)) return undefined;
    throw new UsageMistake(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}. Mend its path or its permissions.`,
      { cause: error },
    );
  });
  if (found === undefined) return {};
  const content = parse(file, found.text);
  const hasSecret = content.password !== undefined || content.token !== undefined;
  if (hasSecret && found.isOpenToOthers) {
    throw new UsageMistake(
      `${file} holds a password or token, but others can read it. Change what it holds, and then: chmod 600 ${file}`,
    );
  }
  return content;
}

/** Writes the file so that only its owner can read it. @throws {@link UsageMistake} */
export async function writeClientFile(file: string, content: ClientFile): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeSecretly(file, `${JSON.stringify(content, null, 2)}\n`);
    await chmod(file, 0o600);
  } catch (error) {
    throw new UsageMistake(
      `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}. Mend its permissions, or name another file by --config.`,
      { cause: error },
    );
  }
}

async function readBounded(file: string): Promise<{ text: string; isOpenToOthers: boolean }> {
  const handle = await open(file, 'r');
  try {
    const { size, mode } = await handle.stat();
    if (size > MAX_FILE_BYTES) throw new Error(`it is longer than ${MAX_FILE_BYTES.toString()} bytes`);
    const isOpenToOthers = process.platform !== 'win32' && (mode & 0o077) !== 0;
    return { text: await handle.readFile('utf8'), isOpenToOthers };
  } finally {
    await handle.close();
  }
}

function parse(file: string, text: string): ClientFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own words would quote what may be a password.
    throw new UsageMistake(`${file} is not JSON. Mend it, or remove it and run: evagorectl initial-setup`);
  }
  const result = ClientFile.safeParse(value);
  if (result.success) return result.data;
  const sentences = result.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `${key}: ${unknownKey(key, Object.keys(ClientFile.shape))}`).join('; ')
      : `${pathText(issue.path)}: ${reasonOf(issue)}`,
  );
  throw new UsageMistake(`${file}: ${sentences.join('; ')}.`);
}
