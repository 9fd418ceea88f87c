import type { CloseReason, ErrorCode } from '@evagore/shared';

/**
 * What a bot's process ends with. Service managers rely on the numbers, so they are never given another meaning; all
 * but the last are those of sysexits.h.
 */
export const EXIT = {
  /** It was told to stop, or had nothing more to do. */
  done: 0,
  /** There is no server, or the connection could not be had back. */
  unreachable: 69,
  /** A mistake of the bot's program, or of the server. */
  failed: 70,
  /** The group lets nobody in at the moment. */
  notNow: 75,
  /** The group does not let this bot in. */
  refused: 77,
  /** A setting or file makes no sense. */
  settings: 78,
  /** An operator has removed it. */
  kicked: 79,
} as const;

type ExitName = keyof typeof EXIT;

/** Whatever is not here is a failure. */
const EXIT_BY_CODE: Partial<Record<ErrorCode, ExitName>> = {
  left: 'done',
  kicked: 'kicked',
  'hung-up': 'unreachable',
  'no-answer': 'unreachable',
  'slow-reader': 'unreachable',
  'handshake-timeout': 'unreachable',
  'seat-lost': 'unreachable',
  'missed-too-much': 'unreachable',
  closed: 'unreachable',
  busy: 'notNow',
  draining: 'notNow',
  'duplicate-id': 'notNow',
  'group-full': 'notNow',
  'group-locked': 'notNow',
  'group-not-open': 'notNow',
  'media-unavailable': 'notNow',
  'no-operator': 'notNow',
  'shutting-down': 'notNow',
  'token-not-yet-valid': 'notNow',
  'too-many-messages': 'notNow',
  'too-many-requests': 'notNow',
  'bad-group-name': 'refused',
  'group-expired': 'refused',
  'group-moved': 'refused',
  'need-username': 'refused',
  'no-such-group': 'refused',
  'not-authorised': 'refused',
  'token-expired': 'refused',
  'token-for-another-group': 'refused',
  'unknown-version': 'refused',
  'username-taken': 'refused',
};

/** How a bot's time in a group came to its end. */
export interface Ending {
  readonly exit: ExitName;
  readonly code: ErrorCode;
  /** For people. */
  readonly message: string;
}

export function endingOf({ code, message = '' }: CloseReason): Ending {
  return { exit: EXIT_BY_CODE[code] ?? 'failed', code, message };
}

/** Whether another attempt to get in may fare better. */
export function isPassing({ exit }: Ending): boolean {
  return exit === 'unreachable' || exit === 'notNow';
}
