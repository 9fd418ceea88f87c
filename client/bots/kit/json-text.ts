import type { z } from 'zod';
import { SettingsMistake } from './failures.ts';

/**
 * Reads JSON by a schema.
 *
 * @param name - What to call it in a sentence.
 * @throws SettingsMistake that tells what is wrong where, but no values, which may be secrets.
 */
export function parseJson<Schema extends z.ZodType>(
  name: string,
  text: string,
  schema: Schema,
): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The parser's own words would quote what stands there.
    throw new SettingsMistake(`${name} is not JSON.`, { cause: error });
  }
  return check(name, value, schema);
}

/** @throws SettingsMistake */
export function check<Schema extends z.ZodType>(
  name: string,
  value: unknown,
  schema: Schema,
): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const sentences = result.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`,
  );
  throw new SettingsMistake(`${name}: ${sentences.join('; ')}.`);
}
