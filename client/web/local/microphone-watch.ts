import type { LocalMedia } from '../state/local-media.ts';
import { MicrophoneHints, type MicrophoneHint } from './microphone-hints.ts';

/** How often the microphone is looked at. */
const INTERVAL_MS = 150;

interface Loudness {
  /** Decibels of full scale; silence is -100. */
  decibels(): number;
  close(): void;
}

export interface MicrophoneWatchOptions {
  readonly local: Pick<LocalMedia, 'getSnapshot' | 'subscribe'>;
  readonly measure: (track: MediaStreamTrack) => Loudness;
  /** Whether hints are wanted. */
  readonly wanted: () => boolean;
  readonly say: (hint: MicrophoneHint) => void;
  readonly now: () => number;
  /** Calls `task` again and again; returns what stops it. */
  readonly every: (intervalMs: number, task: () => void) => () => void;
}

/**
 * Listens to one's own microphone for what is wrong with it, also while it is muted.
 *
 * A muted track is silent for everybody, this page included; so a copy of it is listened to. Only its loudness is
 * measured, here on the device: nothing is kept, and nothing is sent.
 */
export class MicrophoneWatch {
  readonly #options: MicrophoneWatchOptions;
  readonly #stop: () => void;
  #source: MediaStreamTrack | null = null;
  #end: (() => void) | undefined;

  constructor(options: MicrophoneWatchOptions) {
    this.#options = options;
    this.#stop = options.local.subscribe(() => {
      this.#follow(options.local.getSnapshot().microphoneSource);
    });
    this.#follow(options.local.getSnapshot().microphoneSource);
  }

  close(): void {
    this.#stop();
    this.#follow(null);
  }

  #follow(source: MediaStreamTrack | null): void {
    if (source === this.#source) return;
    this.#end?.();
    this.#end = undefined;
    this.#source = source;
    if (source !== null) this.#end = this.#listen(source);
  }

  #listen(source: MediaStreamTrack): () => void {
    const { local, measure, wanted, say, now, every } = this.#options;
    const copy = source.clone();
    copy.enabled = true;
    const loudness = measure(copy);
    const hints = new MicrophoneHints();
    const stop = every(INTERVAL_MS, () => {
      const hint = hints.look({
        now: now(),
        decibels: loudness.decibels(),
        muted: local.getSnapshot().microphone !== 'on',
        systemMuted: source.muted,
      });
      if (hint !== undefined && wanted()) say(hint);
    });
    return () => {
      stop();
      loudness.close();
      copy.stop();
    };
  }
}
