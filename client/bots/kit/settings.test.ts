import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCommandLine } from './command-line.ts';
import { SettingsMistake } from './failures.ts';
import { flagOf, readSettings, variableOf } from './settings.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evagore-bot-'));
  const files = {
    password: 'sesame\n',
    token: 'abc.def.ghi',
    empty: '\n',
    lines: 'one\ntwo\n',
    long: 'x'.repeat(16_385),
    cert: '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(file(name), text);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function file(name: string): string {
  return path.join(folder, name);
}

async function config(content: unknown): Promise<string> {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await writeFile(file('config.json'), text);
  return file('config.json');
}

const GOAL = ['--server', 'wss://meet.example.org', '--group', 'demo'];

async function read(argv: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const bot = { name: 'Robot', about: 'Helps.', options: { rules: 'the rules' } };
  const commandLine = readCommandLine(argv, bot);
  if (commandLine.outcome === 'print') throw new Error('nothing to run');
  const { flags } = commandLine;
  return readSettings({ flags, env, defaultName: 'Robot', optionNames: ['rules'] });
}

describe('settings', () => {
  it('have defaults for all but server and group', async () => {
    expect(await read(GOAL)).toEqual({
      place: { url: 'wss://meet.example.org/ws', group: 'demo', username: 'Robot', credentials: '' },
      trust: { insecure: false, ca: undefined },
      giveUpAfterMs: 300_000,
      log: { logLevel: 'info', logFormat: undefined },
      options: {},
    });
  });

  it('come from a file, then the environment, then flags', async () => {
    const named = await config({
      server: 'a',
      group: 'a',
      name: 'a',
      rules: 'a.json',
      giveUpAfterSeconds: 5,
    });
    const env = { EVAGORE_BOT_GROUP: 'b', EVAGORE_BOT_NAME: 'b', EVAGORE_BOT_INSECURE: 'true' };
    expect(await read(['--config', named, '--name', 'c'], env)).toMatchObject({
      place: { url: 'wss://a/ws', group: 'b', username: 'c' },
      trust: { insecure: true },
      giveUpAfterMs: 5000,
      options: { rules: 'a.json' },
    });
    expect(await read([], { ...env, EVAGORE_BOT_CONFIG: named })).toMatchObject({
      place: { url: 'wss://a/ws', username: 'b' },
    });
  });

  it.each([
    ['a file', ['--password-file', 'password'], {}, 'sesame'],
    ['a file named by the environment', [], { EVAGORE_BOT_PASSWORD_FILE: 'password' }, 'sesame'],
    ['the environment', [], { EVAGORE_BOT_PASSWORD: 'open' }, 'open'],
    [
      'flags rather than the environment',
      ['--password-file', 'password'],
      { EVAGORE_BOT_TOKEN: 'x' },
      'sesame',
    ],
    ['a token', [], { EVAGORE_BOT_TOKEN: 'x.y' }, { type: 'token', token: 'x.y' }],
    ['a token file', ['--token-file', 'token'], {}, { type: 'token', token: 'abc.def.ghi' }],
  ])('take credentials from %s', async (_, argv, env, credentials) => {
    const inFolder = (value: string) => (['password', 'token'].includes(value) ? file(value) : value);
    const flags = argv.map((value, index) => (index === 1 ? inFolder(value) : value));
    const variables = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, inFolder(value)]));
    expect((await read([...GOAL, ...flags], variables)).place.credentials).toEqual(credentials);
  });

  it('let a token name the bot, unless a name is set', async () => {
    const env = { EVAGORE_BOT_TOKEN: 'x' };
    expect((await read(GOAL, env)).place.username).toBeUndefined();
    expect((await read([...GOAL, '--name', 'R2'], env)).place.username).toBe('R2');
  });

  it('read the certificate to believe', async () => {
    const { trust } = await read([...GOAL, '--ca', file('cert')]);
    expect(trust.ca).toContain('BEGIN CERTIFICATE');
  });

  it.each<[string, string[], NodeJS.ProcessEnv, RegExp]>([
    ['no server', ['--group', 'demo'], {}, /which server: by --server, or EVAGORE_BOT_SERVER/],
    ['no group', ['--server', 'x'], {}, /which group/],
    ['an unknown flag', [...GOAL, '--grupp', 'x'], {}, /unknown option '--grupp'/],
    ['a flag without a value', ['--server'], {}, /argument missing/],
    ['words that belong to no flag', [...GOAL, 'x'], {}, /too many arguments/],
    ['a bad group', ['--server', 'x', '--group', '../x'], {}, /group: /],
    ['a bad number', GOAL, { EVAGORE_BOT_GIVE_UP_AFTER_SECONDS: 'soon' }, /giveUpAfterSeconds: /],
    ['a bad switch', GOAL, { EVAGORE_BOT_INSECURE: 'perhaps' }, /insecure: /],
    ['a bad level', [...GOAL, '--log-level', 'loud'], {}, /logLevel: /],
    [
      'two secrets',
      GOAL,
      { EVAGORE_BOT_PASSWORD: 'a', EVAGORE_BOT_TOKEN: 'b' },
      /only one of password and token/,
    ],
    ['a file that is not there', [...GOAL, '--password-file', '/nowhere/x'], {}, /cannot be read/],
  ])('are refused with %s', async (_, argv, env, message) => {
    const reading = (async () => read(argv, env))();
    await expect(reading).rejects.toThrow(SettingsMistake);
    await expect(reading).rejects.toThrow(message);
  });

  it.each(['empty', 'lines', 'long'])('refuse a secret from a file that is %s', async (name) => {
    await expect(read([...GOAL, '--password-file', file(name)])).rejects.toThrow(SettingsMistake);
  });

  it('refuse a certificate that is none', async () => {
    await expect(read([...GOAL, '--ca', file('password')])).rejects.toThrow(/no certificate in PEM/);
  });

  it.each(['--password', '--token'])('refuse %s on the command line, and do not repeat it', (flag) => {
    for (const argv of [[flag, 'hunter2'], [`${flag}=hunter2`], [flag]]) {
      const reading = () => readCommandLine(argv, { name: 'Robot', about: '', options: {} });
      expect(reading).toThrow(/seen by everybody on this machine/);
      expect(reading).not.toThrow(/hunter2/);
    }
  });

  it.each([
    ['what is not JSON', '{"password": hunter2', /is not JSON\.$/],
    ['an unknown name', { grupp: 'x' }, /"grupp" is no setting; there are: server, group/],
    ['a secret', { password: 'hunter2' }, /"password" is no setting; put it into a file of its own/],
    ['a list', [], /expected record/],
  ])('refuse a file with %s', async (_, content, message) => {
    const reading = read(['--config', await config(content)]);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.not.toThrow(/hunter2/);
  });

  it('are listed by --help, secrets excepted', () => {
    const printed = readCommandLine(['--help'], {
      name: 'Robot',
      about: 'Helps.',
      options: { rules: 'the rules' },
    });
    const text = printed.outcome === 'print' ? printed.text : '';
    expect(text).toContain('--rules <file>');
    expect(text).toContain('--password-file <file>');
    expect(text).not.toMatch(/--password[ =]/);
  });

  it('have names of each kind', () => {
    expect(variableOf('giveUpAfterSeconds')).toBe('EVAGORE_BOT_GIVE_UP_AFTER_SECONDS');
    expect(flagOf('giveUpAfterSeconds')).toBe('--give-up-after-seconds');
  });
});
