import { Data } from '@evagore/shared';
import { BadValue } from './errors.ts';

/**
 * `base` with the entries of `change`; `null` deletes a key.
 *
 * @throws BadValue when the result is larger than data may be, however small the change.
 */
export function mergeData(base: Data, change: Data): Data {
  const merged = Object.entries({ ...base, ...change }).filter(([, value]) => value !== null);
  const parsed = Data.safeParse(Object.fromEntries(merged));
  if (!parsed.success) throw new BadValue('all data together must not be longer than 16384 characters');
  return parsed.data;
}
