/** Which Node runs the server: the one we are on, or the one that npm has installed beside it. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { modules } from './places.mjs';
import { outputOf } from './programs.mjs';
import { Stop } from './say.mjs';

/**
 * @param {string} version As `process.versions.node` has it.
 * @returns {boolean} Whether that Node runs TypeScript as it is.
 * @see {@link https://nodejs.org/api/typescript.html}: on by default since 22.18.0 and 23.6.0.
 */
export function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

/**
 * @typedef {object} Machine
 * @property {string} version Of the running Node.
 * @property {string} execPath Of the running Node.
 * @property {string} platform
 * @property {string} arch
 * @property {(path: string) => boolean} works Whether that is a Node which runs TypeScript.
 */

/** @type {Machine} */
const thisMachine = {
  version: process.versions.node,
  execPath: process.execPath,
  platform: process.platform,
  arch: process.arch,
  works: (path) => existsSync(path) && runsTypeScript(outputOf(path, ['--version'])?.slice(1) ?? ''),
};

/**
 * @param {Machine} [machine]
 * @returns {string} Path of a Node that runs TypeScript.
 * @throws {Stop}
 */
export function chooseNode({ version, execPath, platform, arch, works } = thisMachine) {
  if (runsTypeScript(version)) return execPath;
  // By path: npm 10 makes no link for it in .bin.
  const installed = join(modules, `node-${platform}-${arch}`, 'bin', 'node');
  if (works(installed)) return installed;
  throw new Stop(
    `Evagore needs Node 22.18 or newer. This is Node ${version}, and for ${platform} on ${arch} npm has no ` +
      `newer one that runs here. Install Node 24 (https://nodejs.org) and start again.`,
  );
}
