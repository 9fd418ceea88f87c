import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readCommandLine, type PrintOnly } from './command-line.ts';
import { pathText, reasonOf, unknownKey, valueText } from './problems.ts';
import { contradictions, ServerConfig } from './schema.ts';
import { fromText, nearest, SETTINGS, type SettingInfo } from './settings.ts';
import { ConfigError } from './start-error.ts';

const VARIABLE_PREFIX = 'EVAGORE_';
const SETTING_NAMES = SETTINGS.map(({ name }) => name);

export interface ConfigSources {
  /** Arguments after the script's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
}

/** The settings to run with. */
export interface LoadedConfig {
  readonly outcome: 'run';
  /** Complete and frozen. */
  readonly config: ServerConfig;
  /** The file that was read; undefined where there was none. */
  readonly file: string | undefined;
  /** Sentences for the log: what looks like a mistake, but may belong to somebody else. */
  readonly warnings: readonly string[];
}

/** Settings from one place, and how that place is called in a sentence. */
interface Source {
  readonly raw: Readonly<Record<string, unknown>>;
  where(path: readonly PropertyKey[]): string;
}

/**
 * Reads the configuration from the file, then the environment, then the flags; the later wins.
 *
 * @returns the settings, or the text that `--help` or `--version` asked for.
 * @throws {@link ConfigError} naming every problem of every source.
 */
export async function loadConfig(sources: ConfigSources): Promise<LoadedConfig | PrintOnly> {
  const commandLine = readCommandLine(sources.argv, sources.version);
  if (commandLine.outcome === 'print') return commandLine;

  const environment = fromEnvironment(sources.env);
  const flags = fromFlags(commandLine.values);
  const file = await fromFile(
    commandLine.configFile ?? sources.env['EVAGORE_CONFIG'],
    dataDirOf(environment, flags),
  );

  const inOrder = [...(file === undefined ? [] : [file.source]), environment, flags];
  const problems = inOrder.flatMap(problemsIn);
  if (problems.length > 0) throw new ConfigError(problems);

  const config = ServerConfig.parse(Object.assign({}, ...inOrder.map(({ raw }) => raw)));
  const broken = contradictions(config);
  if (broken.length > 0) throw new ConfigError(broken);
  return {
    outcome: 'run',
    config: frozen(config),
    file: file?.name,
    warnings: strangeVariables(sources.env),
  };
}

/** The file that is found through the data folder cannot say where the data folder is, but the others can. */
function dataDirOf(environment: Source, flags: Source): string {
  const named = flags.raw['dataDir'] ?? environment.raw['dataDir'];
  return typeof named === 'string' && named !== '' ? named : ServerConfig.shape.dataDir.parse(undefined);
}

async function fromFile(
  named: string | undefined,
  dataDir: string,
): Promise<{ name: string; source: Source } | undefined> {
  const name = named ?? path.join(dataDir, 'evagore.json');
  let text: string;
  try {
    text = await readFile(name, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (named === undefined && (code === 'ENOENT' || code === 'ENOTDIR')) return undefined;
    const why =
      code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code ?? 'unknown error'})`;
    throw new ConfigError([`${name}: ${why}; mend its path or its permissions.`], { cause: error });
  }
  return { name, source: { raw: parseObject(name, text), where: (at) => `${name}: ${pathText(at)}` } };
}

function parseObject(name: string, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`${name}: this is not JSON: ${why}.`], { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ConfigError([`${name}: a JSON object with settings is expected, such as {"httpPort": 8443}.`]);
  }
  const settings: Record<string, unknown> = { ...value };
  // Editors find the schema by this key.
  delete settings['$schema'];
  return settings;
}

function fromEnvironment(env: ConfigSources['env']): Source {
  const raw: Record<string, unknown> = {};
  for (const { name, variable, kind } of SETTINGS) {
    const text = env[variable];
    // Compose files and service managers hand on variables that are set to nothing.
    if (text !== undefined && text !== '') raw[name] = fromText(kind, text);
  }
  return { raw, where: (at) => `environment: ${settingAt(at)?.variable ?? pathText(at)}` };
}

function fromFlags(values: ReadonlyMap<string, string | boolean>): Source {
  const raw: Record<string, unknown> = {};
  for (const { name, kind } of SETTINGS) {
    const value = values.get(name);
    if (value !== undefined) raw[name] = typeof value === 'string' ? fromText(kind, value) : value;
  }
  return { raw, where: (at) => `command line: ${settingAt(at)?.flag ?? pathText(at)}` };
}

function settingAt(at: readonly PropertyKey[]): SettingInfo | undefined {
  return SETTINGS.find(({ name }) => name === at[0]);
}

/** Each source is checked by itself, so that a problem is told with the place where it stands. */
function problemsIn(source: Source): string[] {
  const result = ServerConfig.partial().safeParse(source.raw);
  return (result.error?.issues ?? []).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(
        (key) => `${source.where([...issue.path, key])}: ${unknownKey(key, SETTING_NAMES)}`,
      );
    }
    return `${source.where(issue.path)}: ${reasonOf(issue)} (it is ${valueText(source.raw, issue.path)}).`;
  });
}

/** Variables with our prefix that are no setting, but look very much like one. Tools have others of their own. */
function strangeVariables(env: ConfigSources['env']): string[] {
  const known = SETTINGS.map(({ variable }) => variable);
  return Object.keys(env)
    .filter((name) => name.startsWith(VARIABLE_PREFIX) && name !== 'EVAGORE_CONFIG' && !known.includes(name))
    .flatMap((name) => {
      const meant = nearest(name, known);
      return meant === undefined ? [] : [`environment: ${name} is not a setting; did you mean ${meant}?`];
    });
}

function frozen(config: ServerConfig): ServerConfig {
  for (const value of Object.values(config)) {
    if (!Array.isArray(value)) continue;
    for (const item of value) Object.freeze(item);
    Object.freeze(value);
  }
  return Object.freeze(config);
}
