import type { Precondition } from '../../access/administration.ts';
import { PreconditionFailed, PreconditionRequired } from './refusals.ts';

/** What a request demands of the version that it meets. */
export interface Conditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

/** The `ETag` of a version. */
export function etagOf(version: string): string {
  return `"${version}"`;
}

/**
 * The conditions of a write.
 *
 * @param required - Whether an object that exists may be replaced only by who says which version they saw.
 * @throws PreconditionFailed, PreconditionRequired, when the precondition is asked.
 * @see RFC 9110, "Preconditions"; RFC 6585, "428 Precondition Required"
 */
export function preconditionOf(conditions: Conditions, required = false): Precondition {
  const { ifMatch, ifNoneMatch } = conditions;
  return (version) => {
    if (ifMatch !== undefined && !isMatch(ifMatch, version)) throw new PreconditionFailed();
    if (ifNoneMatch !== undefined && isWeakMatch(ifNoneMatch, version)) throw new PreconditionFailed();
    if (required && version !== undefined && ifMatch === undefined) throw new PreconditionRequired();
  };
}

/**
 * Whether a reader has this version already.
 *
 * @throws PreconditionFailed where the reader demands another one.
 */
export function isUnchanged(conditions: Conditions, version: string): boolean {
  const { ifMatch, ifNoneMatch } = conditions;
  if (ifMatch !== undefined && !isMatch(ifMatch, version)) throw new PreconditionFailed();
  return ifNoneMatch !== undefined && isWeakMatch(ifNoneMatch, version);
}

/** Weak tags never match here: who writes must have seen the very same bytes. */
function isMatch(list: string, version: string | undefined): boolean {
  if (version === undefined) return false;
  return list.trim() === '*' || tagsOf(list).includes(etagOf(version));
}

/** Proxies that compress mark tags as weak; for reading they are as good. */
function isWeakMatch(list: string, version: string | undefined): boolean {
  if (version === undefined) return false;
  return list.trim() === '*' || tagsOf(list).some((tag) => tag.replace(/^W\//, '') === etagOf(version));
}

function tagsOf(list: string): string[] {
  return list.match(/(?:W\/)?"[^"]*"/g) ?? [];
}
