import { ConferenceError, type ErrorCode } from '@evagore/shared';

/** Why administration by HTTP refuses, and by which status each refusal of the server is told. */

export class NoSuchResource extends ConferenceError {
  readonly code = 'no-such-resource';
  constructor() {
    super('there is nothing at this address');
  }
}

export class MethodNotAllowed extends ConferenceError {
  readonly code = 'method-not-allowed';
  /** As in the header `Allow`. */
  readonly allowed: string;

  constructor(allowed: string) {
    super(`only ${allowed} can be done here`);
    this.allowed = allowed;
  }
}

export class UnsupportedMediaType extends ConferenceError {
  readonly code = 'unsupported-media-type';
  readonly wanted: string;

  constructor(wanted: string) {
    super(`the body must be ${wanted}`);
    this.wanted = wanted;
  }
}

export class BodyTooLarge extends ConferenceError {
  readonly code = 'message-too-large';
  constructor(limit: number) {
    super(`the body must be no longer than ${limit.toString()} bytes`);
  }
}

export class BadBody extends ConferenceError {
  readonly code = 'bad-message';
}

export class BadName extends ConferenceError {
  readonly code = 'bad-group-name';
  constructor() {
    super('no group can have this name');
  }
}

export class TooManyRequests extends ConferenceError {
  readonly code = 'too-many-requests';
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(`too many logins failed from your network; try again in ${retryAfterSeconds.toString()} seconds`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export class OriginRefused extends ConferenceError {
  readonly code = 'origin-refused';
  constructor() {
    super('pages of this origin may not change anything here; see allowAdminOrigin');
  }
}

export class NotWritable extends ConferenceError {
  readonly code = 'not-writable';
  constructor() {
    super('this needs "writableGroups": true in config.json');
  }
}

export class PreconditionFailed extends ConferenceError {
  readonly code = 'precondition-failed';
  constructor() {
    super('somebody has changed this meanwhile, or it is not there as expected; read it again');
  }
}

export class PreconditionRequired extends ConferenceError {
  readonly code = 'precondition-required';
  constructor() {
    super('this exists already; read it, and send its ETag as If-Match');
  }
}

/** @see RFC 9110, "Status Codes" */
const STATUS = {
  'bad-message': 400,
  'message-too-large': 413,
  'too-many-messages': 429,
  'handshake-first': 400,
  'handshake-timeout': 408,
  'unknown-version': 400,
  'no-answer': 408,
  'slow-reader': 408,
  'bad-group-name': 400,
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
  'group-locked': 423,
  'group-full': 503,
  'group-not-open': 403,
  'group-expired': 410,
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

/** The HTTP status of a refusal. */
export function statusOfCode(code: ErrorCode): number {
  return STATUS[code];
}

/** What errors of the framework, which have a status alone, are called. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'bad-message',
  404: 'no-such-resource',
  413: 'message-too-large',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
};

/** What an error is called where it is told. Those of the framework have a status alone. */
export function codeOf(error: unknown): ErrorCode {
  if (error instanceof ConferenceError) return error.code;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return (typeof status === 'number' ? CODES[status] : undefined) ?? 'internal';
}
