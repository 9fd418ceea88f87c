import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { z } from 'zod';
import { hashPassword } from '../../access/passwords.ts';
import { readCount } from '../arguments.ts';
import { UsageMistake } from '../failures.ts';
import { readSecretFile } from '../secret-file.ts';
import type { Session } from '../session.ts';

const deriveKey = promisify(pbkdf2);

/** As OWASP advises for HMAC-SHA-256; a tenth of a second or so. */
const DEFAULT_ITERATIONS = 600_000;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** What the server checks at most; see the schema of group files. */
const MAX_ITERATIONS = 10_000_000;
const MAX_COST = 17;
const MIN_COST = 4;
const MAX_PASSWORD_BYTES = 1_024;

const TYPES = ['bcrypt', 'pbkdf2', 'wildcard'] as const;

/** How a password is kept in a group file. */
export type KeptPassword =
  | { readonly type: 'bcrypt'; readonly key: string }
  | {
      readonly type: 'pbkdf2';
      readonly hash: 'sha-256';
      readonly key: string;
      readonly salt: string;
      readonly iterations: number;
    }
  | { readonly type: 'wildcard' };

export const PasswordOptions = z.object({
  type: z.string().optional(),
  cost: z.string().optional(),
  iterations: z.string().optional(),
  newPasswordFile: z.string().optional(),
});

export function takesNewPassword(command: Command): void {
  command
    .option('--type <type>', 'bcrypt, pbkdf2, or wildcard for any password at all (default: bcrypt)')
    .option('--cost <number>', 'bcrypt: work of a check, each step doubles it (default: 12)')
    .option('--iterations <number>', `pbkdf2: work of a check (default: ${DEFAULT_ITERATIONS.toString()})`)
    .option('--new-password-file <file>', 'read the new password from a file, - for the standard input');
}

/**
 * Gets a new password, from a file, the terminal or the standard input, and hashes it.
 *
 * @throws UsageMistake
 */
export async function newPassword(
  session: Session,
  options: z.infer<typeof PasswordOptions>,
): Promise<KeptPassword> {
  const type = TYPES.find((one) => one === (options.type ?? 'bcrypt'));
  if (type === undefined) throw new UsageMistake(`--type takes one of ${TYPES.join(', ')}.`);
  const cost = options.cost === undefined ? undefined : readCount(options.cost, '--cost', MIN_COST, MAX_COST);
  const iterations = readCount(
    options.iterations ?? DEFAULT_ITERATIONS.toString(),
    '--iterations',
    1,
    MAX_ITERATIONS,
  );
  if (type === 'wildcard') return { type };
  const password = await secretFor(session, options.newPasswordFile);
  if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES) {
    throw new UsageMistake(`A password has at most ${MAX_PASSWORD_BYTES.toString()} bytes.`);
  }
  return type === 'bcrypt' ? await bcryptOf(password, cost) : await pbkdf2Of(password, iterations);
}

async function secretFor(session: Session, file: string | undefined): Promise<string> {
  const { terminal } = session.world;
  if (file !== undefined) return readSecretFile(session.named(file), terminal);
  if (!terminal.isInteractive) return readSecretFile('-', terminal);
  const first = await terminal.askSecret('New password: ');
  if (first === '') throw new UsageMistake('A password cannot be empty.');
  if ((await terminal.askSecret('Once more: ')) !== first) {
    throw new UsageMistake('The two passwords differ; nothing was done.');
  }
  return first;
}

async function bcryptOf(password: string, cost: number | undefined): Promise<KeptPassword> {
  try {
    return await hashPassword(password, cost);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageMistake(`For bcrypt, ${error.message}. Take a shorter one, or --type pbkdf2.`, {
      cause: error,
    });
  }
}

async function pbkdf2Of(password: string, iterations: number): Promise<KeptPassword> {
  const salt = randomBytes(SALT_BYTES);
  const key = await deriveKey(Buffer.from(password, 'utf8'), salt, iterations, KEY_BYTES, 'sha256');
  return {
    type: 'pbkdf2',
    hash: 'sha-256',
    key: key.toString('hex'),
    salt: salt.toString('hex'),
    iterations,
  };
}
