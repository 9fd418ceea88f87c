import type { VideoEffect } from './effect-choice.ts';
import type { EffectError } from './effect-error.ts';

/** A track that is made of another one. */
export interface ProcessedTrack {
  readonly track: MediaStreamTrack;
  readonly source: MediaStreamTrack;
  /** Stops the processed track and all behind it, not the source. */
  close(): void;
}

export interface ProcessedVideo extends ProcessedTrack {
  /** The effect that is there by now. */
  readonly shown: VideoEffect;
  /**
   * Shows another effect, in the same track.
   *
   * @throws {@link EffectError} - The one before goes on.
   */
  change(effect: VideoEffect): Promise<void>;
  /**
   * To be called after other constraints were applied to the camera: what was left to the camera and is not done by it
   * any more is done here from now on. Changes that the system makes are noticed without it.
   */
  recheck(): Promise<void>;
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
