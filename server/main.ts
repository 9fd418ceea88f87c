import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { startServer, type RunningServer } from './assembly.ts';
import { makeExampleGroup, makeFolders } from './access/first-start.ts';
import { banner } from './banner.ts';
import { loadConfig } from './config/load.ts';
import type { ServerConfig } from './config/schema.ts';
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
  stopOnSignals(server, config, log);
  // Not before everything runs: its password is shown just once, below.
  const example = await makeExampleGroup(config.groupsDir);
  process.stdout.write(banner({ config, configFile: file, example, port: server.port, tls: server.tls }));
}

/** The first signal lets people finish, if they may; the second, or the end of that, stops the server. */
function stopOnSignals(server: RunningServer, { drainSeconds }: ServerConfig, log: Logger): void {
  const stop = (): void => {
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
  const onSignal = (signal: NodeJS.Signals): void => {
    if (signal !== 'SIGTERM' || drainSeconds === 0 || server.drain.planned !== undefined) {
      log.info({ signal }, 'stopping');
      stop();
    } else {
      log.info({ signal, drainSeconds }, 'draining');
      server.drain.begin({ deadlineSeconds: drainSeconds, message: 'Please come to an end.' });
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  void server.drained.then(() => {
    log.info({}, 'drained');
    stop();
  });
}

async function ownVersion(): Promise<string> {
  const text = await readFile(path.join(import.meta.dirname, '../package.json'), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return version;
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
