import type {
  DownTrack,
  DtlsParameters,
  IceParameters,
  MediaKind,
  RtcConfiguration,
  RtpCapabilities,
  RtpParameters,
  TrackId,
  TransportOpened,
} from '@evagore/shared';

/** How the library asks for WebRTC: mediasoup-client in a browser, plain values in tests. */
export interface MediaStack {
  /**
   * Prepares for what a group's media engine can do.
   *
   * @throws NotSupported in browsers without WebRTC.
   */
  load(room: RtpCapabilities): Promise<MediaDevice>;
  /** An empty stream for received tracks. */
  newStream(): MediaStream;
}

export interface MediaDevice {
  /** What this end can receive from the group. */
  readonly receiveCapabilities: RtpCapabilities;
  openSend(options: TransportOptions): SendTransport;
  openReceive(options: TransportOptions): ReceiveTransport;
}

export interface TransportOptions {
  readonly opened: TransportOpened;
  readonly rtcConfiguration: RtcConfiguration;
  /** Tells the server this end's fingerprint. */
  readonly connect: (dtls: DtlsParameters) => Promise<void>;
  readonly onState: (state: RTCPeerConnectionState) => void;
}

interface Transport {
  restartIce(ice: IceParameters): Promise<void>;
  close(): void;
}

/** How a track is to be sent. */
export interface SendOptions {
  /** Send several layers of video, so that each receiver gets what it can use. */
  readonly simulcast?: boolean;
  /** Bits per second, of all layers together. */
  readonly maxBitrate?: number;
  /** A codec's name as in a group file, such as `vp9`; the group's first by default. */
  readonly codec?: string;
  /**
   * What video shows, `camera` by default. Of a `screen` nothing is drawn smaller than half, because text must stay
   * readable, and it gets more bits.
   */
  readonly priority?: 'camera' | 'screen';
}

export interface SendTransport extends Transport {
  /**
   * Starts to send a track.
   *
   * @param announce - Tells the server how the track is sent, and gets the server's name for it.
   */
  send(
    track: MediaStreamTrack,
    options: SendOptions,
    announce: (kind: MediaKind, rtpParameters: RtpParameters) => Promise<TrackId>,
  ): Promise<SentTrack>;
}

/** A track on its way to the server. Closing it leaves the device's track running. */
export interface SentTrack {
  readonly id: TrackId;
  /** Sends another track of the same kind from now on, without telling the server. */
  replace(track: MediaStreamTrack): Promise<void>;
  /** Stops or starts to send, without telling the server. */
  setMuted(muted: boolean): void;
  /** Sends layers up to this one only, counted from 0, the lowest; -1 for none. A mute is another thing. */
  setMaxLayer(spatial: number): Promise<void>;
  /** Bits per second of all layers together; null for as many as at first. */
  setMaxBitrate(bitsPerSecond: number | null): Promise<void>;
  stats(): Promise<RTCStatsReport>;
  close(): void;
}

export interface ReceiveTransport extends Transport {
  /** @param streamId - Tracks of the same stream are played in sync. */
  receive(track: DownTrack, streamId: string): Promise<ReceivedTrack>;
}

export interface ReceivedTrack {
  readonly id: TrackId;
  readonly track: MediaStreamTrack;
  stats(): Promise<RTCStatsReport>;
  close(): void;
}
