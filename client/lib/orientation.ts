import type { World } from './world.ts';

/** A camera gives frames of the other shape a moment after the turn; a slow one, or one with an effect, later. */
const LOOKS_AFTER_MS = [500, 2000] as const;

/**
 * Calls `task` when the device was turned on its side, or back. Nothing can be turned in Node.
 *
 * @returns what undoes this.
 */
export function onTurn(task: () => void): () => void {
  const { screen } = globalThis as { readonly screen?: Partial<Screen> };
  const orientation = screen?.orientation;
  orientation?.addEventListener('change', task);
  return () => {
    orientation?.removeEventListener('change', task);
  };
}

/** Has a look at one's own pictures when the device was turned, because no browser tells that they are others then. */
export class OrientationWatch {
  readonly #world: Pick<World, 'onTurn' | 'after'>;
  readonly #look: () => void;
  #undo: (() => void) | undefined;
  #cancels: (() => void)[] = [];

  constructor(world: Pick<World, 'onTurn' | 'after'>, look: () => void) {
    this.#world = world;
    this.#look = look;
  }

  /** Idempotent. */
  start(): void {
    this.#undo ??= this.#world.onTurn(() => {
      this.#cancel();
      this.#cancels = LOOKS_AFTER_MS.map((delayMs) => this.#world.after(delayMs, this.#look));
    });
  }

  /** Idempotent. */
  stop(): void {
    this.#cancel();
    this.#undo?.();
    this.#undo = undefined;
  }

  #cancel(): void {
    for (const cancel of this.#cancels.splice(0)) cancel();
  }
}
