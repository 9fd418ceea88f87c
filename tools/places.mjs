/** Where things are: the checkout, what is installed in it, and what is kept for the user. */

import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const modules = join(root, 'node_modules');

/** What outlives a checkout, such as a worker that took minutes to build. */
export const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'evagore');

/** @typedef {{ version: string; bin?: string | Record<string, string> }} PackageInfo */

/** @param {string} name */
export function packageInfo(name) {
  return /** @type {PackageInfo} */ (JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')));
}

/**
 * The script behind an installed package's command, by path: npm 10 and 11 differ in which links they
 * make, and a link would run on the wrong Node.
 *
 * @param {string} name
 * @param {string} [command]
 */
export function commandOf(name, command = name) {
  const { bin } = packageInfo(name);
  const script = typeof bin === 'string' ? bin : bin?.[command];
  if (script === undefined) throw new Error(`The package ${name} has no command "${command}".`);
  return join(modules, name, script);
}
