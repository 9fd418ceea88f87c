/** The quick check of a worker binary: does it load and run on this machine? */

import { spawnSync } from 'node:child_process';

/** mediasoup's worker leaves with this code when started by hand, without MEDIASOUP_VERSION. */
const STARTED_BY_HAND = 41;

/**
 * @param {string} bin
 * @returns {string | undefined} What is wrong with it, as the end of a sentence; undefined if nothing is.
 */
export function probe(bin) {
  const { error, status, signal, stderr } = spawnSync(bin, {
    env: {},
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 10_000,
  });
  if (status === STARTED_BY_HAND) return undefined;
  if (error !== undefined) return `it cannot be started (${error.message})`;
  const how = signal === null ? `exit code ${status}` : `signal ${signal}`;
  const said = stderr.trim().split('\n').at(-1) ?? '';
  return `it ended with ${how} instead of ${STARTED_BY_HAND}${said === '' ? '' : `: ${said}`}`;
}
