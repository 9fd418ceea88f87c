import type { Permission } from '@evagore/shared';
import type { Role } from '../state/participants.ts';

/** On what terms somebody is invited: with which role, from when, until when. */

const PERMISSIONS = {
  observe: [],
  message: ['message'],
  present: ['present', 'message'],
  op: ['op', 'present', 'message', 'token'],
} as const satisfies Record<Role, readonly Permission[]>;

/** The roles that somebody may hand out: of each, whoever hands it out must hold all of its permissions. */
export function grantableRoles(held: readonly Permission[]): readonly Role[] {
  const roles = Object.keys(PERMISSIONS) as Role[];
  return roles.filter((role) => PERMISSIONS[role].every((each) => held.includes(each)));
}

/** What guests are as a rule: presenters, or whatever comes next to it. */
export function usualRole(held: readonly Permission[]): Role {
  return grantableRoles(held).findLast((role) => role !== 'op') ?? 'observe';
}

export function permissionsOf(role: Role): readonly Permission[] {
  return PERMISSIONS[role];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** For how long an invitation is good, in milliseconds. */
export const SPANS = {
  hour: HOUR_MS,
  day: DAY_MS,
  'two-days': 2 * DAY_MS,
  week: 7 * DAY_MS,
} as const;

export type Span = keyof typeof SPANS;

/** Beyond this, what is meant is a mistake. */
const FARTHEST_MS = 3660 * DAY_MS;

/** What was chosen: a span from now (or from when it becomes good), or a moment. Moments are as `<input type="datetime-local">` writes them. */
export interface Terms {
  readonly span: Span | 'until';
  readonly until: string;
  /** Empty for at once. */
  readonly from: string;
}

export type TermsProblem = 'no-end' | 'past' | 'too-far' | 'backwards';

/** From when to when an invitation is good, in milliseconds since the epoch; or what is wrong with the terms. */
export function readTerms(
  { span, until, from }: Terms,
  now: number,
): { readonly expires: number; readonly notBefore: number | undefined } | TermsProblem {
  const begin = momentOf(from);
  const notBefore = begin !== undefined && begin > now ? begin : undefined;
  const expires = span === 'until' ? momentOf(until) : (notBefore ?? now) + SPANS[span];
  if (expires === undefined) return 'no-end';
  if (expires <= now) return 'past';
  if (notBefore !== undefined && expires <= notBefore) return 'backwards';
  return expires - now > FARTHEST_MS ? 'too-far' : { expires, notBefore };
}

/** A moment as `<input type="datetime-local">` wants it, in the reader's zone. */
export function localMoment(at: number): string {
  const moment = new Date(at);
  const digits = (value: number, length = 2) => value.toString().padStart(length, '0');
  const date = [digits(moment.getFullYear(), 4), digits(moment.getMonth() + 1), digits(moment.getDate())];
  return `${date.join('-')}T${digits(moment.getHours())}:${digits(moment.getMinutes())}`;
}

function momentOf(text: string): number | undefined {
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
