import { TrackId, type Emitter, type MediaKind, type TrackStats } from '@evagore/shared';
import type { Producer } from 'mediasoup/types';
import type { MediaUp, TrackLayers } from '../core/media-port.ts';
import type { MediasoupDown } from './down.ts';
import { ReturnedLayers } from './returned-layers.ts';
import { flowOf } from './stats.ts';
import type { MediasoupTransport } from './transport.ts';

/** A track that a member publishes. Owned by its transport; it closes the tracks that carry it to others. */
export class MediasoupUp implements MediaUp {
  readonly id: TrackId;
  readonly kind: MediaKind;
  readonly layers: TrackLayers;
  readonly events: Emitter<{ closed: [] }>;
  readonly transport: MediasoupTransport;
  readonly #producer: Producer;
  readonly #downs = new Set<MediasoupDown>();
  readonly #returned = new ReturnedLayers(() => {
    for (const down of this.#downs) down.lookAgain();
  });
  #closed = false;

  constructor(transport: MediasoupTransport, producer: Producer, layers: TrackLayers) {
    this.id = TrackId.parse(producer.id);
    this.kind = producer.kind;
    this.layers = layers;
    this.events = transport.room.emitter();
    this.transport = transport;
    this.#producer = producer;
    transport.room.worker.load.ups += 1;
    if (this.kind === 'audio') transport.room.speakers.add(this);
    if (producer.type === 'simulcast') {
      producer.on('score', (scores) => {
        this.#returned.scored(scores);
      });
    }
  }

  get closed(): boolean {
    return this.#closed;
  }

  async setMuted(muted: boolean): Promise<void> {
    this.assertOpen();
    // When the track is heard again, the worker asks for a key frame for each receiver by itself.
    await this.transport.room.worker.ask(() => (muted ? this.#producer.pause() : this.#producer.resume()));
  }

  async stats(): Promise<TrackStats> {
    this.assertOpen();
    const streams = await this.transport.room.worker.ask(() => this.#producer.getStats());
    return flowOf(streams, this.#producer.rtpParameters);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.transport.forget(this);
    this.transport.room.worker.load.ups -= 1;
    this.transport.room.speakers.remove(this);
    this.#producer.close();
    this.#returned.close();
    for (const down of [...this.#downs]) down.sourceClosed();
    this.events.emit('closed');
  }

  /** `down` carries this track from now on. */
  carriedBy(down: MediasoupDown): void {
    this.#downs.add(down);
  }

  /** `down` was closed. */
  forget(down: MediasoupDown): void {
    this.#downs.delete(down);
  }

  assertOpen(): void {
    if (this.#closed) throw this.transport.room.gone('the track');
  }
}
