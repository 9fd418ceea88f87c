/** Brings node_modules in line with package-lock.json. */

import { basename, join } from 'node:path';
import { mustRun } from './children.mjs';
import { fingerprint, isStamped, stamp } from './fingerprint.mjs';
import { withLock } from './lock.mjs';
import { cache, modules, root } from './places.mjs';
import { findProgram } from './programs.mjs';
import { say, timeSince, Stop } from './say.mjs';

const stampFile = join(modules, '.boot-stamp');

/** Installs what the lock file names, unless that is what was installed last. */
export async function installDependencies() {
  const key = fingerprint({
    base: root,
    paths: [join(root, 'package-lock.json')],
    facts: [process.platform, process.arch],
  });
  if (isStamped(stampFile, key)) return;

  const checkout = fingerprint({ base: root, paths: [], facts: [root] }).slice(0, 16);
  await withLock(join(cache, `installing-${checkout}`), 'installing the dependencies', async () => {
    if (isStamped(stampFile, key)) return;
    say('Installing the dependencies (npm ci) …');
    const startedAtMs = performance.now();
    const [program, ...args] = npmCommand(process.env);
    // Scripts are off because mediasoup's would download and build for a minute and then fail where
    // that download cannot be had; ours brings the worker. Warnings are off because on an older Node
    // each package that wants a newer one gives one, and those packages run on a newer one.
    const options = ['--ignore-scripts', '--include=dev', '--include=optional', '--loglevel=error'];
    await mustRun(
      program,
      [...args, 'ci', ...options],
      { cwd: root },
      (how) => `npm ci failed with ${how}; its own message above says why. Without it nothing can start.`,
    );
    stamp(stampFile, key);
    say(`Dependencies installed in ${timeSince(startedAtMs)}.`);
  });
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {[program: string, ...args: string[]]} The npm that called us, else the one on the PATH.
 */
export function npmCommand(env) {
  const caller = env['npm_execpath'];
  // Another package manager also sets this variable, to itself.
  if (caller !== undefined && basename(caller) === 'npm-cli.js') return [process.execPath, caller];
  const onPath = findProgram('npm', env['PATH']);
  if (onPath !== undefined) return [onPath];
  throw new Stop('npm is not on the PATH. Install npm 10 or newer, or start with: npm start');
}
