import type { DownTrack, StreamId, TrackId } from '@evagore/shared';
import { Closed } from './errors.ts';
import type { LayerChoice, MediaDown } from './media-port.ts';
import type { UpStream, UpTrack } from './up-stream.ts';

/** A published track on its way to one receiver. */
interface CarriedTrack {
  readonly source: UpTrack;
  readonly media: MediaDown;
  layer: LayerChoice;
}

/** An up stream of somebody, as one receiver gets it. Owned by the receiver's subscriptions. */
export class DownStream {
  readonly up: UpStream;
  /** By the publisher's track ids. */
  readonly #tracks = new Map<TrackId, CarriedTrack>();
  #closed = false;

  constructor(up: UpStream) {
    this.up = up;
  }

  /** The publisher's name for the stream is the receiver's too. */
  get id(): StreamId {
    return this.up.id;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The publisher's tracks which are carried. */
  get sources(): readonly TrackId[] {
    return [...this.#tracks.keys()];
  }

  /** What is carried, as the receiver gets it. */
  get tracks(): readonly MediaDown[] {
    return [...this.#tracks.values()].map(({ media }) => media);
  }

  carries(source: TrackId): boolean {
    return this.#tracks.has(source);
  }

  /** Begins to carry `source` through `media`, and says what the receiver must know of it. */
  add(source: UpTrack, media: MediaDown, layer: LayerChoice): DownTrack {
    this.#tracks.set(source.id, { source, media, layer });
    return { id: media.id, kind: media.kind, source: source.id, rtpParameters: media.rtpParameters };
  }

  /** Starts the flow of those of its tracks that the receiver is ready for. What has just ended is passed over. */
  async resume(ready: ReadonlySet<TrackId>): Promise<void> {
    const tracks = [...this.#tracks.values()].filter((track) => ready.has(track.media.id));
    await Promise.all(
      tracks.map(async (track) => {
        try {
          await track.media.resume();
        } catch (err) {
          if (!(err instanceof Closed)) throw err;
        }
      }),
    );
  }

  async setLayer(source: TrackId, layer: LayerChoice): Promise<void> {
    const track = this.#tracks.get(source);
    if (track === undefined || track.layer === layer) return;
    track.layer = layer;
    await track.media.setLayer(layer);
  }

  /** Stops to carry a track. Returns the receiver's id of it. */
  drop(source: TrackId): TrackId | undefined {
    const track = this.#tracks.get(source);
    this.#tracks.delete(source);
    track?.media.close();
    return track?.media.id;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const source of this.sources) this.drop(source);
  }
}
