import type { DrawnSize } from '../state/remote-streams.ts';
import type { Clock } from '../time/clock.ts';

/** Who only turns a page to and fro, or passes a window, needs the large picture again before this is over. */
const SHRINK_AFTER_MS = 1500;

type Told = DrawnSize | null;

interface Entry {
  told: Told | undefined;
  wanted: Told;
  cancel: (() => void) | undefined;
}

/**
 * Tells of each stream how large its picture is drawn. What grows is told at once, because it is blurred until more
 * arrives; what shrinks or disappears is told when it has stayed so.
 */
export class DrawnSizes {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #tell: (streamId: string, size: Told) => void;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Pick<Clock, 'after'>, tell: (streamId: string, size: Told) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /**
   * Says what is drawn now.
   *
   * @param sizes - Of every stream with a picture; null for those that are not drawn. Others are forgotten.
   */
  draw(sizes: ReadonlyMap<string, Told>): void {
    for (const [id, entry] of this.#entries) {
      if (sizes.has(id)) continue;
      entry.cancel?.();
      this.#entries.delete(id);
    }
    for (const [id, size] of sizes) this.#want(id, size);
  }

  /** Tells nothing any more. */
  close(): void {
    this.draw(new Map());
  }

  #want(id: string, size: Told): void {
    const entry: Entry = this.#entries.get(id) ?? { told: undefined, wanted: size, cancel: undefined };
    this.#entries.set(id, entry);
    entry.wanted = size;
    if (same(entry.told, size)) {
      entry.cancel?.();
      entry.cancel = undefined;
    } else if (entry.told === undefined || grows(entry.told, size)) {
      this.#say(id, entry);
    } else {
      entry.cancel ??= this.#clock.after(SHRINK_AFTER_MS, () => {
        this.#say(id, entry);
      });
    }
  }

  #say(id: string, entry: Entry): void {
    entry.cancel?.();
    entry.cancel = undefined;
    entry.told = entry.wanted;
    this.#tell(id, entry.wanted);
  }
}

function same(one: Told | undefined, other: Told): boolean {
  if (one === undefined) return false;
  return one?.width === other?.width && one?.height === other?.height;
}

function grows(before: Told, after: Told): boolean {
  if (after === null) return false;
  return before === null || after.width > before.width || after.height > before.height;
}
