import type { GaleneMessage, StreamId, StreamInfo, TrackId } from '@evagore/shared';
import { ServerError } from '../errors.ts';
import type { SendOptions, SentTrack } from '../media/media-port.ts';
import type { MediaOptions, Publication } from '../media/stream-media.ts';
import type { Peer, PeerListener } from './peer-port.ts';
import { codeOf } from './refusals.ts';
import { UpPeer } from './up-peer.ts';
import { textOf } from './words.ts';

/** What the streams of a membership at a real Galène need, to whichever side they go. */
export interface StreamsOptions {
  readonly media: Pick<
    MediaOptions,
    'world' | 'selfId' | 'requested' | 'drawn' | 'send' | 'onState' | 'onMessage' | 'onError'
  >;
  readonly openPeer: (listener: PeerListener) => Peer;
  /** Says what has no future without a connection to the server. */
  readonly say: (message: object) => void;
}

export interface UpStreamsOptions extends StreamsOptions {
  /** What this end publishes is different. */
  readonly onPublished: () => void;
}

/** The streams that this end publishes at a real Galène, each with a peer connection of its own. */
export class UpStreams {
  readonly #options: UpStreamsOptions;
  readonly #peers = new Map<StreamId, UpPeer>();

  constructor(options: UpStreamsOptions) {
    this.#options = options;
  }

  /** What is published, as a roster tells it. */
  get published(): readonly StreamInfo[] {
    return [...this.#peers].map(([id, { label, tracks }]) => ({ id, label, tracks }));
  }

  /** The stream that the server calls so. */
  calledSo(wireId: StreamId): StreamId | undefined {
    return [...this.#peers].find(([, peer]) => peer.isCalled(wireId))?.[0];
  }

  async publish(
    track: MediaStreamTrack,
    options: SendOptions,
    { id, label, replace, muted }: Publication,
  ): Promise<SentTrack> {
    const peer = this.#peers.get(id) ?? this.#open(id, label, replace);
    try {
      return await peer.add(track, options, muted);
    } catch (error) {
      if (!peer.published && this.#peers.get(id) === peer) this.end(id);
      throw error;
    }
  }

  setMuted(id: StreamId, track: TrackId, muted: boolean): void {
    this.#peers.get(id)?.setMuted(track, muted);
  }

  /** A track was taken out of a stream. */
  async trackRemoved(id: StreamId): Promise<void> {
    await this.#peers.get(id)?.removed();
  }

  /** Ends a stream. One that is not there any more has ended before. */
  end(id: StreamId): void {
    const peer = this.#peers.get(id);
    if (peer === undefined) return;
    const { wireId } = peer;
    this.#peers.delete(id);
    peer.close();
    if (wireId !== undefined) this.#options.say({ type: 'close', id: wireId });
    this.#options.onPublished();
  }

  /** The server says something of a stream. */
  hear(id: StreamId, message: GaleneMessage): void {
    if (message.type === 'abort') this.#aborted(id, message);
    else this.#peers.get(id)?.hear(message);
  }

  /** @param id - Null for all. */
  restartIce(id: StreamId | null): void {
    for (const [each, peer] of this.#peers) if (id === null || id === each) peer.restartIce();
  }

  clear(): void {
    for (const peer of this.#peers.values()) peer.close();
    this.#peers.clear();
  }

  #open(id: StreamId, label: string, replaced: StreamId | undefined): UpPeer {
    const { media, openPeer, onPublished } = this.#options;
    const predecessor = replaced === undefined ? undefined : this.#peers.get(replaced);
    const replace = predecessor?.wireId;
    if (replaced !== undefined) this.#peers.delete(replaced);
    predecessor?.close();
    const peer = new UpPeer({
      ...{ world: media.world, wireId: id, label, replace },
      openPeer,
      send: (message) => {
        media.send(message);
      },
      onState: (state) => {
        media.onState('send', state, id);
      },
      onTracks: onPublished,
      onError: (error) => {
        media.onError(error);
      },
    });
    this.#peers.set(id, peer);
    return peer;
  }

  /** @see Galène protocol, "Streams": the peer connection is closed, and the server told so. */
  #aborted(id: StreamId, message: GaleneMessage): void {
    const peer = this.#peers.get(id);
    if (peer === undefined) return;
    const text = textOf(message.value);
    const error = new ServerError(codeOf({ text }), text === '' ? 'the server refuses the stream' : text);
    this.#options.say({ type: 'close', id: message.id });
    const { published } = peer;
    peer.close(error);
    // Whoever is publishing it learns of it by that.
    if (!published) return;
    this.#peers.delete(id);
    this.#options.onPublished();
    this.#options.media.onMessage({ type: 'abort', id, error: error.code, value: error.message });
  }
}
