import { StreamId, type RtpCapabilities, type ServerMessage, type TrackId } from '@evagore/shared';
import { DrawnSizes } from './drawn-sizes.ts';
import { NotConnected, ServerError } from './errors.ts';
import type { Direction, StreamMedia } from './media/stream-media.ts';
import { OrientationWatch } from './orientation.ts';
import type { ServerConnection } from './server-connection.ts';
import { Stream } from './stream.ts';
import type { World } from './world.ts';

type OfferMessage = Extract<ServerMessage, { type: 'offer' }>;

export interface StreamsOptions {
  connection: ServerConnection;
  /** What carries the streams at the moment. */
  media(): StreamMedia;
  world: World;
  /** A new down stream is there; its tracks follow. */
  onDownStream(stream: Stream): void;
  /** Something failed that no single stream is to blame for. */
  onError(error: unknown): void;
}

/** All streams of one connection. */
export class Streams {
  /** By id. The same objects always, because applications keep them. */
  readonly up = emptyRecord();
  readonly down = emptyRecord();
  readonly drawn: DrawnSizes;
  readonly #options: StreamsOptions;
  /** While anything is published. */
  readonly #orientation: OrientationWatch;
  /** Which setting-up of the media is the latest. */
  #generation = 0;

  constructor(options: StreamsOptions) {
    this.#options = options;
    this.drawn = new DrawnSizes({
      world: options.world,
      tell: (streams) => {
        options.media().tell({ type: 'draw', streams });
      },
    });
    this.#orientation = new OrientationWatch(options.world, () => {
      for (const stream of Object.values(this.up)) stream.tellSize();
    });
  }

  /** Makes an up stream, which replaces the one with the same local id. */
  newUp(localId?: string): Stream {
    const { world } = this.#options;
    const id = StreamId.parse(world.newId());
    const stream = this.#make(id, { localId: localId ?? world.newId(), up: true });
    const replaced = localId === undefined ? null : this.findUp(localId);
    if (replaced !== null) {
      // One that was never published itself passes on what it would have replaced.
      stream.replace = replaced.published ? replaced.id : replaced.replace;
      replaced.close(true);
    }
    this.up[id] = stream;
    this.#orientation.start();
    return stream;
  }

  findUp(localId: string): Stream | null {
    return Object.values(this.up).find((stream) => stream.localId === localId) ?? null;
  }

  /** The server offers a down stream, or more tracks of one. */
  async offered(message: OfferMessage): Promise<void> {
    const { id, label, source, username, tracks } = message;
    const known = this.down[id];
    const stream = known ?? this.#make(id, { localId: this.#options.world.newId(), up: false });
    stream.label = label;
    stream.source = source;
    stream.username = username;
    this.#takePlaceOf(message.replace, stream);
    if (known === undefined) {
      this.down[id] = stream;
      this.#options.onDownStream(stream);
    }
    try {
      const ready = await stream.offered(tracks);
      if (ready.length > 0) await this.#options.media().ask({ type: 'answer', id, tracks: ready });
    } catch (error) {
      if (!stream.closed && !(error instanceof NotConnected)) stream.failed(error);
    }
  }

  /** The server has ended a down stream, or some tracks of it. One that is unknown has been closed here before. */
  downClosed(id: StreamId, tracks: readonly TrackId[] | undefined): void {
    if (tracks === undefined) {
      this.down[id]?.ended(false);
      this.drawn.forget(id);
    } else this.down[id]?.tracksEnded(tracks);
  }

  /** The server does not want an up stream any more. */
  aborted(id: StreamId, error: ServerError): void {
    const stream = this.up[id];
    stream?.failed(error);
    stream?.ended(false);
  }

  /** Up to this layer somebody receives a track of an up stream. */
  layersNeeded(id: StreamId, track: TrackId, spatial: number): void {
    this.up[id]?.layersNeeded(track, spatial);
  }

  /** The server has lost all media, or is another one by now: everything is set up again, and published streams come back. */
  async rebuild(capabilities: RtpCapabilities): Promise<void> {
    const media = this.#options.media();
    const generation = ++this.#generation;
    for (const stream of Object.values(this.down)) stream.ended(false);
    media.start(capabilities);
    this.drawn.replay();
    try {
      await media.prepareToReceive();
      for (const stream of Object.values(this.up)) {
        // It may be lost again meanwhile; two rebuilds at once would publish everything twice.
        if (generation !== this.#generation) return;
        await stream.republish().catch((error: unknown) => {
          if (generation !== this.#generation || stream.closed) return;
          stream.failed(error);
          // Who may not publish any more, after getting in again, has nothing to wait for.
          if (error instanceof ServerError && error.code === 'not-permitted') stream.close();
        });
      }
    } catch (error) {
      if (generation !== this.#generation || error instanceof NotConnected) return;
      this.#options.onError(error);
    }
  }

  /** What carries a stream, or with null all of a direction, is in another state. */
  mediaStateChanged(direction: Direction, state: RTCPeerConnectionState, id: StreamId | null): void {
    // The states of a peer connection are named like ICE's, which is what Galène's callback speaks, but for one.
    const status: RTCIceConnectionState = state === 'connecting' ? 'checking' : state;
    for (const stream of Object.values(direction === 'send' ? this.up : this.down)) {
      if (id === null || stream.id === id) stream.statusChanged(status);
    }
  }

  /** The membership has ended, and all streams with it. */
  close(): void {
    this.#generation += 1;
    this.drawn.clear();
    for (const stream of [...Object.values(this.up), ...Object.values(this.down)]) stream.ended(false);
  }

  #takePlaceOf(replaced: StreamId | undefined, stream: Stream): void {
    const predecessor = replaced === undefined ? undefined : this.down[replaced];
    if (predecessor === undefined || predecessor === stream) return;
    stream.localId = predecessor.localId;
    this.drawn.inherit(predecessor.id, stream.id);
    predecessor.ended(true);
  }

  #make(id: StreamId, options: { localId: string; up: boolean }): Stream {
    const { connection, world } = this.#options;
    const media = (): StreamMedia => this.#options.media();
    return new Stream(
      {
        connection,
        get media() {
          return media();
        },
        every: (intervalMs, task) => world.every(intervalMs, task),
        onEnded: (stream) => {
          this.#forget(stream);
        },
        onDrawn: ({ id: drawn }, size) => {
          this.drawn.set(drawn, size);
        },
      },
      { id, ...options },
    );
  }

  #forget(stream: Stream): void {
    const streams = stream.up ? this.up : this.down;
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- applications read these as plain objects
    if (streams[stream.id] === stream) delete streams[stream.id];
    if (Object.keys(this.up).length === 0) this.#orientation.stop();
  }
}

/** Without a prototype: publishers choose the ids, and `constructor` must not be there before it is offered. */
function emptyRecord(): Record<string, Stream> {
  return Object.create(null) as Record<string, Stream>;
}
