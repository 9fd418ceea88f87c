import { playNote } from '../media/note.ts';
import type { SoundName } from './notification-choice.ts';
import { Outlet, type OutletElement } from './outlet.ts';

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
const VOICE = { loudness: 0.06, swell: 0.015, last: 0.0001 };

/** Sounds that follow faster than this are one. */
const APART_MS = 500;

/** What sounds are made with. */
interface Instrument {
  readonly context: AudioContext;
  readonly outlet: Outlet;
}

export interface ChimesOptions {
  readonly open?: () => AudioContext;
  readonly newElement?: () => OutletElement;
}

/** Short sounds, made when they are needed. */
export class Chimes {
  readonly #options: ChimesOptions;
  #instrument: Instrument | undefined;
  #speakerId = '';
  /** While the loudspeaker is being changed. */
  #changing: Promise<void> | undefined;
  /** Milliseconds of `now`; far in the past at first. */
  #lastAt = -Infinity;
  /** How many sounds were begun, so that the end of one does not cut the next one off. */
  #sounds = 0;

  constructor(options: ChimesOptions = {}) {
    this.#options = options;
  }

  /** Plays through this loudspeaker from now on; an empty id is for that of the system. */
  useSpeaker(speakerId: string): void {
    if (speakerId === this.#speakerId) return;
    this.#speakerId = speakerId;
    // A loudspeaker that is never needed is not opened.
    if (this.#instrument !== undefined) this.#choose(this.#instrument);
  }

  /** @param now - Milliseconds of any origin. */
  play(name: SoundName, now: number = performance.now()): void {
    if (now - this.#lastAt < APART_MS) return;
    this.#lastAt = now;
    try {
      const instrument = (this.#instrument ??= this.#open());
      if (this.#changing === undefined) this.#sound(instrument, name);
      else {
        void this.#changing.then(() => {
          if (this.#instrument === instrument) this.#sound(instrument, name);
        });
      }
    } catch {
      // Without audio the meeting goes on; what is told by sound is told by other means too.
    }
  }

  close(): void {
    this.#instrument?.outlet.close();
    void this.#instrument?.context.close().catch(() => undefined);
    this.#instrument = undefined;
  }

  #open(): Instrument {
    const { open = () => new AudioContext(), newElement } = this.#options;
    const context = open();
    const instrument = { context, outlet: new Outlet(context, newElement) };
    if (this.#speakerId !== '') this.#choose(instrument);
    return instrument;
  }

  #choose({ outlet }: Instrument): void {
    const before = this.#changing ?? Promise.resolve();
    const changing = before
      .then(() => outlet.choose(this.#speakerId))
      .finally(() => {
        if (this.#changing === changing) this.#changing = undefined;
      });
    this.#changing = changing;
  }

  #sound({ context, outlet }: Instrument, name: SoundName): void {
    if (context.state === 'suspended') void context.resume().catch(() => undefined);
    this.#sounds += 1;
    const sound = this.#sounds;
    const begin = context.currentTime;
    const oscillators = TUNES[name].map(({ hz, atMs, forMs }) => {
      const from = begin + atMs / 1000;
      return playNote(context, outlet.node, { hz, from, until: from + forMs / 1000, ...VOICE });
    });
    const last = oscillators.at(-1);
    if (last === undefined) return;
    // A context that runs costs the browser time all the while, and chimes are rare.
    last.onended = () => {
      if (sound === this.#sounds && context.state === 'running')
        void context.suspend().catch(() => undefined);
    };
  }
}
