import type {
  AckValue,
  DownTrack,
  GaleneMessage,
  MemberId,
  RtcConfiguration,
  RtpCapabilities,
  ServerMessage,
  StreamId,
  StreamInfo,
  WantedKind,
} from '@evagore/shared';
import type { DrawnSize } from '../drawn-sizes.ts';
import type { Draft } from '../signalling.ts';
import type { World } from '../world.ts';
import type { ReceivedTrack, SendOptions, SentTrack } from './media-port.ts';

export type Direction = 'send' | 'receive';

/** What an up stream is published as. */
export interface Publication {
  readonly id: StreamId;
  readonly label: string;
  /** A stream of this end that this one takes the place of. */
  readonly replace?: StreamId;
  readonly muted: boolean;
}

/** What streams say to the server. */
export type StreamDraft = Extract<
  Draft,
  { type: 'requestStream' | 'draw' | 'answer' | 'close' | 'mute' | 'size' }
>;

/** What carries the streams of a membership, in the way of the server's dialect. */
export interface StreamMedia {
  /** Begins anew with what the group's media engine can do; whatever there was is gone. */
  start(room: RtpCapabilities): void;
  /** Closes all peer connections. Idempotent. */
  stop(): void;
  /** An empty stream for received tracks. @throws NotSupported */
  newStream(): MediaStream;
  /** Makes ready to receive. Does nothing where there is no media. */
  prepareToReceive(): Promise<void>;
  /**
   * Publishes a track.
   *
   * @param publication - Asked when the server is about to be told; throws where the stream is gone by then.
   * @throws ServerError, NotConnected, NotSupported
   */
  publish(track: MediaStreamTrack, options: SendOptions, publication: () => Publication): Promise<SentTrack>;
  /** @param streamId - Tracks of the same stream are played in sync. */
  receive(track: DownTrack, streamId: string): Promise<ReceivedTrack>;
  ask(draft: StreamDraft): Promise<AckValue>;
  /** Says what nobody waits for. */
  tell(draft: StreamDraft): void;
  /** What is requested by label may be another; the server has been told. */
  requestChanged(): void;
  /** Renews the connectivity of what carries a stream, or with null of a whole direction. */
  restartIce(direction: Direction, stream: StreamId | null): void;
  /** The connection to the server was away, and perhaps the whole network. */
  resumed(): void;
  /** Media in the words of a dialect whose streams have peer connections of their own. */
  hear(message: GaleneMessage): void;
}

export interface MediaOptions {
  readonly world: World;
  readonly selfId: MemberId;
  ask(draft: Draft): Promise<AckValue>;
  /** Says something as it is. @throws NotConnected */
  send(message: object): void;
  rtcConfiguration(): RtcConfiguration;
  /** What the application requests of streams with a label. */
  requested(label: string): readonly WantedKind[];
  /** How large the application draws a stream, in device pixels; undefined if it never said. */
  drawn(id: StreamId): DrawnSize | undefined;
  /** The state of the peer connection that carries a stream, or with null all of one direction, is another. */
  onState(direction: Direction, state: RTCPeerConnectionState, stream: StreamId | null): void;
  /** The server has given a transport up; everything must be set up again with what the room can do. */
  onLost(room: RtpCapabilities): void;
  /** What the server would have said in our own dialect. */
  onMessage(message: ServerMessage): void;
  /** What a member publishes, where the roster does not tell. */
  onPublished(member: MemberId, streams: readonly StreamInfo[]): void;
  /** Something failed that nobody is waiting for. */
  onError(error: unknown): void;
}
