import { ConferenceError, HTTP_STATUS, type ErrorCode } from '@evagore/shared';
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

/** Encoders know the common statuses, and give up at others. A group's name is just a part of the address for them. */
const OWN_STATUS: Partial<Record<ErrorCode, number>> = {
  'bad-group-name': 404,
  'group-locked': 403,
  'group-expired': 403,
  'group-full': 409,
};

/** How a refusal is told. What is wrong within the server is told in its log alone. */
export function refusalAnswer(error: ConferenceError): Answer {
  const status = OWN_STATUS[error.code] ?? HTTP_STATUS[error.code];
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
