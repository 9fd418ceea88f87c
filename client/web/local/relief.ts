/** How much less is sent and received than was chosen, because the processor does not keep up: 0 for nothing less. */
export type ReliefStep = 0 | 1 | 2;

/**
 * How a processor has been doing, and what is done about it.
 *
 * ```
 *        busy for 10 s           busy for 10 s
 *   0 -----------------> 1 -----------------------> 2
 *     <-----------------   <-----------------------
 *      fine for a minute       fine for a minute
 * ```
 *
 * Whoever goes back up and is soon busy again waits twice as long the next time.
 */
export interface Relief {
  readonly step: ReliefStep;
  /** Since when it has been busy without a pause, in milliseconds of any clock; undefined while it is not. */
  readonly busySince: number | undefined;
  readonly fineSince: number | undefined;
  /** When it was looked at last. */
  readonly lookedAt: number;
  /** How long it must be fine before more is tried. */
  readonly patienceMs: number;
  /** When more was tried last. */
  readonly raisedAt: number;
  /** Somebody wants none of it. */
  readonly declined: boolean;
}

/** A processor that is busy for so long will not have time soon. */
const BUSY_MS = 10_000;

/** What was lowered stays so for this long at least: what goes up and down disturbs more than what is small. */
const FIRST_PATIENCE_MS = 60_000;
const MOST_PATIENCE_MS = 16 * FIRST_PATIENCE_MS;

/** Busy so soon after more was tried, it was too much. */
const TRIAL_MS = 60_000;

/** What was not looked at for so long, such as while the page was hidden, is known no more. */
const MOST_GAP_MS = 12_000;

export const NO_RELIEF: Relief = {
  step: 0,
  busySince: undefined,
  fineSince: undefined,
  lookedAt: -Infinity,
  patienceMs: FIRST_PATIENCE_MS,
  raisedAt: -Infinity,
  declined: false,
};

/** Takes in one look at the processor. @param now - Milliseconds of the clock that all looks are on. */
export function relieved(before: Relief, busy: boolean, now: number): Relief {
  if (before.declined) return before;
  const seen = now - before.lookedAt <= MOST_GAP_MS;
  const [busySince, fineSince] = seen ? [before.busySince, before.fineSince] : [];
  if (busy) {
    const state = { ...before, lookedAt: now, fineSince: undefined, busySince: busySince ?? now };
    return now - state.busySince >= BUSY_MS ? lowered(state, now) : state;
  }
  const state = { ...before, lookedAt: now, busySince: undefined, fineSince: fineSince ?? now };
  if (state.step === 0 || now - state.fineSince < state.patienceMs) return state;
  return { ...state, step: below(state.step), fineSince: now, raisedAt: now };
}

/** One step less at once: something has given up already. */
export function lowered(before: Relief, now: number): Relief {
  if (before.declined || before.step === 2) return before;
  const tooSoon = now - before.raisedAt < TRIAL_MS + BUSY_MS;
  return {
    ...before,
    step: before.step === 0 ? 1 : 2,
    // The next step needs to be deserved anew.
    busySince: undefined,
    fineSince: undefined,
    patienceMs: tooSoon ? Math.min(2 * before.patienceMs, MOST_PATIENCE_MS) : before.patienceMs,
  };
}

/** Somebody wants what they chose, whatever it costs. */
export function declined(before: Relief): Relief {
  return { ...before, step: 0, declined: true };
}

function below(step: ReliefStep): ReliefStep {
  return step === 2 ? 1 : 0;
}
