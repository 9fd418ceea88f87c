/** A piece of a line: a word, or a text in quotes. */
export interface Token {
  /** Without quotes and backslashes. */
  readonly text: string;
  /** Where it begins and ends in the line, quotes included. */
  readonly start: number;
  readonly end: number;
}

const SPACE = /\s/;

/** Where the next thing that is not a space begins. */
export function skipSpace(line: string, from: number): number {
  let at = from;
  while (at < line.length && SPACE.test(line.charAt(at))) at += 1;
  return at;
}

/**
 * Reads the next word. Single or double quotes hold spaces together; a backslash takes away what the character after
 * it means. A quote that is not closed holds to the end of the line.
 *
 * @returns undefined at the end of the line.
 */
export function readToken(line: string, from: number): Token | undefined {
  const start = skipSpace(line, from);
  if (start >= line.length) return undefined;
  const first = line.charAt(start);
  const quote = first === '"' || first === "'" ? first : undefined;
  let at = quote === undefined ? start : start + 1;
  let text = '';
  while (at < line.length) {
    const character = line.charAt(at);
    if (quote === undefined ? SPACE.test(character) : character === quote) break;
    if (character === '\\' && at < line.length - 1) at += 1;
    text += line.charAt(at);
    at += 1;
  }
  const closed = quote !== undefined && at < line.length;
  return { text, start, end: closed ? at + 1 : at };
}

/** Writes a text so that it is read as one word. */
export function quoted(text: string): string {
  if (text !== '' && !/[\s\\]/.test(text) && !/^["']/.test(text)) return text;
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
