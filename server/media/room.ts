import { Emitter, type RtpCapabilities, type TrackId } from '@evagore/shared';
import type { Router } from 'mediasoup/types';
import { Closed, MediaUnavailable } from '../core/errors.ts';
import type { MediaRoom, PayloadTypes } from '../core/media-port.ts';
import type { Annex } from './annex.ts';
import { Annexes } from './annexes.ts';
import { roomCapabilities } from './parameters.ts';
import { Speakers } from './speakers.ts';
import { MediasoupTransport } from './transport.ts';
import type { MediaWorker } from './worker.ts';

/** A group's router on one worker. Owned by whoever opened it, and ended by its worker. */
export class MediasoupRoom implements MediaRoom {
  readonly capabilities: RtpCapabilities;
  readonly events: Emitter<{ lost: [] }>;
  readonly worker: MediaWorker;
  readonly speakers: Speakers;
  readonly #router: Router;
  /** Whether transports take data channels. */
  readonly #data: boolean;
  readonly #annexes: Annexes;
  readonly #transports = new Set<MediasoupTransport>();
  #phase: 'open' | 'closed' | 'lost' = 'open';

  constructor(worker: MediaWorker, router: Router, data = false) {
    this.worker = worker;
    this.#data = data;
    this.events = this.emitter();
    this.#router = router;
    this.speakers = new Speakers(worker, router);
    this.capabilities = roomCapabilities(router);
    this.#annexes = new Annexes(worker, router, this.capabilities);
  }

  async openTransport(payloadTypes?: PayloadTypes): Promise<MediasoupTransport> {
    this.#assertOpen();
    if (payloadTypes === undefined) return this.#openTransport();
    const { annex, release } = await this.#annexes.use(payloadTypes);
    try {
      this.#assertOpen();
      const transport = await this.#openTransport(annex);
      transport.events.once('closed', release);
      return transport;
    } catch (error) {
      release();
      throw error;
    }
  }

  async #openTransport(annex?: Annex): Promise<MediasoupTransport> {
    const router = annex?.router ?? this.#router;
    const { initialOutgoingBitrate, maxIncomingBitrate } = this.worker.options;
    const rtc = await this.worker.ask(async () => {
      const created = await router.createWebRtcTransport({
        webRtcServer: this.worker.server,
        enableUdp: true,
        enableTcp: true,
        preferUdp: true,
        enableSctp: this.#data,
        initialAvailableOutgoingBitrate: initialOutgoingBitrate,
      });
      await created.setMaxIncomingBitrate(maxIncomingBitrate);
      return created;
    });
    this.#assertOpen();
    const transport = new MediasoupTransport(this, rtc, annex);
    this.#transports.add(transport);
    return transport;
  }

  watchSpeaker(listener: (track: TrackId) => void): () => void {
    this.#assertOpen();
    return this.speakers.watch(listener);
  }

  close(): void {
    this.#end('closed');
  }

  /** The worker's process is gone, and the router with it. */
  workerDied(): void {
    this.#end('lost');
  }

  /** The transport was closed. */
  forget(transport: MediasoupTransport): void {
    this.#transports.delete(transport);
  }

  /** Why `what`, which belonged to this room, is of no more use. */
  gone(what: string): Closed | MediaUnavailable {
    return this.#phase === 'lost' ? new MediaUnavailable() : new Closed(what);
  }

  /** For the events of everything in this room. */
  emitter<Events extends Record<string, unknown[]>>(): Emitter<Events> {
    return new Emitter((err) => {
      this.worker.log.error({ err }, 'listener failed');
    });
  }

  #assertOpen(): void {
    if (this.#phase !== 'open') throw this.gone('the room');
  }

  #end(phase: 'closed' | 'lost'): void {
    if (this.#phase !== 'open') return;
    this.#phase = phase;
    this.worker.forget(this);
    // The router first: it takes all of its transports with it in one request.
    this.#router.close();
    this.#annexes.closeAll();
    for (const transport of [...this.#transports]) transport.close();
    if (phase === 'lost') this.events.emit('lost');
  }
}
