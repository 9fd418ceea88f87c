import type { RtpCapabilities, StreamId, TrackId } from '@evagore/shared';
import type { Fact } from '../../core/facts.ts';
import type { MediaDown, MediaUp } from '../../core/media-port.ts';
import type { Member } from '../../core/member.ts';
import type { DownOpener } from '../../core/subscriptions.ts';
import { SdpPeer } from '../../sdp/peer.ts';

type DownOffered = Extract<Fact, { type: 'downOffered' }>;

/** What a client must know to receive a stream. */
interface OfferMessage {
  readonly id: StreamId;
  readonly label: string;
  readonly source: string;
  readonly username: string;
  readonly replace: StreamId | undefined;
  readonly sdp: string;
}

export interface DownPeersOptions {
  readonly member: Member;
  readonly capabilities: RtpCapabilities;
  readonly onOffer: (offer: OfferMessage) => void;
  readonly onClose: (id: StreamId) => void;
  readonly onError: (error: unknown) => void;
}

/** A stream on its way to the member, and the connection that it goes by. */
interface DownPeer {
  readonly peer: Promise<SdpPeer>;
  /** Undefined until the core has offered it. */
  fact?: DownOffered;
  opened?: SdpPeer;
  /** Something is different since our last offer, which waits for its answer. */
  stale: boolean;
}

/**
 * The peer connections by which one member receives: one for each stream.
 *
 * A stream never has two offers that wait for an answer: what is needed meanwhile goes into one that follows.
 *
 * @see Galène protocol, "Streams".
 */
export class DownPeers implements DownOpener {
  readonly #options: DownPeersOptions;
  readonly #peers = new Map<StreamId, DownPeer>();
  #closed = false;

  constructor(options: DownPeersOptions) {
    this.#options = options;
  }

  /** Whether the client has been offered the stream. */
  has(id: string): boolean {
    return this.#peers.get(id as StreamId)?.fact !== undefined;
  }

  async openDown(up: MediaUp, stream: StreamId): Promise<MediaDown> {
    const down = this.#peers.get(stream) ?? this.#open(stream);
    try {
      const peer = await down.peer;
      return await peer.openDown(up, { stream: peer.transport.id, track: up.id });
    } catch (error) {
      // Nothing else goes by it.
      if (this.#peers.get(stream) === down && down.fact === undefined && isEmpty(down)) this.#forget(stream);
      throw error;
    }
  }

  /** The core offers a stream, or more tracks of one. */
  offered(fact: DownOffered): void {
    if (fact.replace !== undefined) this.#forget(fact.replace);
    const down = this.#peers.get(fact.stream);
    if (down === undefined) return;
    down.fact = fact;
    this.#negotiate(fact.stream, down);
  }

  /** The core ended a stream, or tracks of one. */
  ended(id: StreamId, tracks: readonly TrackId[] | undefined): void {
    const down = this.#peers.get(id);
    if (down?.fact === undefined) return;
    if (tracks === undefined) this.#end(id);
    else this.#negotiate(id, down);
  }

  /** Everything of these publishers ends. They are leaving, and clients expect to be told of their streams first. */
  sourcesLeft(sources: ReadonlySet<string>): void {
    for (const [id, { fact }] of [...this.#peers]) {
      if (fact !== undefined && sources.has(fact.source)) this.#end(id);
    }
  }

  /**
   * The client answers our offer.
   *
   * @returns false where there is no such offer.
   * @throws BadSdp, BadMedia: the stream cannot be received.
   */
  async answered(id: string, sdp: string): Promise<boolean> {
    const key = id as StreamId;
    const down = this.#peers.get(key);
    if (down?.opened?.isOffering !== true) return false;
    const { ready } = await down.opened.accept(sdp);
    await this.#options.member.subscriptions.accept(key, ready);
    if (down.stale && this.#peers.get(key) === down) this.#negotiate(key, down);
    return true;
  }

  /** Gives the stream's connection a new way; unknown ids are ignored. */
  async restartIce(id: string): Promise<void> {
    const key = id as StreamId;
    const down = this.#peers.get(key);
    if (down?.opened === undefined || down.fact === undefined) return;
    await down.opened.restartIce();
    if (this.#peers.get(key) === down) this.#negotiate(key, down);
  }

  /** All connections end. */
  close(): void {
    this.#closed = true;
    for (const id of [...this.#peers.keys()]) this.#forget(id);
  }

  /** All connections end, and the client is told. */
  endAll(): void {
    for (const [id, { fact }] of [...this.#peers]) if (fact !== undefined) this.#end(id);
    this.close();
  }

  #end(id: StreamId): void {
    this.#forget(id);
    this.#options.onClose(id);
  }

  #forget(id: StreamId): void {
    const down = this.#peers.get(id);
    this.#peers.delete(id);
    down?.peer.then(
      (peer) => {
        peer.close();
      },
      () => undefined,
    );
  }

  #open(stream: StreamId): DownPeer {
    const down: DownPeer = { peer: this.#openPeer(stream), stale: false };
    this.#peers.set(stream, down);
    down.peer.then(
      (peer) => {
        down.opened = peer;
      },
      () => {
        if (this.#peers.get(stream) === down) this.#peers.delete(stream);
      },
    );
    return down;
  }

  async #openPeer(stream: StreamId): Promise<SdpPeer> {
    const { member, capabilities, onError } = this.#options;
    const transport = await member.openTransport();
    const peer = new SdpPeer({ transport, capabilities, use: 'down' });
    if (this.#closed) peer.close();
    transport.events.on('disconnected', () => {
      this.restartIce(stream).catch(onError);
    });
    return peer;
  }

  #negotiate(id: StreamId, down: DownPeer): void {
    const { fact, opened } = down;
    if (fact === undefined || opened === undefined) return;
    down.stale = opened.isOffering;
    if (down.stale) return;
    const { label, source, username, replace } = fact;
    this.#options.onOffer({ id, label, source, username, replace, sdp: opened.offer() });
    // It is said once.
    if (replace !== undefined) down.fact = withoutReplace(fact);
  }
}

function withoutReplace({ replace: _, ...fact }: DownOffered): DownOffered {
  return fact;
}

function isEmpty({ opened }: DownPeer): boolean {
  return opened === undefined || opened.downs.length === 0;
}
