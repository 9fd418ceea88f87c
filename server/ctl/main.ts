import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { runCtl } from './run.ts';
import { SystemTerminal } from './terminal.ts';

/** The exit code of sysexits.h for what only we can mend. */
const EXIT_SOFTWARE = 70;

// Whoever reads us, such as `head`, may have had enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  const text = await readFile(path.join(import.meta.dirname, '../../package.json'), 'utf8');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(text));
  const world = {
    terminal: new SystemTerminal(),
    env: process.env,
    homeDir: homedir(),
    workingDir: process.cwd(),
    now: Date.now,
  };
  process.exitCode = await runCtl(process.argv.slice(2), world, version);
} catch (error) {
  console.error(error);
  process.exitCode = EXIT_SOFTWARE;
}
