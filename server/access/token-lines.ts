import { createHash } from 'node:crypto';
import { TokenInfo } from '@evagore/shared';
import { z } from 'zod';
import { BadValue } from '../core/errors.ts';
import { BadText, complaintsOf } from './json-text.ts';

/**
 * The text of Galène's token file: a token as JSON on each line.
 *
 * @see Galène protocol, "Token object"; Galène writes absent values as null or not at all.
 */

/** A token of the file. */
export interface TokenLine {
  /** What it is found by, so that comparing tells nothing of it. */
  readonly digest: string;
  readonly group: string;
  /** What a token says; undefined where nobody can use it, as with a name that nobody can bear. */
  readonly info: TokenInfo | undefined;
  /** When it ends, in milliseconds since the epoch; before everything where it has no end. */
  readonly endsAt: number;
  /** As it stands in the file, with fields that nobody here knows. */
  readonly text: string;
}

/** A token file that was understood. */
export interface TokenLines {
  readonly byDigest: ReadonlyMap<string, TokenLine>;
  /** The end of the file, when the next line is to be appended. `torn`: a line that was never finished. */
  readonly end: 'line' | 'no-newline' | 'torn';
  /** Sentences for the log. */
  readonly warnings: readonly string[];
}

export const NO_TOKENS: TokenLines = { byDigest: new Map(), end: 'line', warnings: [] };

/** After so many lines others have their turn; some milliseconds' work. */
const LINES_AT_A_TIME = 500;
const MAX_LINE_LENGTH = 32_768;
const MAX_WARNINGS = 20;

const Raw = z.looseObject({
  token: z.string().min(1),
  group: z.string().nullish(),
  includeSubgroups: z.boolean().nullish(),
  username: z.string().nullish(),
  permissions: z.array(z.string()).nullish(),
  expires: z.string().nullish(),
  'not-before': z.string().nullish(),
  issuedBy: z.string().nullish(),
  issuedAt: z.string().nullish(),
});

/** By Galène's order. */
const KNOWN_FIELDS = [
  'token',
  'group',
  'includeSubgroups',
  'username',
  'permissions',
  'expires',
  'not-before',
  'issuedAt',
  'issuedBy',
] as const satisfies (keyof TokenInfo)[];

/**
 * Reads a token file. A last line that was begun and not finished is what a crash leaves: it is passed over.
 *
 * @param maxTokens - More make the file useless, as something fills it that should not.
 * @throws {@link BadText}, with the number of the line.
 */
export async function parseTokenLines(text: string, maxTokens: number): Promise<TokenLines> {
  const byDigest = new Map<string, TokenLine>();
  const warnings: string[] = [];
  let end: TokenLines['end'] = text === '' || text.endsWith('\n') ? 'line' : 'no-newline';
  const lines = text.split('\n');
  for (const [i, line] of lines.entries()) {
    if (i % LINES_AT_A_TIME === LINES_AT_A_TIME - 1) await new Promise((resolve) => setImmediate(resolve));
    if (line.trim() === '') continue;
    const where = `line ${(i + 1).toString()}`;
    if (end === 'no-newline' && i === lines.length - 1 && isTorn(line)) {
      end = 'torn';
      warnings.push(`${where} is unfinished, and is passed over`);
      continue;
    }
    const { token, why } = parseLine(line, where);
    byDigest.set(token.digest, token);
    if (why !== undefined) warnings.push(`${where}: nobody can use this token: ${why}`);
    if (byDigest.size > maxTokens) throw new BadText(`it has more than ${maxTokens.toString()} tokens`);
  }
  return { byDigest, end, warnings: warnings.slice(0, MAX_WARNINGS) };
}

/** What a presented token is looked up by. */
export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}

/**
 * The line of a token.
 *
 * @param former - The line that it replaces; fields that nobody here knows stay.
 * @throws BadValue where the token is too long to be kept.
 */
export function tokenLine(info: TokenInfo, former?: TokenLine): TokenLine {
  const before = former === undefined ? [] : Object.entries(JSON.parse(former.text) as object);
  const known: ReadonlySet<string> = new Set(KNOWN_FIELDS);
  const fields = [
    ...KNOWN_FIELDS.map((name) => [name, info[name]] as const).filter(([, value]) => value !== undefined),
    ...before.filter(([name]) => !known.has(name)),
  ];
  const text = JSON.stringify(Object.fromEntries(fields));
  if (text.length > MAX_LINE_LENGTH) throw new BadValue('the token is too long');
  return lineOf(info, text);
}

/** The text of a whole file: those without an end first, then by their end. */
export function formatTokenLines(lines: Iterable<TokenLine>): string {
  return sorted(lines)
    .map(({ text }) => `${text}\n`)
    .join('');
}

/** Those without an end first, then by their end. */
export function sorted(lines: Iterable<TokenLine>): TokenLine[] {
  return [...lines].sort((a, b) => (a.endsAt === b.endsAt ? 0 : a.endsAt < b.endsAt ? -1 : 1));
}

function isTorn(line: string): boolean {
  return line.startsWith('{') && jsonOf(line) === undefined;
}

/** @returns `why`: what makes it useless, if anything. */
function parseLine(line: string, where: string): { token: TokenLine; why: string | undefined } {
  if (line.length > MAX_LINE_LENGTH) throw new BadText(`${where} is too long`);
  const value = jsonOf(line);
  if (value === undefined) throw new BadText(`${where} is not JSON`);
  const raw = Raw.safeParse(value.json);
  if (!raw.success) throw new BadText(`${where}: ${complaintsOf(raw.error)}`);
  const { token, group } = raw.data;
  const present = Object.entries(raw.data).filter(([, field]) => field !== null);
  const info = TokenInfo.safeParse({ group: '', permissions: [], ...Object.fromEntries(present) });
  if (info.success) return { token: lineOf(info.data, line.trim()), why: undefined };
  const unusable = { digest: digestOf(token), group: group ?? '', info: undefined, text: line.trim() };
  return { token: { ...unusable, endsAt: Number.NEGATIVE_INFINITY }, why: complaintsOf(info.error) };
}

function lineOf(info: TokenInfo, text: string): TokenLine {
  const endsAt = info.expires === undefined ? Number.NEGATIVE_INFINITY : Date.parse(info.expires);
  return { digest: digestOf(info.token), group: info.group, info, endsAt, text };
}

function jsonOf(line: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(line) };
  } catch {
    return undefined;
  }
}
