import {
  MemberId,
  StreamId,
  type AckValue,
  type DownTrack,
  type GaleneMessage,
  type StreamInfo,
  type TrackId,
  type WantedKind,
} from '@evagore/shared';
import { NotConnected, NotSupported, ServerError } from '../errors.ts';
import type { ReceivedTrack, SendOptions, SentTrack } from '../media/media-port.ts';
import type {
  Direction,
  MediaOptions,
  Publication,
  StreamDraft,
  StreamMedia,
} from '../media/stream-media.ts';
import { RecentIds } from '../recent-ids.ts';
import { openBrowserPeer } from './browser-peer.ts';
import { candidateOf, EarlyCandidates } from './candidates.ts';
import { DownPeer, type DownTracksChange } from './down-peer.ts';
import type { Peer, PeerListener } from './peer-port.ts';
import { codeOf } from './refusals.ts';
import { UpPeer } from './up-peer.ts';
import { Wishes } from './wishes.ts';
import { textOf } from './words.ts';

/** Streams that this end refused; the server may offer them again. */
const REMEMBERED_REFUSALS = 500;

/** In this dialect tracks are described by SDP. */
const DESCRIBED_ELSEWHERE = { codecs: [], encodings: [] };

/** A stream that is received. */
interface Down {
  readonly id: StreamId;
  readonly label: string;
  readonly source: MemberId;
  readonly peer: DownPeer;
  /** Ended tracks that are shown until those in their place are received. */
  outlived: readonly TrackId[];
  /** Prevents that these are ended. */
  cancel?: () => void;
}

/**
 * The media of one membership at a real Galène: a peer connection for each stream, offered by whoever sends.
 *
 * To the streams it looks like one of our servers: its offers are told once their tracks can be received.
 */
export class GaleneMedia implements StreamMedia {
  readonly #options: MediaOptions;
  readonly #ups = new Map<StreamId, UpPeer>();
  readonly #downs = new Map<StreamId, Down>();
  readonly #early = new EarlyCandidates();
  readonly #refused = new RecentIds(REMEMBERED_REFUSALS);
  readonly #wishes: Wishes;
  #started = false;

  constructor(options: MediaOptions) {
    this.#options = options;
    this.#wishes = new Wishes({
      requested: (label) => options.requested(label),
      drawn: (id) => options.drawn(id),
      pixelRatio: () => (globalThis as { devicePixelRatio?: number }).devicePixelRatio ?? 1,
      ask: (id, request) => {
        this.#say({ type: 'requestStream', id, request });
      },
    });
  }

  start(): void {
    this.stop();
    this.#started = true;
  }

  stop(): void {
    this.#started = false;
    for (const up of this.#ups.values()) up.close();
    for (const { peer, cancel } of this.#downs.values()) {
      cancel?.();
      peer.close();
    }
    const publishers = new Set([...this.#downs.values()].map(({ source }) => source));
    this.#ups.clear();
    this.#downs.clear();
    this.#early.clear();
    this.#refused.clear();
    this.#wishes.clear();
    for (const member of [this.#options.selfId, ...publishers]) this.#options.onPublished(member, []);
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
    const { id, label, replace, muted } = publication();
    const up = this.#ups.get(id) ?? this.#newUp(id, label, replace);
    try {
      return await up.add(track, options, muted);
    } catch (error) {
      if (!up.published && this.#ups.get(id) === up) this.#endUp(id, up);
      throw error;
    }
  }

  receive(track: DownTrack): Promise<ReceivedTrack> {
    for (const down of this.#downs.values()) {
      const received = down.peer.received(track.id);
      if (received === undefined) continue;
      if (down.outlived.length > 0) {
        down.cancel ??= this.#options.world.after(0, () => {
          this.#endOutlived(down);
        });
      }
      return Promise.resolve(received);
    }
    return Promise.reject(new NotConnected('the track has ended'));
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
    this.#wishes.update();
  }

  restartIce(direction: Direction, stream: StreamId | null): void {
    if (direction === 'send') {
      for (const [id, up] of this.#ups) if (stream === null || id === stream) up.restartIce();
    } else {
      for (const { id, peer } of this.#downs.values())
        if (stream === null || id === stream) peer.restartIce();
    }
  }

  resumed(): void {
    // There are no seats to come back to at such a server.
  }

  hear(message: GaleneMessage): void {
    const id = StreamId.safeParse(message.id);
    if (!this.#started || !id.success) return;
    const up = [...this.#ups].find(([, each]) => each.isCalled(id.data));
    switch (message.type) {
      case 'offer':
        // Whoever offers this end's own stream back is not understood.
        if (up !== undefined) this.#say({ type: 'abort', id: id.data });
        else void this.#offered(id.data, message);
        break;
      case 'close':
        this.#closed(id.data);
        break;
      case 'abort':
        if (up !== undefined) this.#aborted(up[0], up[1], message);
        break;
      case 'ice':
        if (up !== undefined) up[1].hear(message);
        else this.#candidate(id.data, message);
        break;
      default:
        up?.[1].hear(message);
    }
  }

  async #obey(draft: StreamDraft): Promise<void> {
    const up = 'id' in draft ? this.#ups.get(draft.id) : undefined;
    switch (draft.type) {
      case 'requestStream':
        this.#want(draft.id, draft.request);
        break;
      case 'draw':
        this.#wishes.update(...Object.keys(draft.streams).map((each) => StreamId.parse(each)));
        break;
      case 'size':
      case 'answer':
        // The one is not asked for here, the other was given before the stream was told of.
        break;
      case 'mute':
        up?.setMuted(draft.track, draft.muted);
        break;
      case 'close':
        if (up === undefined) return;
        if (draft.track === undefined) this.#endUp(draft.id, up);
        else await up.removed();
        break;
    }
  }

  /** @throws ServerError where there is no such stream: that server would end the connection for it. */
  #want(id: StreamId, request: readonly WantedKind[] | null): void {
    const down = this.#downs.get(id);
    if (down === undefined) throw new ServerError('no-such-stream', 'there is no such stream');
    if (request === null || request.length > 0) {
      this.#wishes.override(id, request);
      return;
    }
    this.#refused.add(id);
    this.#endDown(down);
    this.#options.send({ type: 'abort', id });
  }

  #newUp(id: StreamId, label: string, replaced: StreamId | undefined): UpPeer {
    const predecessor = replaced === undefined ? undefined : this.#ups.get(replaced);
    const replace = predecessor?.wireId;
    if (replaced !== undefined) this.#ups.delete(replaced);
    predecessor?.close();
    const up = new UpPeer({
      ...{ world: this.#options.world, wireId: id, label, replace },
      openPeer: (listener) => this.#openPeer(listener),
      send: (message) => {
        this.#options.send(message);
      },
      onState: (state) => {
        this.#options.onState('send', state, id);
      },
      onTracks: () => {
        this.#publishedBy(this.#options.selfId);
      },
      onError: (error) => {
        this.#options.onError(error);
      },
    });
    this.#ups.set(id, up);
    return up;
  }

  #endUp(id: StreamId, up: UpPeer): void {
    const { wireId } = up;
    this.#ups.delete(id);
    up.close();
    if (wireId !== undefined) this.#say({ type: 'close', id: wireId });
    this.#publishedBy(this.#options.selfId);
  }

  /** @see Galène protocol, "Streams": the peer connection is closed, and the server told so. */
  #aborted(id: StreamId, up: UpPeer, message: GaleneMessage): void {
    const text = textOf(message.value);
    const error = new ServerError(codeOf({ text }), text === '' ? 'the server refuses the stream' : text);
    this.#say({ type: 'close', id: message.id });
    const { published } = up;
    up.close(error);
    // Whoever is publishing it learns of it by that.
    if (!published) return;
    this.#ups.delete(id);
    this.#publishedBy(this.#options.selfId);
    this.#options.onMessage({ type: 'abort', id, error: error.code, value: error.message });
  }

  async #offered(id: StreamId, message: GaleneMessage): Promise<void> {
    let down: Down | undefined;
    try {
      down = this.#downFor(id, message);
      if (down === undefined) {
        this.#say({ type: 'abort', id });
        return;
      }
      const isNew = this.#downs.get(id) !== down;
      this.#downs.set(id, down);
      for (const candidate of this.#early.take(id)) await down.peer.addCandidate(candidate);
      const change = await down.peer.offered(message.sdp ?? '');
      if (change !== undefined && this.#downs.get(id) === down) {
        this.#tracksChanged(down, change, message, isNew);
      }
    } catch (error) {
      // It may have ended meanwhile, and that is why it failed.
      if (down !== undefined && this.#downs.get(id) !== down) return;
      this.#options.onError(error);
      this.#say({ type: 'abort', id });
    }
  }

  /** The stream that is offered, or offered again; undefined where it is not wanted. */
  #downFor(id: StreamId, message: GaleneMessage): Down | undefined {
    const known = this.#downs.get(id);
    if (known !== undefined) return known;
    const source = MemberId.safeParse(message.source);
    if (this.#options.world.media === undefined || this.#refused.has(id) || !source.success) return undefined;
    const peer = new DownPeer({
      ...{ id, world: this.#options.world },
      openPeer: (listener) => this.#openPeer(listener),
      send: (answer) => {
        this.#say(answer);
      },
      onState: (state) => {
        this.#options.onState('receive', state, id);
      },
    });
    return { id, label: message.label ?? '', source: source.data, peer, outlived: [] };
  }

  #tracksChanged(down: Down, change: DownTracksChange, message: GaleneMessage, isNew: boolean): void {
    const { id, label, source } = down;
    const { added, ended } = change;
    const replaced = StreamId.safeParse(message.replace).data;
    const predecessor = replaced === undefined || replaced === id ? undefined : this.#downs.get(replaced);
    // What takes the place of others is received before they end, so that there is no gap.
    if (added.length > 0) down.outlived = [...down.outlived, ...ended];
    if (isNew || added.length > 0) {
      this.#options.onMessage({
        ...{ type: 'offer', id, label, source, username: message.username ?? '' },
        ...(predecessor !== undefined && { replace: predecessor.id }),
        tracks: added.map(({ id: track, kind }) => ({
          ...{ id: track, kind, source: track, rtpParameters: DESCRIBED_ELSEWHERE },
        })),
      });
    }
    if (added.length === 0) this.#endTracks(id, ended);
    this.#wishes.add(id, label);
    if (predecessor !== undefined) this.#endDown(predecessor);
    this.#publishedBy(source);
  }

  #endTracks(id: StreamId, tracks: readonly TrackId[]): void {
    if (tracks.length > 0) this.#options.onMessage({ type: 'close', id, tracks: [...tracks] });
  }

  #endOutlived(down: Down): void {
    const { outlived } = down;
    down.outlived = [];
    delete down.cancel;
    this.#endTracks(down.id, outlived);
  }

  #endDown(down: Down): void {
    down.cancel?.();
    if (this.#downs.get(down.id) === down) {
      this.#downs.delete(down.id);
      this.#wishes.remove(down.id);
    }
    down.peer.close();
    this.#publishedBy(down.source);
  }

  /** One that is unknown has ended here before, or was never offered. */
  #closed(id: StreamId): void {
    this.#early.take(id);
    const down = this.#downs.get(id);
    if (down === undefined) return;
    this.#endDown(down);
    this.#options.onMessage({ type: 'close', id });
  }

  #candidate(id: StreamId, { candidate }: GaleneMessage): void {
    if (candidate === undefined) return;
    const down = this.#downs.get(id);
    if (down === undefined) this.#early.add(id, candidateOf(candidate));
    else {
      down.peer.addCandidate(candidateOf(candidate)).catch((error: unknown) => {
        if (this.#downs.get(id) === down) this.#options.onError(error);
      });
    }
  }

  /** That server's roster does not tell who publishes what: it is known of this end, and of what is received. */
  #publishedBy(member: MemberId): void {
    const own = [...this.#ups].map(([id, { label, tracks }]) => ({ id, label, tracks }));
    const others = [...this.#downs.values()].filter(({ source }) => source === member);
    const streams: StreamInfo[] = [
      ...(member === this.#options.selfId ? own : []),
      ...others.map(({ id, label, peer }) => ({ id, label, tracks: peer.tracks })),
    ];
    this.#options.onPublished(
      member,
      streams.filter(({ tracks }) => tracks.length > 0),
    );
  }

  #openPeer(listener: PeerListener): Peer {
    const open = this.#options.world.openPeer ?? openBrowserPeer;
    return open(this.#options.rtcConfiguration(), listener);
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
