import type { DrawnSize } from '../state/remote-streams.ts';
import type { DrawnSizes } from './drawn-sizes.ts';

/** Where pictures are drawn: on the stage, in a window that floats, over the whole screen. */
export type Surface = 'stage' | 'floating' | 'full';

/** Sizes by stream, in the pixels of the screen. */
export type SizesByStream = ReadonlyMap<string, DrawnSize>;

/** Puts together what several surfaces draw: of each stream the largest. */
export class DrawnSurfaces {
  readonly #sizes: DrawnSizes;
  readonly #surfaces = new Map<Surface, SizesByStream>();
  #streams: readonly string[] = [];

  constructor(sizes: DrawnSizes) {
    this.#sizes = sizes;
  }

  /** These streams have a picture, drawn or not. */
  setStreams(ids: readonly string[]): void {
    this.#streams = ids;
    this.#draw();
  }

  /** A surface draws these, and no others. */
  draw(surface: Surface, sizes: SizesByStream): void {
    this.#surfaces.set(surface, sizes);
    this.#draw();
  }

  close(): void {
    this.#surfaces.clear();
    this.#streams = [];
    this.#sizes.close();
  }

  #draw(): void {
    this.#sizes.draw(new Map(this.#streams.map((id) => [id, largest(id, this.#surfaces.values())])));
  }
}

function largest(id: string, surfaces: Iterable<SizesByStream>): DrawnSize | null {
  const sizes = [...surfaces].flatMap((each) => each.get(id) ?? []);
  if (sizes.length === 0) return null;
  return {
    width: Math.max(...sizes.map(({ width }) => width)),
    height: Math.max(...sizes.map(({ height }) => height)),
  };
}
