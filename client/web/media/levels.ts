/** Loudness of audio tracks, measured by Web Audio. */

let shared: AudioContext | undefined;

/** One context for all: browsers allow few. It may be asleep until the first click. */
function audioContext(): AudioContext {
  shared ??= new AudioContext();
  return shared;
}

/** To be called in the handler of a click or a key, before which browsers keep the context asleep. */
export function wakeLevels(): void {
  if (shared?.state === 'suspended') void shared.resume();
}

/** Measures one track. */
export class LevelProbe {
  readonly #source: MediaStreamAudioSourceNode;
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;

  constructor(track: MediaStreamTrack) {
    const context = audioContext();
    this.#source = context.createMediaStreamSource(new MediaStream([track]));
    this.#analyser = context.createAnalyser();
    this.#analyser.fftSize = 512;
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#source.connect(this.#analyser);
    void context.resume().catch(() => undefined);
  }

  /** Loudness now, in decibels relative to full scale: 0 is the loudest, silence is -100. */
  decibels(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
    return power < 1e-10 ? -100 : 10 * Math.log10(power);
  }

  close(): void {
    this.#source.disconnect();
  }
}

/** Where a level stands on a meter, from 0 to 1. Quiet speech moves it; a fan does not. */
export function onMeter(decibels: number): number {
  const QUIETEST = -60;
  const LOUDEST = -12;
  return Math.min(1, Math.max(0, (decibels - QUIETEST) / (LOUDEST - QUIETEST)));
}
