import type { Socket, SocketListener } from '../world.ts';

/** How many frames pass before a path goes dead, unnoticed by either end. */
export interface Cut {
  readonly up?: number;
  readonly down?: number;
}

/** One end of a WebSocket that a test holds by the other. */
export class FakeSocket implements Socket {
  readonly url: string;
  /** How this end was closed by the client. */
  closed: { code: number; reason: string } | undefined;
  readonly #listener: SocketListener;
  readonly #onSent: (text: string) => void;
  readonly #onClosed: (code: number) => void;
  #dropped = false;
  #passing = { up: Infinity, down: Infinity };

  constructor(
    url: string,
    listener: SocketListener,
    server: { onSent: (text: string) => void; onClosed: (code: number) => void },
  ) {
    this.url = url;
    this.#listener = listener;
    this.#onSent = server.onSent;
    this.#onClosed = server.onClosed;
  }

  /** Whether neither end has ended the connection. */
  get alive(): boolean {
    return this.closed === undefined && !this.#dropped;
  }

  /** Whether frames were lost, which real networks do not do without losing the connection. */
  get broken(): boolean {
    return this.#passing.up < 0 || this.#passing.down < 0;
  }

  send(text: string): void {
    if (this.alive && this.#passes('up')) this.#onSent(text);
  }

  close(code: number, reason: string): void {
    if (!this.alive) return;
    this.closed = { code, reason };
    this.#onClosed(code);
  }

  /** The connection stands. */
  open(): void {
    if (this.alive) this.#listener.opened();
  }

  /** A frame arrives. */
  receive(text: string): void {
    if (!this.#dropped && this.#passes('down')) this.#listener.received(text);
  }

  /** Frames after these are lost. */
  cut({ up = Infinity, down = Infinity }: Cut): void {
    this.#passing = { up, down };
  }

  /** The connection ends, by the server's will or the network's. */
  drop(code = 1006, reason = ''): void {
    if (this.#dropped) return;
    this.#dropped = true;
    this.#listener.closed(code, reason);
  }

  /** What one end sends after a loss does not arrive either, in whatever direction. */
  #passes(direction: 'up' | 'down'): boolean {
    if (this.broken) return false;
    this.#passing[direction] -= 1;
    return this.#passing[direction] >= 0;
  }
}
