import {
  TransportId,
  type DtlsParameters,
  type Emitter,
  type IceParameters,
  type RtpCapabilities,
  type TransportParameters,
} from '@evagore/shared';
import type { WebRtcTransport } from 'mediasoup/types';
import { BadMedia } from '../core/errors.ts';
import type { MediaTransport, MediaUp, TransportStats, UpOffer } from '../core/media-port.ts';
import type { Annex } from './annex.ts';
import { MediasoupDown } from './down.ts';
import { publishedLayers } from './layers.ts';
import { offeredCapabilities, offeredDtls, offeredParameters, transportParameters } from './parameters.ts';
import type { MediasoupRoom } from './room.ts';
import { MediasoupUp } from './up.ts';

/**
 * Least time between two key frames that one publisher is asked for. Those who join within it share one: a key
 * frame costs ten times the bits of another, and everybody's picture suffers while it passes.
 */
const KEY_FRAME_INTERVAL_MS = 500;

/**
 * How long a transport outlives the member's end. Who puts one stream in the place of another may close the first before
 * it says so; until then, nobody needs to know of an end.
 */
const FAREWELL_MS = 2000;

/** A member's ICE and DTLS association, on its worker's ports. */
export class MediasoupTransport implements MediaTransport {
  readonly id: TransportId;
  readonly events: Emitter<{ closed: []; connected: []; disconnected: [] }>;
  readonly room: MediasoupRoom;
  readonly #rtc: WebRtcTransport;
  /** Where the transport is, if not in the room's own router. */
  readonly #annex: Annex | undefined;
  readonly #ups = new Set<MediasoupUp>();
  readonly #downs = new Set<MediasoupDown>();
  #connected = false;
  #heard = false;
  #farewell: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(room: MediasoupRoom, rtc: WebRtcTransport, annex?: Annex) {
    this.id = TransportId.parse(rtc.id);
    this.events = room.emitter();
    this.room = room;
    this.#rtc = rtc;
    this.#annex = annex;
    room.worker.load.transports += 1;
    // Either the member closed its side or the handshake failed; DTLS cannot start anew on the same transport.
    // A mere loss of contact is another thing: it shows in ICE, which can be restarted.
    rtc.on('dtlsstatechange', (state) => {
      if (state === 'failed') this.close();
      if (state === 'closed') {
        this.#farewell ??= setTimeout(() => {
          this.close();
        }, FAREWELL_MS);
      }
    });
    rtc.on('icestatechange', (state) => {
      // From `connected` to `completed`, the member's end only makes up its mind about the way.
      const heard = state === 'connected' || state === 'completed';
      if (this.#closed || heard === this.#heard) return;
      this.#heard = heard;
      this.events.emit(heard ? 'connected' : 'disconnected');
    });
  }

  get parameters(): TransportParameters {
    return transportParameters(this.#rtc);
  }

  async connect(dtls: DtlsParameters): Promise<void> {
    this.#assertOpen();
    if (this.#connected) throw new BadMedia('the transport is connected already');
    this.#connected = true;
    try {
      await this.room.worker.ask(() => this.#rtc.connect({ dtlsParameters: offeredDtls(dtls) }));
    } catch (error) {
      this.#connected = false;
      throw error;
    }
  }

  async restartIce(): Promise<IceParameters> {
    this.#assertOpen();
    return this.room.worker.ask(() => this.#rtc.restartIce());
  }

  async openUp(offer: UpOffer): Promise<MediasoupUp> {
    this.#assertOpen();
    if (this.#annex !== undefined) throw new BadMedia('by other payload types, tracks are sent only');
    const { kind, muted } = offer;
    const rtpParameters = offeredParameters(kind, offer.rtpParameters);
    const producer = await this.room.worker.ask(() =>
      this.#rtc.produce({
        kind,
        rtpParameters,
        paused: muted,
        keyFrameRequestDelay: KEY_FRAME_INTERVAL_MS,
      }),
    );
    // Closed in between: mediasoup's router would remember the producer.
    if (this.#closed) producer.close();
    this.#assertOpen();
    const up = new MediasoupUp(this, producer, publishedLayers(offer.rtpParameters));
    this.#ups.add(up);
    return up;
  }

  async openDown(up: MediaUp, capabilities: RtpCapabilities, mid?: string): Promise<MediasoupDown> {
    this.#assertOpen();
    if (!(up instanceof MediasoupUp) || up.transport.room !== this.room) {
      throw new BadMedia('the track is not in the same room');
    }
    up.assertOpen();
    const producerId = (await this.#annex?.bring(up)) ?? up.id;
    const consumer = await this.room.worker.ask(() =>
      this.#rtc.consume({
        producerId,
        rtpCapabilities: offeredCapabilities(up.kind, capabilities),
        // Nothing of it may arrive before the receiver knows what it is.
        paused: true,
        ...(mid !== undefined && { mid }),
      }),
    );
    if (this.#closed || up.closed) consumer.close();
    this.#assertOpen();
    up.assertOpen();
    const down = new MediasoupDown(this, up, consumer);
    this.#downs.add(down);
    return down;
  }

  async stats(): Promise<TransportStats> {
    this.#assertOpen();
    const [stat] = await this.room.worker.ask(() => this.#rtc.getStats());
    return {
      receivedBytes: stat?.bytesReceived ?? 0,
      sentBytes: stat?.bytesSent ?? 0,
      protocol: stat?.iceSelectedTuple?.protocol,
      maxBitrate: stat?.availableOutgoingBitrate,
      sentLoss: stat?.rtpPacketLossSent,
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#farewell);
    this.room.forget(this);
    this.room.worker.load.transports -= 1;
    // mediasoup closes what is on the transport, so the tracks below need not ask for it one by one.
    this.#rtc.close();
    for (const track of [...this.#ups, ...this.#downs]) track.close();
    this.events.emit('closed');
  }

  /** The track was closed. */
  forget(track: MediasoupUp | MediasoupDown): void {
    if (track instanceof MediasoupUp) this.#ups.delete(track);
    else this.#downs.delete(track);
  }

  #assertOpen(): void {
    if (this.#closed) throw this.room.gone('the transport');
  }
}
