/** How often the wall clock is looked at. */
const LOOK_EVERY_MS = 2000;
/** Busy or throttled timers are late as well; a machine that slept shorter needs no help. */
const JUMP_MS = 8000;

/**
 * Calls `task` when the machine or the page may have been cut off for a while and is back: the network is there
 * again, the page can be seen again, or the wall clock has moved on while nothing ran. In Node there is only the
 * last of these.
 *
 * @returns what undoes this.
 */
export function onWake(task: () => void): () => void {
  const becameVisible = (): void => {
    if (document.visibilityState === 'visible') task();
  };
  const inBrowser = typeof document !== 'undefined';
  if (inBrowser) {
    globalThis.addEventListener('online', task);
    document.addEventListener('visibilitychange', becameVisible);
  }
  let lastLook = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    const slept = now - lastLook >= LOOK_EVERY_MS + JUMP_MS;
    lastLook = now;
    if (slept) task();
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    if (!inBrowser) return;
    globalThis.removeEventListener('online', task);
    document.removeEventListener('visibilitychange', becameVisible);
  };
}
