import type { Terminal } from './terminal.ts';

/** What a command tells, for people or, with `--json`, for programs. */
export class Output {
  readonly #terminal: Terminal;
  readonly #json: boolean;

  constructor(terminal: Terminal, options: { json: boolean }) {
    this.#terminal = terminal;
    this.#json = options.json;
  }

  /** Several things of a kind. `data` is what programs get. */
  list(what: { columns: readonly string[]; rows: readonly Row[]; empty: string; data: unknown }): void {
    if (this.#json) this.json(what.data);
    else if (what.rows.length === 0) this.#terminal.out(`${what.empty}\n`);
    else this.#terminal.out(table(what.columns, what.rows));
  }

  /** Names, one a line, as the next program of a pipe likes them. */
  names(what: { names: readonly string[]; empty: string }): void {
    if (this.#json) this.json(what.names);
    else if (what.names.length === 0) this.#terminal.err(`${what.empty}\n`);
    else this.#terminal.out(what.names.map((name) => `${visible(name)}\n`).join(''));
  }

  /** Something that was done, and what came of it. */
  done(sentence: string, data: unknown): void {
    if (this.#json) this.json(data);
    else this.#terminal.out(`${visible(sentence)}\n`);
  }

  /** What the user should know beside the result. Never on the standard output. */
  note(sentence: string): void {
    this.#terminal.err(`${visible(sentence)}\n`);
  }

  json(data: unknown): void {
    this.#terminal.out(`${JSON.stringify(data, null, 2)}\n`);
  }
}

export type Row = readonly string[];

/** Columns side by side, as wide as their widest cell. Without titles where all of them are empty. */
export function table(columns: readonly string[], rows: readonly Row[]): string {
  const titled = columns.some((title) => title !== '');
  const lines = [...(titled ? [columns.map((title) => title.toUpperCase())] : []), ...rows].map((row) =>
    row.map(visible),
  );
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => widthOf(line[i] ?? ''))));
  return lines
    .map((line) => line.map((cell, i) => padded(cell, widths[i] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(width - widthOf(cell));
}

/**
 * Text of others with nothing in it that moves the cursor, colours the terminal or reverses the line: members choose
 * their names themselves.
 */
export function visible(text: string): string {
  return text.replaceAll(/\p{Cc}|[\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Emoji, and the scripts of East Asia, whose letters take two columns. */
const WIDE =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}])/u;
const EMOJI_FORM = '\ufe0f';

/** Columns that a terminal gives to a text; a good guess, as terminals differ. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    width += WIDE.test(segment) || segment.includes(EMOJI_FORM) ? 2 : 1;
  }
  return width;
}

/** A permission list, or the name of one, as people read it. */
export function permissionText(permissions: unknown): string {
  if (typeof permissions === 'string') return permissions;
  if (!Array.isArray(permissions) || permissions.length === 0) return '(none)';
  return permissions.map(String).join(', ');
}

/** `1 member`, `2 members`. */
export function counted(count: number, noun: string): string {
  return `${count.toString()} ${noun}${count === 1 ? '' : 's'}`;
}

/** A moment in the zone of the machine: `2030-01-31 18:00`. What is no time stays as it is. */
export function timeText(value: string | number | null | undefined): string {
  if (value === undefined || value === null || value === '') return '';
  const time = typeof value === 'number' ? value : Date.parse(value);
  if (Number.isNaN(time) || Math.abs(time) > 8.64e15) return value.toString();
  const date = new Date(time);
  const two = (number: number) => number.toString().padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** How long ago, or ahead, in one unit: `40 s`, `12 min`, `3 h`, `5 d`. */
export function spanText(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 90) return `${seconds.toString()} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60).toString()} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600).toString()} h`;
  return `${Math.round(seconds / 86_400).toString()} d`;
}
