/** Installs Debian packages where we may, and says what to type where we may not. */

import { mustRun } from './children.mjs';
import { findProgram } from './programs.mjs';
import { say, timeSince } from './say.mjs';

/** @param {string[]} packages */
export function aptCommand(packages) {
  return `apt-get install --no-install-recommends ${packages.join(' ')}`;
}

/** Whether we are root on Debian or one of its relatives. */
export function canInstallPackages() {
  return process.getuid?.() === 0 && findProgram('apt-get') !== undefined;
}

/**
 * @param {string[]} packages
 * @param {string} purpose
 */
export async function installPackages(packages, purpose) {
  const startedAtMs = performance.now();
  say(`Installing ${purpose} from Debian's archive, as root: ${aptCommand(packages)} …`);
  /** @type {string[]} */
  const printed = [];
  const options = {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    onOutput: (/** @type {string} */ text) => void printed.push(text),
  };
  const explain = (/** @type {string} */ how) =>
    `${printed.join('')}\napt-get failed with ${how}; its messages are above. ` +
    `When the cause is mended, start again, or run: ${aptCommand(packages)}`;

  await mustRun('apt-get', ['update'], options, explain);
  const install = ['install', '--yes', '--no-install-recommends', ...packages];
  await mustRun('apt-get', install, options, explain);
  say(`Installed ${purpose} in ${timeSince(startedAtMs)}.`);
}
