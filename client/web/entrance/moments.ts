/** Moments and spans of time in words, in a language given by its tag. All times are in milliseconds. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How a language is written where the reader is: `en-GB` for somebody who reads English and asks for that.
 *
 * @param wanted - As in `navigator.languages`.
 */
export function localeOf(language: string, wanted: readonly string[]): string {
  return wanted.find((each) => each === language || each.startsWith(`${language}-`)) ?? language;
}

const UNITS = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['week', 7 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
] as const;

/** How long ago something was, roughly: `3 days ago`, `yesterday`, `this minute`. */
export function agoText(at: number, now: number, language: string): string {
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const age = Math.max(0, now - at);
  const [unit, length] = UNITS.find(([, each]) => age >= each) ?? (['minute', MINUTE] as const);
  return words.format(-Math.floor(age / length), unit);
}

/** When something will be: the time, and the day where that is not today. */
export function whenText(at: number, now: number, language: string): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(language, {
    ...(!sameDay && { weekday: 'long', day: 'numeric', month: 'long' }),
    ...(at - now > 300 * DAY && { year: 'numeric' }),
    hour: 'numeric',
    minute: '2-digit',
  }).format(at);
}
