import { NotFoundError, UnsupportedError, WorkerClosedError } from 'mediasoup/errors';
import { BadMedia, Closed, MediaUnavailable } from '../core/errors.ts';

/**
 * What the core is told for an error of mediasoup. Errors that nobody outside can cause are handed back as they
 * are: they are bugs.
 */
export function refusalFor(error: unknown): unknown {
  // Its process ended, before the request or while it was waiting for the answer.
  if (error instanceof WorkerClosedError) return new MediaUnavailable(error);
  // The request met its object's own end on the way.
  if (error instanceof NotFoundError) return new Closed('the medium');
  if (isAboutValues(error)) {
    return new BadMedia(`the media parameters cannot be used here: ${error.message}`, { cause: error });
  }
  return error;
}

function isAboutValues(error: unknown): error is Error {
  // Wrong values are `TypeError`s, on this side of the worker's pipe and on the other.
  if (error instanceof UnsupportedError || error instanceof TypeError) return true;
  // Except for a track that is told from another of its transport by nothing: "MID already exists in RTP listener".
  return error instanceof Error && error.message.includes('already exists in RTP listener');
}

/** The media engine cannot start. The message tells the operator which setting to change. */
export class MediaStartError extends Error {
  override get name(): string {
    return 'MediaStartError';
  }
}

/** Says in the operator's words why the worker at `port` did not start. */
export function startFailure(error: unknown, port: number): MediaStartError {
  const text = error instanceof Error ? error.message : String(error);
  const protocol = /protocol:(\w+)/.exec(text)?.[1] ?? 'udp';
  const address = /ip:'([^']*)'/.exec(text)?.[1] ?? 'this machine';
  return new MediaStartError(explain(text, { port, protocol, address }), { cause: error });
}

function explain(text: string, at: { port: number; protocol: string; address: string }): string {
  const { port, protocol, address } = at;
  if (/address already in use/i.test(text)) {
    return (
      `port ${port.toString()} (${protocol}) of ${address} is in use, but media needs it: ` +
      `stop the program that has it, or set "rtcPort" to another number`
    );
  }
  if (/permission denied/i.test(text)) {
    return (
      `port ${port.toString()} (${protocol}) may not be opened by this user: ` +
      `set "rtcPort" to a number from 1024 on`
    );
  }
  if (/address not available/i.test(text)) {
    return (
      `this machine does not have the address ${address}: correct "rtcListenAddresses"; ` +
      `the address of a router in front of it belongs in "rtcAnnouncedAddress"`
    );
  }
  return `the media worker for port ${port.toString()} does not start: ${text}`;
}
