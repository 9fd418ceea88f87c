import {
  MemberId,
  StreamId,
  type GaleneMessage,
  type StreamInfo,
  type TrackId,
  type WantedKind,
} from '@evagore/shared';
import { NotConnected, ServerError } from '../errors.ts';
import type { ReceivedTrack } from '../media/media-port.ts';
import { RecentIds } from '../recent-ids.ts';
import { candidateOf, EarlyCandidates } from './candidates.ts';
import { DownPeer, type DownTracksChange } from './down-peer.ts';
import type { StreamsOptions } from './up-streams.ts';
import { Wishes } from './wishes.ts';

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

export interface DownStreamsOptions extends StreamsOptions {
  /** What is received of a member is different. */
  readonly onPublished: (source: MemberId) => void;
}

/** The streams that are received from a real Galène, each with a peer connection of its own. */
export class DownStreams {
  readonly #options: DownStreamsOptions;
  readonly #downs = new Map<StreamId, Down>();
  readonly #early = new EarlyCandidates();
  readonly #refused = new RecentIds(REMEMBERED_REFUSALS);
  readonly #wishes: Wishes;

  constructor(options: DownStreamsOptions) {
    this.#options = options;
    const { media } = options;
    this.#wishes = new Wishes({
      requested: (label) => media.requested(label),
      drawn: (id) => media.drawn(id),
      pixelRatio: () => (globalThis as { devicePixelRatio?: number }).devicePixelRatio ?? 1,
      ask: (id, request) => {
        options.say({ type: 'requestStream', id, request });
      },
    });
  }

  /** Whose streams are received. */
  get sources(): ReadonlySet<MemberId> {
    return new Set([...this.#downs.values()].map(({ source }) => source));
  }

  /** What is received of a member, as a roster tells it. */
  of(member: MemberId): readonly StreamInfo[] {
    return [...this.#downs.values()]
      .filter(({ source }) => source === member)
      .map(({ id, label, peer }) => ({ id, label, tracks: peer.tracks }));
  }

  /** @throws NotConnected where the track has ended. */
  receive(track: TrackId): ReceivedTrack {
    for (const down of this.#downs.values()) {
      const received = down.peer.received(track);
      if (received === undefined) continue;
      if (down.outlived.length > 0) {
        down.cancel ??= this.#options.media.world.after(0, () => {
          this.#endOutlived(down);
        });
      }
      return received;
    }
    throw new NotConnected('the track has ended');
  }

  /** @throws ServerError where there is no such stream: that server would end the connection for it. */
  want(id: StreamId, request: readonly WantedKind[] | null): void {
    const down = this.#downs.get(id);
    if (down === undefined) throw new ServerError('no-such-stream', 'there is no such stream');
    if (request === null || request.length > 0) {
      this.#wishes.override(id, request);
      return;
    }
    this.#refused.add(id);
    this.#endDown(down);
    this.#options.media.send({ type: 'abort', id });
  }

  /** What is wanted may be something else: of these streams, or of all. */
  wishesChanged(...ids: readonly StreamId[]): void {
    this.#wishes.update(...ids);
  }

  async offered(id: StreamId, message: GaleneMessage): Promise<void> {
    let down: Down | undefined;
    try {
      down = this.#downFor(id, message);
      if (down === undefined) {
        this.#options.say({ type: 'abort', id });
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
      this.#options.media.onError(error);
      this.#options.say({ type: 'abort', id });
    }
  }

  /** One that is unknown has ended here before, or was never offered. */
  closed(id: StreamId): void {
    this.#early.take(id);
    const down = this.#downs.get(id);
    if (down === undefined) return;
    this.#endDown(down);
    this.#options.media.onMessage({ type: 'close', id });
  }

  /** A candidate may come before its stream. */
  candidate(id: StreamId, { candidate }: GaleneMessage): void {
    if (candidate === undefined) return;
    const down = this.#downs.get(id);
    if (down === undefined) this.#early.add(id, candidateOf(candidate));
    else {
      down.peer.addCandidate(candidateOf(candidate)).catch((error: unknown) => {
        if (this.#downs.get(id) === down) this.#options.media.onError(error);
      });
    }
  }

  /** @param id - Null for all. */
  restartIce(id: StreamId | null): void {
    for (const down of this.#downs.values()) if (id === null || id === down.id) down.peer.restartIce();
  }

  clear(): void {
    for (const { peer, cancel } of this.#downs.values()) {
      cancel?.();
      peer.close();
    }
    this.#downs.clear();
    this.#early.clear();
    this.#refused.clear();
    this.#wishes.clear();
  }

  /** The stream that is offered, or offered again; undefined where it is not wanted. */
  #downFor(id: StreamId, message: GaleneMessage): Down | undefined {
    const { media, openPeer, say } = this.#options;
    const known = this.#downs.get(id);
    if (known !== undefined) return known;
    const source = MemberId.safeParse(message.source);
    if (media.world.media === undefined || this.#refused.has(id) || !source.success) return undefined;
    const peer = new DownPeer({
      ...{ id, world: media.world },
      openPeer,
      send: say,
      onState: (state) => {
        media.onState('receive', state, id);
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
      this.#options.media.onMessage({
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
    this.#options.onPublished(source);
  }

  #endTracks(id: StreamId, tracks: readonly TrackId[]): void {
    if (tracks.length > 0) this.#options.media.onMessage({ type: 'close', id, tracks: [...tracks] });
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
    this.#options.onPublished(down.source);
  }
}
