import {
  ConferenceError,
  GaleneMessage,
  GALENE_VERSION,
  type ClientHandshake,
  type CloseReason,
} from '@evagore/shared';
import type { RawData, WebSocket } from 'ws';
import type { Conference } from '../../core/conference.ts';
import type { Log, Tally } from '../../core/ports.ts';
import { closeCodeOf } from '../socket/close-codes.ts';
import { Outbox, type Flusher } from '../socket/outbox.ts';
import { RateLimit, type Rate } from '../socket/rate-limit.ts';
import { parseJson, sizeOf, type ClientPlace } from '../socket/reception.ts';
import { Serial } from '../socket/serial.ts';
import { Silence, type Patience, type Round } from '../socket/silence.ts';
import { encodeKicked, encodeNotice } from './encode.ts';
import { ProtocolError } from './refusals.ts';
import { GaleneSession, type SessionConnection } from './session.ts';

/** How long a peer may take to answer the closing handshake before its socket is destroyed. */
const CLOSE_GRACE_MS = 2000;

/** A long message takes as much work as many short ones: for each of these, it counts once more. */
const BYTES_THAT_COUNT = 16_384;

/** What fits into a close frame beside its code. @see RFC 6455, section 5.5 */
const MAX_REASON_BYTES = 123;

const UNKNOWN_VERSION =
  'This client is using an unknown protocol version. Perhaps it needs to be upgraded? Trying to continue, things may break.';

export interface GaleneLimits {
  /** Messages that one connection may send. */
  readonly rate: Rate;
  /** Messages of one client that may wait to be carried out. */
  readonly maxQueuedMessages: number;
  /** Bytes that may wait for one receiver. */
  readonly maxSendQueueBytes: number;
  /** Streams that one client may send and receive at a time; each has a transport of its own. */
  readonly maxStreams: number;
}

export interface GaleneConnectionOptions {
  conference: Conference;
  client: ClientPlace;
  limits: GaleneLimits;
  flusher: Flusher;
  tally: Tally;
  log: Log;
  /** Milliseconds on a clock that does not step. */
  now: () => number;
  onClosed: (connection: GaleneConnection) => void;
}

/** How a socket is closed. */
interface Ending {
  readonly reason: CloseReason;
  readonly closeCode: number;
  readonly text: string;
}

/** One client's socket, spoken to in Galène's dialect. The membership goes with it. */
export class GaleneConnection implements SessionConnection {
  readonly client: ClientPlace;
  readonly log: Log;
  readonly #socket: WebSocket;
  readonly #options: GaleneConnectionOptions;
  readonly #outbox: Outbox;
  readonly #rate: RateLimit;
  readonly #inbox: Serial;
  readonly #session: GaleneSession;
  readonly #silence: Silence;
  #closed = false;

  constructor(socket: WebSocket, handshake: ClientHandshake, options: GaleneConnectionOptions) {
    const { conference, client, limits, flusher, tally, log, now } = options;
    this.client = client;
    this.log = log;
    this.#socket = socket;
    this.#options = options;
    const startedAt = now();
    this.#silence = new Silence(startedAt);
    this.#rate = new RateLimit(limits.rate, startedAt);
    this.#outbox = new Outbox(socket, {
      flusher,
      framing: 'single',
      maxQueued: limits.maxSendQueueBytes,
      onOverflow: () => {
        this.close({ code: 'slow-reader', message: 'the connection is too slow for what it receives' });
      },
    });
    this.#inbox = new Serial(limits.maxQueuedMessages, (err) => {
      this.#failed(err);
    });
    const { id } = handshake;
    this.#session = new GaleneSession({
      conference,
      connection: this,
      id,
      maxTransports: limits.maxStreams,
      tally,
    });

    this.send(JSON.stringify({ type: 'handshake', version: [GALENE_VERSION] }));
    if (!handshake.version.includes(GALENE_VERSION)) this.send(encodeNotice('warning', id, UNKNOWN_VERSION));
    socket.on('message', (data) => {
      this.#receive(data);
    });
    socket.once('error', (err) => {
      this.log.info({ err }, 'socket error');
    });
    socket.once('close', () => {
      this.close({ code: 'hung-up' });
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
        this.send('{"type":"ping"}');
      },
      giveUp: (message) => {
        this.close({ code: 'no-answer', message });
      },
    });
  }

  /** Ends the connection and the membership. Idempotent. */
  close(reason: CloseReason): void {
    this.#end({ reason, closeCode: closeCodeOf(reason.code), text: '' });
  }

  /** The client is sent away, or asked for what there is not; tells it why. */
  dismiss(reason: CloseReason): void {
    if (reason.code === 'no-such-action') {
      this.#end({ reason, closeCode: 1000, text: reason.message ?? '' });
      return;
    }
    const farewell =
      reason.code === 'shutting-down' ? { ...reason, message: 'server is shutting down' } : reason;
    this.send(encodeKicked(this.#session.id, farewell));
    const message = farewell.message === undefined ? '' : ` (${farewell.message})`;
    const by = farewell.by === undefined ? '' : ` by ${farewell.by.username}`;
    this.#end({ reason, closeCode: 1000, text: `kicked out${message}${by}` });
  }

  #receive(data: RawData): void {
    if (this.#closed) return;
    const now = this.#options.now();
    this.#silence.heard(now);
    const pace = this.#rate.take(now, 1 + Math.floor(sizeOf(data) / BYTES_THAT_COUNT));
    if (pace === 'flood') {
      this.close({ code: 'too-many-messages', message: 'messages come much too fast' });
      return;
    }
    if (pace === 'over') {
      this.#refuse('messages come too fast; this one was dropped');
      return;
    }
    const parsed = GaleneMessage.safeParse(parseJson(data));
    if (!parsed.success) {
      this.#broken({ code: 'bad-message', message: 'a message is not what the protocol says' });
      return;
    }
    if (!this.#inbox.push(() => this.#session.carryOut(parsed.data))) {
      this.close({ code: 'too-many-messages', message: 'too many messages wait to be carried out' });
    }
  }

  /** A message could not be carried out. */
  #failed(err: unknown): void {
    if (this.#closed) return;
    if (err instanceof ProtocolError) {
      const { closeCode, message } = err;
      if (closeCode === 1011) {
        this.#broken({ code: err.code, message });
        return;
      }
      this.#refuse(message);
      this.#end({ reason: { code: err.code, message }, closeCode, text: message });
      return;
    }
    if (err instanceof ConferenceError && err.code !== 'internal') {
      // What was asked for ended under its hands.
      this.log.info({ code: err.code, reason: err.message }, 'refused');
      this.#refuse(err.message);
      return;
    }
    this.log.error({ err }, 'internal error');
    this.#broken({ code: 'internal', message: 'the server failed' });
  }

  #refuse(text: string): void {
    this.#options.tally.refused('galene', 'bad-message');
    this.send(encodeNotice('error', this.#session.id, text));
  }

  /** The dialect knows no other answer to this than to go. */
  #broken(reason: CloseReason): void {
    this.#options.tally.refused('galene', reason.code);
    this.#end({ reason, closeCode: 1011, text: '' });
  }

  #end({ reason, closeCode, text }: Ending): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#inbox.close();
    this.#session.end(reason);
    this.#outbox.flush();
    this.#outbox.close();
    this.#socket.close(closeCode, cut(text));
    setTimeout(() => {
      this.#socket.terminate();
    }, CLOSE_GRACE_MS).unref();
    this.#options.onClosed(this);
    this.#options.tally.disconnected(reason.code);
    this.log.info({ code: reason.code, reason: reason.message }, 'connection closed');
  }
}

/** As much of a text as fits into a close frame. */
function cut(text: string): string {
  let short = text.slice(0, MAX_REASON_BYTES);
  while (Buffer.byteLength(short) > MAX_REASON_BYTES) short = short.slice(0, -1);
  return short.toWellFormed();
}
