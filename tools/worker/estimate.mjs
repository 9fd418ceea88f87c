/** Turns ninja's step counter into a share done and a time left. */

/**
 * @typedef {object} Progress
 * @property {number} done
 * @property {number} total
 */

/**
 * @param {string} output A piece of what ninja prints.
 * @returns {Progress | undefined} The last `[done/total]` in it.
 */
export function ninjaProgress(output) {
  const last = [...output.matchAll(/^\[(\d+)\/(\d+)\]/gm)].at(-1);
  return last === undefined ? undefined : { done: Number(last[1]), total: Number(last[2]) };
}

/**
 * The share of the time that each further tenth of the steps ends at, measured on a two-core machine:
 * the worker's own files, in the middle, take longer than the libraries' before them.
 */
const TIME_AT_TENTHS = [0, 0.06, 0.13, 0.24, 0.35, 0.47, 0.58, 0.69, 0.78, 0.9, 1];

/**
 * @param {Progress} progress
 * @returns {number} Share of the whole time, from 0 to 1.
 */
function shareOfTime({ done, total }) {
  const tenths = (done / total) * 10;
  const before = Math.floor(tenths);
  const [from = 1, to = 1] = TIME_AT_TENTHS.slice(before, before + 2);
  return from + (to - from) * (tenths - before);
}

/**
 * @param {Progress} progress
 * @param {number} elapsedMs
 * @returns {string} For people, and no more exact than it can be.
 */
export function timeLeft(progress, elapsedMs) {
  // The first few steps say nothing about the rest.
  if (progress.done / progress.total < 0.03) return 'estimating the time left';
  const share = shareOfTime(progress);
  const seconds = (elapsedMs / 1000) * ((1 - share) / share);
  if (seconds >= 90) return `about ${Math.round(seconds / 60)} min left`;
  if (seconds >= 55) return 'about a minute left';
  if (seconds >= 15) return `about ${Math.round(seconds / 10) * 10} s left`;
  return 'a few seconds left';
}

/**
 * @param {Progress} progress
 * @param {number} elapsedMs
 */
export function progressText(progress, elapsedMs) {
  const percent = Math.floor((progress.done / progress.total) * 100);
  return `  ${percent} % (${progress.done} of ${progress.total} steps), ${timeLeft(progress, elapsedMs)}`;
}
