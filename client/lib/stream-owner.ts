import type { DrawnSize } from './drawn-sizes.ts';
import type { StreamMedia } from './media/stream-media.ts';
import type { StreamStats } from './stats.ts';
import type { ServerConnection } from './server-connection.ts';
import type { Stream } from './stream.ts';

export type StreamEvents = {
  /** A track of a down stream can be played. */
  trackAdded: [track: MediaStreamTrack, stream: MediaStream];
  /** A track of a down stream has ended; the stream goes on. */
  trackRemoved: [track: MediaStreamTrack];
  /** The stream has ended; `replaced` when another one takes its place. */
  closed: [replaced: boolean];
  failed: [error: Error];
  /** The state of the connection that carries the stream. */
  statusChanged: [status: RTCIceConnectionState];
  statsUpdated: [stats: StreamStats];
  /** Of an up stream: others of its video layers are received by somebody; see {@link Stream.neededLayer}. */
  layersNeeded: [spatial: number];
};

/** What a stream needs of its connection. */
export interface StreamOwner {
  readonly connection: ServerConnection;
  /** Another one where the server is, after the connection was made again, of another kind. */
  readonly media: StreamMedia;
  /** Calls `task` again and again; returns what stops it. */
  every(intervalMs: number, task: () => void): () => void;
  onEnded(stream: Stream): void;
  /** How large the application draws a down stream is another. */
  onDrawn(stream: Stream, size: DrawnSize): void;
}
