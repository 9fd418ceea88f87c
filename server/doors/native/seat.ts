import {
  ConferenceError,
  type ClientMessage,
  type CloseReason,
  type ErrorCode,
  type MemberId,
  type Ref,
  type ServerMessage,
} from '@evagore/shared';
import type { Conference } from '../../core/conference.ts';
import type { Fact } from '../../core/facts.ts';
import type { Log, MemberLink, Tally } from '../../core/ports.ts';
import type { Probes } from '../../core/probes.ts';
import type { ClientPlace } from '../socket/reception.ts';
import { Serial } from '../socket/serial.ts';
import type { Round } from '../socket/silence.ts';
import { encodeFact, encodeMessage } from './encode.ts';
import { Journal, type JournalLimits } from './journal.ts';
import { Session } from './session.ts';
import type { Tickets } from './tickets.ts';

/** What a seat needs of the connection that it is spoken to through. */
export interface SeatConnection {
  readonly client: ClientPlace;
  readonly log: Log;
  /** Sends a message, encoded as JSON. */
  send(message: string): void;
  /** Ends the connection, but not the seat. */
  drop(reason: CloseReason): void;
}

export interface SeatOptions {
  conference: Conference;
  id: MemberId;
  tickets: Tickets<NativeSeat>;
  /** Messages that may wait to be carried out. */
  maxQueuedMessages: number;
  journal: JournalLimits;
  /** How long the seat is kept without a connection. */
  keepMs: number;
  tally: Tally;
  /** Absent where nobody can test their connection. */
  probes: Probes | undefined;
  /** Milliseconds on a clock that does not step. */
  now: () => number;
  onEnded: (seat: NativeSeat) => void;
}

type Question = Exclude<ClientMessage, { type: 'ping' | 'pong' | 'resume' | 'seen' }>;

/**
 * A client's place at the server, over all its connections: what it asks for, what it is told, and what of that it
 * may not have read.
 *
 * It begins with a connection. Once in a group, it is kept for a while when the connection is lost, and another
 * connection can take it with a ticket.
 */
export class NativeSeat implements MemberLink {
  readonly id: MemberId;
  readonly #options: SeatOptions;
  readonly #session: Session;
  readonly #inbox: Serial;
  readonly #journal: Journal;
  #connection: SeatConnection;
  /** Since when there is no connection, in milliseconds; undefined while there is one. */
  #awaySince: number | undefined;
  /** The ticket that the client does not have for sure yet, and the number of the message that brings it. */
  #newTicket: { readonly ticket: string; readonly count: number } | undefined;
  #lastRef = 0;
  #ended = false;

  constructor(connection: SeatConnection, options: SeatOptions) {
    this.id = options.id;
    this.#connection = connection;
    this.#options = options;
    this.#session = new Session({
      conference: options.conference,
      id: options.id,
      link: this,
      from: connection.client.network,
      probes: options.probes,
    });
    this.#journal = new Journal(options.journal);
    this.#inbox = new Serial(options.maxQueuedMessages, (err) => {
      this.#connection.log.error({ err }, 'a message could not be answered');
    });
  }

  get address(): string {
    return this.#connection.client.address;
  }

  tell(fact: Fact): void {
    this.#push(encodeFact(fact));
    if (fact.type === 'joined') this.#issueTicket();
    else if (fact.type === 'left') this.#revokeTickets({ code: 'left' });
  }

  /** The member was removed from its group. */
  closed(reason: CloseReason): void {
    this.end(reason);
  }

  /** Whether nothing was asked of it yet, so that its connection may take another seat. */
  get isFresh(): boolean {
    return this.#lastRef === 0 && this.#session.member === undefined;
  }

  /**
   * Carries a message out when its turn comes.
   *
   * @returns false where too many wait already.
   */
  receive(message: Question): boolean {
    this.noteRef(message.ref);
    return this.#inbox.push(() => this.#carryOut(message));
  }

  /** A message with this `ref` was read, whatever becomes of it. */
  noteRef(ref: Ref | undefined): void {
    if (ref !== undefined && ref > this.#lastRef) this.#lastRef = ref;
  }

  /** @param possibleFrom - When it becomes possible, in milliseconds since the epoch. */
  refuse(ref: Ref | undefined, error: ErrorCode, value: string, possibleFrom?: number): void {
    this.#options.tally.refused('native', error);
    this.#say({
      type: 'error',
      ...(ref !== undefined && { ref }),
      error,
      value,
      ...(possibleFrom !== undefined && { possibleFrom: new Date(possibleFrom).toISOString() }),
    });
  }

  /** The client has read so many messages. */
  seen(count: number): void {
    this.#journal.forget(count);
    const next = this.#newTicket;
    if (next === undefined || count < next.count) return;
    this.#newTicket = undefined;
    this.#options.tickets.keepOnly(this, next.ticket);
  }

  /** The connection is gone. Keeps the seat if it is in a group; otherwise it ends with the connection. */
  lost(connection: SeatConnection, reason: CloseReason): void {
    if (this.#ended || connection !== this.#connection || this.#awaySince !== undefined) return;
    const { member } = this.#session;
    if (member === undefined || this.#options.keepMs <= 0) {
      this.end(reason);
      return;
    }
    this.#awaySince = this.#options.now();
    member.lost();
  }

  /**
   * Goes on over another connection, which is sent everything after the first `cursor` messages.
   *
   * @throws a ConferenceError where the group does not take the member back; the seat has ended then.
   */
  resume(
    connection: SeatConnection,
    { ref, cursor, ticket }: { ref: Ref; cursor: number; ticket: string },
  ): void {
    const missed = this.#journal.since(cursor);
    const { member } = this.#session;
    if (missed === undefined || member === undefined) {
      this.end({ code: 'missed-too-much' });
      throw new MissedTooMuch();
    }
    try {
      member.returned();
    } catch (refusal) {
      if (refusal instanceof ConferenceError) this.end({ code: refusal.code, message: refusal.message });
      throw refusal;
    }
    const before = this.#connection;
    this.#connection = connection;
    if (this.#awaySince === undefined) {
      before.drop({ code: 'taken-over', message: 'another connection has resumed the seat' });
    }
    this.#awaySince = undefined;
    const { tickets } = this.#options;
    tickets.keepOnly(this, ticket);
    const rtcConfiguration = member.group.surroundings.rtcConfiguration();
    connection.send(encodeMessage({ type: 'resumed', ref, lastRef: this.#lastRef, rtcConfiguration }));
    for (const message of missed) connection.send(message);
    this.noteRef(ref);
    this.#issueTicket();
  }

  /** Ends the seat if it was kept for long enough. */
  checkAway({ now, pauseMs }: Round): void {
    if (this.#awaySince === undefined) return;
    // Nobody could come back while the server itself was not running.
    this.#awaySince += pauseMs;
    if (now - this.#awaySince > this.#options.keepMs) {
      this.end({ code: 'hung-up', message: 'the connection did not come back' });
    }
  }

  /** The connection has taken another seat; this one, which was fresh, is of no use any more. */
  replaced(): void {
    this.#ended = true;
    this.#inbox.close();
    this.#options.onEnded(this);
  }

  /** Ends the membership, and the connection if there is one. Idempotent. */
  end(reason: CloseReason): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#inbox.close();
    this.#session.end(reason);
    this.#revokeTickets(reason);
    if (this.#awaySince === undefined) this.#connection.drop(reason);
    this.#options.onEnded(this);
  }

  async #carryOut(message: Question): Promise<void> {
    const { log } = this.#connection;
    try {
      const value = await this.#session.answer(message);
      if (message.ref === undefined) return;
      this.#say({ type: 'ack', ref: message.ref, ...(value !== undefined && { value }) });
    } catch (err) {
      if (err instanceof ConferenceError && err.code !== 'internal') {
        log.info({ message: message.type, code: err.code, reason: err.message }, 'refused');
        this.refuse(message.ref, err.code, err.message, err.possibleFrom);
      } else {
        log.error({ err, message: message.type }, 'internal error');
        this.refuse(message.ref, 'internal', 'the server failed; its log says why');
      }
    }
  }

  #issueTicket(): void {
    const { tickets, keepMs } = this.#options;
    if (keepMs <= 0) return;
    const ticket = tickets.issue(this);
    this.#say({ type: 'ticket', ticket, keepSeconds: keepMs / 1000 });
    this.#newTicket = { ticket, count: this.#journal.count };
  }

  #revokeTickets(reason: CloseReason): void {
    const { tickets, now, keepMs } = this.#options;
    this.#newTicket = undefined;
    tickets.revoke(this, reason, now() + keepMs);
  }

  #say(message: ServerMessage): void {
    this.#push(encodeMessage(message));
  }

  #push(message: string): void {
    if (this.#ended) return;
    const fits = this.#journal.add(message);
    if (this.#awaySince === undefined) this.#connection.send(message);
    // Not in the middle of telling many.
    else if (!fits)
      queueMicrotask(() => {
        this.end({ code: 'missed-too-much' });
      });
  }
}

/** The client has not read messages that are not kept any more. */
class MissedTooMuch extends ConferenceError {
  readonly code = 'missed-too-much';
  constructor() {
    super('more happened meanwhile than is kept; join again');
  }
}
