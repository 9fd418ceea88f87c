/** A text as far as it is looked at here; tests count the looks. */
export interface Characters {
  readonly length: number;
  charAt(index: number): string;
}

/** Longer ones no server takes; they are no addresses, but a burden on whoever reads. */
const MOST_CHARACTERS = 2000;

const SENTENCE_MARKS: ReadonlySet<string> = new Set('.,;:!?');

export type TextPart = { readonly text: string; readonly href?: string };

/** Splits a text at its web addresses. Only http and https become links. */
export function withLinks(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>"'`]+/gi)) {
    const address = match[0].slice(0, endOfAddress(match[0]));
    const href = safeAddress(address);
    if (href === undefined) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/**
 * Where an address ends in the word that begins with it. Punctuation after it belongs to the sentence, and so does a
 * bracket that was not opened in it.
 *
 * Whoever writes a message chooses how long this takes for everybody who reads it: it looks at each character at most
 * twice.
 */
export function endOfAddress(word: Characters): number {
  let unopened = 0;
  for (let index = 0; index < word.length; index += 1) {
    const character = word.charAt(index);
    if (character === ')') unopened += 1;
    else if (character === '(') unopened -= 1;
  }
  let end = word.length;
  while (end > 0) {
    const last = word.charAt(end - 1);
    if (last === ')' && unopened > 0) unopened -= 1;
    else if (!SENTENCE_MARKS.has(last)) break;
    end -= 1;
  }
  return end;
}

function safeAddress(address: string): string | undefined {
  // Part of an address would lead elsewhere, so a long one stays what it is: text.
  if (address.length > MOST_CHARACTERS) return undefined;
  const url = URL.parse(address);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.href : undefined;
}
