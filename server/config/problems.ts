import type { z } from 'zod';
import { nearest } from './settings.ts';

/** How a failed check of a file or setting is told to the operator. */

/**
 * What is wrong at an issue's path, without the path. Tells no values, which may be secrets.
 */
export function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union' && issue.message === 'Invalid input') {
    // The alternatives' own complaints contradict each other; the last is about the richest form.
    const inner = issue.errors.at(-1)?.[0];
    if (inner !== undefined)
      return inner.path.length > 0 ? `${pathText(inner.path)}: ${reasonOf(inner)}` : reasonOf(inner);
  }
  const text = issue.message.replace(/^Invalid input: /, '');
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** A path into JSON as people write it: `users.ada.password` or `allowOrigin[2]`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, i) => {
      if (typeof step === 'number') return `[${step.toString()}]`;
      const text = String(step);
      const plain = /^[\w-]+$/.test(text) ? text : JSON.stringify(text);
      return i === 0 ? plain : `.${plain}`;
    })
    .join('');
}

/** "there is no such setting", with the one that was probably meant. */
export function unknownKey(key: string, knownKeys: readonly string[]): string {
  const meant = nearest(key, knownKeys);
  return `there is no such setting; ${meant === undefined ? 'remove it or mend its spelling' : `did you mean ${meant}?`}`;
}

/** The value at a path, in so few characters that it fits a line. */
export function valueText(value: unknown, path: readonly PropertyKey[]): string {
  let here = value;
  for (const step of path) {
    here =
      typeof here === 'object' && here !== null ? (here as Record<PropertyKey, unknown>)[step] : undefined;
  }
  const text = here === undefined ? 'nothing' : JSON.stringify(here);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
