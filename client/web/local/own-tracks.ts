import type { ProcessedTrack, ProcessedVideo } from '../effects/processed.ts';
import type { VideoEffect } from '../effects/effect-choice.ts';
import type { EffectPort } from './ports.ts';

/** A device's track, and what of it is published: itself, or what an effect makes of it. */
export interface OwnTrack {
  readonly source: MediaStreamTrack;
  readonly output: MediaStreamTrack;
  /** Releases the device. Idempotent. */
  close(): void;
}

/**
 * Takes a microphone's track, with noise taken out of it if that is wanted and can be had.
 *
 * @param failed - Told why it cannot; the voice is published as it is.
 */
export async function ownMicrophone(
  source: MediaStreamTrack,
  effects: Pick<EffectPort, 'suppressNoise'>,
  options: { readonly suppress: boolean; readonly failed: (error: unknown) => void },
): Promise<OwnTrack> {
  let processed: ProcessedTrack | undefined;
  if (options.suppress) {
    try {
      processed = await effects.suppressNoise(source);
      // What was muted before it was processed stays so; the source must be heard to be processed at all.
      processed.track.enabled = source.enabled;
      source.enabled = true;
    } catch (error) {
      options.failed(error);
    }
  }
  return {
    source,
    output: processed?.track ?? source,
    close() {
      processed?.close();
      source.stop();
    },
  };
}

export interface OwnCameraOptions {
  readonly effects: Pick<EffectPort, 'isPlain' | 'processVideo'>;
  /** The effect cannot be had; the plain picture is used instead. */
  readonly failed: (error: unknown) => void;
  /** The effect ended by itself: there is another output now. */
  readonly outputChanged: () => void;
}

/** A camera's track with an effect, which can be changed while it is published. */
export class OwnCamera implements OwnTrack {
  readonly source: MediaStreamTrack;
  readonly #options: OwnCameraOptions;
  #processed: ProcessedVideo | undefined;
  /** What was published until another output takes its place. */
  #retired: ProcessedVideo | undefined;
  #closed = false;

  constructor(source: MediaStreamTrack, options: OwnCameraOptions) {
    this.source = source;
    this.#options = options;
  }

  get output(): MediaStreamTrack {
    return this.#processed?.track ?? this.source;
  }

  /** Uses an effect from now on. Whoever publishes the output looks afterwards whether it is another one. */
  async apply(effect: VideoEffect): Promise<void> {
    const { effects, failed } = this.#options;
    try {
      if (effects.isPlain(effect)) this.#retire();
      else if (this.#processed !== undefined) await this.#processed.change(effect);
      else await this.#process(effect);
    } catch (error) {
      this.#retire();
      if (!this.#closed) failed(error);
    }
  }

  /** The former output is not published any more. */
  settle(): void {
    this.#retired?.close();
    this.#retired = undefined;
  }

  close(): void {
    this.#closed = true;
    this.#retire();
    this.settle();
    this.source.stop();
  }

  async #process(effect: VideoEffect): Promise<void> {
    const processed = await this.#options.effects.processVideo(this.source, effect, {
      onTrouble: (error) => {
        if (this.#processed === undefined || this.#closed) return;
        this.#retire();
        this.#options.failed(error);
        this.#options.outputChanged();
      },
    });
    // Turned off while the effect was being loaded.
    if (this.#closed) processed.close();
    else this.#processed = processed;
  }

  #retire(): void {
    if (this.#processed === undefined) return;
    this.settle();
    this.#retired = this.#processed;
    this.#processed = undefined;
  }
}
