import { ConferenceError, type ErrorCode } from '@evagore/shared';

/** A refusal by the server, with the server's code. */
export class ServerError extends ConferenceError {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The connection is not open (yet, or any more), so nothing can be sent or answered. */
export class NotConnected extends ConferenceError {
  readonly code = 'closed';

  constructor(message = 'Connection is not open', options?: ErrorOptions) {
    super(message, options);
  }
}

/** The server said something that this library cannot understand. */
export class ProtocolError extends ConferenceError {
  readonly code = 'bad-message';
}

/** The browser cannot do what was asked, whatever the user permits. */
export class NotSupported extends ConferenceError {
  readonly code = 'not-possible';
}
