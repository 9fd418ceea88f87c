import { z } from 'zod';
import type { MemberId } from './ids.ts';

/**
 * Every reason for which the server refuses a message or ends a seat, with what it means to the one who meets it.
 * A code outlives its wording and is never given another meaning.
 */
export const ERROR_CODES = {
  // What was said
  'bad-message': 'The message is not JSON, or does not fit its schema.',
  'message-too-large': 'The message is longer than the server accepts.',
  'too-many-messages': 'Messages came faster than the server accepts from one connection.',
  'handshake-first': 'The first message must be a handshake.',
  'handshake-timeout': 'No handshake came in time.',
  'unknown-version': 'None of the offered protocol versions is spoken here.',
  'no-answer': 'The peer was silent for too long.',
  'slow-reader': 'The peer read so slowly that its queue reached its limit.',
  // Getting in
  'bad-group-name': 'No group can have this name.',
  'no-such-group': 'There is no group of this name.',
  'not-authorised': 'The username, password or token is wrong.',
  'need-username': 'The token names nobody, so a username must be given.',
  'username-taken': 'The username belongs to somebody with a password.',
  'token-expired': 'The token was good until a moment that has passed.',
  'token-not-yet-valid': 'The token becomes good later.',
  'token-for-another-group': 'The token is good for another group or server.',
  'already-joined': 'The connection is in a group already.',
  'not-joined': 'The connection is not in that group.',
  'duplicate-id': 'Another member of the group has this id.',
  'group-locked': 'An operator has locked the group.',
  'group-full': 'The group has as many members as it may have.',
  'group-not-open': 'The group opens later.',
  'group-expired': 'The group was open until a moment that has passed.',
  'no-operator': 'The group admits people only while an operator is present.',
  'group-moved': 'The group is held at another address.',
  busy: 'The server has more work of this kind than it takes at once; try again.',
  // What may be done
  'not-permitted': 'The member lacks a permission.',
  'no-such-member': 'The group has no member of this id.',
  'no-such-action': 'There is no action of this kind.',
  'bad-value': 'The action does not take this value.',
  'not-possible': 'The action cannot be done to this member.',
  'no-such-token': 'The group has no such token.',
  'no-such-message': 'The group remembers no such message.',
  'recording-unavailable': 'This server cannot record.',
  // Media
  'no-such-stream': 'There is no stream of this id.',
  'no-such-track': 'The stream has no track of this id.',
  'no-such-transport': 'There is no transport of this id, or for this direction.',
  'stream-exists': 'Another stream of the group has this id.',
  'bad-media': 'The media parameters cannot be used here.',
  'bad-sdp': 'The session description cannot be read, or offers nothing that can be used here.',
  'no-such-session': 'The address names no session, or none that is still open.',
  'media-unavailable': 'The media engine cannot do this now; it is being restarted.',
  'too-many-streams': 'The member has as many streams or tracks as it may have.',
  'too-many-transports': 'The member has as many transports as it may have.',
  // Coming back
  'seat-lost': 'The ticket is for no seat that is still kept; join again.',
  // The end of a seat
  left: 'The member left.',
  'hung-up': 'The connection was closed by the other side.',
  kicked: 'An operator removed the member.',
  'taken-over': 'Another connection has resumed the seat.',
  'missed-too-much': 'While the member was away, more happened than is kept for it.',
  draining: 'The server is about to be stopped and lets nobody in any more.',
  'shutting-down': 'The server is being stopped.',
  closed: 'What the message speaks of is closed.',
  internal: 'The server failed; its operator finds the reason in the log.',
  // Administration
  'no-such-resource': 'The address names nothing.',
  'method-not-allowed': 'This cannot be done to what the address names.',
  'unsupported-media-type': 'The body is of a type that is not accepted here.',
  'too-many-requests': 'Requests or failed logins came faster than the server accepts from one network.',
  'origin-refused': 'Web pages of this origin may not change anything here.',
  'no-such-user': 'The group has no such user.',
  'token-elsewhere': 'Another group has a token of this name.',
  'too-many-tokens': 'The server, or the group, has as many tokens as it may have.',
  'not-writable': 'The files of this server may not be changed by HTTP.',
  'precondition-failed': 'What should be changed is not the version that the request demands.',
  'precondition-required': 'What exists may be replaced only by who says which version they saw.',
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** All codes, in the order of the table. */
export const ErrorCode = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]);

/** A code as the server tells it. One of a newer server is `internal` to those who do not know it. */
export const ToldErrorCode = z.preprocess(
  (told) => (typeof told === 'string' && !Object.hasOwn(ERROR_CODES, told) ? 'internal' : told),
  ErrorCode,
);

/** A refusal with a stable code. The message is for people; facts that programs need are fields. */
export abstract class ConferenceError extends Error {
  abstract readonly code: ErrorCode;

  /** When what is refused becomes possible, in milliseconds since the epoch; undefined where nobody knows. */
  get possibleFrom(): number | undefined {
    return undefined;
  }

  override get name(): string {
    return this.constructor.name;
  }
}

/** Why a seat or a stream ended. */
export interface CloseReason {
  readonly code: ErrorCode;
  /** For people; absent where the code says it all. */
  readonly message?: string;
  /** Who ended it, where somebody did. */
  readonly by?: { readonly id: MemberId; readonly username: string };
}
