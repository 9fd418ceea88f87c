import {
  ClientMessage,
  ConferenceError,
  NATIVE_VERSION,
  Ref,
  type ClientHandshake,
  type CloseReason,
  type ErrorCode,
} from '@evagore/shared';
import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import type { Conference } from '../../core/conference.ts';
import type { Fact } from '../../core/facts.ts';
import type { Log, MemberLink } from '../../core/ports.ts';
import { closeCodeOf } from '../socket/close-codes.ts';
import { Outbox, type Flusher } from '../socket/outbox.ts';
import { RateLimit, type Rate } from '../socket/rate-limit.ts';
import { parseJson } from '../socket/reception.ts';
import { Serial } from '../socket/serial.ts';
import { encodeFact, encodeMessage } from './encode.ts';
import { Session } from './session.ts';

/** How long a peer may take to answer the closing handshake before its socket is destroyed. */
const CLOSE_GRACE_MS = 2000;

/** Enough for what is wrong with a message; what it repeats of the message itself has to end somewhere. */
const MAX_EXPLANATION_LENGTH = 1000;

export interface ConnectionLimits {
  /** Messages that one connection may send. */
  readonly rate: Rate;
  /** Messages of one connection that may wait to be carried out. */
  readonly maxQueuedMessages: number;
  /** Bytes that may wait for one receiver. */
  readonly maxSendQueueBytes: number;
}

export interface ConnectionOptions {
  conference: Conference;
  limits: ConnectionLimits;
  flusher: Flusher;
  log: Log;
  /** Milliseconds on a clock that does not step. */
  now: () => number;
  onClosed: (connection: NativeConnection) => void;
}

/** One client's socket, spoken to in the native dialect. */
export class NativeConnection implements MemberLink {
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  readonly #log: Log;
  readonly #outbox: Outbox;
  readonly #inbox: Serial;
  readonly #rate: RateLimit;
  readonly #session: Session;
  #heardAt: number;
  #pinged = false;
  #closed = false;

  constructor(socket: WebSocket, handshake: ClientHandshake, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#log = options.log;
    this.#heardAt = options.now();
    this.#rate = new RateLimit(options.limits.rate, this.#heardAt);
    this.#session = new Session({ conference: options.conference, id: handshake.id, link: this });
    this.#outbox = new Outbox(socket, {
      flusher: options.flusher,
      maxQueued: options.limits.maxSendQueueBytes,
      onOverflow: () => {
        this.close({ code: 'slow-reader', message: 'the connection is too slow for what it receives' });
      },
    });
    this.#inbox = new Serial(options.limits.maxQueuedMessages, (err) => {
      this.#log.error({ err }, 'a message could not be answered');
    });

    // The one frame that is no array: clients of other dialects read it too.
    socket.send(encodeMessage({ type: 'handshake', version: [NATIVE_VERSION] }));
    socket.on('message', (data, isBinary) => {
      this.#receive(data, isBinary);
    });
    socket.once('close', () => {
      this.close({ code: 'hung-up' });
    });
  }

  tell(fact: Fact): void {
    this.#outbox.push(encodeFact(fact));
  }

  closed(reason: CloseReason): void {
    this.close(reason);
  }

  /** Looks at how long the client has been silent, and pings or closes. */
  checkLiveness(now: number, limits: { pingAfterMs: number; timeoutMs: number }): void {
    const silentMs = now - this.#heardAt;
    if (silentMs > limits.timeoutMs) {
      this.close({
        code: 'no-answer',
        message: `nothing was heard for ${Math.round(silentMs / 1000).toString()} s`,
      });
    } else if (silentMs > limits.pingAfterMs && !this.#pinged) {
      this.#pinged = true;
      this.#outbox.push(encodeMessage({ type: 'ping' }));
    }
  }

  /** The server itself was not running for a while; that was not the client's silence. */
  forgive(pauseMs: number): void {
    this.#heardAt += pauseMs;
  }

  /** Ends the membership and the connection. Idempotent. */
  close(reason: CloseReason): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#inbox.close();
    this.#session.end(reason);
    this.#sayGoodbye(reason);
    this.#outbox.close();
    this.#options.onClosed(this);
    this.#log.info({ code: reason.code, reason: reason.message }, 'connection closed');
  }

  #sayGoodbye(reason: CloseReason): void {
    if (reason.code !== 'hung-up') {
      this.#outbox.push(
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
    this.#heardAt = this.#options.now();
    this.#pinged = false;

    const message = isBinary ? undefined : parseJson(data);
    const ref = refOf(message);
    const pace = this.#rate.take(this.#heardAt);
    if (pace === 'flood') {
      this.close({ code: 'too-many-messages', message: 'messages come much too fast' });
    } else if (pace === 'over') {
      this.#refuse(ref, 'too-many-messages', 'messages come too fast; this one was dropped');
    } else if (message === undefined) {
      this.#refuse(ref, 'bad-message', 'the message is not JSON in a text frame, or nests too deeply');
    } else {
      const parsed = ClientMessage.safeParse(message);
      if (parsed.success) this.#enqueue(parsed.data);
      else this.#refuse(ref, 'bad-message', z.prettifyError(parsed.error).slice(0, MAX_EXPLANATION_LENGTH));
    }
  }

  #enqueue(message: ClientMessage): void {
    if (message.type === 'ping') {
      this.#outbox.push(encodeMessage({ type: 'pong' }));
      return;
    }
    if (message.type === 'pong') return;
    const queued = this.#inbox.push(() => this.#carryOut(message));
    if (!queued)
      this.close({ code: 'too-many-messages', message: 'too many messages wait to be carried out' });
  }

  async #carryOut(message: Exclude<ClientMessage, { type: 'ping' | 'pong' }>): Promise<void> {
    try {
      const value = await this.#session.answer(message);
      if (message.ref === undefined) return;
      const ack = { type: 'ack', ref: message.ref, ...(value !== undefined && { value }) } as const;
      this.#outbox.push(encodeMessage(ack));
    } catch (err) {
      if (err instanceof ConferenceError && err.code !== 'internal') {
        this.#log.info({ message: message.type, code: err.code, reason: err.message }, 'refused');
        this.#refuse(message.ref, err.code, err.message);
      } else {
        this.#log.error({ err, message: message.type }, 'internal error');
        this.#refuse(message.ref, 'internal', 'the server failed; its log says why');
      }
    }
  }

  #refuse(ref: Ref | undefined, error: ErrorCode, value: string): void {
    this.#outbox.push(encodeMessage({ type: 'error', ...(ref !== undefined && { ref }), error, value }));
  }
}

/** The `ref` of a message that may be anything, so that even a bad one is answered where it was asked. */
function refOf(message: unknown): Ref | undefined {
  if (typeof message !== 'object' || message === null || !('ref' in message)) return undefined;
  return Ref.safeParse(message.ref).data;
}
