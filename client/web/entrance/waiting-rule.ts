/** When to knock again at a door that does not open yet. */

/** The shortest and the longest wait between two attempts whose time is not known. */
const FIRST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 60_000;
/** From one wait to the next. */
const GROWTH = 1.5;
/** Waits differ by this much, so that those who wait for the same do not come in step. */
const JITTER = 0.2;
/** Within this time of the opening all come in who wait for it. */
const RUSH_MS = 3000;
/** An opening may be moved, and this machine's clock may be wrong: so often it is asked all the same. */
const LOOK_AGAIN_MS = 300_000;
/** After so many attempts, some three hours, nobody sits in front of the page any more. */
export const MOST_ATTEMPTS = 200;

/** Refusals that may pass by themselves. Others need somebody to do something else. */
const PASSING: ReadonlySet<string | undefined> = new Set([
  'group-not-open',
  'no-operator',
  'group-locked',
  'group-full',
  'token-not-yet-valid',
  'busy',
  'media-unavailable',
  'draining',
  // The server, or the way to it, is gone.
  'closed',
  'hung-up',
  'no-answer',
  'handshake-timeout',
  'shutting-down',
]);

/** Whether it is worth to try the same again later. */
export function mayPass(code: string | undefined): boolean {
  return PASSING.has(code);
}

/** Whether the server could not be reached, or has gone. */
export function isOutOfReach(code: string | undefined): boolean {
  return (
    code !== undefined &&
    ['closed', 'hung-up', 'no-answer', 'handshake-timeout', 'shutting-down'].includes(code)
  );
}

export interface Refused {
  readonly now: number;
  /** When the refusal ends, where that is known. Like `now`, in milliseconds since the epoch. */
  readonly possibleFrom: number | undefined;
  /** How many attempts have failed so far; at least one. */
  readonly failures: number;
  /** From 0 up to 1. */
  readonly chance: number;
}

/** How long to wait before the next attempt, in milliseconds; undefined when it is time to give up. */
export function waitMs({ now, possibleFrom, failures, chance }: Refused): number | undefined {
  if (failures >= MOST_ATTEMPTS) return undefined;
  if (possibleFrom !== undefined && possibleFrom > now) {
    return Math.min(possibleFrom - now + chance * RUSH_MS, LOOK_AGAIN_MS);
  }
  const even = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * GROWTH ** (failures - 1));
  return Math.max(FIRST_WAIT_MS, Math.min(LONGEST_WAIT_MS, even * (1 - JITTER + 2 * JITTER * chance)));
}
