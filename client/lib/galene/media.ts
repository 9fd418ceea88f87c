import { StreamId, type AckValue, type DownTrack, type GaleneMessage, type MemberId } from '@evagore/shared';
import { NotConnected, NotSupported, ServerError } from '../errors.ts';
import type { ReceivedTrack, SendOptions, SentTrack } from '../media/media-port.ts';
import type {
  Direction,
  MediaOptions,
  Publication,
  StreamDraft,
  StreamMedia,
} from '../media/stream-media.ts';
import { openBrowserPeer } from './browser-peer.ts';
import { DownStreams } from './down-streams.ts';
import { UpStreams, type StreamsOptions } from './up-streams.ts';

/**
 * The media of one membership at a real Galène: a peer connection for each stream, offered by whoever sends.
 *
 * To the streams it looks like one of our servers: its offers are told once their tracks can be received.
 */
export class GaleneMedia implements StreamMedia {
  readonly #options: MediaOptions;
  readonly #ups: UpStreams;
  readonly #downs: DownStreams;
  #started = false;

  constructor(options: MediaOptions) {
    this.#options = options;
    const common: StreamsOptions = {
      media: options,
      openPeer: (listener) => {
        const open = options.world.openPeer ?? openBrowserPeer;
        return open(options.rtcConfiguration(), listener);
      },
      say: (message) => {
        this.#say(message);
      },
    };
    this.#ups = new UpStreams({
      ...common,
      onPublished: () => {
        this.#publishedBy(options.selfId);
      },
    });
    this.#downs = new DownStreams({
      ...common,
      onPublished: (source) => {
        this.#publishedBy(source);
      },
    });
  }

  start(): void {
    this.stop();
    this.#started = true;
  }

  stop(): void {
    this.#started = false;
    const { sources } = this.#downs;
    this.#ups.clear();
    this.#downs.clear();
    for (const member of [this.#options.selfId, ...sources]) this.#options.onPublished(member, []);
  }

  newStream(): MediaStream {
    const { media } = this.#options.world;
    if (media === undefined) throw noMedia();
    return media.newStream();
  }

  prepareToReceive(): Promise<void> {
    // Peer connections are made when streams are offered.
    return Promise.resolve();
  }

  async publish(
    track: MediaStreamTrack,
    options: SendOptions,
    publication: () => Publication,
  ): Promise<SentTrack> {
    if (this.#options.world.media === undefined) throw noMedia();
    if (!this.#started) throw new ServerError('not-joined', 'join a group first');
    return this.#ups.publish(track, options, publication());
  }

  receive(track: DownTrack): Promise<ReceivedTrack> {
    return Promise.resolve().then(() => this.#downs.receive(track.id));
  }

  async ask(draft: StreamDraft): Promise<AckValue> {
    await this.#obey(draft);
    return undefined;
  }

  tell(draft: StreamDraft): void {
    this.ask(draft).catch((error: unknown) => {
      // A connection that is gone takes its streams along, and what the server ended first has ended as well.
      if (error instanceof ServerError && error.code === 'no-such-stream') return;
      if (!(error instanceof NotConnected)) this.#options.onError(error);
    });
  }

  requestChanged(): void {
    this.#downs.wishesChanged();
  }

  restartIce(direction: Direction, stream: StreamId | null): void {
    if (direction === 'send') this.#ups.restartIce(stream);
    else this.#downs.restartIce(stream);
  }

  resumed(): void {
    // There are no seats to come back to at such a server.
  }

  hear(message: GaleneMessage): void {
    const id = StreamId.safeParse(message.id);
    if (!this.#started || !id.success) return;
    const up = this.#ups.calledSo(id.data);
    switch (message.type) {
      case 'offer':
        // Whoever offers this end's own stream back is not understood.
        if (up !== undefined) this.#say({ type: 'abort', id: id.data });
        else void this.#downs.offered(id.data, message);
        break;
      case 'close':
        this.#downs.closed(id.data);
        break;
      case 'ice':
        if (up !== undefined) this.#ups.hear(up, message);
        else this.#downs.candidate(id.data, message);
        break;
      default:
        if (up !== undefined) this.#ups.hear(up, message);
    }
  }

  async #obey(draft: StreamDraft): Promise<void> {
    switch (draft.type) {
      case 'requestStream':
        this.#downs.want(draft.id, draft.request);
        break;
      case 'draw':
        this.#downs.wishesChanged(...Object.keys(draft.streams).map((each) => StreamId.parse(each)));
        break;
      case 'size':
      case 'answer':
        // The one is not asked for here, the other was given before the stream was told of.
        break;
      case 'mute':
        this.#ups.setMuted(draft.id, draft.track, draft.muted);
        break;
      case 'close':
        if (draft.track === undefined) this.#ups.end(draft.id);
        else await this.#ups.trackRemoved(draft.id);
        break;
    }
  }

  /** That server's roster does not tell who publishes what: it is known of this end, and of what is received. */
  #publishedBy(member: MemberId): void {
    const own = member === this.#options.selfId ? this.#ups.published : [];
    const streams = [...own, ...this.#downs.of(member)];
    this.#options.onPublished(
      member,
      streams.filter(({ tracks }) => tracks.length > 0),
    );
  }

  /** Says what has no future without a connection to the server. */
  #say(message: object): void {
    try {
      this.#options.send(message);
    } catch (error) {
      if (!(error instanceof NotConnected)) throw error;
    }
  }
}

function noMedia(): NotSupported {
  return new NotSupported('this connection was made without media');
}
