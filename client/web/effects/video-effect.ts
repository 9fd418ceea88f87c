import { asEffectError, EffectError } from './effect-error.ts';
import type { VideoEffect } from './effect-choice.ts';

export { isPlain } from './effect-choice.ts';
export type { VideoEffect } from './effect-choice.ts';

/** A track that is made of another one. */
export interface ProcessedTrack {
  readonly track: MediaStreamTrack;
  readonly source: MediaStreamTrack;
  /** Stops the processed track and all behind it, not the source. */
  close(): void;
}

export interface ProcessedVideo extends ProcessedTrack {
  /**
   * Shows another effect, in the same track.
   *
   * @throws {@link EffectError} - The one before goes on.
   */
  change(effect: VideoEffect): Promise<void>;
}

/** How much time a frame takes: means of the last second. */
export interface EffectFigures {
  /** From a frame's arrival until it is painted. */
  readonly paintMs: number;
  /** From a small picture of the frame to who is where in it; undefined where nobody asks. */
  readonly maskMs: number | undefined;
  readonly framesPerSecond: number;
}

export interface EffectEvents {
  /**
   * The effect has ended by itself. After `too-slow` the picture goes on without a background, only turned as before:
   * whoever is told decides whether the camera stays on. After others it goes on as well, blurred as a whole where
   * that is still possible.
   */
  onTrouble(error: EffectError): void;
  onFigures?(figures: EffectFigures): void;
}

/** Whether this browser can change pictures at all. */
export function canProcessVideo(): boolean {
  return (
    typeof Worker === 'function' &&
    typeof OffscreenCanvas === 'function' &&
    typeof WebAssembly === 'object' &&
    'captureStream' in HTMLCanvasElement.prototype
  );
}

/**
 * Puts an effect on a camera's picture. The first frames with a background are blurred as a whole, so that the room
 * is never seen before the person has been found in it.
 *
 * The processed track ends, with its event, when the source does. Its settings are not the camera's: ask the source
 * which device it is.
 *
 * @throws {@link EffectError} - `not-supported`, or `load-failed`.
 */
export async function processVideo(
  source: MediaStreamTrack,
  effect: VideoEffect,
  events: EffectEvents,
): Promise<ProcessedVideo> {
  if (!canProcessVideo()) throw new EffectError('not-supported');
  const { VideoPipeline } = await import('./video-pipeline.ts').catch((error: unknown) => {
    throw asEffectError(error, 'load-failed');
  });
  return VideoPipeline.open(source, effect, events);
}
