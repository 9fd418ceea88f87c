import type { PictureSize, StreamId } from '@evagore/shared';
import type { UpStream } from './up-stream.ts';

/** Streams that are not there (yet) of which a size is remembered; those that were said longest ago go first. */
const MAX_AHEAD = 256;

interface Entry {
  readonly size: PictureSize | null;
  /** Which it was said of; undefined while there is none of that name. What is said of a stream ends with it. */
  stream: UpStream | undefined;
}

/**
 * How large one receiver draws the streams of others.
 *
 * It may say so before a stream is there. Who takes a stream's place inherits what was said of it.
 */
export class DrawnSizes {
  readonly #entries = new Map<StreamId, Entry>();
  readonly #streams: ReadonlyMap<StreamId, UpStream>;

  /** @param streams - Those of the group, as they are at any time. */
  constructor(streams: ReadonlyMap<StreamId, UpStream>) {
    this.#streams = streams;
  }

  /** In device pixels; null while it is not drawn, undefined if nothing was said. */
  of(stream: UpStream): PictureSize | null | undefined {
    const entry = this.#entries.get(stream.id);
    return entry?.stream === undefined || entry.stream === stream ? entry?.size : undefined;
  }

  /** How many are remembered. */
  get count(): number {
    return this.#entries.size;
  }

  set(id: StreamId, size: PictureSize | null): void {
    // What is said anew is the youngest.
    this.#entries.delete(id);
    this.#entries.set(id, { size, stream: this.#streams.get(id) });
  }

  /** Forgets what ended, and hands on what was replaced. */
  prune(): void {
    const ended = new Map<StreamId, Entry>();
    let ahead = 0;
    for (const [id, entry] of this.#entries) {
      entry.stream ??= this.#streams.get(id);
      if (entry.stream === undefined) ahead += 1;
      else if (this.#streams.get(id) !== entry.stream) ended.set(id, entry);
    }
    for (const id of ended.keys()) this.#entries.delete(id);
    this.#inherit(ended.values());
    this.#dropAhead(ahead - MAX_AHEAD);
  }

  /** All streams are gone together, without having ended: who publishes may bring them back. */
  suspend(): void {
    for (const entry of this.#entries.values()) entry.stream = undefined;
  }

  #inherit(ended: Iterable<Entry>): void {
    for (const { stream, size } of ended) {
      const heir = stream?.heir;
      if (heir !== undefined && !this.#entries.has(heir.id))
        this.#entries.set(heir.id, { size, stream: heir });
    }
  }

  #dropAhead(surplus: number): void {
    let left = surplus;
    for (const [id, { stream }] of this.#entries) {
      if (left <= 0) return;
      if (stream !== undefined) continue;
      this.#entries.delete(id);
      left -= 1;
    }
  }
}
