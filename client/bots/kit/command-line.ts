import { Command, CommanderError, Option } from 'commander';
import { SettingsMistake } from './failures.ts';
import { flagOf, SETTING_NAMES, SETTINGS, variableOf, type RawSettings } from './settings.ts';

/** What the command line says; `print` goes to the terminal, and that is all. */
export type CommandLine =
  | { readonly outcome: 'run'; readonly flags: RawSettings }
  | { readonly outcome: 'print'; readonly text: string };

export interface CommandLineOptions {
  readonly name: string;
  readonly about: string;
  /** The bot's own options, and what `--help` says of them. */
  readonly options: Readonly<Record<string, string>>;
}

/**
 * Reads the command line.
 *
 * @param argv - Arguments after the script's name.
 * @throws SettingsMistake for an unknown flag, a missing value, or a secret, which everybody on the machine could read.
 */
export function readCommandLine(argv: readonly string[], bot: CommandLineOptions): CommandLine {
  let text = '';
  const program = new Command(bot.name)
    .description(bot.about)
    .helpOption('-h, --help', 'print this help')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({
      writeOut: (more) => (text += more),
      writeErr: () => undefined,
      getOutHelpWidth: () => 100,
    })
    .addHelpText('after', AFTERWORD);
  for (const name of SETTING_NAMES) program.addOption(optionOf(name, SETTINGS[name].description ?? ''));
  program.addOption(optionOf('config', 'JSON file of settings'));
  for (const [name, about] of Object.entries(bot.options)) program.addOption(optionOf(name, about));
  for (const secret of SECRETS) program.addOption(new Option(`${flagOf(secret)} [${secret}]`).hideHelp());

  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { outcome: 'print', text };
    const sentence = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    throw new SettingsMistake(`${sentence}; --help lists all flags.`, { cause: error });
  }
  const flags = program.opts<RawSettings>();
  const secret = SECRETS.find((each) => each in flags);
  if (secret === undefined) return { outcome: 'run', flags };
  throw new SettingsMistake(
    `A ${secret} on the command line can be seen by everybody on this machine. Use ${flagOf(`${secret}File`)} or ${variableOf(secret)}.`,
  );
}

/** Known as flags only to be refused. */
const SECRETS = ['password', 'token'];

const AFTERWORD = `
Every setting may also stand in the file that --config names (passwordFile) or in the environment
(${variableOf('passwordFile')}); flags win over the environment, and that over the file. The
environment may hold the secrets themselves: ${variableOf('password')}, ${variableOf('token')}.

Exit codes: 0 told to stop; 69 no server; 70 a mistake of the program; 75 the group lets nobody in
now; 77 the bot was not let in; 78 a setting makes no sense; 79 an operator has removed the bot.`;

function optionOf(name: string, about: string): Option {
  const isSwitch = name === 'insecure';
  return new Option(isSwitch ? flagOf(name) : `${flagOf(name)} <${valueOf(name)}>`, about);
}

function valueOf(name: string): string {
  if (name === 'server') return 'url';
  if (name.endsWith('Seconds')) return 'seconds';
  if (['group', 'name', 'logLevel', 'logFormat'].includes(name)) return 'text';
  return 'file';
}
