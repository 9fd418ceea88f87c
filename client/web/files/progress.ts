/** How a transfer goes on. */
export interface Pace {
  readonly bytesPerSecond: number;
  /** Milliseconds, at this pace. */
  readonly leftMs: number;
}

/** What went before this says little about how it goes on. */
const WINDOW_MS = 5000;
/** Of less time than this, no pace is told. */
const LEAST_MS = 500;
const MOST_SAMPLES = 64;

interface Sample {
  readonly at: number;
  readonly bytes: number;
}

/** Measures how fast the bytes of a file come or go. */
export class PaceMeter {
  readonly #size: number;
  #samples: Sample[] = [];

  /** @param size - Of the whole file, in bytes. */
  constructor(size: number) {
    this.#size = size;
  }

  /**
   * @param bytes - How many there are by now.
   * @param at - Milliseconds of any origin.
   */
  note(bytes: number, at: number): void {
    const recent = this.#samples.filter((sample) => at - sample.at <= WINDOW_MS);
    this.#samples = [...recent, { at, bytes }].slice(-MOST_SAMPLES);
  }

  /** Undefined before enough is known, and where nothing moves. */
  pace(): Pace | undefined {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.at - first.at < LEAST_MS) return undefined;
    const bytesPerSecond = ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
    if (bytesPerSecond <= 0) return undefined;
    return { bytesPerSecond, leftMs: ((this.#size - last.bytes) / bytesPerSecond) * 1000 };
  }
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** “3.4 MB”, in the words of a language. */
export function sizeText(bytes: number, locale?: string): string {
  const step = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}

/** “2 min”, rounded as people say it. */
export function durationText(ms: number, locale?: string): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  const [value, unit] =
    seconds < 60
      ? [seconds, 'second']
      : seconds < 3600
        ? [Math.round(seconds / 60), 'minute']
        : [Math.round(seconds / 3600), 'hour'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

const MOST_OF_NAME = 200;

/**
 * The name of a file as it can be shown and saved: without folders, and without characters that are not seen but
 * change how the rest is read.
 */
export function safeName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const visible = last.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim();
  return visible.slice(-MOST_OF_NAME) || 'file';
}
