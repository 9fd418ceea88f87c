import type { CloseReason } from '@evagore/shared';
import type { MediaTransport } from '../../core/media-port.ts';
import type { World } from '../../core/ports.ts';

/** How long a client may take to connect. Browsers give up after about as much. */
const CONNECT_MS = 30_000;

/** How long a client that is not heard any more may take to be heard again. */
const GRACE_MS = 10_000;

export interface ContactOptions {
  readonly transport: MediaTransport;
  readonly world: Pick<World, 'after'>;
  /** Called once, when the client is given up. */
  readonly onLost: (reason: CloseReason) => void;
}

/**
 * Whether a client is still there. As it has no connection but that of its media, nothing else tells of its end.
 *
 *     awaited --> heard <--> missed
 *
 * Who is awaited or missed for too long is lost, and who closes its side is lost at once.
 */
export class Contact {
  readonly #options: ContactOptions;
  readonly #undo: (() => void)[];
  /** Ends the wait for a client that is awaited or missed. */
  #cancel: (() => void) | undefined;
  #closed = false;

  constructor(options: ContactOptions) {
    const { events } = options.transport;
    this.#options = options;
    this.#undo = [
      events.on('connected', () => {
        this.#heard();
      }),
      events.on('disconnected', () => {
        this.#expect(GRACE_MS);
      }),
      events.once('closed', () => {
        this.#lose({ code: 'hung-up' });
      }),
    ];
    this.#expect(CONNECT_MS);
  }

  /** The client was given new credentials, and begins anew to connect by them. */
  renewed(): void {
    if (this.#cancel !== undefined) this.#expect(CONNECT_MS);
  }

  close(): void {
    this.#closed = true;
    this.#heard();
    for (const undo of this.#undo) undo();
  }

  #heard(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #expect(patienceMs: number): void {
    this.#heard();
    if (this.#closed) return;
    this.#cancel = this.#options.world.after(patienceMs, () => {
      this.#lose({ code: 'no-answer', message: `nothing was heard for ${Math.round(patienceMs / 1000)} s` });
    });
  }

  #lose(reason: CloseReason): void {
    if (this.#closed) return;
    this.close();
    this.#options.onLost(reason);
  }
}
