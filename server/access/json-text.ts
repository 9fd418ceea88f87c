import type { z } from 'zod';
import { pathText, reasonOf } from '../config/problems.ts';
import { asError } from './atomic-file.ts';

/** JSON that people write, and what to tell them of it. No complaint repeats a value: it may be a secret. */

/** A file, or what was to become one, cannot be used. The message names the path inside of it. */
export class BadText extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

/**
 * Reads JSON that is the whole text of a file. Editors may have put a byte order mark before it.
 *
 * @throws {@link BadText}
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // V8 quotes what stands around the mistake.
    const reason = asError(error).message.replace(/,? ?(\.\.\.)?".*" ?(\.\.\.)? is not valid JSON$/s, '');
    throw new BadText(`this is not JSON: ${reason}`);
  }
}

/** @throws {@link BadText} with all that is wrong. */
export function fit<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new BadText(complaintsOf(result.error));
}

/** Such as `users.ada.permissions: must be …; public: expected boolean`. */
export function complaintsOf(error: z.ZodError): string {
  const sentences = error.issues.map((issue) => {
    const at = pathText(issue.path);
    return at === '' ? reasonOf(issue) : `${at}: ${reasonOf(issue)}`;
  });
  return sentences.join('; ');
}
