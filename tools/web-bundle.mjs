/** Builds the pages' browser bundles into dist/web, unless their source is what it was last time. */

import { join } from 'node:path';
import { mustRun } from './children.mjs';
import { fingerprint, isStamped, stamp } from './fingerprint.mjs';
import { withLock } from './lock.mjs';
import { commandOf, root } from './places.mjs';
import { say, timeSince } from './say.mjs';

const dist = join(root, 'dist');
const stampFile = join(dist, 'web', '.boot-stamp');

/** @param {string} node */
export async function buildWebBundle(node) {
  const key = fingerprint({
    base: root,
    paths: ['client', 'shared', 'package-lock.json'].map((name) => join(root, name)),
    skip: (path) => /\.test\.\w+$|[\\/]node_modules$/.test(path),
  });
  if (isStamped(stampFile, key)) return;

  await withLock(join(dist, 'building'), 'building the pages', async () => {
    if (isStamped(stampFile, key)) return;
    say('Building the pages …');
    const startedAtMs = performance.now();
    const config = join('client', 'web', 'vite.config.ts');
    await mustRun(
      node,
      [commandOf('vite'), 'build', '--config', config, '--logLevel', 'warn'],
      { cwd: root },
      (how) => `The pages could not be built: vite ended with ${how}; its own message above says why.`,
    );
    stamp(stampFile, key);
    say(`Pages built in ${timeSince(startedAtMs)}.`);
  });
}
