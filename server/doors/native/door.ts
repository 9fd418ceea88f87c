import {
  ConferenceError,
  NATIVE_VERSION,
  type ClientHandshake,
  type CloseReason,
  type ErrorCode,
  type MemberId,
} from '@evagore/shared';
import type { WebSocket } from 'ws';
import type { Conference } from '../../core/conference.ts';
import { noTally } from '../../core/no-tally.ts';
import type { Log, Tally } from '../../core/ports.ts';
import type { Probes } from '../../core/probes.ts';
import { Flusher } from '../socket/outbox.ts';
import type { ClientPlace, Dialect } from '../socket/reception.ts';
import { Rounds, type Patience, type Round } from '../socket/silence.ts';
import { NativeConnection, type ConnectionLimits } from './connection.ts';
import type { JournalLimits } from './journal.ts';
import { NativeSeat } from './seat.ts';
import { Tickets } from './tickets.ts';

export interface NativeDoorOptions {
  conference: Conference;
  limits: ConnectionLimits & {
    /** Messages of one client that may wait to be carried out. */
    readonly maxQueuedMessages: number;
  };
  liveness: Patience;
  /** What is kept for clients whose connection is lost, and for how long; 0 keeps no seats. */
  resume: JournalLimits & { keepMs: number };
  /** Absent: nobody can test their connection before joining. */
  probes?: Probes | undefined;
  /** Absent: nobody counts. */
  tally?: Tally | undefined;
  /** Milliseconds on a clock that does not step. */
  now: () => number;
}

/** The door for clients of the dialect `evagore-1`. Owns its connections and seats. */
export class NativeDoor implements Dialect {
  readonly version = NATIVE_VERSION;
  readonly #options: NativeDoorOptions;
  readonly #connections = new Set<NativeConnection>();
  readonly #seats = new Set<NativeSeat>();
  readonly #tickets = new Tickets<NativeSeat>();
  readonly #flusher = new Flusher();
  readonly #rounds: Rounds;

  constructor(options: NativeDoorOptions) {
    this.#options = options;
    this.#rounds = new Rounds(options.now, (round) => {
      this.#look(round);
    });
  }

  /** Clients that are connected now. */
  get connectionCount(): number {
    return this.#connections.size;
  }

  /** What waits to be sent to all clients together, in bytes and UTF-16 units. */
  get backlog(): number {
    let sum = 0;
    for (const connection of this.#connections) sum += connection.backlog;
    return sum;
  }

  accept(socket: WebSocket, handshake: ClientHandshake, client: ClientPlace, log: Log): void {
    const { limits, tally = noTally, now } = this.#options;
    const connection = new NativeConnection(socket, handshake, {
      client,
      log,
      limits,
      flusher: this.#flusher,
      tally,
      now,
      newSeat: (owner, id) => this.#newSeat(owner, id),
      seatOf: (ticket, id) => this.#seatOf(ticket, id),
      onClosed: (closed) => this.#connections.delete(closed),
    });
    this.#connections.add(connection);
  }

  close(reason: CloseReason): void {
    this.#rounds.stop();
    for (const seat of [...this.#seats]) seat.end(reason);
  }

  #newSeat(connection: NativeConnection, id: MemberId): NativeSeat {
    const { conference, limits, resume, probes, tally = noTally, now } = this.#options;
    const seat = new NativeSeat(connection, {
      conference,
      id,
      tickets: this.#tickets,
      maxQueuedMessages: limits.maxQueuedMessages,
      journal: resume,
      keepMs: resume.keepMs,
      probes,
      tally,
      now,
      onEnded: (ended) => this.#seats.delete(ended),
    });
    this.#seats.add(seat);
    return seat;
  }

  /** @throws SeatLost, with the reason for which the seat ended where that is known. */
  #seatOf(ticket: string, id: MemberId): NativeSeat {
    const found = this.#tickets.find(ticket);
    if (found === undefined) throw new SeatLost({ code: 'seat-lost' });
    if ('ended' in found) throw new SeatLost(found.ended);
    // A ticket is bound to its member.
    if (found.seat.id !== id) throw new SeatLost({ code: 'seat-lost' });
    return found.seat;
  }

  #look(round: Round): void {
    for (const connection of [...this.#connections]) connection.checkLiveness(round, this.#options.liveness);
    for (const seat of [...this.#seats]) seat.checkAway(round);
    this.#tickets.sweep(round.now);
  }
}

/** The ticket is for no seat any more. */
class SeatLost extends ConferenceError {
  readonly code: ErrorCode;

  constructor({ code, message }: CloseReason) {
    // Whose connection did not come back in time finds its seat taken away; that is no other news.
    super(message ?? 'the seat is not kept any more; join again');
    this.code = code === 'hung-up' || code === 'left' ? 'seat-lost' : code;
  }
}
