import type { GaleneMessage } from '@evagore/shared';
import type { World } from '../world.ts';
import { isRefusal } from './refusals.ts';

/** The reason comes with the next message, if at all. */
const REASON_MS = 100;

/**
 * Keeps an `abort` until the reason is there, which that server gives right after it.
 *
 * @see Galène protocol, "Streams"
 */
export class Aborts {
  readonly #after: World['after'];
  readonly #tell: (abort: GaleneMessage) => void;
  #waiting: { readonly abort: GaleneMessage; readonly cancel: () => void } | undefined;

  /** @param tell - Is told of each, with the reason as its `value`. */
  constructor(after: World['after'], tell: (abort: GaleneMessage) => void) {
    this.#after = after;
    this.#tell = tell;
  }

  /** The server wants a stream to end. */
  add(abort: GaleneMessage): void {
    const cancel = this.#after(REASON_MS, () => {
      this.#end();
    });
    this.#waiting = { abort, cancel };
  }

  /** What comes next. Whether that was the reason, and nothing else. */
  heard(message: GaleneMessage): boolean {
    if (this.#waiting === undefined) return false;
    const isReason = isRefusal(message);
    this.#end(isReason ? message.value : undefined);
    return isReason;
  }

  close(): void {
    this.#waiting?.cancel();
  }

  #end(reason?: unknown): void {
    if (this.#waiting === undefined) return;
    const { abort, cancel } = this.#waiting;
    this.#waiting = undefined;
    cancel();
    this.#tell({ ...abort, value: reason });
  }
}
