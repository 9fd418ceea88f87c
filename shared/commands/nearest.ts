/** More mistakes than this, and something else was meant. */
const MOST_MISTAKES = 2;

/** The word that differs least from `text`, by letters left out, added, changed or swapped; undefined if none is near. */
export function nearest(text: string, words: readonly string[]): string | undefined {
  const [best] = words
    .filter((word) => Math.abs(word.length - text.length) <= MOST_MISTAKES)
    .map((word) => ({ word, mistakes: mistakesBetween(text, word) }))
    // Of a short word, two other letters leave nothing.
    .filter(({ word, mistakes }) => mistakes <= Math.min(MOST_MISTAKES, word.length - 2))
    .sort((a, b) => a.mistakes - b.mistakes);
  return best?.word;
}

/** The distance of Damerau and Levenshtein, in its restricted form. */
function mistakesBetween(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (same ? 0 : 1),
          swapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(a.length, b.length);
}
