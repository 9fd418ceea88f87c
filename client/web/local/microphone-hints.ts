/** What can be wrong with a microphone. */
export type MicrophoneHint = 'talking' | 'silent' | 'system' | 'noisy';

/** One look at the microphone. */
export interface MicrophoneSample {
  /** Milliseconds of any origin. */
  readonly now: number;
  /** Loudness of what the device gives, in decibels of full scale; silence is -100. */
  readonly decibels: number;
  /** Muted by the person. */
  readonly muted: boolean;
  /** Muted by the system, or by a key of the headset. */
  readonly systemMuted: boolean;
}

/** Speech into a microphone that is near is louder than this. */
const SPEECH_DB = -40;
/** A microphone that works has noise of its own; below this it gives nothing at all. @see BigBlueButton's threshold of -50 dB for speech */
const NOTHING_DB = -75;
/** A hum as loud as a quiet voice, all the time. */
const NOISE_DB = -45;
/** Talking is loud for most of so long; a cough is over by then. */
const TALKING_MS = 1200;
const SILENT_MS = 5000;
const SYSTEM_MS = 1500;
/** Nobody speaks for so long without a breath between. */
const NOISY_MS = 20_000;
/** Nobody looked for so long: what was before says nothing about now. */
const PAUSED_MS = 3000;
/** A breath between two words is no end of talking. */
const GAP_MS = 400;

/**
 * Finds out what is wrong with a microphone, from one look after the other. Each thing is said once until the
 * person has mended it: by unmuting, by muting, or by another microphone (for which there is another object).
 */
export class MicrophoneHints {
  #muted: boolean | undefined;
  #lookedAt = -Infinity;
  #loudSince: number | undefined;
  #loudAt = -Infinity;
  /** Since when nothing came of an open microphone. */
  #silentSince: number | undefined;
  #heardAnything = false;
  #systemSince: number | undefined;
  #noisySince: number | undefined;
  readonly #said = new Set<MicrophoneHint>();

  /** Looks once, several times a second. Returns what is to be said now. */
  look(sample: MicrophoneSample): MicrophoneHint | undefined {
    if (sample.muted !== this.#muted) this.#switched(sample);
    if (sample.now - this.#lookedAt > PAUSED_MS) this.#begin();
    this.#lookedAt = sample.now;
    const found = this.#find(sample);
    if (found === undefined || this.#said.has(found)) return undefined;
    this.#said.add(found);
    return found;
  }

  #switched({ muted }: MicrophoneSample): void {
    this.#muted = muted;
    this.#begin();
    this.#heardAnything = false;
    this.#said.clear();
  }

  #begin(): void {
    this.#loudSince = this.#silentSince = this.#systemSince = this.#noisySince = undefined;
    this.#loudAt = -Infinity;
  }

  #find(sample: MicrophoneSample): MicrophoneHint | undefined {
    const { now, decibels, muted, systemMuted } = sample;
    if (muted) return this.#isTalking(now, decibels) ? 'talking' : undefined;
    this.#systemSince = systemMuted ? (this.#systemSince ?? now) : undefined;
    if (this.#systemSince !== undefined) return now - this.#systemSince >= SYSTEM_MS ? 'system' : undefined;
    if (decibels > NOTHING_DB) this.#heardAnything = true;
    this.#silentSince = this.#heardAnything ? undefined : (this.#silentSince ?? now);
    if (this.#silentSince !== undefined && now - this.#silentSince >= SILENT_MS) return 'silent';
    this.#noisySince = decibels > NOISE_DB ? (this.#noisySince ?? now) : undefined;
    return this.#noisySince !== undefined && now - this.#noisySince >= NOISY_MS ? 'noisy' : undefined;
  }

  #isTalking(now: number, decibels: number): boolean {
    if (decibels > SPEECH_DB) {
      this.#loudSince ??= now;
      this.#loudAt = now;
    } else if (now - this.#loudAt > GAP_MS) {
      this.#loudSince = undefined;
    }
    return this.#loudSince !== undefined && now - this.#loudSince >= TALKING_MS;
  }
}
