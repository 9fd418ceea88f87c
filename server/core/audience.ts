import type { World } from './ports.ts';

/** For so long nobody must have wanted more before the publisher hears of it: what is hidden is often shown again. */
const QUIET_MS = 5_000;

export interface AudienceOptions {
  /** The highest spatial layer in which the track is published. */
  readonly highest: number;
  readonly world: Pick<World, 'after'>;
  /** Others than before are needed: the highest spatial layer, or -1 where nobody receives any. */
  readonly onNeeded: (spatial: number) => void;
}

/**
 * Who receives a published video track, and up to which layer: so that its publisher can leave out what nobody needs.
 *
 * More is asked for at once, because somebody waits for it; less only after a while of quiet. A publisher begins with
 * all.
 */
export class Audience {
  readonly #options: AudienceOptions;
  /** How many receivers need each layer at the most, from the lowest on. */
  readonly #counts: number[];
  readonly #receivers = new Map<object, number>();
  #told: number;
  #cancel: (() => void) | undefined;
  #closed = false;

  constructor(options: AudienceOptions) {
    this.#options = options;
    this.#counts = Array.from({ length: options.highest + 1 }, () => 0);
    this.#told = options.highest;
    // Whoever publishes into an empty room hears of it, unless somebody comes.
    this.#changed();
  }

  /** The highest spatial layer that anybody receives; -1 for none. */
  get needed(): number {
    return this.#counts.findLastIndex((count) => count > 0);
  }

  /** What the publisher has been told; it may be more than is needed by now. */
  get told(): number {
    return this.#told;
  }

  /**
   * Somebody receives the track up to a layer from now on.
   *
   * @param spatial - -1 for who has it, but gets nothing of it at the moment.
   */
  receives(receiver: object, spatial: number): void {
    if (this.#receivers.get(receiver) === spatial) return;
    this.#forget(receiver);
    this.#receivers.set(receiver, spatial);
    this.#count(spatial, 1);
    this.#changed();
  }

  /** Somebody does not receive it any more. */
  left(receiver: object): void {
    if (this.#forget(receiver)) this.#changed();
  }

  /** The track has ended; nobody is told anything any more. */
  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }

  #forget(receiver: object): boolean {
    const spatial = this.#receivers.get(receiver);
    if (spatial === undefined) return false;
    this.#receivers.delete(receiver);
    this.#count(spatial, -1);
    return true;
  }

  #count(spatial: number, change: number): void {
    const count = this.#counts[spatial];
    if (count !== undefined) this.#counts[spatial] = count + change;
  }

  #changed(): void {
    if (this.#closed) return;
    const { needed } = this;
    this.#cancel?.();
    this.#cancel = undefined;
    if (needed > this.#told) this.#tell(needed);
    else if (needed < this.#told) {
      this.#cancel = this.#options.world.after(QUIET_MS, () => {
        this.#cancel = undefined;
        this.#tell(this.needed);
      });
    }
  }

  #tell(spatial: number): void {
    this.#told = spatial;
    this.#options.onNeeded(spatial);
  }
}
