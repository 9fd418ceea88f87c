import { ConferenceError, type ErrorCode } from '@evagore/shared';
import type { Answer } from './http.ts';

/** Why these doors refuse, and by which status each refusal is told. */

export class NoSuchSession extends ConferenceError {
  readonly code = 'no-such-session';
  constructor() {
    super('there is no such session, or it has ended');
  }
}

/** Whoever did not open the session, by the same token, has no business with it. */
export class NotYourSession extends ConferenceError {
  readonly code = 'not-permitted';
  constructor() {
    super('this session was opened with another token');
  }
}

export class NoSuchAddress extends ConferenceError {
  readonly code = 'no-such-resource';
  constructor() {
    super('there is nothing at this address');
  }
}

export class MethodNotAllowed extends ConferenceError {
  readonly code = 'method-not-allowed';
  readonly allowed: string;

  constructor(allowed: string) {
    super(`only ${allowed} can be done here`);
    this.allowed = allowed;
  }
}

export class WrongMediaType extends ConferenceError {
  readonly code = 'unsupported-media-type';
  readonly wanted: string;

  constructor(wanted: string) {
    super(`the body must be ${wanted}, without parameters`);
    this.wanted = wanted;
  }
}

export class TooManySessions extends ConferenceError {
  readonly code = 'too-many-requests';
  constructor() {
    super('there are too many sessions from your network');
  }
}

/** What clients that are sent away for a moment are told to wait. */
const RETRY_AFTER_SECONDS = 10;

/** @see RFC 9725, section 4; RFC 9110, section 15 */
const STATUS = {
  'bad-message': 400,
  'message-too-large': 413,
  'too-many-messages': 429,
  'handshake-first': 400,
  'handshake-timeout': 408,
  'unknown-version': 400,
  'no-answer': 408,
  'slow-reader': 408,
  'bad-group-name': 404,
  'no-such-group': 404,
  'not-authorised': 401,
  'need-username': 401,
  'username-taken': 401,
  'token-expired': 401,
  'token-not-yet-valid': 401,
  'token-for-another-group': 401,
  'already-joined': 409,
  'not-joined': 409,
  'duplicate-id': 409,
  'group-locked': 403,
  'group-full': 409,
  'group-not-open': 403,
  'group-expired': 403,
  'no-operator': 403,
  'group-moved': 409,
  busy: 503,
  'not-permitted': 403,
  'no-such-member': 404,
  'no-such-action': 400,
  'bad-value': 400,
  'not-possible': 409,
  'no-such-token': 404,
  'no-such-message': 404,
  'recording-unavailable': 501,
  'no-such-stream': 404,
  'no-such-track': 404,
  'no-such-transport': 404,
  'stream-exists': 409,
  'bad-media': 400,
  'bad-sdp': 400,
  'no-such-session': 404,
  'media-unavailable': 503,
  'too-many-streams': 409,
  'too-many-transports': 409,
  'seat-lost': 410,
  left: 410,
  'hung-up': 410,
  kicked: 410,
  'taken-over': 410,
  'missed-too-much': 410,
  draining: 503,
  'shutting-down': 503,
  closed: 409,
  internal: 500,
  'no-such-resource': 404,
  'method-not-allowed': 405,
  'unsupported-media-type': 415,
  'too-many-requests': 429,
  'origin-refused': 403,
  'no-such-user': 404,
  'token-elsewhere': 409,
  'too-many-tokens': 409,
  'not-writable': 403,
  'precondition-failed': 412,
  'precondition-required': 428,
} satisfies Record<ErrorCode, number>;

/** How a refusal is told. What is wrong within the server is told in its log alone. */
export function refusalAnswer(error: ConferenceError): Answer {
  const status = STATUS[error.code];
  const text = error.code === 'internal' ? 'the server failed' : error.message;
  return {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...((status === 429 || status === 503) && { 'retry-after': RETRY_AFTER_SECONDS.toString() }),
      ...(error instanceof MethodNotAllowed && { allow: error.allowed }),
      ...(error instanceof WrongMediaType && { accept: error.wanted }),
    },
    body: `${text}\n`,
  };
}
