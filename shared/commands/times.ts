/** A moment in the future: so long from now, or at a point in time. The first needs no common clock. */
export type FutureTime = { readonly inMs: number } | { readonly at: number };

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Months and years are Galène's: as long as the longest of their kind. */
const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  min: 60_000,
  h: HOUR_MS,
  d: DAY_MS,
  mon: 31 * DAY_MS,
  yr: 365 * DAY_MS,
};

/** Beyond this, what is meant is a mistake. */
const FARTHEST_MS = 3660 * DAY_MS;

const DURATION = /^(\d{1,12})(s|min|h|d|mon|yr)$/;
/** A date, perhaps with a time, perhaps with its zone; without a zone it is the reader's. */
const DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Reads `30min`, `2h`, `1d`, `1mon`, `1yr`, `2030-12-24`, `2030-12-24T18:00`. A date alone means its beginning.
 *
 * @param now - Milliseconds since the epoch.
 */
export function readTime(text: string, now: number): FutureTime | 'bad-time' | 'past-time' | 'far-time' {
  const [, amount, unit = ''] = DURATION.exec(text) ?? [];
  if (amount !== undefined) {
    const inMs = Number(amount) * (UNITS[unit] ?? 0);
    if (inMs === 0) return 'past-time';
    return inMs > FARTHEST_MS ? 'far-time' : { inMs };
  }
  const [, date, clock = '00:00', zone = ''] = DATE.exec(text) ?? [];
  if (date === undefined) return 'bad-time';
  const at = Date.parse(`${date}T${clock}${zone}`);
  if (Number.isNaN(at)) return 'bad-time';
  if (at <= now) return 'past-time';
  return at - now > FARTHEST_MS ? 'far-time' : { at };
}

/** Times that begin with what was typed. */
export function suggestTimes(prefix: string, now: number): readonly string[] {
  const dates = [1, 7, 30].map((days) => dateOf(now + days * DAY_MS));
  const durations = /^\d+$/.test(prefix)
    ? Object.keys(UNITS).map((unit) => prefix + unit)
    : ['30min', '2h', '1d', '7d', '1mon'];
  return [...durations, ...dates].filter((time) => time.startsWith(prefix));
}

/** The date of a moment in the reader's zone, as `2030-12-24`. */
export function dateOf(at: number): string {
  const moment = new Date(at);
  const digits = (value: number, length = 2) => value.toString().padStart(length, '0');
  return [digits(moment.getFullYear(), 4), digits(moment.getMonth() + 1), digits(moment.getDate())].join('-');
}
