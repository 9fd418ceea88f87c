import {
  Emitter,
  type DownTrack,
  type MediaKind,
  type StreamId,
  type TrackId,
  type WantedKind,
} from '@evagore/shared';
import { callBack, handled } from './callbacks.ts';
import type { DrawnSize } from './drawn-sizes.ts';
import { NotConnected } from './errors.ts';
import type { ReceivedTrack, SendOptions } from './media/media-port.ts';
import { readStats, type StreamStats } from './stats.ts';
import type { ServerConnection } from './server-connection.ts';
import type { StreamEvents, StreamOwner } from './stream-owner.ts';
import { kindOf } from './up-track.ts';
import { UpTracks } from './up-tracks.ts';

/**
 * Related tracks, to the server (an up stream) or from it (a down stream).
 *
 * Names and callbacks are those of Galène's client. Several streams may share one peer connection, so there is no `pc`
 * here; tracks are added by {@link Stream.publish}.
 */
export class Stream {
  /** The connection, or null once the stream is closed. */
  sc: ServerConnection | null;
  readonly id: StreamId;
  /** The application's own name for the stream; a new up stream with the same one replaces this. */
  localId: string;
  readonly up: boolean;
  /** Of a down stream: who publishes it. */
  source = '';
  username = '';
  stream: MediaStream | null = null;
  /** What the stream is for; to be set before tracks are published. */
  label = '';
  /** The up stream that this one replaces. */
  replace: StreamId | null = null;
  /** Free for the application. */
  userdata: Record<string, unknown> = {};
  stats: StreamStats = {};

  onclose: ((this: Stream, replaced: boolean) => void) | null = null;
  onerror: ((this: Stream, error: unknown) => void) | null = null;
  onnegotiationcompleted: ((this: Stream) => void) | null = null;
  /** `transceiver` is always null here: streams may share a peer connection. */
  ondowntrack:
    ((this: Stream, track: MediaStreamTrack, transceiver: null, stream: MediaStream) => void) | null = null;
  onstatus: ((this: Stream, status: RTCIceConnectionState) => void) | null = null;
  onstats: ((this: Stream, stats: StreamStats) => void) | null = null;

  readonly events = new Emitter<StreamEvents>();
  readonly #owner: StreamOwner;
  readonly #upTracks: UpTracks;
  readonly #downTracks = new Map<TrackId, ReceivedTrack>();
  /** Tracks of a down stream which were offered and cannot be played yet. */
  readonly #expected = new Set<TrackId>();
  #closed = false;
  #stopStats: (() => void) | undefined;

  /** @internal Streams are made by their connection. */
  constructor(owner: StreamOwner, options: { id: StreamId; localId: string; up: boolean }) {
    this.#owner = owner;
    this.#upTracks = new UpTracks(this, owner);
    this.sc = owner.connection;
    this.id = options.id;
    this.localId = options.localId;
    this.up = options.up;
  }

  /** Whether the stream has ended. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Whether the server knows this up stream. */
  get published(): boolean {
    return this.#upTracks.size > 0;
  }

  /**
   * Publishes all tracks of a media stream as this up stream.
   *
   * @throws ServerError where the server refuses, for instance without the permission `present`.
   */
  publish(stream: MediaStream, options: { audio?: SendOptions; video?: SendOptions } = {}): Promise<void> {
    return handled(this.#publish(stream, options));
  }

  /** Says which media stream this up stream carries; its tracks are published by `addTrack`. */
  setStream(stream: MediaStream): void {
    this.stream = stream;
  }

  /** Publishes a track, one of each kind. @throws ServerError */
  addTrack(track: MediaStreamTrack, options: SendOptions = {}): Promise<void> {
    return handled(this.#addTrack(track, options));
  }

  /** Sends another track of the same kind from now on; receivers notice nothing but the picture. */
  replaceTrack(kind: MediaKind, track: MediaStreamTrack): Promise<void> {
    return handled(this.#upTracks.replace(kind, track));
  }

  /** Ends one track of an up stream. */
  removeTrack(kind: MediaKind): Promise<void> {
    return handled(this.#upTracks.remove(kind));
  }

  /** Mutes or unmutes a track of an up stream for everybody. Nothing of it leaves this end while it is muted. */
  setMuted(kind: MediaKind, muted: boolean): Promise<void> {
    return handled(this.#upTracks.setMuted(kind, muted));
  }

  /** Whether a track of an up stream is muted; a missing one is. */
  isMuted(kind: MediaKind): boolean {
    return this.#upTracks.get(kind)?.muted ?? true;
  }

  /**
   * The highest layer of an up stream's video that anybody receives at the moment, counted from 0, the lowest; -1 where
   * nobody receives any. What is above it is not sent. Undefined where all layers are needed, or nothing is known of it.
   */
  get neededLayer(): number | undefined {
    return this.#upTracks.get('video')?.needed;
  }

  /**
   * Changes how many bits a track of an up stream may take while it is sent; its layers share them as before.
   *
   * @param bitsPerSecond - Of all layers together; null for as many as it was published with.
   * @throws RangeError for what is no positive number; Error where there is no such track.
   */
  setMaxBitrate(kind: MediaKind, bitsPerSecond: number | null): Promise<void> {
    return handled(Promise.resolve().then(() => this.#upTracks.need(kind).setMaxBitrate(bitsPerSecond)));
  }

  /**
   * Says how large this down stream's picture is drawn, so that what arrives suits it: the box that it fills, in device
   * pixels, or null while it is not drawn. Until it is said, all is sent that was requested; sound always is.
   *
   * It may be called as often as the layout changes: what is different goes out ten times a second at the most. It holds
   * for whatever takes this stream's place, and when the connection to the server was made anew. A server without the
   * capability `drawn-sizes` is asked for the low layer of what is not drawn, or in no more than 320x240 CSS pixels.
   *
   * @throws RangeError for what is no number.
   */
  setDrawnSize(size: DrawnSize): void {
    if (this.up) throw new Error('only down streams are drawn in sizes');
    if (!this.closed) this.#owner.onDrawn(this, size);
  }

  /** Overrides what is wanted of this down stream; null restores the connection's request. */
  request(what: readonly WantedKind[] | null): Promise<void> {
    const request = what === null ? null : [...what];
    const asked = this.#owner.media.ask({ type: 'requestStream', id: this.id, request });
    return handled(asked.then(() => undefined));
  }

  /** Ends an up stream, or refuses a down stream. Idempotent. */
  close(replaced = false): void {
    const { media } = this.#owner;
    if (this.#closed) return;
    if (this.up && !replaced) {
      // Before its first track is published, the server knows only the stream that it was to replace.
      const known = this.published ? this.id : this.replace;
      if (known !== null) media.tell({ type: 'close', id: known });
    }
    if (!this.up) media.tell({ type: 'requestStream', id: this.id, request: [] });
    this.ended(replaced);
  }

  /** Asks the server to stop a down stream. */
  abort(): void {
    if (this.up) throw new Error('only down streams can be aborted');
    this.close();
  }

  /** Renews the connectivity of the peer connection that carries this stream. */
  restartIce(): void {
    this.#owner.media.restartIce(this.up ? 'send' : 'receive', this.id);
  }

  /** Collects statistics each so many milliseconds; 0 stops. */
  setStatsInterval(intervalMs: number): void {
    this.#stopStats?.();
    this.#stopStats = undefined;
    if (intervalMs <= 0 || this.closed) return;
    this.#stopStats = this.#owner.every(intervalMs, () => {
      void this.updateStats();
    });
  }

  /** Collects statistics once. Errors are reported as `failed`. */
  async updateStats(): Promise<void> {
    try {
      await this.collectStats();
    } catch (error) {
      if (!this.closed) this.failed(error);
    }
  }

  /**
   * Collects statistics once; rates are those since the last look.
   *
   * @throws what the browser refuses with, such as for a track that ends at this very time.
   */
  async collectStats(): Promise<StreamStats> {
    const tracks = [
      ...this.#upTracks.all.map(({ track, sent }) => ({ track, source: sent })),
      ...[...this.#downTracks.values()].map((received) => ({ track: received.track, source: received })),
    ];
    const stats = await readStats(tracks, this.stats);
    if (this.closed) return this.stats;
    // A picture may be another by now without anybody's doing: a shared window was enlarged, a camera asked for less.
    this.tellSize();
    this.stats = stats;
    this.events.emit('statsUpdated', stats);
    callBack(this.onstats, this, stats);
    return stats;
  }

  /** @internal Receives what the server offers. Returns the tracks that can be played. */
  async offered(tracks: readonly DownTrack[]): Promise<TrackId[]> {
    for (const { id } of tracks) this.#expected.add(id);
    const ready: TrackId[] = [];
    await Promise.all(
      tracks.map(async (track) => {
        try {
          const received = await this.#owner.media.receive(track, `${this.source}/${this.id}`);
          if (!this.#expected.has(track.id)) received.close();
          else ready.push(this.#play(received));
        } catch (error) {
          // One that cannot be received leaves the others alone.
          if (!this.closed && !(error instanceof NotConnected)) this.failed(error);
        } finally {
          this.#expected.delete(track.id);
        }
      }),
    );
    const playing = ready.filter((id) => this.#downTracks.has(id));
    if (playing.length > 0) callBack(this.onnegotiationcompleted, this);
    return playing;
  }

  /** @internal The server has ended these tracks of a down stream. */
  tracksEnded(ids: readonly TrackId[]): void {
    for (const id of ids) {
      this.#expected.delete(id);
      const received = this.#downTracks.get(id);
      if (received === undefined) continue;
      this.#downTracks.delete(id);
      received.close();
      this.stream?.removeTrack(received.track);
      this.events.emit('trackRemoved', received.track);
    }
  }

  /** @internal Publishes the same tracks again, after the server's media engine lost them. */
  republish(): Promise<void> {
    return this.#upTracks.republish();
  }

  /** @internal Tells the server how large the picture of an up stream is, where it does not know. */
  tellSize(): void {
    this.#upTracks.tellSize();
  }

  /** @internal Up to this layer somebody receives a track. Errors are reported as `failed`. */
  layersNeeded(id: TrackId, spatial: number): void {
    const upTrack = this.#upTracks.called(id);
    if (upTrack === undefined) return;
    upTrack.setNeeded(spatial).catch((error: unknown) => {
      if (!this.closed && this.#upTracks.called(id) !== undefined) this.failed(error);
    });
    this.events.emit('layersNeeded', spatial);
  }

  /** @internal The stream is gone; releases everything. Idempotent. */
  ended(replaced: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    this.setStatsInterval(0);
    this.#upTracks.close();
    for (const received of this.#downTracks.values()) received.close();
    this.#downTracks.clear();
    this.#expected.clear();
    this.#owner.onEnded(this);
    this.events.emit('closed', replaced);
    callBack(this.onclose, this, replaced);
    this.sc = null;
  }

  /** @internal */
  failed(error: unknown): void {
    this.events.emit('failed', error instanceof Error ? error : new Error(String(error)));
    callBack(this.onerror, this, error);
  }

  /** @internal */
  statusChanged(status: RTCIceConnectionState): void {
    this.events.emit('statusChanged', status);
    callBack(this.onstatus, this, status);
  }

  async #publish(stream: MediaStream, options: { audio?: SendOptions; video?: SendOptions }): Promise<void> {
    this.setStream(stream);
    for (const track of stream.getTracks()) {
      await this.#addTrack(track, options[kindOf(track)] ?? {});
    }
  }

  async #addTrack(track: MediaStreamTrack, options: SendOptions): Promise<void> {
    await this.#upTracks.add(track, options);
    callBack(this.onnegotiationcompleted, this);
  }

  #play(received: ReceivedTrack): TrackId {
    this.stream ??= this.#owner.media.newStream();
    this.#downTracks.set(received.id, received);
    this.stream.addTrack(received.track);
    this.events.emit('trackAdded', received.track, this.stream);
    callBack(this.ondowntrack, this, received.track, null, this.stream);
    return received.id;
  }
}
