/**
 * Brings a mediasoup worker that runs on this machine.
 *
 * In this order: the one the user names; the one in mediasoup's package, had its install script run;
 * the one kept from last time; mediasoup's published binary; one built here from source.
 */

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Interrupted, mustRun } from '../children.mjs';
import { withLock } from '../lock.mjs';
import { cache, modules, packageInfo } from '../places.mjs';
import { say, Stop } from '../say.mjs';
import { buildWorker } from './build.mjs';
import { BINARY_NAME, downloadWorker } from './download.mjs';
import { probe } from './probe.mjs';
import { RECIPE_VERSION } from './recipe.mjs';

const SMOKE_TEST = fileURLToPath(new URL('smoke-test.mjs', import.meta.url));
const WORK_FOLDER = 'in-progress-';

/**
 * @param {string} node Path of a Node that mediasoup runs on.
 * @returns {Promise<string>} Path of the worker.
 * @throws {Stop}
 */
export async function findWorker(node) {
  const named = process.env['MEDIASOUP_WORKER_BIN'];
  if (named !== undefined && named !== '') {
    const fault = probe(named);
    if (fault === undefined) return named;
    throw new Stop(
      `MEDIASOUP_WORKER_BIN names ${named}, which is no mediasoup worker for this machine: ${fault}. ` +
        `Correct the variable, or unset it to have a worker fetched or built.`,
    );
  }

  const { version } = packageInfo('mediasoup');
  const packaged = join(modules, 'mediasoup', 'worker', 'out', 'Release', BINARY_NAME);
  const { platform, arch } = process;
  const kept = join(cache, `mediasoup-worker-${version}-p${RECIPE_VERSION}-${platform}-${arch}`, BINARY_NAME);
  return (
    [packaged, kept].find(isUsable) ??
    (await withLock(join(cache, 'worker.lock'), "bringing mediasoup's worker", () =>
      bringWorker({ node, version, kept }),
    ))
  );
}

/** @param {string} path */
function isUsable(path) {
  return existsSync(path) && probe(path) === undefined;
}

/**
 * @param {object} job
 * @param {string} job.node
 * @param {string} job.version
 * @param {string} job.kept Where the worker is to end up.
 */
async function bringWorker({ node, version, kept }) {
  // Whoever held the lock before us may have brought it.
  if (isUsable(kept)) return kept;

  clearWorkFolders();
  const folder = mkdtempSync(join(cache, WORK_FOLDER));
  try {
    const worker =
      (await downloadedWorker({ node, version, folder: join(folder, 'download') })) ??
      (await builtWorker({ node, folder: join(folder, 'build'), log: join(cache, 'worker-build.log') }));
    mkdirSync(dirname(kept), { recursive: true });
    // A copy first, then a rename: whoever looks finds a whole file or none.
    copyFileSync(worker, `${kept}.new`);
    renameSync(`${kept}.new`, kept);
    return kept;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a killed set-up has left behind; the lock is ours, so nobody is using it. */
function clearWorkFolders() {
  for (const name of readdirSync(cache)) {
    if (name.startsWith(WORK_FOLDER)) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

/**
 * @param {{ node: string; version: string; folder: string }} job
 * @returns {Promise<string | undefined>}
 */
async function downloadedWorker({ node, version, folder }) {
  say(`Downloading mediasoup's worker ${version} …`);
  mkdirSync(folder);
  try {
    const worker = await downloadWorker(version, folder);
    const fault = probe(worker);
    if (fault !== undefined) throw new Error(`the published one does not run here, ${fault}`);
    if (canSmokeTest()) await smokeTest(node, worker);
    else say('The media smoke test is left out: it needs the development dependencies.');
    return worker;
  } catch (error) {
    if (!(error instanceof Error) || error instanceof Interrupted) throw error;
    say(`mediasoup's published worker could not be had: ${error.message}.`);
    return undefined;
  }
}

/** @param {{ node: string; folder: string; log: string }} job */
async function builtWorker({ node, folder, log }) {
  if (!canSmokeTest()) {
    throw new Stop(
      'A worker built here has to pass a media smoke test, and that needs the development dependencies. ' +
        'Install them with: npm ci --include=dev',
    );
  }
  mkdirSync(folder);
  const worker = await buildWorker({ folder, log });
  const fault = probe(worker);
  if (fault !== undefined) throw new Stop(`The worker just built does not run: ${fault}.`);
  await smokeTest(node, worker);
  return worker;
}

function canSmokeTest() {
  return existsSync(join(modules, 'node-datachannel'));
}

/**
 * @param {string} node
 * @param {string} worker
 */
async function smokeTest(node, worker) {
  /** @type {string[]} */
  const printed = [];
  await mustRun(
    node,
    [SMOKE_TEST, worker],
    { onOutput: (text) => void printed.push(text) },
    (how) => `${printed.join('').trim()} The worker is not kept (${how}).`,
  );
  say(`It carries media, encrypted with ${printed.join('').trim()}.`);
}
