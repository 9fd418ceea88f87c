import type { SoundName } from './notification-choice.ts';

interface Tone {
  readonly hz: number;
  /** Milliseconds after the beginning. */
  readonly atMs: number;
  readonly forMs: number;
}

/** Coming rises, going falls; a message is one short tone, a hand three. */
const TUNES: Readonly<Record<SoundName, readonly Tone[]>> = {
  join: [
    { hz: 523, atMs: 0, forMs: 110 },
    { hz: 784, atMs: 90, forMs: 190 },
  ],
  leave: [
    { hz: 587, atMs: 0, forMs: 110 },
    { hz: 392, atMs: 90, forMs: 190 },
  ],
  message: [{ hz: 880, atMs: 0, forMs: 140 }],
  hand: [
    { hz: 659, atMs: 0, forMs: 90 },
    { hz: 659, atMs: 120, forMs: 90 },
    { hz: 988, atMs: 240, forMs: 200 },
  ],
};

/** Heard beside people who talk, not over them. */
const LOUDNESS = 0.06;

/** Sounds that follow faster than this are one. */
const APART_MS = 500;

/** Short sounds, made when they are needed. */
export class Chimes {
  readonly #open: () => AudioContext;
  #context: AudioContext | undefined;
  /** Milliseconds of `now`; far in the past at first. */
  #lastAt = -Infinity;

  constructor(open: () => AudioContext = () => new AudioContext()) {
    this.#open = open;
  }

  /** @param now - Milliseconds of any origin. */
  play(name: SoundName, now: number = performance.now()): void {
    if (now - this.#lastAt < APART_MS) return;
    this.#lastAt = now;
    try {
      this.#context ??= this.#open();
      const context = this.#context;
      if (context.state === 'suspended') void context.resume().catch(() => undefined);
      for (const tone of TUNES[name]) sound(context, tone);
    } catch {
      // Without audio the meeting goes on; what is told by sound is told by other means too.
    }
  }

  close(): void {
    void this.#context?.close().catch(() => undefined);
    this.#context = undefined;
  }
}

/** A tone that swells and fades, because one that begins at once clicks. */
function sound(context: AudioContext, { hz, atMs, forMs }: Tone): void {
  const from = context.currentTime + atMs / 1000;
  const until = from + forMs / 1000;
  const oscillator = context.createOscillator();
  oscillator.type = 'sine';
  oscillator.frequency.value = hz;
  const volume = context.createGain();
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(LOUDNESS, from + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, until);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(from);
  oscillator.stop(until);
}
