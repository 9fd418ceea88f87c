import { TrackId, type GaleneMessage, type MediaKind, type StreamInfo } from '@evagore/shared';
import { NotConnected, ServerError } from '../errors.ts';
import type { SendOptions, SentTrack } from '../media/media-port.ts';
import type { World } from '../world.ts';
import { candidateOf, CandidateQueue } from './candidates.ts';
import { encodingsFor } from './encodings.ts';
import { IceKeeper } from './ice-keeper.ts';
import type { Peer, PeerListener, PeerSender } from './peer-port.ts';

/** A server that is there answers an offer within a round trip or two. */
const ANSWER_TIMEOUT_MS = 15_000;

export interface UpPeerOptions {
  readonly world: Pick<World, 'after' | 'newId'>;
  /** What the stream is called on the wire at first. */
  readonly wireId: string;
  readonly label: string;
  /** The stream on the wire that this one takes the place of. */
  readonly replace: string | undefined;
  openPeer(listener: PeerListener): Peer;
  /** @throws NotConnected */
  send(message: object): void;
  onState(state: RTCPeerConnectionState): void;
  /** Other tracks are published now. */
  onTracks(): void;
  onError(error: unknown): void;
}

/** A track that is sent, over however many peer connections that takes. */
interface UpTrack {
  readonly id: TrackId;
  readonly kind: MediaKind;
  readonly options: SendOptions;
  track: MediaStreamTrack;
  muted: boolean;
  /** Undefined for what it was published with. */
  maxBitrate: number | null | undefined;
  sender: PeerSender;
}

/** One peer connection, and the stream on the wire that it carries. */
interface Wire {
  readonly id: string;
  readonly peer: Peer;
  readonly keeper: IceKeeper;
  /** Ways to this end that the server has not heard of. */
  readonly own: CandidateQueue;
  /** Ways to the server that cannot be used yet. */
  readonly others: CandidateQueue;
  /** Whether the server was ever told of it. */
  offered: boolean;
  /** Whether the server was told of this end's latest description. */
  told: boolean;
  /** Whether the server's description for that is there. */
  answered: boolean;
  pending: PromiseWithResolvers<string> | undefined;
}

/**
 * An up stream in a dialect where each has a peer connection of its own.
 *
 * Tracks can be added to it. That server never takes one away, so that the stream is then replaced by another one, over
 * another peer connection, with the tracks that are left.
 */
export class UpPeer {
  readonly #options: UpPeerOptions;
  readonly #tracks = new Map<TrackId, UpTrack>();
  #wire: Wire | undefined;
  #nextId: string;
  /** Which stream on the wire the next offer replaces. */
  #replace: string | undefined;
  /** One change at a time. */
  #turn: Promise<unknown> = Promise.resolve();
  #published = false;
  /** Why it was closed, once it was. */
  #closedFor: Error | undefined;

  constructor(options: UpPeerOptions) {
    this.#options = options;
    this.#nextId = options.wireId;
    this.#replace = options.replace;
  }

  /** The stream on the wire that this one is, or would replace; undefined where the server knows neither. */
  get wireId(): string | undefined {
    return this.#wire?.offered === true ? this.#wire.id : this.#replace;
  }

  /** Whether this is its name on the wire. */
  isCalled(wireId: string): boolean {
    return this.#wire?.id === wireId;
  }

  /** Whether the server has taken it. */
  get published(): boolean {
    return this.#published;
  }

  get label(): string {
    return this.#options.label;
  }

  get tracks(): StreamInfo['tracks'] {
    return [...this.#tracks.values()].map(({ id, kind, muted }) => ({ id, kind, muted }));
  }

  /** Publishes a track. @throws ServerError, NotConnected, NotSupported */
  add(track: MediaStreamTrack, options: SendOptions, muted: boolean): Promise<SentTrack> {
    return this.#inTurn(async () => {
      const wire = (this.#wire ??= this.#open());
      const kind = track.kind === 'audio' ? 'audio' : 'video';
      const upTrack: UpTrack = {
        ...{ id: TrackId.parse(this.#options.world.newId()), kind, options, track, muted },
        maxBitrate: undefined,
        sender: wire.peer.send(track, sendingOf(kind, options)),
      };
      await this.#negotiate(wire);
      this.#tracks.set(upTrack.id, upTrack);
      this.#published = true;
      this.#options.onTracks();
      return this.#sent(upTrack);
    });
  }

  /** The server is to hear of it that a track is not sent any more. */
  removed(): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.#wire;
      if (before === undefined) return;
      this.#hangUp();
      this.#nextId = this.#options.world.newId();
      if (this.#tracks.size === 0) {
        if (before.offered) this.#options.send({ type: 'close', id: before.id });
        return;
      }
      if (before.offered) this.#replace = before.id;
      const wire = this.#open();
      this.#wire = wire;
      for (const each of this.#tracks.values()) {
        each.sender = wire.peer.send(each.track, sendingOf(each.kind, each.options));
      }
      await this.#negotiate(wire);
      for (const { sender, maxBitrate } of this.#tracks.values()) {
        if (maxBitrate !== undefined) await sender.setMaxBitrate(maxBitrate);
      }
    });
  }

  setMuted(id: TrackId, muted: boolean): void {
    const upTrack = this.#tracks.get(id);
    if (upTrack === undefined) return;
    upTrack.muted = muted;
    this.#options.onTracks();
  }

  /** What the server says of it. */
  hear(message: GaleneMessage): void {
    const wire = this.#wire;
    if (wire === undefined) return;
    switch (message.type) {
      case 'answer':
        wire.pending?.resolve(message.sdp ?? '');
        break;
      case 'ice':
        if (message.candidate !== undefined) this.#candidate(wire, candidateOf(message.candidate));
        break;
      case 'renegotiate':
        this.restartIce();
        break;
      default:
        break;
    }
  }

  /** Renews its connectivity. Errors are reported. */
  restartIce(): void {
    const wire = this.#wire;
    if (wire?.offered !== true) return;
    this.#inTurn(async () => {
      if (wire === this.#wire) await this.#negotiate(wire, true);
    }).catch((error: unknown) => {
      if (!(error instanceof NotConnected)) this.#options.onError(error);
    });
  }

  /**
   * Sends nothing any more; the server is not told. Idempotent.
   *
   * @param reason - For those who still wait.
   */
  close(reason: Error = gone()): void {
    if (this.#closedFor !== undefined) return;
    this.#closedFor = reason;
    this.#hangUp();
    this.#tracks.clear();
  }

  #open(): Wire {
    const own = new CandidateQueue();
    const keeper = new IceKeeper(
      (delayMs, task) => this.#options.world.after(delayMs, task),
      () => {
        this.restartIce();
      },
    );
    const peer = this.#options.openPeer({
      foundCandidate: (candidate) => {
        own.add(candidate);
        if (this.#wire?.peer === peer) this.#sendCandidates(this.#wire);
      },
      stateChanged: (state) => {
        if (this.#wire?.peer !== peer) return;
        keeper.stateChanged(state);
        this.#options.onState(state);
      },
    });
    return {
      ...{ id: this.#nextId, peer, keeper, own, others: new CandidateQueue() },
      ...{ offered: false, told: false, answered: false, pending: undefined },
    };
  }

  #hangUp(): void {
    const wire = this.#wire;
    this.#wire = undefined;
    wire?.keeper.stop();
    wire?.peer.close();
    wire?.pending?.reject(gone());
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(async () => {
      try {
        if (this.#closedFor !== undefined) throw this.#closedFor;
        return await change();
      } catch (error) {
        // What was closed fails for that reason, whatever the browser says of it.
        throw this.#closedFor ?? error;
      }
    });
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** Offers what is sent, and waits until the server has taken it. */
  async #negotiate(wire: Wire, restartIce = false): Promise<void> {
    wire.told = false;
    const sdp = await wire.peer.offer(restartIce);
    if (wire !== this.#wire) throw gone();
    const pending = Promise.withResolvers<string>();
    const cancel = this.#options.world.after(ANSWER_TIMEOUT_MS, () => {
      pending.reject(new ServerError('no-answer', 'the server did not answer in time'));
    });
    wire.pending = pending;
    wire.answered = false;
    try {
      this.#sendOffer(wire, sdp);
      await wire.peer.answered(await pending.promise);
    } finally {
      cancel();
      wire.pending = undefined;
    }
    wire.answered = true;
    for (const candidate of wire.others.take()) this.#candidate(wire, candidate);
  }

  #sendOffer(wire: Wire, sdp: string): void {
    const { label } = this.#options;
    const replace = this.#replace === undefined ? {} : { replace: this.#replace };
    const kind = wire.offered ? 'renegotiate' : '';
    this.#options.send({ type: 'offer', kind, id: wire.id, label, ...replace, sdp });
    wire.offered = true;
    wire.told = true;
    this.#replace = undefined;
    this.#sendCandidates(wire);
  }

  /** Not before the server has heard of the peer connection that they lead to. */
  #sendCandidates(wire: Wire): void {
    if (!wire.told) return;
    for (const candidate of wire.own.take()) {
      try {
        this.#options.send({ type: 'ice', id: wire.id, candidate });
      } catch (error) {
        // Without a connection to the server, this one has no future either.
        if (!(error instanceof NotConnected)) throw error;
      }
    }
  }

  #candidate(wire: Wire, candidate: RTCIceCandidateInit): void {
    if (!wire.answered) {
      wire.others.add(candidate);
      return;
    }
    wire.peer.addCandidate(candidate).catch((error: unknown) => {
      if (wire === this.#wire) this.#options.onError(error);
    });
  }

  #sent(upTrack: UpTrack): SentTrack {
    return {
      id: upTrack.id,
      async replace(track) {
        await upTrack.sender.replace(track);
        upTrack.track = track;
      },
      setMuted(muted) {
        // Silence is sent, or black; that server does not know of muted tracks.
        upTrack.track.enabled = !muted;
      },
      // Servers of this dialect do not say what nobody needs.
      setMaxLayer: () => Promise.resolve(),
      async setMaxBitrate(bitsPerSecond) {
        upTrack.maxBitrate = bitsPerSecond;
        await upTrack.sender.setMaxBitrate(bitsPerSecond);
      },
      stats: () => upTrack.sender.stats(),
      close: () => {
        if (!this.#tracks.delete(upTrack.id)) return;
        // What is left of it may still be replaced.
        if (this.#tracks.size === 0) this.#wire?.peer.close();
        this.#options.onTracks();
      },
    };
  }
}

function sendingOf(kind: MediaKind, options: SendOptions): Parameters<Peer['send']>[1] {
  return { encodings: encodingsFor(kind, options), codec: options.codec };
}

function gone(): NotConnected {
  return new NotConnected('the stream is closed');
}
