/**
 * What the set-up tells the person in front of it. All of it goes to the standard error stream, so
 * that a command's own output can be piped.
 */

/** Ends the set-up for a reason the user can act on: printed as a sentence, without a stack. */
export class Stop extends Error {
  /**
   * @param {string} message What is wrong, where, and what to do.
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** @param {string} title */
export function heading(title) {
  say(process.stderr.isTTY ? `\n\x1b[1m── ${title}\x1b[0m` : `\n── ${title}`);
}

/** @param {number} startedAtMs As `performance.now()` gave it. */
export function timeSince(startedAtMs) {
  return duration(performance.now() - startedAtMs);
}

/** @param {number} ms */
export function duration(ms) {
  if (ms < 99_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * One line of progress: redrawn in place on a terminal, elsewhere a new line per tenth of the way.
 *
 * @param {NodeJS.WritableStream & { isTTY?: boolean }} [out]
 */
export function progressLine(out = process.stderr) {
  let lastTenth = -1;
  return {
    /**
     * @param {number} share From 0 to 1.
     * @param {string} text
     */
    update(share, text) {
      if (out.isTTY === true) {
        out.write(`\r\x1b[2K${text}`);
        return;
      }
      const tenth = Math.floor(share * 10);
      if (tenth === lastTenth) return;
      lastTenth = tenth;
      out.write(`${text}\n`);
    },
    end() {
      if (out.isTTY === true) out.write('\r\x1b[2K');
    },
  };
}
