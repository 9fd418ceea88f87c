import { PictureSize, type MediaKind, type StreamId } from '@evagore/shared';
import { ServerError } from './errors.ts';
import type { SendOptions, SentTrack } from './media/media-port.ts';
import type { StreamMedia } from './media/stream-media.ts';

/** A track which this end publishes, over however many peer connections that takes. */
export class UpTrack {
  track: MediaStreamTrack;
  readonly options: SendOptions;
  muted: boolean;
  /** The highest layer that the server needs; undefined for all. */
  needed: number | undefined;
  #sent: SentTrack;
  /** Undefined for what it was published with. */
  #maxBitrate: number | null | undefined;
  #toldSize: PictureSize | undefined;

  constructor(track: MediaStreamTrack, options: SendOptions, muted: boolean, sent: SentTrack) {
    this.track = track;
    this.options = options;
    this.muted = muted;
    this.#sent = sent;
  }

  get sent(): SentTrack {
    return this.#sent;
  }

  /** It is sent anew, with all layers, to a server that knows nothing of it. */
  async sentAgain(sent: SentTrack): Promise<void> {
    this.#sent = sent;
    this.needed = undefined;
    this.#toldSize = undefined;
    if (this.#maxBitrate !== undefined) await sent.setMaxBitrate(this.#maxBitrate);
  }

  /** @throws RangeError for what is no bit rate. */
  async setMaxBitrate(bitsPerSecond: number | null): Promise<void> {
    if (bitsPerSecond !== null && !(Number.isFinite(bitsPerSecond) && bitsPerSecond >= 1)) {
      throw new RangeError('a bit rate is a positive number');
    }
    this.#maxBitrate = bitsPerSecond;
    await this.#sent.setMaxBitrate(bitsPerSecond);
  }

  /** Sends no layers but those that somebody receives. */
  async setNeeded(spatial: number): Promise<void> {
    this.needed = spatial;
    await this.#sent.setMaxLayer(spatial);
  }

  /** Tells the server how large the picture is, unless it knows, or that cannot be known. */
  tellSize(id: StreamId, media: StreamMedia): void {
    if (kindOf(this.track) !== 'video') return;
    const size = PictureSize.safeParse(this.track.getSettings()).data;
    const before = this.#toldSize;
    if (size === undefined || (before?.width === size.width && before.height === size.height)) return;
    this.#toldSize = size;
    media.tell({ type: 'size', id, track: this.#sent.id, width: size.width, height: size.height });
  }
}

/** What speaks of tracks that are gone by now does no harm, and servers of before do without hints. */
const HARMLESS = new Set(['no-such-stream', 'no-such-track', 'not-joined', 'bad-message']);

/** Whether a server's refusal of a hint, of which nothing else depends, is nobody's concern. */
export function isHarmless(error: unknown): boolean {
  return error instanceof ServerError && HARMLESS.has(error.code);
}

export function kindOf(track: MediaStreamTrack): MediaKind {
  return track.kind === 'audio' ? 'audio' : 'video';
}
