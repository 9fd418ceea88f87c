import { ConferenceError, type CloseReason, type ErrorCode } from '@evagore/shared';

/** A refusal by the server, with the server's code. */
export class ServerError extends ConferenceError {
  readonly code: ErrorCode;
  readonly #possibleFrom: number | undefined;

  /** @param options - `possibleFrom`: in milliseconds since the epoch, where the server says it. */
  constructor(code: ErrorCode, message: string, options?: ErrorOptions & { possibleFrom?: number }) {
    super(message, options);
    this.code = code;
    this.#possibleFrom = options?.possibleFrom;
  }

  override get possibleFrom(): number | undefined {
    return this.#possibleFrom;
  }
}

/** The connection is not open (yet, or any more), so nothing can be sent or answered. */
export class NotConnected extends ConferenceError {
  readonly code = 'closed';

  constructor(message = 'Connection is not open', options?: ErrorOptions) {
    super(message, options);
  }
}

/** The connection is being made again, and as much waits to be sent as is kept. */
export class QueueFull extends ConferenceError {
  readonly code = 'busy';

  constructor() {
    super('too much waits to be sent until the connection is back');
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

/** What callers who wait are told when the connection has ended for a reason. */
export function errorOf(reason: CloseReason): ServerError | NotConnected {
  return reason.code === 'hung-up' || reason.code === 'left'
    ? new NotConnected(reason.message)
    : new ServerError(reason.code, reason.message ?? '');
}
