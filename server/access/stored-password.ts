import { z } from 'zod';

/**
 * How a group file keeps a password.
 *
 * @see Galène group file, "Passwords": a string is a plain password; an absent or empty one never matches.
 */
export type StoredPassword =
  | { readonly type: 'never' }
  | { readonly type: 'wildcard' }
  | { readonly type: 'plain'; readonly key: string }
  | {
      readonly type: 'pbkdf2';
      readonly key: Buffer;
      readonly salt: Buffer;
      readonly iterations: number;
    }
  /** `key` is a whole bcrypt hash, `$2b$…`. */
  | { readonly type: 'bcrypt'; readonly key: string; readonly rounds: number }
  /** Of a kind that is not known here: never matches, but leaves the rest of the file alone. */
  | { readonly type: 'unknown'; readonly name: string };

/** PBKDF2 at this count takes seconds; more in a file is a slip that would starve everybody else. */
const MAX_ITERATIONS = 10_000_000;

const Hex = z
  .string()
  .max(2_048)
  .regex(/^([0-9a-f]{2})+$/i, 'must be an even number of hexadecimal digits');

const Plain = z.object({ type: z.literal('plain'), key: z.string().max(1_024) });
const Wildcard = z.object({ type: z.literal('wildcard') });
const Pbkdf2 = z.object({
  type: z.literal('pbkdf2'),
  hash: z.literal('sha-256', 'must be "sha-256"'),
  key: Hex.describe('The derived key; its length is the length that is derived.'),
  salt: Hex,
  iterations: z.int().min(1).max(MAX_ITERATIONS),
});
/** bcrypt doubles its work by each step of its cost: 17 takes some ten seconds. */
const Bcrypt = z.object({
  type: z.literal('bcrypt'),
  key: z
    .string()
    .regex(
      /^\$2[aby]\$(0[4-9]|1[0-7])\$[./A-Za-z0-9]{53}$/,
      'must be a bcrypt hash such as $2b$12$…, of cost 4 to 17',
    ),
});

/** A password with a type. Types that are not known pass, to be told as a warning. */
const Typed = z.looseObject({ type: z.string().max(64).optional() });

const KNOWN = { plain: Plain, wildcard: Wildcard, pbkdf2: Pbkdf2, bcrypt: Bcrypt } as const;

/** The schema as editors see it; {@link readPassword} is more forgiving with types it does not know. */
export const PasswordSchema = z
  .union([z.string().max(1_024), Plain, Wildcard, Pbkdf2, Bcrypt, z.strictObject({})])
  .describe('A plain password, or a hash of one. {"type": "wildcard"} takes any password, {} none.');

/** Reads a `password` of a group file, and says at which field it is wrong. */
export const Password = z.unknown().transform((value, context): StoredPassword => {
  if (value === undefined || value === null) return { type: 'never' };
  if (typeof value === 'string') return { type: 'plain', key: value };
  const typed = Typed.safeParse(value);
  if (!typed.success) {
    context.addIssue({ code: 'custom', message: 'must be a string or an object with a "type"' });
    return z.NEVER;
  }
  const { type } = typed.data;
  if (type === undefined || type === '') return { type: 'never' };
  if (!isKnown(type)) return { type: 'unknown', name: type };
  const result = KNOWN[type].safeParse(value);
  if (!result.success) {
    for (const issue of result.error.issues) {
      context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
    }
    return z.NEVER;
  }
  return stored(result.data);
});

function isKnown(type: string): type is keyof typeof KNOWN {
  return Object.hasOwn(KNOWN, type);
}

function stored(parsed: z.infer<(typeof KNOWN)[keyof typeof KNOWN]>): StoredPassword {
  switch (parsed.type) {
    case 'pbkdf2':
      return {
        type: 'pbkdf2',
        key: Buffer.from(parsed.key, 'hex'),
        salt: Buffer.from(parsed.salt, 'hex'),
        iterations: parsed.iterations,
      };
    case 'bcrypt':
      // PHP writes 2y for what everybody else calls 2b.
      return { type: 'bcrypt', key: parsed.key.replace('$2y$', '$2b$'), rounds: roundsOf(parsed.key) };
    case 'plain':
    case 'wildcard':
      return parsed;
  }
}

function roundsOf(hash: string): number {
  return Number(hash.slice(4, 6));
}
