import { Data } from '@evagore/shared';
import { BadValue } from './errors.ts';

/** What actions take beside their target. */

/** Longest text that an action takes, in UTF-16 code units. */
const MAX_TEXT_LENGTH = 1024;

/** A text that may be absent. @throws BadValue */
export function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || value.length > MAX_TEXT_LENGTH) {
    throw new BadValue(`the value must be a text of at most ${MAX_TEXT_LENGTH} characters`);
  }
  return value;
}

/** Entries to be merged into data. @throws BadValue */
export function dataOf(value: unknown): Data {
  const parsed = Data.safeParse(value);
  if (!parsed.success) throw new BadValue('the value must be an object of at most 16384 characters');
  return parsed.data;
}
