/**
 * Where the time comes from; tests bring their own.
 *
 * It measures how long something takes, and nothing else. What is compared with the moments that a server names, kept for
 * another day or shown as a date needs the time of day: `Date.now`, which steps whenever somebody sets the clock.
 */
export interface Clock {
  /** Milliseconds of any origin, on a clock that does not step. */
  readonly now: () => number;
  /** Calls `task` once; returns what prevents it. */
  readonly after: (delayMs: number, task: () => void) => () => void;
}

/** The browser's time. */
export const browserClock: Clock = {
  now: () => performance.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};
