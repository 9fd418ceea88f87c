import type { Credentials } from '@evagore/client';
import { GroupName, Username } from '@evagore/shared';
import { z } from 'zod';
import type { Place } from './attend.ts';
import { SettingsMistake } from './failures.ts';
import { check, parseJson } from './json-text.ts';
import { LOG_FORMATS, LOG_LEVELS } from './log.ts';
import { socketUrl } from './server-url.ts';
import { readCertificates, readSecretFile, readTextFile } from './small-file.ts';
import type { Trust } from './socket.ts';

const FileName = z.string().min(1).max(4096);

/** What every bot can be told. Each `describe` text is what `--help` says. */
export const SETTINGS = {
  server: z.string().min(1).max(2048).describe('address of the server, such as wss://meet.example.org/'),
  group: GroupName.describe('name of the group'),
  name: Username.optional().describe("the bot's name in the group"),
  passwordFile: FileName.optional().describe("file with the bot's password"),
  tokenFile: FileName.optional().describe('file with a token, instead of a password'),
  ca: FileName.optional().describe('PEM file of the certificate by which the server is to be believed'),
  insecure: z
    .union([z.boolean(), z.stringbool()])
    .default(false)
    .describe('believe any certificate, and allow a connection without encryption'),
  giveUpAfterSeconds: z.coerce
    .number()
    .min(0)
    .max(1e9)
    .default(300)
    .describe('how long the first connection is tried (default: 300)'),
  logLevel: z.enum(LOG_LEVELS).default('info').describe('least urgent lines to log (default: info)'),
  logFormat: z.enum(LOG_FORMATS).optional().describe('pretty or json; absent: pretty on a terminal'),
};

export type SettingName = keyof typeof SETTINGS;
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];
const Settings = z.strictObject(SETTINGS);

/** What one source says: the command line, the environment, or a file. Values are not checked. */
export type RawSettings = Readonly<Record<string, unknown>>;

/** What it takes to run a bot. */
export interface BotSettings {
  readonly place: Place;
  readonly trust: Trust;
  readonly giveUpAfterMs: number;
  readonly log: Pick<z.infer<typeof Settings>, 'logLevel' | 'logFormat'>;
  /** The bot's own options. */
  readonly options: Readonly<Record<string, string>>;
}

export interface SettingSources {
  readonly flags: RawSettings;
  readonly env: NodeJS.ProcessEnv;
  /** The bot's name where none is set. */
  readonly defaultName: string;
  /** Names of the bot's own options. */
  readonly optionNames: readonly string[];
}

/**
 * Puts together what the file of settings, the environment and the command line say; the later wins.
 *
 * @throws SettingsMistake
 */
export async function readSettings({
  flags,
  env,
  defaultName,
  optionNames,
}: SettingSources): Promise<BotSettings> {
  const known = [...SETTING_NAMES, ...optionNames];
  const fromEnv = environment(env, known);
  const configFile = flags['config'] ?? env[variableOf('config')];
  const fromFile =
    typeof configFile === 'string' && configFile !== '' ? await readFile(configFile, known) : {};
  const fromFlags = Object.fromEntries(Object.entries(flags).filter(([name]) => name !== 'config'));
  const all = { ...fromFile, ...fromEnv, ...fromFlags };

  const own = Object.entries(all).filter(([name]) => optionNames.includes(name));
  const options = check('settings', Object.fromEntries(own), z.record(z.string(), FileName));
  const given = Object.fromEntries(Object.entries(all).filter(([name]) => !optionNames.includes(name)));
  for (const name of ['server', 'group'] as const) {
    if (given[name] === undefined) {
      throw new SettingsMistake(`Say which ${name}: by --${name}, or ${variableOf(name)}.`);
    }
  }
  const settings = check('settings', given, Settings);
  const credentials = await findCredentials([fromFlags, { ...fromEnv, ...secretsOf(env) }, fromFile]);
  const { group, name, insecure, ca, logLevel, logFormat } = settings;
  const hasToken = typeof credentials !== 'string' && credentials.type === 'token';
  return {
    place: {
      url: socketUrl(settings.server, insecure),
      group,
      // A token that names nobody leaves the choice to the bot.
      username: name ?? (hasToken ? undefined : defaultName),
      credentials,
    },
    trust: { insecure, ca: ca === undefined ? undefined : await readCertificates(ca) },
    giveUpAfterMs: settings.giveUpAfterSeconds * 1000,
    log: { logLevel, logFormat },
    options,
  };
}

/** The name of a setting in the environment: `EVAGORE_BOT_PASSWORD_FILE`. */
export function variableOf(setting: string): string {
  return `EVAGORE_BOT_${setting.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
}

/** The name of a setting on the command line: `--password-file`. */
export function flagOf(setting: string): string {
  return `--${setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function environment(env: NodeJS.ProcessEnv, known: readonly string[]): RawSettings {
  const entries = known.map((name) => [name, env[variableOf(name)]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== ''));
}

function secretsOf(env: NodeJS.ProcessEnv): RawSettings {
  return environment(env, ['password', 'token']);
}

async function readFile(file: string, known: readonly string[]): Promise<RawSettings> {
  const settings = parseJson(file, await readTextFile(file), z.record(z.string(), z.unknown()));
  const unknown = Object.keys(settings).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const about = /^(password|token)$/.test(unknown)
      ? `put it into a file of its own, and name that by ${unknown}File`
      : `there are: ${known.join(', ')}`;
    throw new SettingsMistake(`${file}: "${unknown}" is no setting; ${about}.`);
  }
  return settings;
}

/** The first source that has any credentials decides; without any, the password is empty. */
async function findCredentials(sources: readonly RawSettings[]): Promise<Credentials> {
  for (const source of sources) {
    const given = ['password', 'token', 'passwordFile', 'tokenFile'].filter((name) => name in source);
    const [first, ...more] = given;
    if (first === undefined) continue;
    if (more.length > 0) throw new SettingsMistake(`Give only one of ${given.join(' and ')}.`);
    const value = String(source[first]);
    const secret = first.endsWith('File') ? await readSecretFile(value) : value;
    return first.startsWith('token') ? { type: 'token', token: secret } : secret;
  }
  return '';
}
