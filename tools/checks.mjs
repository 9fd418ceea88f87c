/** The checks and tests, one step after the other; the first that fails ends the command. */

import { killLeftovers, mustRun } from './children.mjs';
import { HOW_TO_GET_CHROMIUM, provideChromium } from './chromium.mjs';
import { commandOf, root } from './places.mjs';
import { heading, say, timeSince, Stop } from './say.mjs';
import { buildWebBundle } from './web-bundle.mjs';

/**
 * @typedef {object} Tools
 * @property {string} node
 * @property {string} worker
 */

/** @param {Tools} tools */
export async function check(tools) {
  await step(tools, 'Format (prettier)', [commandOf('prettier'), '--check', '--log-level', 'warn', '.']);
  await step(tools, 'Lint (eslint)', [commandOf('eslint'), '.', '--max-warnings', '0']);
  await step(tools, 'Types (tsc)', [commandOf('typescript', 'tsc'), '-p', 'tsconfig.json']);
  await step(tools, 'Unused code (knip)', [commandOf('knip')]);
  // Some tests start whole servers, which serve the pages.
  await buildWebBundle(tools.node);
  await step(tools, 'Unit and integration tests (vitest)', [commandOf('vitest'), 'run']);
}

/** @param {Tools} tools */
export async function test(tools) {
  await check(tools);
  const chromium = await provideChromium();
  if (chromium !== undefined) {
    await playwright(tools, chromium, []);
    say('\nEverything passed.');
    return;
  }
  if (process.env['CI'] === 'true') throw new Stop(HOW_TO_GET_CHROMIUM);
  heading('End-to-end tests: SKIPPED');
  say(`${HOW_TO_GET_CHROMIUM}\n\nEverything else passed.`);
}

/**
 * @param {Tools} tools
 * @param {string[]} args For Playwright.
 */
export async function endToEnd(tools, args) {
  const chromium = await provideChromium();
  if (chromium === undefined) throw new Stop(HOW_TO_GET_CHROMIUM);
  await playwright(tools, chromium, args);
}

/**
 * @param {Tools} tools
 * @param {string} chromium
 * @param {string[]} args
 */
async function playwright(tools, chromium, args) {
  await buildWebBundle(tools.node);
  const command = commandOf('@playwright/test', 'playwright');
  await step(
    tools,
    'End-to-end tests (playwright)',
    [command, 'test', '--config', 'e2e/playwright.config.ts', ...args],
    { EVAGORE_CHROMIUM: chromium },
  );
}

/**
 * @param {Tools} tools
 * @param {string} title
 * @param {string[]} args For Node.
 * @param {NodeJS.ProcessEnv} [env]
 */
async function step({ node, worker }, title, args, env) {
  heading(title);
  const startedAtMs = performance.now();
  try {
    await mustRun(
      node,
      args,
      { cwd: root, env: { MEDIASOUP_WORKER_BIN: worker, ...env } },
      (how) => `\n${title}: failed after ${timeSince(startedAtMs)} (${how}).`,
    );
  } finally {
    killLeftovers();
  }
  say(`${title}: passed in ${timeSince(startedAtMs)}.`);
}
