import { z } from 'zod';
import { ServerConfig, type Setting } from './schema.ts';

/** The settings as text sees them: environment, flags and documentation are generated from this list. */

export type SettingKind = 'text' | 'number' | 'boolean' | 'list';

export interface SettingInfo {
  readonly name: Setting;
  readonly kind: SettingKind;
  readonly description: string;
  /** As it would stand in the file; undefined where the setting may be absent. */
  readonly defaultValue: unknown;
  /** Such as `EVAGORE_HTTP_PORT`. */
  readonly variable: string;
  /** Such as `--http-port`. */
  readonly flag: string;
}

export const SETTINGS: readonly SettingInfo[] = Object.entries(ServerConfig.shape).map(([name, schema]) => {
  const words = name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`);
  return {
    name: name as Setting,
    kind: kindOf(schema),
    description: schema.description ?? '',
    defaultValue: schema.safeParse(undefined).data,
    variable: `EVAGORE_${words.toUpperCase()}`,
    flag: `--${words.replaceAll('_', '-').toLowerCase()}`,
  };
});

function kindOf(schema: unknown): SettingKind {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return kindOf(schema.unwrap());
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  return schema instanceof z.ZodArray ? 'list' : 'text';
}

/**
 * Reads a setting's text as its kind. Text that does not look like one is returned as it is, so that the schema
 * refuses it with its own words.
 */
export function fromText(kind: SettingKind, text: string): unknown {
  switch (kind) {
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
    case 'boolean':
      return booleanFromText(text.trim().toLowerCase()) ?? text;
    case 'list':
      return text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    case 'text':
      return text;
  }
}

function booleanFromText(text: string): boolean | undefined {
  if (['true', '1', 'yes', 'on'].includes(text)) return true;
  if (['false', '0', 'no', 'off'].includes(text)) return false;
  return undefined;
}

/** The candidate that is one slip of the fingers or so away from `word`, for "did you mean". */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= Math.max(2, word.length / 4) ? best.candidate : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
