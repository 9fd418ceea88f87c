/**
 * Starts a bot, on a Node that runs TypeScript: `node tools/bot.mjs greeter [flags]`, or with the path of a bot's
 * program in place of the name.
 *
 * It installs the dependencies only where there are none at all: a running server may stand on them.
 */

import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Interrupted, run } from './children.mjs';
import { installDependencies } from './dependencies.mjs';
import { modules, root } from './places.mjs';
import { chooseNode } from './runtime.mjs';
import { say, Stop } from './say.mjs';

const folder = join(root, 'client', 'bots');

try {
  const [name = '', ...args] = process.argv.slice(2);
  const program = programOf(name);
  if (!existsSync(join(modules, 'ws'))) await installDependencies();
  const { code, signal } = await run(chooseNode(), [program, ...args]);
  if (signal !== null) process.kill(process.pid, signal);
  process.exitCode = code ?? 1;
} catch (error) {
  if (error instanceof Interrupted) process.kill(process.pid, error.signal);
  else if (error instanceof Stop) {
    say(error.message);
    process.exitCode = error.exitCode;
  } else throw error;
}

/** @param {string} name */
function programOf(name) {
  // bot.ts is the kit.
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && file !== 'bot.ts')
    .map((file) => file.slice(0, -'.ts'.length));
  if (names.includes(name)) return join(folder, `${name}.ts`);
  const program = resolve(name);
  if (name !== '' && existsSync(program)) return program;
  throw new Stop(
    `Say which bot: npm run bot -- NAME [flags]. There are: ${names.join(', ')}; or name the file of your own.`,
    2,
  );
}
