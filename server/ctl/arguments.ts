import { Permission, ROLES, GroupName } from '@evagore/shared';
import { z } from 'zod';
import { nearest } from '../config/settings.ts';
import { UsageMistake } from './failures.ts';

/** Words of the command line, read as what they stand for. */

/** A hundred years; beyond, dates stop being ones that every program can read. */
const MAX_DURATION_MS = 100 * 365 * 86_400_000;

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/**
 * Reads a span of time such as `90s`, `24h`, `1h30m` or `7d`.
 *
 * @returns Milliseconds.
 * @throws {@link UsageMistake}
 */
export function readDuration(text: string): number {
  const parts = [...text.matchAll(/(\d{1,15}(?:\.\d{1,9})?)(ms|s|m|h|d|w)/g)];
  if (text.length > 64 || parts.length === 0 || parts.map(([part]) => part).join('') !== text) {
    throw new UsageMistake(`"${text}" is no span of time; write one such as 90s, 30m, 24h, 1h30m or 7d.`);
  }
  let ms = 0;
  for (const [, amount, unit] of parts) ms += Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
  if (ms > MAX_DURATION_MS) throw new UsageMistake(`${text} is longer than a hundred years.`);
  return Math.round(ms);
}

/**
 * Reads permissions as a group file has them: the name of a role, or single ones as `present,message` or as a JSON
 * array. An empty text stands for none.
 *
 * @throws {@link UsageMistake}
 */
export function readPermissions(text: string): string | string[] {
  const trimmed = text.trim();
  if (Object.hasOwn(ROLES, trimmed)) return trimmed;
  const named = trimmed.startsWith('[') ? fromJson(trimmed) : trimmed.split(',');
  const names = named.map((name) => name.trim()).filter((name) => name !== '');
  for (const name of names) {
    if (Permission.safeParse(name).success) continue;
    const known = [...Object.keys(ROLES), ...Permission.options];
    const meant = nearest(name, known);
    const advice =
      meant === undefined ? `there are ${[...new Set(known)].join(', ')}.` : `did you mean ${meant}?`;
    throw new UsageMistake(`There is no permission "${name}"; ${advice}`);
  }
  return names;
}

/** The single permissions that are meant, where names of roles are not understood. */
export function spelledOut(permissions: string | readonly string[]): string[] {
  if (typeof permissions !== 'string') return [...permissions];
  return [...(Object.entries(ROLES).find(([role]) => role === permissions)?.[1] ?? [])];
}

function fromJson(text: string): string[] {
  try {
    return z.array(z.string()).max(32).parse(JSON.parse(text));
  } catch (error) {
    throw new UsageMistake(`${text} is no array of permissions such as ["present", "message"].`, {
      cause: error,
    });
  }
}

/** @throws {@link UsageMistake} where no group can have this name. */
export function readGroupName(text: string): GroupName {
  const name = GroupName.safeParse(text);
  if (name.success) return name.data;
  throw new UsageMistake(
    `No group can have the name "${text}": it ${name.error.issues[0]?.message ?? 'is not valid'}.`,
  );
}

/** A whole number of at least `min`. @throws {@link UsageMistake} */
export function readCount(text: string, option: string, min: number, max: number): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (number >= min && number <= max) return number;
  throw new UsageMistake(
    `${option} takes a whole number from ${min.toString()} to ${max.toString()}, not "${text}".`,
  );
}

/** Whether a name fits one of the patterns, in which `*` is any text and `?` any letter. No patterns: it does. */
export function fits(name: string, patterns: readonly string[]): boolean {
  return patterns.length === 0 || patterns.some((pattern) => expressionOf(pattern).test(name));
}

function expressionOf(pattern: string): RegExp {
  if (pattern.length > 200) throw new UsageMistake('A pattern has at most 200 characters.');
  // Neighbouring stars mean what one means, and would make matching slow.
  const source = pattern
    .replaceAll(/\*+/g, '*')
    .replaceAll(/[\\^$.|+()[\]{}]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su');
}

/** Options of galenectl that are called differently here. Its `-json` reads a description from the standard input. */
const RENAMED: Readonly<Record<string, string>> = {
  '-json': '--file=-',
  '-admin-username': '--username',
  '--admin-username': '--username',
};

/**
 * Lets long options begin with a single dash, as galenectl's do, where they are known.
 *
 * @param longOptions - Such as `--user`.
 */
export function withDoubleDashes(argv: readonly string[], longOptions: ReadonlySet<string>): string[] {
  const end = argv.indexOf('--');
  return argv.map((word, i) => {
    if (end !== -1 && i >= end) return word;
    const [name = '', ...value] = word.split('=');
    const rest = value.length === 0 ? '' : `=${value.join('=')}`;
    const renamed = RENAMED[name];
    if (renamed !== undefined) return renamed + rest;
    const isLong = /^-[a-z][a-z-]+$/.test(name) && longOptions.has(`-${name}`);
    return isLong ? `-${name}${rest}` : word;
  });
}
