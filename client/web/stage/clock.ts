/** Where the stage has its time from. */
export interface StageClock {
  /** Milliseconds on a clock that does not step. */
  now(): number;
  /** Calls `task` once; returns what prevents it. */
  after(delayMs: number, task: () => void): () => void;
}

/** The browser's time. */
export const browserClock: StageClock = {
  now: () => performance.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};
