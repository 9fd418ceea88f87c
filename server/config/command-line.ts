import { Command, CommanderError, Option } from 'commander';
import { ConfigError } from './start-error.ts';
import { SETTINGS, type SettingInfo } from './settings.ts';

/** What the command line says. Values are text still, except for switches. */
export interface CommandLine {
  readonly outcome: 'run';
  /** The file that `--config` names. */
  readonly configFile: string | undefined;
  /** By the name of the setting. */
  readonly values: ReadonlyMap<string, string | boolean>;
}

/** `--help` or `--version` was asked for: `text` goes to the terminal, and that is all. */
export interface PrintOnly {
  readonly outcome: 'print';
  readonly text: string;
}

/**
 * Reads the command line; flags and help are generated from the settings.
 *
 * @param argv - Arguments after the script's name.
 * @throws {@link ConfigError} for an unknown flag or a missing value.
 */
export function readCommandLine(argv: readonly string[], version: string): CommandLine | PrintOnly {
  let printed = '';
  const program = new Command('evagore')
    .description('Self-hosted group video meetings.')
    .version(`Evagore ${version}`, '-v, --version', 'Print the version.')
    .helpOption('-h, --help', 'Print this help.')
    .option('-c, --config <file>', 'Configuration file (JSON); DATADIR/evagore.json where that exists.')
    .addHelpText(
      'after',
      '\nEvery setting may also stand in the configuration file (httpPort) or in the environment\n(EVAGORE_HTTP_PORT). The file is read first, then the environment, then the flags; the later wins.',
    )
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => (printed += text),
      writeErr: () => undefined,
      getOutHelpWidth: () => 100,
    });
  for (const setting of SETTINGS) for (const option of optionsOf(setting)) program.addOption(option);

  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { outcome: 'print', text: printed };
    const sentence = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    throw new ConfigError([`command line: ${sentence}; --help lists all flags.`], { cause: error });
  }

  const given = program.opts<Record<string, string | boolean>>();
  const values = new Map(Object.entries(given).filter(([name]) => name !== 'config'));
  return {
    outcome: 'run',
    configFile: typeof given['config'] === 'string' ? given['config'] : undefined,
    values,
  };
}

function optionsOf(setting: SettingInfo): Option[] {
  const text = setting.description + defaultText(setting);
  switch (setting.kind) {
    case 'boolean': {
      const off = new Option(setting.flag.replace('--', '--no-')).hideHelp();
      // An absent `--no-x` would otherwise set x to true.
      return [new Option(setting.flag, text).default(undefined), off.default(undefined)];
    }
    case 'list':
      return [new Option(`${setting.flag} <a,b,…>`, text).argParser(listed)];
    case 'number':
      return [new Option(`${setting.flag} <number>`, text)];
    case 'text':
      return [new Option(`${setting.flag} <text>`, text)];
  }
}

/** A list may also be given by several flags. */
function listed(value: string, before: string | undefined): string {
  return before === undefined ? value : `${before},${value}`;
}

function defaultText(setting: SettingInfo): string {
  const value = setting.defaultValue;
  return typeof value === 'string' || typeof value === 'number' ? ` Default: ${value.toString()}.` : '';
}
