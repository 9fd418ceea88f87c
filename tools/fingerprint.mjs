/** Says by content whether a step has to run again: a fingerprint of its input lies next to its output. */

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * @param {object} input
 * @param {string} input.base Paths count relative to it.
 * @param {string[]} input.paths Files, and folders with all that is below them.
 * @param {(path: string) => boolean} [input.skip]
 * @param {string[]} [input.facts] Whatever else the output depends on.
 */
export function fingerprint({ base, paths, skip = () => false, facts = [] }) {
  const hash = createHash('sha256');
  for (const fact of facts) hash.update(`${fact}\0`);
  for (const file of paths.flatMap((path) => filesBelow(path, skip))) {
    const content = readFileSync(file);
    hash.update(`${relative(base, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @param {(path: string) => boolean} skip
 * @returns {string[]}
 */
function filesBelow(path, skip) {
  if (skip(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name), skip));
}

/**
 * @param {string} stampFile
 * @param {string} key
 */
export function isStamped(stampFile, key) {
  try {
    return readFileSync(stampFile, 'utf8') === key;
  } catch {
    return false;
  }
}

/**
 * @param {string} stampFile
 * @param {string} key
 */
export function stamp(stampFile, key) {
  writeFileSync(stampFile, key);
}
