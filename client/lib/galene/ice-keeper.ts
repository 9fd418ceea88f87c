import type { World } from '../world.ts';

/** A browser may take so long to find another way by itself before new credentials are made. */
const DISCONNECTED_GRACE_MS = 2000;
/** Waits between one attempt and the next to renew connectivity. */
const RESTART_DELAYS_MS = [0, 1000, 2000, 4000, 8000];

/** Renews the connectivity of a peer connection whenever it is lost. */
export class IceKeeper {
  readonly #after: World['after'];
  readonly #restart: () => void;
  #attempt = 0;
  #cancel: (() => void) | undefined;

  constructor(after: World['after'], restart: () => void) {
    this.#after = after;
    this.#restart = restart;
  }

  stateChanged(state: RTCPeerConnectionState): void {
    this.stop();
    if (state === 'connected') this.#attempt = 0;
    if (state === 'disconnected') this.#plan(DISCONNECTED_GRACE_MS);
    if (state === 'failed') {
      const latest = RESTART_DELAYS_MS.length - 1;
      this.#plan(RESTART_DELAYS_MS[Math.min(this.#attempt, latest)] ?? 0);
    }
  }

  /** Plans nothing any more. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #plan(delayMs: number): void {
    this.#cancel = this.#after(delayMs, () => {
      this.#attempt += 1;
      this.#restart();
    });
  }
}
