/** Texts that look alike become the same: for comparing, never for showing. */

/** What is written for letters by those who do not want to be understood by us. */
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};

/**
 * Without regard to case, compatible forms (`ﬁ`, full-width letters) and invisible characters.
 *
 * @see Unicode Standard, section 5.18: capital letters first, so that `ß` and `SS`, or both forms of sigma, are one.
 */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC');
}

/** The words of a text, in order, between single spaces: ` so many words `. */
function wordsOf(text: string, leet: boolean): string {
  const found = folded(text).match(leet ? /[\p{L}\p{M}\p{N}@$]+/gu : /[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return ` ${(leet ? found.map(withoutLeet) : found).join(' ')} `;
}

/** A number alone is a number. */
function withoutLeet(word: string): string {
  return /\p{L}/u.test(word) ? word.replaceAll(/[013457@$]/g, (sign) => LEET[sign] ?? sign) : word;
}

/** Whether a text has one of these words, or phrases, in it. */
export function hasWord(text: string, list: readonly string[], leet: boolean): boolean {
  const words = wordsOf(text, leet);
  return list.some((entry) => {
    const wanted = wordsOf(entry, leet);
    return wanted.trim() !== '' && words.includes(wanted);
  });
}

/** The share of capitals among those letters that come in two cases, and how many letters these are. */
export function capitalsIn(text: string): { readonly share: number; readonly letters: number } {
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  const letters = capitals + (text.match(/\p{Ll}/gu)?.length ?? 0);
  return { share: letters === 0 ? 0 : capitals / letters, letters };
}
