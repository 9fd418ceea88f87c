import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { startServer, type RunningServer } from './assembly.ts';
import { makeExampleGroup, makeFolders } from './access/first-start.ts';
import { banner } from './banner.ts';
import { loadConfig } from './config/load.ts';
import { StartError } from './config/start-error.ts';
import { openLog, type Logger } from './log.ts';
import { MediaStartError } from './media/refusals.ts';

/** Exit codes of sysexits.h: what the operator can mend, and what only we can. */
const EXIT_CONFIG = 78;
const EXIT_SOFTWARE = 70;

/** When everything else fails, the process ends all the same. */
const STOP_TIMEOUT_MS = 4500;

await main();

async function main(): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof StartError || error instanceof MediaStartError) {
      process.stderr.write(`\nEvagore cannot start:\n${indent(error.message)}\n\n`);
      process.exit(EXIT_CONFIG);
    }
    console.error(error);
    process.exit(EXIT_SOFTWARE);
  }
}

async function run(): Promise<void> {
  const version = await ownVersion();
  const loaded = await loadConfig({ argv: process.argv.slice(2), env: process.env, version });
  if (loaded.outcome === 'print') {
    process.stdout.write(loaded.text);
    return;
  }
  const { config, file } = loaded;
  const log = openLog({ level: config.logLevel, format: config.logFormat });
  for (const warning of loaded.warnings) log.warn({}, warning);

  await makeFolders(config);
  const server = await startServer(config, { log, version });
  stopOnSignals(server, log);
  // Not before everything runs: its password is shown just once, below.
  const example = await makeExampleGroup(config.groupsDir);
  process.stdout.write(banner({ config, configFile: file, example, port: server.port, tls: server.tls }));
}

function stopOnSignals(server: RunningServer, log: Logger): void {
  const stop = (signal: NodeJS.Signals): void => {
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error({}, 'stopping takes too long; giving up');
      process.exit(EXIT_SOFTWARE);
    }, STOP_TIMEOUT_MS).unref();
    server.close({ code: 'shutting-down', message: 'the server is being stopped' }).then(
      () => process.exit(0),
      (err: unknown) => {
        log.error({ err }, 'stopping failed');
        process.exit(EXIT_SOFTWARE);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
}

async function ownVersion(): Promise<string> {
  const text = await readFile(path.join(import.meta.dirname, '../package.json'), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return version;
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
