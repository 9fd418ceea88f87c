import type { LogEntry } from './happening.ts';
import { sentenceOf } from './sentences.ts';

/** Lines that go on stand below their text, not below the time. */
const INDENT = ' '.repeat('00:00 '.length);

/** Longer titles make names that some systems do not take. */
const MOST_TITLE = 80;

/** Entries as plain text, a line each: `14:03 Ada: Hello`. */
export function logAsText(entries: readonly LogEntry[]): string {
  return entries
    .map(({ at, what }) => `${clockTime(at)} ${sentenceOf(what).replaceAll('\n', `\n${INDENT}`)}\n`)
    .join('');
}

/**
 * What a log is called that is kept as a file.
 *
 * @param title - Of the meeting; signs that some systems do not take are left out.
 */
export function logFileName(title: string, at: number): string {
  const { year, month, day } = datePartsOf(at);
  const name = title
    .replace(/[^\p{L}\p{N} _-]+/gu, ' ')
    .trim()
    .slice(0, MOST_TITLE);
  return `${[name, year, month, day]
    .filter((part) => part !== '')
    .join('-')
    .replaceAll(/[ -]+/g, '-')}.txt`;
}

function clockTime(at: number): string {
  const moment = new Date(at);
  return `${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

function datePartsOf(at: number) {
  const moment = new Date(at);
  return {
    year: moment.getFullYear().toString(),
    month: two(moment.getMonth() + 1),
    day: two(moment.getDate()),
  };
}

function two(value: number): string {
  return value.toString().padStart(2, '0');
}
