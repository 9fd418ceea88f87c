/** Finds a Chromium for the end-to-end tests: the machine's own, not one that Playwright downloads. */

import { aptCommand, canInstallPackages, installPackages } from './packages.mjs';
import { findProgram, isExecutable } from './programs.mjs';
import { Stop } from './say.mjs';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * @returns {Promise<string | undefined>} Its path; undefined when there is none and we may not install it.
 * @throws {Stop}
 */
export async function provideChromium() {
  const named = process.env['EVAGORE_CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new Stop(`EVAGORE_CHROMIUM names ${named}, which is no program. Correct the variable or unset it.`);
  }
  const found = installedChromium();
  if (found !== undefined || !canInstallPackages()) return found;
  await installPackages(['chromium'], 'Chromium for the end-to-end tests (208 MB)');
  return installedChromium();
}

function installedChromium() {
  for (const name of PROGRAMS) {
    const path = findProgram(name);
    if (path !== undefined) return path;
  }
  return MAC_APPLICATIONS.find(isExecutable);
}

export const HOW_TO_GET_CHROMIUM =
  `No Chromium was found. On Debian and its relatives install it with: sudo ${aptCommand(['chromium'])}. ` +
  'Or set EVAGORE_CHROMIUM to the path of a Chromium or Chrome.';
