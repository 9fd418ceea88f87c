/**
 * Stands behind every npm command of this repository: `node tools/boot.mjs COMMAND [arguments]`.
 *
 * On a machine with nothing but Node and npm it brings what the command needs (dependencies, a newer
 * Node, mediasoup's worker, the pages), each once, and then runs it. It depends on no package, and runs
 * on Node 18 and later.
 */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { check, endToEnd, test } from './checks.mjs';
import { Interrupted, mustRun, run } from './children.mjs';
import { installDependencies } from './dependencies.mjs';
import { cache, commandOf, root } from './places.mjs';
import { chooseNode } from './runtime.mjs';
import { say, Stop } from './say.mjs';
import { buildWebBundle } from './web-bundle.mjs';
import { findWorker } from './worker/find.mjs';

/** @typedef {(node: string, args: string[]) => Promise<void>} Command */

/** @type {Record<string, Command>} */
const commands = {
  start,
  test: runTests,
  check: runChecks,
  e2e,
  fuzz,
  bench,
  format,
  schemas,
  worker,
  pages,
};

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof Interrupted) endBy(error.signal);
  else if (error instanceof Stop) stop(error);
  else stop(fileTrouble(error));
}

/** @param {string[]} argv */
async function main([name = '', ...args]) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    throw new Stop(`There is no command "${name}". There are: ${Object.keys(commands).join(', ')}.`, 2);
  }
  await installDependencies();
  await command(chooseNode(), args);
}

/** @type {Command} */
async function start(node, args) {
  const env = { MEDIASOUP_WORKER_BIN: await findWorker(node) };
  await buildWebBundle(node);
  const { code, signal } = await run(node, [join(root, 'server', 'main.ts'), ...args], { env });
  if (signal !== null) endBy(signal);
  else process.exitCode = code ?? 1;
}

/** @type {Command} */
async function runTests(node) {
  await test({ node, worker: await findWorker(node) });
}

/** @type {Command} */
async function runChecks(node) {
  await check({ node, worker: await findWorker(node) });
}

/** @type {Command} */
async function e2e(node, args) {
  await endToEnd({ node, worker: await findWorker(node) }, args);
}

/**
 * Tries what tests try by chance much more often: `npm run fuzz -- RUNS [FILES]`.
 *
 * @type {Command}
 */
async function fuzz(node, [runs = '10000', ...files]) {
  const env = { MEDIASOUP_WORKER_BIN: await findWorker(node), EVAGORE_FUZZ_RUNS: runs };
  const which = files.length > 0 ? files : ['.property.test.'];
  await mustRun(node, [commandOf('vitest'), 'run', ...which], { cwd: root, env });
}

/** @type {Command} */
async function bench(node, [name = '', ...args]) {
  const folder = join(root, 'bench');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const programs = names
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length));
  if (!programs.includes(name)) {
    throw new Stop(
      `Say which benchmark: npm run bench -- NAME. There are: ${programs.join(', ') || 'none'}.`,
      2,
    );
  }
  const env = { MEDIASOUP_WORKER_BIN: await findWorker(node) };
  await mustRun(node, [join(folder, `${name}.ts`), ...args], { env });
}

/** @type {Command} */
async function format(node) {
  await mustRun(node, [commandOf('prettier'), '--write', '--log-level', 'warn', '.'], { cwd: root });
}

/** @type {Command} */
async function schemas(node) {
  await mustRun(node, [join(root, 'server', 'write-reference.ts')], { cwd: root });
}

/**
 * Prints where the worker is, having brought it.
 *
 * @type {Command}
 */
async function worker(node) {
  console.log(await findWorker(node));
}

/** @type {Command} */
async function pages(node) {
  await buildWebBundle(node);
}

/** @param {Stop} reason */
function stop({ message, exitCode }) {
  say(message);
  process.exitCode = exitCode;
}

/**
 * @param {unknown} error
 * @returns {Stop} When the system refused us a file: no permission, a full disk, an incomplete checkout.
 * @throws {unknown} The error itself when it is a bug.
 */
function fileTrouble(error) {
  const { syscall, path, code } = /** @type {NodeJS.ErrnoException} */ (error);
  if (syscall === undefined || path === undefined) throw error;
  return new Stop(
    `The set-up cannot go on: ${syscall} ${path} failed with ${code}. This user has to be able to write to ` +
      `the checkout, ${root}, and to ${cache}; XDG_CACHE_HOME moves the latter.`,
  );
}

/**
 * Ends like a program that the signal has ended, so that shells and npm see what happened.
 *
 * @param {NodeJS.Signals} signal
 */
function endBy(signal) {
  process.kill(process.pid, signal);
}
