/**
 * How often tests by chance try: usually a few times, so that all tests together stay quick. `EVAGORE_FUZZ_RUNS` says
 * another number, for all of them; `0` or `unbounded` means until somebody stops them.
 */

/** What a property is asserted with, in the words of fast-check. */
export interface Budget {
  readonly numRuns: number;
  readonly interruptAfterTimeLimit?: number;
  readonly markInterruptAsFailure?: boolean;
}

/** More than anybody waits for. */
const UNBOUNDED = Number.MAX_SAFE_INTEGER;

/** What `EVAGORE_FUZZ_RUNS` says; undefined where it is not set. */
export const fuzzRuns = readRuns(process.env['EVAGORE_FUZZ_RUNS']);

/**
 * @param usual - Tries where nobody asked for more.
 * @param usualMs - After so long the usual tries end as they are; those that somebody asked for do not.
 */
export function tries(usual: number, usualMs?: number): Budget {
  if (fuzzRuns !== undefined) return { numRuns: fuzzRuns };
  if (usualMs === undefined) return { numRuns: usual };
  return { numRuns: usual, interruptAfterTimeLimit: usualMs, markInterruptAsFailure: false };
}

function readRuns(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (text === '0' || text === 'unbounded') return UNBOUNDED;
  if (!/^\d{1,15}$/.test(text)) {
    throw new Error(`EVAGORE_FUZZ_RUNS is a number of tries, or "unbounded"; it is "${text}"`);
  }
  return Number(text);
}
