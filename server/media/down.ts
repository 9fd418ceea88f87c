import { TrackId, type Emitter, type MediaKind, type RtpParameters, type TrackStats } from '@evagore/shared';
import { parseScalabilityMode } from 'mediasoup';
import type { Consumer, ConsumerLayers } from 'mediasoup/types';
import type { LayerChoice, MediaDown } from '../core/media-port.ts';
import { sentParameters } from './parameters.ts';
import { flowOf, layersOf } from './stats.ts';
import type { MediasoupTransport } from './transport.ts';
import type { MediasoupUp } from './up.ts';

/** A member's track on its way to one receiver. Owned by the receiver's transport; it ends with its source too. */
export class MediasoupDown implements MediaDown {
  readonly id: TrackId;
  readonly kind: MediaKind;
  readonly rtpParameters: RtpParameters;
  readonly events: Emitter<{ closed: [] }>;
  readonly #transport: MediasoupTransport;
  readonly #source: MediasoupUp;
  readonly #consumer: Consumer;
  /** Undefined for the best. */
  #wanted: ConsumerLayers | undefined;
  #closed = false;

  constructor(transport: MediasoupTransport, source: MediasoupUp, consumer: Consumer) {
    this.id = TrackId.parse(consumer.id);
    this.kind = consumer.kind;
    this.rtpParameters = sentParameters(consumer);
    this.events = transport.room.emitter();
    this.#transport = transport;
    this.#source = source;
    this.#consumer = consumer;
    source.carriedBy(this);
    transport.room.worker.load.downs += 1;
  }

  /**
   * The worker asks the publisher for a key frame by itself, now or, when the receiver's transport is not connected
   * yet, as soon as it is.
   */
  async resume(): Promise<void> {
    this.#assertOpen();
    await this.#transport.room.worker.ask(() => this.#consumer.resume());
  }

  async pause(): Promise<void> {
    this.#assertOpen();
    await this.#transport.room.worker.ask(() => this.#consumer.pause());
  }

  /** Where a larger picture is wanted than before, the worker asks the publisher for a key frame of it by itself. */
  async setLayer(choice: LayerChoice): Promise<void> {
    this.#assertOpen();
    const { type } = this.#consumer;
    if (type !== 'simulcast' && type !== 'svc') return;
    const wanted = (this.#wanted = this.#layersOf(choice));
    await this.#transport.room.worker.ask(() => this.#consumer.setPreferredLayers(wanted));
  }

  /** A layer may be there by now that was missing. Where it is wanted, the worker tries to give it at once. */
  lookAgain(): void {
    const { type, paused, currentLayers } = this.#consumer;
    const wanted = this.#wanted ?? this.#layersOf('best');
    const missed = (currentLayers?.spatialLayer ?? 0) < wanted.spatialLayer;
    if (this.#closed || type !== 'simulcast' || paused || !missed) return;
    // Only another wish makes it look: one in between, in the same breath, which comes to nothing.
    for (const layers of [this.#other(wanted), wanted]) {
      // If the worker is gone, so is the track.
      this.#transport.room.worker.ask(() => this.#consumer.setPreferredLayers(layers)).catch(() => undefined);
    }
  }

  async stats(): Promise<TrackStats> {
    this.#assertOpen();
    const streams = await this.#transport.room.worker.ask(() => this.#consumer.getStats());
    // The publisher's side is told as well, where that flows.
    const sent = streams.filter(({ type }) => type === 'outbound-rtp');
    return { ...flowOf(sent, this.#consumer.rtpParameters), ...layersOf(this.#consumer) };
  }

  close(): void {
    if (this.#closed) return;
    this.#consumer.close();
    this.#end();
  }

  /** The published track ended; the worker closes the consumer together with it, and needs not be asked. */
  sourceClosed(): void {
    this.#end();
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#transport.forget(this);
    this.#source.forget(this);
    this.#transport.room.worker.load.downs -= 1;
    this.events.emit('closed');
  }

  #layersOf(choice: LayerChoice): ConsumerLayers {
    // Down to the smallest picture but not to fewer of them: movement is what makes a small picture alive.
    if (choice === 'lowest') return { spatialLayer: 0 };
    if (choice === 'best') return { spatialLayer: this.#highestLayer() };
    return { spatialLayer: choice.spatial, temporalLayer: choice.temporal };
  }

  /** Layers that differ from these by as little as can be. */
  #other({ spatialLayer, temporalLayer }: ConsumerLayers): ConsumerLayers {
    const highest = this.#mode().temporalLayers - 1;
    if (highest === 0) return { spatialLayer: spatialLayer - 1 };
    return { spatialLayer, temporalLayer: (temporalLayer ?? highest) === 0 ? 1 : 0 };
  }

  #highestLayer(): number {
    return this.#mode().spatialLayers - 1;
  }

  #mode(): ReturnType<typeof parseScalabilityMode> {
    return parseScalabilityMode(this.rtpParameters.encodings[0]?.scalabilityMode);
  }

  #assertOpen(): void {
    if (this.#closed) throw this.#transport.room.gone('the track');
  }
}
