import type {
  DtlsParameters,
  Emitter,
  IceParameters,
  MediaKind,
  RtpCapabilities,
  RtpParameters,
  TrackId,
  TrackStats,
  TransportId,
  TransportParameters,
} from '@evagore/shared';

/**
 * How the core asks for media: mediasoup in production, plain values in tests.
 *
 * Everything here has one owner, who closes it: the conference its engine, a group its room, a member its
 * transports, a stream its tracks. `close()` is idempotent and closes what was opened through the object;
 * children that go with their parent emit `closed` all the same, so that whoever holds one learns of it.
 */
export interface MediaEngine {
  /**
   * Opens a room for one group, on the least loaded worker. Waits a while for a worker that is being replaced.
   *
   * @throws MediaUnavailable where no worker runs.
   */
  openRoom(options: RoomOptions): Promise<MediaRoom>;
  /** Stops everything; resolves when the workers are gone. */
  close(): Promise<void>;
}

export interface RoomOptions {
  /** Codec names as in a group file: `vp8 vp9 av1 h264 opus`, preferred first. */
  codecs: readonly string[];
  /** Transports take data channels as well, by SCTP at port 5000; what comes by them is thrown away. */
  data?: boolean;
}

/** The media of one group. */
export interface MediaRoom {
  /** What the room can receive and forward. */
  readonly capabilities: RtpCapabilities;
  /** `lost`: the worker died; all that was opened here is closed. Not emitted after `close()`. */
  readonly events: Emitter<{ lost: [] }>;
  /**
   * @param payloadTypes - By which the member receives codecs, if not by the room's; it can only receive then, and only
   * these codecs.
   * @throws BadMedia where two codecs have the same payload type, or members insist on too many different ones
   */
  openTransport(payloadTypes?: PayloadTypes): Promise<MediaTransport>;
  /**
   * Tells which audio track is the one of whoever speaks, now and whenever another begins to. Nobody speaks until
   * somebody has begun, and who falls silent is not told of.
   *
   * @returns what ends the telling; whoever watches last ends the listening as well.
   * @throws Closed, MediaUnavailable
   */
  watchSpeaker(listener: (track: TrackId) => void): () => void;
  close(): void;
}

/** Payload types of codecs, by those of the room. */
export type PayloadTypes = ReadonlyMap<number, number>;

/** One ICE+DTLS association with a member. The server's side is ICE-lite and the DTLS server. */
export interface MediaTransport {
  readonly id: TransportId;
  readonly parameters: TransportParameters;
  /**
   * `closed`: by this end, by its parent, or because the member's end closed or failed for good.
   * `connected`: the member's end is heard, for the first time or again.
   * `disconnected`: it is not heard any more; restarting ICE may bring it back.
   */
  readonly events: Emitter<{ closed: []; connected: []; disconnected: [] }>;
  /** Completes the transport. @throws BadMedia when called twice or with unusable parameters. */
  connect(dtls: DtlsParameters): Promise<void>;
  restartIce(): Promise<IceParameters>;
  /** Takes in a track of the member. @throws BadMedia for parameters which the room cannot use. */
  openUp(offer: UpOffer): Promise<MediaUp>;
  /**
   * Sends another member's track to this one, paused.
   *
   * @param mid - What the track is called in the session description, at most eight characters; absent: any.
   * @throws BadMedia if the two share no codec.
   */
  openDown(up: MediaUp, capabilities: RtpCapabilities, mid?: string): Promise<MediaDown>;
  /** How it does now. Costs the media engine a request. */
  stats(): Promise<TransportStats>;
  close(): void;
}

export interface TransportStats {
  /** Bytes that came from the member since the transport was opened, of all kinds. */
  readonly receivedBytes: number;
  /** The same for those that went to the member. */
  readonly sentBytes: number;
  /** Over which protocol the two speak; undefined until they do. */
  readonly protocol?: 'udp' | 'tcp' | undefined;
  /** What the way to the member is estimated to carry, in bit/s; undefined until something was sent. */
  readonly maxBitrate?: number | undefined;
  /** Share of the packets to the member that were lost lately, from 0 to 1; undefined where it is not measured. */
  readonly sentLoss?: number | undefined;
}

export interface UpOffer {
  kind: MediaKind;
  rtpParameters: RtpParameters;
  muted: boolean;
}

/** A track that comes in from its publisher. */
export interface MediaUp {
  readonly id: TrackId;
  readonly kind: MediaKind;
  readonly layers: TrackLayers;
  readonly events: Emitter<{ closed: [] }>;
  /** While muted, nothing of the track is forwarded. */
  setMuted(muted: boolean): Promise<void>;
  /** How it arrives. For people who look at it: it costs the media engine a request. */
  stats(): Promise<TrackStats>;
  close(): void;
}

/** The layers in which a track is published. */
export interface TrackLayers {
  /** How wide and high each spatial layer is, as a part of the whole picture; the lowest first. At least one. */
  readonly scales: readonly number[];
  /** How many temporal layers each of them has. */
  readonly temporal: number;
}

/** Up to which of its layers a receiver gets a track, counted from 0, the lowest. */
interface Layer {
  readonly spatial: number;
  readonly temporal: number;
}

/** Which of a track's layers a receiver gets, if its bandwidth allows: the best, the lowest, or any between. */
export type LayerChoice = 'best' | 'lowest' | Layer;

/** A track that goes out to one receiver. */
export interface MediaDown {
  readonly id: TrackId;
  readonly kind: MediaKind;
  readonly rtpParameters: RtpParameters;
  readonly events: Emitter<{ closed: [] }>;
  /** Starts the flow, once the receiver is ready, or again; asks the publisher for a key frame. */
  resume(): Promise<void>;
  /** Stops the flow for a while. */
  pause(): Promise<void>;
  setLayer(choice: LayerChoice): Promise<void>;
  /** How it leaves. For people who look at it: it costs the media engine a request. */
  stats(): Promise<TrackStats>;
  close(): void;
}
