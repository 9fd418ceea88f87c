import type { DownTrack, StreamId, TrackId } from '@evagore/shared';
import { Closed } from './errors.ts';
import { isSameDelivery, spatialOf, type Delivery } from './layers.ts';
import type { MediaDown } from './media-port.ts';
import type { UpStream, UpTrack } from './up-stream.ts';

/** A published track on its way to one receiver. */
interface CarriedTrack {
  readonly source: UpTrack;
  readonly media: MediaDown;
  delivery: Delivery;
  /** Whether the receiver has said that it can take it. */
  ready: boolean;
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
  add(source: UpTrack, media: MediaDown, delivery: Delivery): DownTrack {
    this.#tracks.set(source.id, { source, media, delivery, ready: false });
    this.#tellAudience(source, delivery);
    return { id: media.id, kind: media.kind, source: source.id, rtpParameters: media.rtpParameters };
  }

  /** Starts the flow of those of its tracks that the receiver is ready for. What has just ended is passed over. */
  async resume(ready: ReadonlySet<TrackId>): Promise<void> {
    const tracks = [...this.#tracks.values()].filter((track) => ready.has(track.media.id));
    await Promise.all(
      tracks.map(async (track) => {
        track.ready = true;
        if (track.delivery === 'none') return;
        try {
          await track.media.resume();
        } catch (err) {
          if (!(err instanceof Closed)) throw err;
        }
      }),
    );
  }

  /** Sends another layer of a track from now on, or nothing for a while. */
  async deliver(source: TrackId, delivery: Delivery): Promise<void> {
    const track = this.#tracks.get(source);
    if (track === undefined || isSameDelivery(track.delivery, delivery)) return;
    const before = track.delivery;
    track.delivery = delivery;
    this.#tellAudience(track.source, delivery);
    if (delivery === 'none') {
      await track.media.pause();
      return;
    }
    await track.media.setLayer(delivery);
    if (before === 'none' && track.ready) await track.media.resume();
  }

  /** Stops to carry a track. Returns the receiver's id of it. */
  drop(source: TrackId): TrackId | undefined {
    const track = this.#tracks.get(source);
    this.#tracks.delete(source);
    track?.source.audience?.left(this);
    track?.media.close();
    return track?.media.id;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const source of this.sources) this.drop(source);
  }

  #tellAudience({ audience, media }: UpTrack, delivery: Delivery): void {
    audience?.receives(this, spatialOf(delivery, media.layers));
  }
}
