import {
  ConferenceError,
  Emitter,
  type AckValue,
  type CloseReason,
  type GroupName,
  type MemberId,
  type ServerMessage,
} from '@evagore/shared';
import { Cursor } from './cursor.ts';
import type { Dialect } from './dialect.ts';
import { afterLoss, afterRefusedResume, isPassing } from './endings.ts';
import { errorOf, NotConnected, ServerError } from './errors.ts';
import type { Item } from './frame.ts';
import { Line } from './line.ts';
import { Questions } from './questions.ts';
import type { ConnectionState, SeatEvents } from './seat-events.ts';
import type { Draft } from './signalling.ts';
import type { Socket, World } from './world.ts';

/** Questions have refs from 1, so that this one never counts as the latest that the server has read of the seat. */
const RESUME_REF = 0;
/** How long the server may take to find the seat. */
const RESUME_TIMEOUT_MS = 10_000;
/** How long it may take to let the member in again; checking a password takes its time when all come at once. */
const REJOIN_TIMEOUT_MS = 30_000;
/** The server notices the loss of a connection later than this end does. */
const KEEP_MARGIN_MS = 5000;

export interface SeatOptions {
  readonly world: World;
  readonly id: MemberId;
  /**
   * What to say to get into the group again; undefined where nobody knows.
   *
   * @throws ServerError where an authorisation server refuses, NotConnected where it cannot be reached.
   */
  rejoin(): Promise<Draft | undefined>;
}

/**
 * A member's place at the server, over all the connections that it takes.
 *
 * ```
 * idle → connecting → connected ⇄ reconnecting → closed
 * ```
 *
 * `closed` follows any state. A connection that is lost before there is a ticket closes the seat. With a ticket, new
 * connections are tried; one that stands presents the ticket, and where that is refused it joins again.
 */
export class Seat {
  readonly events = new Emitter<SeatEvents>();
  readonly #options: SeatOptions;
  readonly #line: Line;
  readonly #questions = new Questions();
  readonly #cursor: Cursor;
  #state: ConnectionState = 'idle';
  #connecting: PromiseWithResolvers<undefined> | undefined;
  /** Who has it has the seat: it stays in this field, and goes to the server only. */
  #ticket: { readonly ticket: string; readonly keepMs: number } | undefined;
  /** The seat's cursor while the server is asked to resume: until then, a connection counts for itself. */
  #resumeFrom: number | undefined;

  constructor(options: SeatOptions) {
    const { world, id } = options;
    this.#options = options;
    this.#cursor = new Cursor({
      after: (delayMs, task) => world.after(delayMs, task),
      report: (cursor) => {
        if (this.#state === 'connected' && this.#ticket) this.#line.send({ type: 'seen', cursor });
      },
    });
    this.#line = new Line(world, id);
    this.#line.events.on('opened', () => {
      this.#opened();
    });
    this.#line.events.on('heard', (item) => {
      this.#hear(item);
    });
    this.#line.events.on('lost', (reason, wsCode) => {
      this.#lost(reason, wsCode);
    });
    this.#line.events.on('trying', (attempt) => {
      this.events.emit('reconnecting', attempt);
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get socket(): Socket | null {
    return this.#state === 'connected' ? this.#line.socket : null;
  }

  /** How the server is spoken with; undefined before there was a connection. */
  get dialect(): Dialect | undefined {
    return this.#line.dialect;
  }

  /** When the server was last heard, in milliseconds on the world's clock. */
  get heardAt(): number | null {
    return this.#line.heardAt;
  }

  /** @throws ServerError or NotConnected where there is no connection to be had. */
  connect(url: string): Promise<void> {
    if (this.#state !== 'idle') {
      return Promise.reject(new NotConnected('Attempting to connect stale connection'));
    }
    try {
      this.#line.open(url);
    } catch (cause) {
      return Promise.reject(new NotConnected(`cannot connect to ${url}`, { cause }));
    }
    this.#connecting = Promise.withResolvers<undefined>();
    this.#setState('connecting');
    return this.#connecting.promise;
  }

  /**
   * Sends a message and waits for the server's answer, over however many connections that takes.
   *
   * @throws ServerError when it is refused, NotConnected when no answer will come, QueueFull.
   */
  async ask(draft: Draft): Promise<AckValue> {
    if (this.#state === 'connected') return this.#questions.add(draft, this.#line.send).answer;
    if (this.#state === 'reconnecting') return this.#questions.add(draft, undefined).answer;
    throw new NotConnected();
  }

  /** Sends anything, now or never. @throws NotConnected */
  send(message: object): void {
    if (this.#state !== 'connected') throw new NotConnected();
    this.#line.send(message);
  }

  /** Gives the seat up. Idempotent. The server hears of it only while there is a connection. */
  close(reason: CloseReason): void {
    if (this.#state !== 'idle') this.#end(reason, 1000);
  }

  #opened(): void {
    if (this.#state === 'connecting') {
      this.#setState('connected');
      this.#connecting?.resolve(undefined);
      return;
    }
    if (this.#line.late) this.#ticket = undefined;
    const cursor = this.#cursor.value;
    this.#cursor.goOnFrom(0);
    if (this.#ticket === undefined) {
      void this.#rejoin({ code: 'seat-lost' });
      return;
    }
    this.#resumeFrom = cursor;
    this.#line.expectAnswer(RESUME_TIMEOUT_MS);
    this.#line.send({ type: 'resume', ref: RESUME_REF, ticket: this.#ticket.ticket, cursor });
  }

  #hear(item: Item): void {
    if (item.counts) this.#cursor.advance();
    if (item.kind === 'unknown') return;
    if (item.kind === 'media') {
      this.events.emit('mediaReceived', item.message);
      return;
    }
    if (item.kind === 'unreadable') {
      // Whoever waits for an answer that cannot be read would wait for ever.
      const known = item.ref !== undefined && this.#questions.refused(item.ref, item.error);
      if (!known) this.events.emit('misunderstood', item.error);
      return;
    }
    const { message } = item;
    switch (message.type) {
      case 'resumed':
        if (this.#resumeFrom !== undefined) this.#resumed(message, this.#resumeFrom);
        break;
      case 'ticket':
        this.#ticket = { ticket: message.ticket, keepMs: message.keepSeconds * 1000 };
        break;
      case 'ack':
        this.#questions.answered(message.ref, message.value);
        break;
      case 'error':
        this.#refused(message.ref, refusalOf(message));
        break;
      default:
        if (message.type === 'joined' && message.kind === 'leave') this.#ticket = undefined;
        this.events.emit('received', message);
    }
  }

  #refused(ref: number | undefined, error: ServerError): void {
    if (ref === RESUME_REF && this.#resumeFrom !== undefined) this.#resumeRefused(error);
    else if (ref === undefined || !this.#questions.refused(ref, error)) this.events.emit('refused', error);
  }

  #resumed(message: Extract<ServerMessage, { type: 'resumed' }>, cursor: number): void {
    this.#resumeFrom = undefined;
    this.#cursor.goOnFrom(cursor);
    // Before anybody is told, and asks more: refs are to reach the server in their order.
    this.#questions.deliver(this.#line.send, message.lastRef);
    this.#back();
    this.events.emit('resumed', message.rtcConfiguration);
  }

  #resumeRefused(error: ServerError): void {
    const reason = reasonOf(error);
    if (error.code === 'busy') {
      this.#tryAgain(reason);
    } else if (afterRefusedResume(error.code) === 'rejoin') {
      this.#resumeFrom = undefined;
      this.#ticket = undefined;
      void this.#rejoin(reason);
    } else {
      this.#end(reason, 1000);
    }
  }

  /** The seat is gone; takes a new one in the same group, over the connection that stands. */
  async #rejoin(cause: CloseReason): Promise<void> {
    const { leaving } = this.#questions;
    this.#questions.seatLost();
    if (leaving !== undefined) {
      this.#left(leaving);
      return;
    }
    const { link } = this.#line;
    this.#line.expectAnswer(REJOIN_TIMEOUT_MS);
    try {
      const draft = await this.#options.rejoin();
      if (link !== this.#line.link) return;
      if (draft === undefined) {
        this.#end(cause, 1000);
        return;
      }
      await this.#questions.add(draft, this.#line.send).answer;
    } catch (error) {
      if (link === this.#line.link) this.#notAdmitted(error);
      return;
    }
    // Where the connection was lost again just now, the next one goes on with the new seat.
    if (link === this.#line.link) {
      this.#questions.deliverWaiting(this.#line.send);
      this.#back();
    }
    if (this.#state !== 'closed') this.events.emit('rejoined');
  }

  /** Whoever wanted out is not taken in again. */
  #left(group: GroupName): void {
    this.#questions.deliverWaiting(this.#line.send);
    this.#back();
    this.events.emit('received', { type: 'joined', kind: 'leave', group });
  }

  #notAdmitted(error: unknown): void {
    const refusal = error instanceof ConferenceError ? error : new ServerError('internal', String(error));
    if (isPassing(refusal.code) || refusal instanceof NotConnected) this.#tryAgain(reasonOf(refusal));
    else this.#end(reasonOf(refusal), 1000);
  }

  #lost(reason: CloseReason, wsCode: number): void {
    const sequel = afterLoss(reason.code);
    const returning = this.#state === 'reconnecting';
    const worthIt = sequel !== 'final' || (returning && isPassing(reason.code));
    if (!worthIt || (this.#ticket === undefined && !returning)) {
      this.#end(reason, wsCode);
      return;
    }
    if (sequel === 'rejoin') this.#ticket = undefined;
    this.#tryAgain(reason);
  }

  #tryAgain(cause: CloseReason): void {
    this.#cursor.goOnFrom(this.#resumeFrom ?? this.#cursor.value);
    this.#resumeFrom = undefined;
    this.#setState('reconnecting');
    // Whoever was told may have had enough.
    if (this.#state !== 'reconnecting') return;
    const patienceMs = this.#ticket === undefined ? 0 : this.#ticket.keepMs + KEEP_MARGIN_MS;
    const goesOn = this.#line.tryAgain(cause, { patienceMs, gone: afterLoss(cause.code) === 'rejoin' });
    if (goesOn) return;
    this.#end({ code: 'hung-up', message: 'the connection to the server could not be made again' }, 1006);
  }

  /** The connection is as good as ever. */
  #back(): void {
    this.#line.stands();
    this.#setState('connected');
  }

  #end(reason: CloseReason, wsCode: number): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#ticket = undefined;
    this.#cursor.pause();
    this.#line.close(reason, wsCode);
    const error = errorOf(reason);
    this.#connecting?.reject(error);
    this.#questions.rejectAll(error);
    this.events.emit('closed', reason, wsCode);
  }

  #setState(state: ConnectionState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.events.emit('stateChanged', state);
  }
}

function refusalOf(message: Extract<ServerMessage, { type: 'error' }>): ServerError {
  const { error, value, possibleFrom } = message;
  return new ServerError(error, value, {
    ...(possibleFrom !== undefined && { possibleFrom: Date.parse(possibleFrom) }),
  });
}

function reasonOf({ code, message }: ConferenceError): CloseReason {
  return { code, message };
}
