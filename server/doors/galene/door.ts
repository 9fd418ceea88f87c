import { GALENE_VERSION, type ClientHandshake, type CloseReason } from '@evagore/shared';
import type { WebSocket } from 'ws';
import type { Conference } from '../../core/conference.ts';
import { noTally } from '../../core/no-tally.ts';
import type { Log, Tally } from '../../core/ports.ts';
import { Flusher } from '../socket/outbox.ts';
import type { ClientPlace, Dialect } from '../socket/reception.ts';
import { Rounds, type Patience, type Round } from '../socket/silence.ts';
import { GaleneConnection, type GaleneLimits } from './connection.ts';

/** After how much silence a client is asked whether it is there, and given up. @see Galène protocol, "Liveness" */
const PATIENCE: Patience = { pingAfterMs: 20_000, timeoutMs: 45_000 };

export interface GaleneDoorOptions {
  conference: Conference;
  limits: GaleneLimits;
  /** Absent: nobody counts. */
  tally?: Tally | undefined;
  /** Milliseconds on a clock that does not step. */
  now: () => number;
}

/**
 * The door for Galène's own clients: its dialect of version `"2"`, one peer connection for each stream. Owns its
 * connections.
 */
export class GaleneDoor implements Dialect {
  readonly version = GALENE_VERSION;
  readonly #options: GaleneDoorOptions;
  readonly #connections = new Set<GaleneConnection>();
  readonly #flusher = new Flusher();
  readonly #rounds: Rounds;

  constructor(options: GaleneDoorOptions) {
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
    const { conference, limits, tally = noTally, now } = this.#options;
    const connection = new GaleneConnection(socket, handshake, {
      conference,
      client,
      limits,
      flusher: this.#flusher,
      tally,
      log,
      now,
      onClosed: (closed) => this.#connections.delete(closed),
    });
    this.#connections.add(connection);
  }

  close(reason: CloseReason): void {
    this.#rounds.stop();
    for (const connection of [...this.#connections]) connection.dismiss(reason);
  }

  #look(round: Round): void {
    for (const connection of [...this.#connections]) connection.checkLiveness(round, PATIENCE);
  }
}
