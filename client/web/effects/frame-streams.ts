/**
 * Frames of a camera as a stream, and a stream of frames as a track. Chromium has both in the page; others are on
 * their way to them in workers only, and go by a canvas here.
 *
 * @see MediaStreamTrack Insertable Media Processing using Streams, W3C
 */

interface FrameSource {
  readonly readable: ReadableStream<VideoFrame>;
}

type FrameTrack = MediaStreamTrack & { readonly writable: WritableStream<VideoFrame> };

declare global {
  // TypeScript's library does not have them.
  var MediaStreamTrackProcessor:
    (new (options: { track: MediaStreamTrack; maxBufferSize?: number }) => FrameSource) | undefined;
  var MediaStreamTrackGenerator: (new (options: { kind: 'video' }) => FrameTrack) | undefined;
}

export interface FrameStreams {
  readonly frames: ReadableStream<VideoFrame>;
  readonly painted: WritableStream<VideoFrame>;
  readonly track: MediaStreamTrack;
}

/** @returns Undefined where the page has no such streams. */
export function frameStreams(source: MediaStreamTrack): FrameStreams | undefined {
  const { MediaStreamTrackProcessor: Processor, MediaStreamTrackGenerator: Generator } = globalThis;
  if (Processor === undefined || Generator === undefined) return undefined;
  const track = new Generator({ kind: 'video' });
  // A frame that nobody has painted when the next arrives is of no use any more.
  const { readable: frames } = new Processor({ track: source, maxBufferSize: 1 });
  return { frames, painted: track.writable, track };
}
