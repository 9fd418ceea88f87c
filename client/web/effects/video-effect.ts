import { asEffectError, EffectError } from './effect-error.ts';
import type { VideoEffect } from './effect-choice.ts';
import type { EffectEvents, ProcessedVideo } from './processed.ts';

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
