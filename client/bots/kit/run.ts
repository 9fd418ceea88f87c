import { defaultWorld } from '../../lib/world.ts';
import { attend } from './attend.ts';
import { readCommandLine } from './command-line.ts';
import type { BotDefinition } from './definition.ts';
import { EXIT } from './endings.ts';
import { SettingsMistake } from './failures.ts';
import { openLog } from './log.ts';
import type { BotProgram } from './program.ts';
import { readSettings } from './settings.ts';
import { socketOpener } from './socket.ts';

/**
 * Runs a bot as this process: reads the command line and the environment, joins the group, and ends the process when
 * the bot is told to stop (SIGINT, SIGTERM) or its time in the group is over. The exit codes are those of {@link EXIT}.
 */
export async function runBot<Name extends string>(bot: BotDefinition | BotProgram<Name>): Promise<never> {
  try {
    process.exit(EXIT[await run(bot)]);
  } catch (error) {
    if (error instanceof SettingsMistake) {
      process.stderr.write(`${bot.name}: ${error.message}\n`);
      process.exit(EXIT.settings);
    }
    console.error(error);
    process.exit(EXIT.failed);
  }
}

async function run<Name extends string>(bot: BotDefinition | BotProgram<Name>): Promise<keyof typeof EXIT> {
  const program = 'prepare' in bot ? bot : programOf(bot);
  const commandLine = readCommandLine(process.argv.slice(2), program);
  if (commandLine.outcome === 'print') {
    process.stdout.write(commandLine.text);
    return 'done';
  }
  const { flags } = commandLine;
  const optionNames = Object.keys(program.options);
  const settings = await readSettings({ flags, env: process.env, defaultName: program.name, optionNames });
  const { logLevel: level, logFormat: format } = settings.log;
  const log = openLog({ bot: settings.place.username ?? program.name, level, format });
  const definition = await program.prepare(settings.options, log);

  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping');
      controller.abort();
    });
  }
  // A handler may have started what it does not wait for.
  process.on('unhandledRejection', (err) => {
    log.error({ err }, 'a promise that nobody waits for has failed');
  });
  const openSocket = socketOpener(settings.trust, ({ message: reason }) => {
    log.warn({ reason }, 'no connection');
  });
  const ending = await attend({
    definition,
    place: settings.place,
    log,
    world: { ...defaultWorld(), openSocket },
    patienceMs: settings.giveUpAfterMs,
    signal: controller.signal,
  });
  const { code, message: reason } = ending;
  log[ending.exit === 'done' ? 'info' : 'error']({ code, reason, exitCode: EXIT[ending.exit] }, 'ended');
  return ending.exit;
}

function programOf(definition: BotDefinition): BotProgram<never> {
  const { name, about } = definition;
  return {
    name,
    about: typeof about === 'string' ? about : `The bot ${name}.`,
    options: {},
    prepare: () => definition,
  };
}
