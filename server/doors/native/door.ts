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
import { NativeConnection, type ConnectionLimits } from './connection.ts';
import type { JournalLimits } from './journal.ts';
import { NativeSeat } from './seat.ts';
import { Tickets } from './tickets.ts';

/** How often the silence of all connections is looked at. One timer serves them all. */
const LIVENESS_INTERVAL_MS = 1000;

export interface NativeDoorOptions {
  conference: Conference;
  limits: ConnectionLimits & {
    /** Messages of one client that may wait to be carried out. */
    readonly maxQueuedMessages: number;
  };
  liveness: { pingAfterMs: number; timeoutMs: number };
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
  readonly #timer: NodeJS.Timeout;
  #lookedAt: number;

  constructor(options: NativeDoorOptions) {
    this.#options = options;
    this.#lookedAt = options.now();
    this.#timer = setInterval(() => {
      this.#checkLiveness();
    }, LIVENESS_INTERVAL_MS);
    this.#timer.unref();
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
    clearInterval(this.#timer);
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

  #checkLiveness(): void {
    const now = this.#options.now();
    // A stalled or suspended server must not take its own absence for everybody's silence.
    const pauseMs = now - this.#lookedAt - LIVENESS_INTERVAL_MS;
    const isPause = pauseMs > LIVENESS_INTERVAL_MS;
    this.#lookedAt = now;
    for (const connection of [...this.#connections]) {
      if (isPause) connection.forgive(pauseMs);
      connection.checkLiveness(now, this.#options.liveness);
    }
    for (const seat of [...this.#seats]) {
      if (isPause) seat.forgive(pauseMs);
      seat.checkAway(now);
    }
    this.#tickets.sweep(now);
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
