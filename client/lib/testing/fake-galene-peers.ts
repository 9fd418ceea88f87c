import type {
  OpenPeer,
  Peer,
  PeerListener,
  PeerReceiver,
  PeerSender,
  PeerSendOptions,
} from '../galene/peer-port.ts';
import { aTrack } from './fake-media-stack.ts';

type Kind = 'audio' | 'video';

/**
 * Peer connections of plain values. What is offered to one is a text such as `audio:0 video:1 -video:2`: kinds and names
 * of tracks, of which those with a minus are not sent any more; anything else is not understood.
 */
export class FakeGalenePeers {
  /** Every peer connection that was made, oldest first. */
  readonly all: FakeGalenePeer[] = [];
  #gate: Promise<undefined> = Promise.resolve(undefined);

  readonly open: OpenPeer = (configuration, listener) => {
    const peer = new FakeGalenePeer(this, configuration, listener);
    this.all.push(peer);
    return peer;
  };

  /** The one that was made last. */
  get last(): FakeGalenePeer {
    const peer = this.all.at(-1);
    if (peer === undefined) throw new Error('there is no peer connection');
    return peer;
  }

  get unclosed(): FakeGalenePeer[] {
    return this.all.filter(({ closed }) => !closed);
  }

  /** Descriptions take their time from now on, until the function that is returned is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#gate = promise;
    return () => {
      resolve(undefined);
    };
  }

  turn(): Promise<undefined> {
    return this.#gate;
  }
}

/** A track on its way to the server. */
interface FakeSender {
  readonly options: PeerSendOptions;
  track: MediaStreamTrack;
  /** Undefined while nobody has set one. */
  maxBitrate: number | null | undefined;
}

export class FakeGalenePeer implements Peer {
  readonly configuration: RTCConfiguration;
  readonly senders: FakeSender[] = [];
  /** How to reach the server, as it was taken in. */
  readonly candidates: RTCIceCandidateInit[] = [];
  /** What the server answered. */
  readonly answers: string[] = [];
  /** What {@link PeerSender.stats} and {@link PeerReceiver.stats} give. */
  report: readonly Record<string, unknown>[] = [];
  offers = 0;
  closed = false;
  readonly #peers: FakeGalenePeers;
  readonly #listener: PeerListener;
  readonly #receivers = new Map<string, PeerReceiver>();
  #described = false;

  constructor(peers: FakeGalenePeers, configuration: RTCConfiguration, listener: PeerListener) {
    this.#peers = peers;
    this.configuration = configuration;
    this.#listener = listener;
  }

  send(track: MediaStreamTrack, options: PeerSendOptions): PeerSender {
    this.#mustBeOpen();
    const sender: FakeSender = { track, options, maxBitrate: undefined };
    this.senders.push(sender);
    return {
      replace: (replacement) => {
        sender.track = replacement;
        return Promise.resolve();
      },
      setMaxBitrate: (bitsPerSecond) => {
        sender.maxBitrate = bitsPerSecond;
        return Promise.resolve();
      },
      stats: () => this.#stats(),
    };
  }

  async offer(restartIce: boolean): Promise<string> {
    this.#mustBeOpen();
    await this.#peers.turn();
    this.#mustBeOpen();
    this.offers += 1;
    return [...(restartIce ? ['restart'] : []), ...this.senders.map(({ track }) => track.kind)].join(' ');
  }

  async answered(sdp: string): Promise<void> {
    await this.#peers.turn();
    this.#mustBeOpen();
    if (sdp === '') throw new DOMException('this is no description', 'OperationError');
    this.answers.push(sdp);
    this.#described = true;
  }

  async answer(offer: string): Promise<string> {
    await this.#peers.turn();
    this.#mustBeOpen();
    const sections = offer.split(' ').map((word) => /^(-?)(audio|video):(\w+)$/.exec(word));
    for (const section of sections) {
      if (section === null) throw new DOMException('this is no description', 'OperationError');
      const [, gone, kind, mid = ''] = section;
      if (gone === '-') this.#receivers.delete(mid);
      else if (!this.#receivers.has(mid)) {
        const track = aTrack(kind as Kind, `track of ${mid}`);
        this.#receivers.set(mid, { mid, track, stats: () => this.#stats() });
      }
    }
    this.#described = true;
    return `answer to ${offer}`;
  }

  addCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (!this.#described) return Promise.reject(new DOMException('no description', 'InvalidStateError'));
    this.candidates.push(candidate);
    return Promise.resolve();
  }

  received(): PeerReceiver[] {
    return [...this.#receivers.values()];
  }

  close(): void {
    this.closed = true;
  }

  /** This end can be reached so. */
  find(candidate: string): void {
    if (!this.closed) this.#listener.foundCandidate({ candidate, sdpMid: '0' });
  }

  changeState(state: RTCPeerConnectionState): void {
    if (!this.closed) this.#listener.stateChanged(state);
  }

  #stats(): Promise<RTCStatsReport> {
    const entries = this.report.map((entry, index) => [index.toString(), entry] as const);
    return Promise.resolve(new Map<string, unknown>(entries) as RTCStatsReport);
  }

  #mustBeOpen(): void {
    if (this.closed) throw new DOMException('the peer connection is closed', 'InvalidStateError');
  }
}
