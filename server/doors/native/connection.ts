import {
  ClientMessage,
  ConferenceError,
  NATIVE_VERSION,
  Ref,
  type ClientHandshake,
  type CloseReason,
  type ErrorCode,
  type MemberId,
} from '@evagore/shared';
import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import type { Log, Tally } from '../../core/ports.ts';
import { closeCodeOf } from '../socket/close-codes.ts';
import { Outbox, type Flusher } from '../socket/outbox.ts';
import { RateLimit, type Rate } from '../socket/rate-limit.ts';
import { parseJson, sizeOf, type ClientPlace } from '../socket/reception.ts';
import { Silence, type Patience, type Round } from '../socket/silence.ts';
import { encodeMessage } from './encode.ts';
import type { NativeSeat, SeatConnection } from './seat.ts';

/** How long a peer may take to answer the closing handshake before its socket is destroyed. */
const CLOSE_GRACE_MS = 2000;

/** The longest value that may be sent takes three bytes a character; nothing else comes near. */
const MAX_MESSAGE_BYTES = 262_144;
/** A long message takes as much work as many short ones: for each of these, it counts once more. */
const BYTES_THAT_COUNT = 16_384;

/** Enough for what is wrong with a message; what it repeats of the message itself has to end somewhere. */
const MAX_EXPLANATION_LENGTH = 1000;

/**
 * Close codes with which a client says that it does not come back: it is done, or the page is left, or it gives no
 * code. The others are accidents.
 *
 * @see RFC 6455, section 7.4.1
 */
const LEAVING_CODES = new Set([1000, 1001, 1005]);
/** Codes for what the client said wrong. It would say it again. */
const FAULT_CODES = new Set([1002, 1003, 1007, 1008, 1009, 1010]);

/** What ws calls the faults that have a code of their own here. It has closed the socket already. */
const FAULTS: Readonly<Record<string, ErrorCode>> = {
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 'message-too-large',
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 'message-too-large',
};

export interface ConnectionLimits {
  /** Messages that one connection may send. */
  readonly rate: Rate;
  /** Bytes that may wait for one receiver. */
  readonly maxSendQueueBytes: number;
}

export interface ConnectionOptions {
  client: ClientPlace;
  limits: ConnectionLimits;
  flusher: Flusher;
  tally: Tally;
  log: Log;
  /** Milliseconds on a clock that does not step. */
  now: () => number;
  /** The seat of a connection which has none yet. */
  newSeat: (connection: NativeConnection, id: MemberId) => NativeSeat;
  /** The seat that a ticket is for. @throws a ConferenceError where there is none any more. */
  seatOf: (ticket: string, id: MemberId) => NativeSeat;
  onClosed: (connection: NativeConnection) => void;
}

type Resume = Extract<ClientMessage, { type: 'resume' }>;

/** One client's socket, spoken to in the native dialect. What is said over it belongs to a seat. */
export class NativeConnection implements SeatConnection {
  readonly client: ClientPlace;
  readonly log: Log;
  readonly #socket: WebSocket;
  readonly #id: MemberId;
  readonly #options: ConnectionOptions;
  readonly #outbox: Outbox;
  readonly #rate: RateLimit;
  #seat: NativeSeat;
  readonly #silence: Silence;
  #closed = false;

  constructor(socket: WebSocket, handshake: ClientHandshake, options: ConnectionOptions) {
    this.client = options.client;
    this.log = options.log;
    this.#socket = socket;
    this.#id = handshake.id;
    this.#options = options;
    const startedAt = options.now();
    this.#silence = new Silence(startedAt);
    this.#rate = new RateLimit(options.limits.rate, startedAt);
    this.#outbox = new Outbox(socket, {
      flusher: options.flusher,
      maxQueued: options.limits.maxSendQueueBytes,
      onOverflow: () => {
        this.#lose({ code: 'slow-reader', message: 'the connection is too slow for what it receives' });
      },
    });
    this.#seat = options.newSeat(this, handshake.id);

    // The one frame that is no array: clients of other dialects read it too.
    socket.send(encodeMessage({ type: 'handshake', version: [NATIVE_VERSION] }));
    socket.on('message', (data, isBinary) => {
      this.#receive(data, isBinary);
    });
    socket.once('error', (err) => {
      this.#faulted(err);
    });
    socket.once('close', (code) => {
      this.#hungUp(code);
    });
  }

  /** Bytes and UTF-16 units that wait to be sent. */
  get backlog(): number {
    return this.#outbox.backlog;
  }

  send(message: string): void {
    this.#outbox.push(message);
  }

  /** Pings the client where it is silent, and gives it up in the end. */
  checkLiveness(round: Round, patience: Patience): void {
    this.#silence.look(round, patience, {
      ping: () => {
        this.send(encodeMessage({ type: 'ping' }));
      },
      giveUp: (message) => {
        this.#lose({ code: 'no-answer', message });
      },
    });
  }

  /** Ends the connection and the seat. Idempotent. */
  close(reason: CloseReason): void {
    this.drop(reason);
    this.#seat.end(reason);
  }

  drop(reason: CloseReason): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#sayGoodbye(reason);
    this.#outbox.close();
    this.#options.onClosed(this);
    this.#options.tally.disconnected(reason.code);
    this.log.info({ code: reason.code, reason: reason.message }, 'connection closed');
  }

  /** Gives the connection up, but not the seat. */
  #lose(reason: CloseReason): void {
    this.drop(reason);
    this.#seat.lost(this, reason);
  }

  /** Ends the seat too where the client broke the rules of WebSockets, as it would do it again. */
  #faulted(err: Error & { code?: string }): void {
    // Other errors are the network's.
    if (err.code?.startsWith('WS_ERR_') !== true) return;
    this.close({ code: FAULTS[err.code] ?? 'bad-message', message: err.message });
  }

  #hungUp(code: number): void {
    if (this.#closed) return;
    const reason = { code: 'hung-up' } as const;
    if (LEAVING_CODES.has(code) || FAULT_CODES.has(code)) this.close(reason);
    else this.#lose(reason);
  }

  #sayGoodbye(reason: CloseReason): void {
    if (reason.code !== 'hung-up') {
      this.send(
        encodeMessage({
          type: 'closing',
          error: reason.code,
          value: reason.message ?? '',
          ...(reason.by !== undefined && { source: reason.by.id, username: reason.by.username }),
        }),
      );
      this.#outbox.flush();
    }
    this.#socket.close(closeCodeOf(reason.code), reason.code);
    setTimeout(() => {
      this.#socket.terminate();
    }, CLOSE_GRACE_MS).unref();
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (this.#closed) return;
    const now = this.#options.now();
    this.#silence.heard(now);

    const size = sizeOf(data);
    if (size > MAX_MESSAGE_BYTES) {
      this.close({ code: 'message-too-large', message: `a message has at most ${MAX_MESSAGE_BYTES} bytes` });
      return;
    }
    const pace = this.#rate.take(now, 1 + Math.floor(size / BYTES_THAT_COUNT));
    if (pace === 'flood') {
      this.close({ code: 'too-many-messages', message: 'messages come much too fast' });
      return;
    }
    const message = isBinary ? undefined : parseJson(data);
    const parsed = message === undefined ? undefined : ClientMessage.safeParse(message);
    if (pace === 'ok' && parsed?.success) {
      this.#take(parsed.data);
      return;
    }
    const ref = refOf(message);
    this.#seat.noteRef(ref);
    if (pace === 'over') {
      this.#seat.refuse(ref, 'too-many-messages', 'messages come too fast; this one was dropped');
    } else if (parsed?.error === undefined) {
      this.#seat.refuse(ref, 'bad-message', 'the message is not JSON in a text frame, or nests too deeply');
    } else {
      const explanation = z.prettifyError(parsed.error).slice(0, MAX_EXPLANATION_LENGTH);
      this.#seat.refuse(ref, 'bad-message', explanation);
    }
  }

  #take(message: ClientMessage): void {
    switch (message.type) {
      case 'ping':
        this.send(encodeMessage({ type: 'pong' }));
        break;
      case 'pong':
        break;
      case 'seen':
        this.#seat.seen(message.cursor);
        break;
      case 'resume':
        this.#resume(message);
        break;
      default:
        if (this.#seat.receive(message)) break;
        this.close({ code: 'too-many-messages', message: 'too many messages wait to be carried out' });
    }
  }

  /** Takes another seat in place of the one that came with the connection. */
  #resume(message: Resume): void {
    const own = this.#seat;
    if (!own.isFresh) {
      own.refuse(message.ref, 'already-joined', 'a seat is resumed before anything else is asked');
      return;
    }
    try {
      const seat = this.#options.seatOf(message.ticket, this.#id);
      seat.resume(this, message);
      this.#seat = seat;
      own.replaced();
      this.#options.tally.resumed();
    } catch (err) {
      if (!(err instanceof ConferenceError)) throw err;
      this.log.info({ code: err.code, reason: err.message }, 'seat not resumed');
      this.#options.tally.resumeRefused(err.code);
      own.noteRef(message.ref);
      own.refuse(message.ref, err.code, err.message);
    }
  }
}

/** The `ref` of a message that may be anything, so that even a bad one is answered where it was asked. */
function refOf(message: unknown): Ref | undefined {
  if (typeof message !== 'object' || message === null || !('ref' in message)) return undefined;
  return Ref.safeParse(message.ref).data;
}
