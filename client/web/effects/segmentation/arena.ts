/** Rows of SIMD want their numbers at multiples of four. */
const ALIGNMENT = 4;

interface Gap {
  readonly start: number;
  readonly end: number;
}

/** Plans who is where in a memory. What is given back is given out again, so that little memory is touched. */
export class Arena {
  #gaps: Gap[] = [];
  #end = 0;

  /** How many numbers the memory must hold. */
  get size(): number {
    return this.#end;
  }

  /** A place that is nobody else's, before or after: for what is written once only. */
  keep(length: number): number {
    this.#end += rounded(length);
    return this.#end - rounded(length);
  }

  /** A place until it is given back. */
  take(length: number): number {
    const size = rounded(length);
    const index = this.#gaps.findIndex(({ start, end }) => end - start >= size);
    const gap = this.#gaps[index];
    if (gap === undefined) return this.keep(length);
    const rest = { start: gap.start + size, end: gap.end };
    this.#gaps.splice(index, 1, ...(rest.start < rest.end ? [rest] : []));
    return gap.start;
  }

  give(start: number, length: number): void {
    const gaps = [...this.#gaps, { start, end: start + rounded(length) }].sort((a, b) => a.start - b.start);
    this.#gaps = [];
    for (const gap of gaps) {
      const before = this.#gaps.at(-1);
      if (before?.end === gap.start) this.#gaps.splice(-1, 1, { start: before.start, end: gap.end });
      else this.#gaps.push(gap);
    }
  }
}

function rounded(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}
