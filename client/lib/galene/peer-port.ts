import type { Encoding } from '../media/encodings.ts';

/** How the streams of this dialect ask for peer connections: the browser's, or plain values in tests. */
export type OpenPeer = (configuration: RTCConfiguration, listener: PeerListener) => Peer;

export interface PeerListener {
  /** This end can perhaps be reached so. */
  foundCandidate(candidate: RTCIceCandidateInit): void;
  stateChanged(state: RTCPeerConnectionState): void;
}

/** A peer connection that carries one stream, in one direction. */
export interface Peer {
  /** Sends a track from the next offer on. All of a peer are played in sync. */
  send(track: MediaStreamTrack, options: PeerSendOptions): PeerSender;
  /** Describes what is sent. @param restartIce - With new credentials. */
  offer(restartIce: boolean): Promise<string>;
  /** The other end takes what was offered last. */
  answered(sdp: string): Promise<void>;
  /** Takes what the other end offers, and says how. */
  answer(offer: string): Promise<string>;
  /** The other end can perhaps be reached so. To be called once there is a description of it. */
  addCandidate(candidate: RTCIceCandidateInit): Promise<void>;
  /** What the other end sends at the moment. */
  received(): readonly PeerReceiver[];
  /** Idempotent. The tracks that are sent go on. */
  close(): void;
}

export interface PeerSendOptions {
  /** The best first; empty for the browser's choice. */
  readonly encodings: readonly Encoding[];
  /** A codec's name as in a group file, such as `vp9`. */
  readonly codec?: string | undefined;
}

export interface PeerSender {
  replace(track: MediaStreamTrack): Promise<void>;
  /** Bits per second of all layers together; null for as many as at first. */
  setMaxBitrate(bitsPerSecond: number | null): Promise<void>;
  stats(): Promise<RTCStatsReport>;
}

export interface PeerReceiver {
  /** Names the track within its peer. */
  readonly mid: string;
  readonly track: MediaStreamTrack;
  stats(): Promise<RTCStatsReport>;
}
