#!/usr/bin/env node
/**
 * Starts evagorectl, on a Node that runs TypeScript.
 *
 * It installs the dependencies only where there are none at all: an administrator's question must not change
 * what a running server stands on.
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Interrupted } from './children.mjs';
import { installDependencies } from './dependencies.mjs';
import { modules, root } from './places.mjs';
import { chooseNode } from './runtime.mjs';
import { say, Stop } from './say.mjs';

const program = join(root, 'server', 'ctl', 'main.ts');

try {
  if (!existsSync(join(modules, 'commander'))) await installDependencies();
  // In our own process group, so that it has the terminal: it may have to ask for a password.
  const { status, signal, error } = spawnSync(chooseNode(), [program, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  if (error !== undefined) throw new Stop(`evagorectl cannot be started: ${error.message}.`);
  if (signal !== null) process.kill(process.pid, signal);
  process.exitCode = status ?? 1;
} catch (error) {
  if (error instanceof Interrupted) process.kill(process.pid, error.signal);
  else if (error instanceof Stop) {
    say(error.message);
    process.exitCode = error.exitCode;
  } else throw error;
}
