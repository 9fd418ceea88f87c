/** Builds mediasoup's worker from the C++ source in its npm package, against the distribution's libraries. */

import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun } from '../children.mjs';
import { aptCommand, canInstallPackages, installPackages } from '../packages.mjs';
import { modules } from '../places.mjs';
import { findProgram, outputOf } from '../programs.mjs';
import { progressLine, say, timeSince, Stop } from '../say.mjs';
import { BINARY_NAME } from './download.mjs';
import { ninjaProgress, progressText } from './estimate.mjs';
import { applyPatches, DEBIAN_PACKAGES, LIBRARIES, MESON_OPTIONS, PROGRAMS } from './recipe.mjs';

const OVERLAY = fileURLToPath(new URL('overlay', import.meta.url));
/** One of the headers that flatc writes, in the build's folder. */
const GENERATED_HEADER = 'fbs/FBS/worker.h';
/** What one compiler may take; with less, a small machine would swap rather than build. */
const BYTES_PER_JOB = 1_000_000_000;

/**
 * @param {object} job
 * @param {string} job.folder An empty one of our own, to build in.
 * @param {string} job.log Where the tools' output goes.
 * @returns {Promise<string>} Path of the binary.
 * @throws {Stop}
 */
export async function buildWorker({ folder, log }) {
  await provideTools();
  const startedAtMs = performance.now();
  say("Building mediasoup's worker. This is done once and takes some minutes.");

  const source = join(folder, 'worker');
  cpSync(join(modules, 'mediasoup', 'worker'), source, { recursive: true });
  // Subprojects are what mediasoup would download; the overlay finds the same things installed.
  rmSync(join(source, 'subprojects'), { recursive: true });
  cpSync(OVERLAY, join(source, 'subprojects'), { recursive: true });
  applyPatches(source);

  const output = join(folder, 'build');
  rmSync(log, { force: true });
  mkdirSync(output);
  const step = stepLogger(log);
  await step('meson', ['setup', output, source, ...MESON_OPTIONS]);

  // Some sources include headers that flatc generates, but mediasoup's build does not say that they have to wait
  // for them; on a fast enough processor they do not. Asking for one header makes all of them.
  await step('ninja', ['-C', output, GENERATED_HEADER]);

  const progress = progressLine();
  const ninjaStartedAtMs = performance.now();
  await step('ninja', ['-C', output, '-j', String(parallelJobs()), BINARY_NAME], (text) => {
    const counter = ninjaProgress(text);
    if (counter === undefined) return;
    const line = progressText(counter, performance.now() - ninjaStartedAtMs);
    progress.update(counter.done / counter.total, line);
  });
  progress.end();

  const binary = join(output, BINARY_NAME);
  await step('strip', [binary]);
  say(`Built in ${timeSince(startedAtMs)}.`);
  return binary;
}

/** Makes sure that everything the build needs is there: installs it where we may, else says how. */
async function provideTools() {
  const missing = missingTools();
  if (missing.length === 0) return;
  if (canInstallPackages()) {
    await installPackages(DEBIAN_PACKAGES, "what building mediasoup's worker takes (77 MB)");
    const still = missingTools();
    if (still.length > 0) throw new Stop(`${listed(still)} cannot be found even after that.`);
    return;
  }
  throw new Stop(
    `mediasoup's worker has to be built on this machine, and ${listed(missing)} cannot be found. On Debian ` +
      `and its relatives this brings all that is needed; then start again:\n\n` +
      `  sudo ${aptCommand(DEBIAN_PACKAGES)}\n\n` +
      `Or set MEDIASOUP_WORKER_BIN to a worker of the right version that you already have.`,
  );
}

/** @returns {string[]} */
function missingTools() {
  const programs = PROGRAMS.filter((name) => findProgram(name) === undefined);
  if (programs.includes('pkg-config')) return programs;
  return [
    ...programs,
    ...LIBRARIES.filter((name) => outputOf('pkg-config', ['--exists', name]) === undefined),
  ];
}

/** @param {string[]} names */
function listed(names) {
  return new Intl.ListFormat('en').format(names);
}

function parallelJobs() {
  const byMemory = Math.floor(totalmem() / BYTES_PER_JOB);
  return Math.max(1, Math.min(availableParallelism(), byMemory));
}

/**
 * @param {string} log
 * @returns {(program: string, args: string[], onOutput?: (text: string) => void) => Promise<void>}
 */
function stepLogger(log) {
  const env = { PATH: withoutPythonShims(process.env['PATH'] ?? ''), LC_ALL: 'C' };
  return async (program, args, onOutput) => {
    appendFileSync(log, `$ ${program} ${args.join(' ')}\n`);
    const options = {
      env,
      onOutput: (/** @type {string} */ text) => {
        appendFileSync(log, text);
        onOutput?.(text);
      },
    };
    await mustRun(program, args, options, (how) => {
      const tail = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-30).join('\n');
      return (
        `${tail}\n\nBuilding mediasoup's worker failed: ${program} ended with ${how}. Above are its last ` +
        `lines; all of them are in ${log}.`
      );
    });
  };
}

/**
 * meson is a Python program of the distribution: under a Python of the user's own, which such shims
 * put first, it does not find its modules.
 *
 * @param {string} searchPath
 */
export function withoutPythonShims(searchPath) {
  return searchPath
    .split(delimiter)
    .filter((folder) => !/[/.](pyenv|asdf|mise|rye|conda\w*|miniconda\w*)\//.test(`${folder}/`))
    .join(delimiter);
}
