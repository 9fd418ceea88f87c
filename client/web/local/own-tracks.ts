import { PLAIN, type NoiseSuppression, type VideoEffect } from '../effects/effect-choice.ts';
import type { ProcessedTrack, ProcessedVideo } from '../effects/processed.ts';
import { UNTREATED, type Treatment } from '../effects/treatment.ts';
import type { EffectPort } from './ports.ts';

/** A device's track, and what of it is published: itself, or what an effect makes of it. */
interface OwnTrack {
  readonly source: MediaStreamTrack;
  readonly output: MediaStreamTrack;
  /** Releases the device. Idempotent. */
  close(): void;
}

export interface OwnMicrophone extends OwnTrack {
  /** What has become of the suppression of noise, where ours was wanted. */
  readonly noise: Treatment<NoiseSuppression>;
}

/**
 * Takes a microphone's track, with noise taken out of it if that is wanted and can be had; otherwise by the browser, if
 * that can still be had.
 */
export async function ownMicrophone(
  source: MediaStreamTrack,
  effects: Pick<EffectPort, 'suppressNoise'>,
  suppress: boolean,
): Promise<OwnMicrophone> {
  let processed: ProcessedTrack | undefined;
  let noise: Treatment<NoiseSuppression> = UNTREATED;
  if (suppress) {
    try {
      processed = await effects.suppressNoise(source);
      // What was muted before it was processed stays so; the source must be heard to be processed at all.
      processed.track.enabled = source.enabled;
      source.enabled = true;
      noise = { phase: 'there' };
    } catch (error) {
      noise = { phase: 'failed', error, wanted: 'rnnoise', instead: await suppressedByBrowser(source) };
    }
  }
  return {
    source,
    output: processed?.track ?? source,
    noise,
    close() {
      processed?.close();
      source.stop();
    },
  };
}

/** The microphone was opened without the browser's suppression, which would disturb ours. */
async function suppressedByBrowser(source: MediaStreamTrack): Promise<'browser' | 'off'> {
  const constraints = { ...source.getConstraints(), noiseSuppression: true };
  await source.applyConstraints(constraints).catch(() => undefined);
  return source.getSettings().noiseSuppression === true ? 'browser' : 'off';
}

export interface OwnCameraOptions {
  readonly effects: Pick<EffectPort, 'isPlain' | 'processVideo'>;
  /** The effect is being prepared, is there, or failed. */
  readonly changed: () => void;
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
  #wanted: VideoEffect = PLAIN;
  #effect: Treatment<VideoEffect> = UNTREATED;
  #closed = false;

  constructor(source: MediaStreamTrack, options: OwnCameraOptions) {
    this.source = source;
    this.#options = options;
  }

  get output(): MediaStreamTrack {
    return this.#processed?.track ?? this.source;
  }

  /** What has become of the effect. */
  get effect(): Treatment<VideoEffect> {
    return this.#effect;
  }

  /**
   * Uses an effect from now on. What cannot be had leaves what was there before, as `effect` says. Whoever publishes the
   * output looks afterwards whether it is another one.
   */
  async apply(effect: VideoEffect): Promise<void> {
    this.#wanted = effect;
    if (this.#options.effects.isPlain(effect)) {
      this.#retire();
      this.#note(UNTREATED);
      return;
    }
    this.#note({ phase: 'busy' });
    try {
      if (this.#processed !== undefined) await this.#processed.change(effect);
      else await this.#process(effect);
      this.#note({ phase: 'there' });
    } catch (error) {
      this.#failed(error);
    }
  }

  /** To be called after other constraints were applied to the source. */
  async recheck(): Promise<void> {
    await this.#processed?.recheck();
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
    let trouble: Error | undefined;
    const processed = await this.#options.effects.processVideo(this.source, effect, {
      onTrouble: (error) => {
        trouble = error;
        this.#broken(error);
      },
    });
    // Turned off, or broken, while the effect was being loaded.
    if (this.#closed || trouble !== undefined) processed.close();
    if (trouble !== undefined) throw trouble;
    if (!this.#closed) this.#processed = processed;
  }

  /** The effect ended by itself. */
  #broken(error: Error): void {
    if (this.#processed === undefined || this.#closed) return;
    this.#retire();
    this.#failed(error);
    this.#options.outputChanged();
  }

  #failed(error: unknown): void {
    const instead = this.#processed?.shown ?? PLAIN;
    this.#note({ phase: 'failed', error, wanted: this.#wanted, instead });
  }

  #note(effect: Treatment<VideoEffect>): void {
    this.#effect = effect;
    if (!this.#closed) this.#options.changed();
  }

  #retire(): void {
    if (this.#processed === undefined) return;
    this.settle();
    this.#retired = this.#processed;
    this.#processed = undefined;
  }
}
