import type { StreamId, WantedKind } from '@evagore/shared';
import type { DrawnSize } from '../drawn-sizes.ts';

/** In CSS pixels: up to so many, Galène's own client takes the low layer. */
const SMALL_AREA = 320 * 240;

/**
 * What to ask of a stream, so that it suits how it is drawn, but is no more than was asked for.
 *
 * What is not drawn is asked for in the low layer, not left out: by what is received alone one knows here who has a
 * camera on, and a stream without anything in it ends and does not come back.
 *
 * @param kinds - What the application asked for.
 * @param size - In CSS pixels.
 * @see Galène protocol, "request"
 */
export function kindsAsDrawn(
  kinds: readonly WantedKind[],
  size: DrawnSize | undefined,
): readonly WantedKind[] {
  if (size === undefined || !kinds.includes('video')) return kinds;
  if (size !== null && size.width * size.height > SMALL_AREA) return kinds;
  return kinds.includes('audio') ? ['audio', 'video-low'] : ['video-low'];
}

/** What is asked of one stream. */
interface Wish {
  readonly label: string;
  /** What the application asked of this stream alone; null for what it asks of its label. */
  override: readonly WantedKind[] | null;
  /** What the server was told of it last; null where that is what holds for the label. */
  told: readonly WantedKind[] | null;
}

export interface WishesOptions {
  /** What the application asks of streams with a label. */
  requested(label: string): readonly WantedKind[];
  /** How large a stream is drawn, in device pixels; undefined if nothing was said of it. */
  drawn(id: StreamId): DrawnSize | undefined;
  /** Device pixels in the width of one CSS pixel. */
  pixelRatio(): number;
  ask(id: StreamId, request: readonly WantedKind[] | null): void;
}

/**
 * What is asked of each stream in a dialect that knows two sizes of a picture: by the application, and by how large
 * it draws the stream.
 */
export class Wishes {
  readonly #options: WishesOptions;
  readonly #wishes = new Map<StreamId, Wish>();

  constructor(options: WishesOptions) {
    this.#options = options;
  }

  /** A stream is there, or offered anew. */
  add(id: StreamId, label: string): void {
    if (this.#wishes.has(id)) return;
    this.#wishes.set(id, { label, override: null, told: null });
    this.update(id);
  }

  remove(id: StreamId): void {
    this.#wishes.delete(id);
  }

  clear(): void {
    this.#wishes.clear();
  }

  /** The application asks something of one stream, of which the server is told in any case. */
  override(id: StreamId, kinds: readonly WantedKind[] | null): void {
    const wish = this.#wishes.get(id);
    if (wish === undefined) {
      this.#options.ask(id, kinds);
      return;
    }
    wish.override = kinds;
    this.#tell(id, wish, this.#due(id, wish));
  }

  /** Asks for what is different now, of one stream or of all. */
  update(...ids: StreamId[]): void {
    for (const id of ids.length > 0 ? ids : this.#wishes.keys()) {
      const wish = this.#wishes.get(id);
      if (wish === undefined) continue;
      const due = this.#due(id, wish);
      if (due?.join() !== wish.told?.join()) this.#tell(id, wish, due);
    }
  }

  #due(id: StreamId, { label, override }: Wish): readonly WantedKind[] | null {
    const kinds = override ?? this.#options.requested(label);
    const suited = kindsAsDrawn(kinds, this.#inCssPixels(this.#options.drawn(id)));
    return suited === kinds ? override : suited;
  }

  #inCssPixels(size: DrawnSize | undefined): DrawnSize | undefined {
    if (size === null || size === undefined) return size;
    const ratio = this.#options.pixelRatio();
    return { width: size.width / ratio, height: size.height / ratio };
  }

  #tell(id: StreamId, wish: Wish, due: readonly WantedKind[] | null): void {
    wish.told = due;
    this.#options.ask(id, due);
  }
}
