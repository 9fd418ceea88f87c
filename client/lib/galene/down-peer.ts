import { TrackId, type MediaKind, type StreamInfo } from '@evagore/shared';
import type { ReceivedTrack } from '../media/media-port.ts';
import type { World } from '../world.ts';
import { CandidateQueue } from './candidates.ts';
import { IceKeeper } from './ice-keeper.ts';
import type { Peer, PeerListener, PeerReceiver } from './peer-port.ts';

/** That server has one offer on its way; more than a few that wait make no sense. */
const MAX_WAITING_OFFERS = 4;

export interface DownPeerOptions {
  readonly id: string;
  readonly world: Pick<World, 'after' | 'newId'>;
  openPeer(listener: PeerListener): Peer;
  send(message: object): void;
  onState(state: RTCPeerConnectionState): void;
}

/** A track that has come, under a name that is good for all streams. */
interface DownTrack {
  readonly id: TrackId;
  readonly kind: MediaKind;
  readonly receiver: PeerReceiver;
}

/** Which tracks came and went with an offer. */
export interface DownTracksChange {
  readonly added: readonly Pick<DownTrack, 'id' | 'kind'>[];
  readonly ended: readonly TrackId[];
}

/** A down stream in a dialect where each has a peer connection of its own: the server offers, this end answers. */
export class DownPeer {
  readonly #options: DownPeerOptions;
  readonly #peer: Peer;
  readonly #keeper: IceKeeper;
  /** By the name that the peer connection gives them. */
  readonly #tracks = new Map<string, DownTrack>();
  readonly #own = new CandidateQueue();
  readonly #others = new CandidateQueue();
  #answered = false;
  #waiting = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: DownPeerOptions) {
    this.#options = options;
    this.#keeper = new IceKeeper(
      (delayMs, task) => options.world.after(delayMs, task),
      () => {
        this.restartIce();
      },
    );
    this.#peer = options.openPeer({
      foundCandidate: (candidate) => {
        this.#own.add(candidate);
        if (this.#answered) this.#sendCandidates();
      },
      stateChanged: (state) => {
        if (this.#isOver()) return;
        this.#keeper.stateChanged(state);
        options.onState(state);
      },
    });
  }

  get tracks(): StreamInfo['tracks'] {
    return [...this.#tracks.values()].map(({ id, kind }) => ({ id, kind, muted: false }));
  }

  /**
   * Takes an offer, after those before, and answers it.
   *
   * @returns which tracks are others; undefined where the stream is gone by then.
   * @throws whatever the browser does not like about the offer.
   */
  offered(sdp: string): Promise<DownTracksChange | undefined> {
    if (this.#waiting >= MAX_WAITING_OFFERS) return Promise.reject(new Error('too many offers at once'));
    this.#waiting += 1;
    const done = this.#turn
      .then(() => this.#take(sdp))
      .finally(() => {
        this.#waiting -= 1;
      });
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** A track by its name; undefined where it has ended. */
  received(id: TrackId): ReceivedTrack | undefined {
    const found = [...this.#tracks.values()].find((each) => each.id === id);
    if (found === undefined) return undefined;
    const { track } = found.receiver;
    return {
      id,
      track,
      stats: () => found.receiver.stats(),
      close() {
        // The peer connection, of which it is a part, is the stream's.
      },
    };
  }

  /** @throws whatever the browser does not like about it. */
  async addCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (this.#isOver()) return;
    if (this.#answered) await this.#peer.addCandidate(candidate);
    else this.#others.add(candidate);
  }

  /** Asks the server to renew its connectivity. */
  restartIce(): void {
    if (!this.#isOver()) this.#options.send({ type: 'renegotiate', id: this.#options.id });
  }

  /** Receives nothing any more; the server is not told. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#keeper.stop();
    this.#peer.close();
    this.#tracks.clear();
  }

  async #take(sdp: string): Promise<DownTracksChange | undefined> {
    if (this.#isOver()) return undefined;
    const answer = await this.#peer.answer(sdp);
    if (this.#isOver()) return undefined;
    this.#options.send({ type: 'answer', id: this.#options.id, sdp: answer });
    this.#answered = true;
    this.#sendCandidates();
    for (const candidate of this.#others.take()) await this.#peer.addCandidate(candidate);
    return this.#isOver() ? undefined : this.#changed();
  }

  #changed(): DownTracksChange {
    const receivers = new Map(this.#peer.received().map((receiver) => [receiver.mid, receiver]));
    const gone = [...this.#tracks].filter(([mid]) => !receivers.has(mid));
    for (const [mid] of gone) this.#tracks.delete(mid);
    const added: DownTrack[] = [];
    for (const [mid, receiver] of receivers) {
      if (this.#tracks.has(mid)) continue;
      const id = TrackId.parse(this.#options.world.newId());
      const track: DownTrack = { id, kind: receiver.track.kind === 'audio' ? 'audio' : 'video', receiver };
      this.#tracks.set(mid, track);
      added.push(track);
    }
    return { added, ended: gone.map(([, { id }]) => id) };
  }

  /** Asked again after each wait, in which it may have been closed. */
  #isOver(): boolean {
    return this.#closed;
  }

  #sendCandidates(): void {
    for (const candidate of this.#own.take()) {
      this.#options.send({ type: 'ice', id: this.#options.id, candidate });
    }
  }
}
