/** Where the time comes from; tests bring their own. */
export interface PageClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Does something later; returns the function that prevents it. */
  after(delayMs: number, task: () => void): () => void;
}

export const pageClock: PageClock = {
  now: () => Date.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};
