import { NATIVE_VERSION, type ClientHandshake, type CloseReason } from '@evagore/shared';
import type { WebSocket } from 'ws';
import type { Conference } from '../../core/conference.ts';
import type { Log } from '../../core/ports.ts';
import { Flusher } from '../socket/outbox.ts';
import type { Dialect } from '../socket/reception.ts';
import { NativeConnection, type ConnectionLimits } from './connection.ts';

/** How often the silence of all connections is looked at. One timer serves them all. */
const LIVENESS_INTERVAL_MS = 1000;

export interface NativeDoorOptions {
  conference: Conference;
  limits: ConnectionLimits;
  liveness: { pingAfterMs: number; timeoutMs: number };
  /** Milliseconds on a clock that does not step. */
  now: () => number;
}

/** The door for clients of the dialect `evagore-1`. Owns its connections. */
export class NativeDoor implements Dialect {
  readonly version = NATIVE_VERSION;
  readonly #options: NativeDoorOptions;
  readonly #connections = new Set<NativeConnection>();
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

  accept(socket: WebSocket, handshake: ClientHandshake, log: Log): void {
    const { conference, limits, now } = this.#options;
    const connection = new NativeConnection(socket, handshake, {
      conference,
      limits,
      flusher: this.#flusher,
      log,
      now,
      onClosed: (closed) => this.#connections.delete(closed),
    });
    this.#connections.add(connection);
  }

  close(reason: CloseReason): void {
    clearInterval(this.#timer);
    for (const connection of [...this.#connections]) connection.close(reason);
  }

  #checkLiveness(): void {
    const now = this.#options.now();
    // A stalled or suspended server must not take its own absence for everybody's silence.
    const pauseMs = now - this.#lookedAt - LIVENESS_INTERVAL_MS;
    this.#lookedAt = now;
    for (const connection of [...this.#connections]) {
      if (pauseMs > LIVENESS_INTERVAL_MS) connection.forgive(pauseMs);
      connection.checkLiveness(now, this.#options.liveness);
    }
  }
}
