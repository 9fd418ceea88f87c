import type { NoiseSuppression } from './effect-choice.ts';
import { asEffectError, EffectError } from './effect-error.ts';
import type { ProcessedTrack } from './processed.ts';

/** Whether this browser can run our own noise suppression. */
export function canSuppressNoise(): boolean {
  return typeof AudioWorkletNode === 'function' && typeof WebAssembly === 'object';
}

/**
 * What to ask of the microphone: two suppressors after each other take away parts of the voice, so that only one of
 * them works. Spread it over the other constraints.
 */
export function noiseConstraints(choice: NoiseSuppression): Pick<MediaTrackConstraints, 'noiseSuppression'> {
  return { noiseSuppression: choice === 'browser' };
}

/**
 * Takes noise out of a microphone's sound. It comes out 10 to 20 ms later, in one channel.
 *
 * The processed track ends, with its event, when the source does. Mute the processed track, or the source.
 *
 * @throws {@link EffectError} - `not-supported`, `load-failed`, or `failed` where the browser does not let sound be
 *   processed yet, before the person has clicked anywhere: use the source meanwhile.
 */
export async function suppressNoise(source: MediaStreamTrack): Promise<ProcessedTrack> {
  if (!canSuppressNoise()) throw new EffectError('not-supported');
  const { QuietTrack } = await import('./quiet-track.ts').catch((error: unknown) => {
    throw asEffectError(error, 'load-failed');
  });
  return QuietTrack.open(source);
}
