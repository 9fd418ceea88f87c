/**
 * How well a text fits what was typed: larger is better, undefined where it does not fit.
 *
 * Every word that was typed must be found: best at the beginning of a word, else within one, else as letters in their
 * order.
 */
export function fitOf(typed: string, text: string): number | undefined {
  const where = text.toLocaleLowerCase();
  let fit = 0;
  for (const word of typed.toLocaleLowerCase().split(/\s+/).filter(Boolean)) {
    const found = wordFit(word, where);
    if (found === undefined) return undefined;
    fit += found;
  }
  return fit;
}

/** Those that fit, best first; those that fit alike keep their order. */
export function bestFits<Item>(
  typed: string,
  items: readonly Item[],
  textsOf: (item: Item) => readonly string[],
): readonly Item[] {
  return items
    .map((item) => ({ item, fit: bestOf(textsOf(item).map((text) => fitOf(typed, text))) }))
    .filter(({ fit }) => fit !== undefined)
    .sort((a, b) => (b.fit ?? 0) - (a.fit ?? 0))
    .map(({ item }) => item);
}

function bestOf(fits: readonly (number | undefined)[]): number | undefined {
  const those = fits.filter((fit) => fit !== undefined);
  return those.length === 0 ? undefined : Math.max(...those);
}

function wordFit(word: string, text: string): number | undefined {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0) return 100;
    if (!/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return 80;
  }
  if (text.includes(word)) return 50;
  const spread = spreadOf(word, text);
  return spread === undefined ? undefined : Math.max(1, 30 - spread);
}

/** How many letters lie between those of a word, found in their order; undefined where they are not there. */
function spreadOf(word: string, text: string): number | undefined {
  let first = -1;
  let at = -1;
  for (const letter of word) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return undefined;
    if (first < 0) first = at;
  }
  return at - first + 1 - word.length;
}
