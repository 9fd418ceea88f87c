import { MAX_DRAWN, type DrawnByStream, type PictureSize, type StreamId } from '@evagore/shared';
import type { World } from './world.ts';

/** Layouts change in bursts; what is different at the end of one goes in one message. */
const GATHER_MS = 100;

/** Streams of which a size is remembered; those that were set longest ago are forgotten first. */
const MAX_REMEMBERED = 1024;

/** The largest side that can be told. */
const MAX_SIDE = 16_384;

/** Width and height in device pixels; null for what is not drawn. */
export type DrawnSize = { readonly width: number; readonly height: number } | null;

export interface DrawnSizesOptions {
  readonly world: Pick<World, 'after'>;
  /** Tells the server what is different. */
  tell(sizes: DrawnByStream): void;
}

/** How large this end draws down streams, and what of that the server knows. */
export class DrawnSizes {
  readonly #options: DrawnSizesOptions;
  readonly #drawn = new Map<StreamId, PictureSize | null>();
  readonly #told = new Map<StreamId, PictureSize | null>();
  #cancel: (() => void) | undefined;

  constructor(options: DrawnSizesOptions) {
    this.#options = options;
  }

  /** Undefined if nothing was said of it. */
  of(id: StreamId): DrawnSize | undefined {
    return this.#drawn.get(id);
  }

  /** @throws RangeError for a size that is no number. */
  set(id: StreamId, size: DrawnSize): void {
    const rounded = size === null ? null : { width: sideOf(size.width), height: sideOf(size.height) };
    this.#drawn.delete(id);
    this.#drawn.set(id, rounded);
    const [oldest] = this.#drawn.keys();
    if (this.#drawn.size > MAX_REMEMBERED && oldest !== undefined) this.forget(oldest);
    this.#plan();
  }

  /** A stream has ended; the server forgets it as well. */
  forget(id: StreamId): void {
    this.#drawn.delete(id);
    this.#told.delete(id);
  }

  /** One stream takes the place of another, on the page as well. */
  inherit(from: StreamId, to: StreamId): void {
    const size = this.#drawn.get(from);
    this.forget(from);
    if (size !== undefined && !this.#drawn.has(to)) this.set(to, size);
  }

  /** The server, or another in its place, knows nothing of it any more. */
  replay(): void {
    this.#told.clear();
    this.#plan();
  }

  clear(): void {
    this.#drawn.clear();
    this.#told.clear();
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #plan(): void {
    if (this.#cancel !== undefined || this.#news().length === 0) return;
    this.#cancel = this.#options.world.after(GATHER_MS, () => {
      this.#cancel = undefined;
      this.#flush();
    });
  }

  #flush(): void {
    const news = this.#news();
    for (let start = 0; start < news.length; start += MAX_DRAWN) {
      const some = news.slice(start, start + MAX_DRAWN);
      for (const [id, size] of some) this.#told.set(id, size);
      this.#options.tell(Object.fromEntries(some));
    }
  }

  #news(): [StreamId, PictureSize | null][] {
    return [...this.#drawn].filter(([id, size]) => !isSame(this.#told.get(id), size));
  }
}

function sideOf(pixels: number): number {
  if (Number.isNaN(pixels)) throw new RangeError('a size is a number of pixels');
  return Math.max(1, Math.min(MAX_SIDE, Math.round(pixels)));
}

function isSame(one: PictureSize | null | undefined, other: PictureSize | null): boolean {
  if (one === undefined || one === null || other === null) return one === other;
  return one.width === other.width && one.height === other.height;
}
