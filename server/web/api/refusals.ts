import { ConferenceError, HTTP_STATUS, type ErrorCode } from '@evagore/shared';

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

/** The HTTP status of a refusal. */
export function statusOfCode(code: ErrorCode): number {
  return HTTP_STATUS[code];
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
