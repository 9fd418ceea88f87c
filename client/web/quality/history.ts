import type { TrackReading } from './readings.ts';

/** Five minutes of looks each two seconds. */
export const MOST_POINTS = 150;

/** More tracks than this are not remembered; those that came last are left out. */
export const MOST_TRACKS = 96;

/** For so long a track that is not measured any more may come back, in milliseconds. */
const KEEP_MS = 10_000;

/** What is plotted of a track. */
const METRICS = ['rate', 'loss', 'rttMs', 'framesPerSecond'] as const;
export type Metric = (typeof METRICS)[number];

/** One track over time. All lists are as long as `at`; null where nothing was known. */
export interface TrackHistory {
  readonly at: readonly number[];
  readonly values: Readonly<Record<Metric, readonly (number | null)[]>>;
}

/** Sums of all that is sent, and of all that is received, beside the tracks. */
export const TOTALS = { up: 'all/up', down: 'all/down' } as const;

interface Point {
  readonly at: number;
  readonly values: Readonly<Record<Metric, number | null>>;
}

/** What was measured in the last minutes, track by track. Its memory is bounded. */
export class History {
  readonly #points = new Map<string, Point[]>();
  #last = -Infinity;

  /**
   * Takes one look in. The same look again is passed over.
   *
   * @param at - Milliseconds, rising from look to look.
   */
  add(at: number, readings: readonly TrackReading[]): void {
    if (at <= this.#last) return;
    this.#last = at;
    for (const reading of readings) this.#push(reading.key, { at, values: valuesOf(reading) });
    for (const direction of ['up', 'down'] as const) {
      const those = readings.filter((reading) => reading.direction === direction);
      this.#push(TOTALS[direction], { at, values: totalsOf(those) });
    }
    this.#forget(at);
  }

  /** A track's last minutes; empty where nothing is known of it. */
  of(key: string): TrackHistory {
    const points = this.#points.get(key) ?? [];
    const values = METRICS.map((metric) => [metric, points.map((point) => point.values[metric])]);
    return {
      at: points.map((point) => point.at),
      values: Object.fromEntries(values) as Record<Metric, (number | null)[]>,
    };
  }

  #push(key: string, point: Point): void {
    const points = this.#points.get(key);
    if (points !== undefined) {
      points.push(point);
      if (points.length > MOST_POINTS) points.shift();
    } else if (this.#points.size < MOST_TRACKS) {
      this.#points.set(key, [point]);
    }
  }

  /** Tracks that ended give their place to others. */
  #forget(at: number): void {
    for (const [key, points] of this.#points) {
      if (at - (points.at(-1)?.at ?? 0) > KEEP_MS) this.#points.delete(key);
    }
  }
}

function valuesOf(reading: TrackReading): Record<Metric, number | null> {
  const { rate = null, loss = null, rttMs = null, framesPerSecond = null } = reading;
  return { rate, loss, rttMs, framesPerSecond };
}

/** Bit rates add up; of all else, the worst counts. */
function totalsOf(readings: readonly TrackReading[]): Record<Metric, number | null> {
  const of = (metric: Metric) =>
    readings.map((reading) => reading[metric]).filter((value) => value !== undefined);
  const rates = of('rate');
  const frames = of('framesPerSecond');
  return {
    rate: rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0),
    loss: worst(of('loss')),
    rttMs: worst(of('rttMs')),
    framesPerSecond: frames.length === 0 ? null : Math.min(...frames),
  };
}

function worst(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}
