import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig, type LoadedConfig } from './load.ts';
import { SETTINGS } from './settings.ts';
import { ConfigError } from './start-error.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'evagore-config-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function load(argv: string[], env: Record<string, string> = {}): Promise<LoadedConfig> {
  const loaded = await loadConfig({ argv, env: { EVAGORE_DATA_DIR: dir, ...env }, version: '1.2.3' });
  if (loaded.outcome !== 'run') throw new Error(`printed ${loaded.text}`);
  return loaded;
}

async function file(content: unknown, name = 'evagore.json'): Promise<string> {
  const where = path.join(dir, name);
  await writeFile(where, typeof content === 'string' ? content : JSON.stringify(content));
  return where;
}

async function problems(argv: string[], env: Record<string, string> = {}): Promise<string[]> {
  const error: unknown = await load(argv, env).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConfigError);
  return error instanceof ConfigError ? [...error.problems] : [];
}

describe('loadConfig', () => {
  it('runs on the defaults where nothing is said', async () => {
    const { config, file: read } = await load([]);
    expect(read).toBeUndefined();
    expect(config).toMatchObject({ httpPort: 8443, insecure: false, groupsDir: 'groups', rtcPort: 44_444 });
  });

  it('lets the environment win over the file, and flags over both', async () => {
    await file({ httpPort: 1001, rtcPort: 1001, maxChatHistory: 1001 });
    const env = { EVAGORE_RTC_PORT: '1002', EVAGORE_MAX_CHAT_HISTORY: '1002' };
    const { config } = await load(['--max-chat-history', '1003'], env);
    expect(config).toMatchObject({ httpPort: 1001, rtcPort: 1002, maxChatHistory: 1003 });
  });

  it('finds evagore.json in the data folder that a flag names', async () => {
    await mkdir(path.join(dir, 'other'));
    await file({ httpPort: 1001 }, 'other/evagore.json');
    expect((await load(['--data-dir', path.join(dir, 'other')])).config.httpPort).toBe(1001);
  });

  it('reads the file that --config names instead', async () => {
    await file({ httpPort: 1001 });
    const named = await file({ httpPort: 1002 }, 'mine.json');
    expect(await load(['--config', named])).toMatchObject({ config: { httpPort: 1002 }, file: named });
  });

  it('reads the file that EVAGORE_CONFIG names', async () => {
    const named = await file({ httpPort: 1002 }, 'mine.json');
    expect((await load([], { EVAGORE_CONFIG: named })).config.httpPort).toBe(1002);
  });

  it('reads lists and switches from text', async () => {
    const { config } = await load(
      ['--allow-origin', 'https://a.example, https://b.example', '--no-insecure'],
      {
        EVAGORE_INSECURE: 'yes',
      },
    );
    expect(config).toMatchObject({
      allowOrigin: ['https://a.example', 'https://b.example'],
      insecure: false,
    });
  });

  it('takes several flags for the items of one list', async () => {
    const { config } = await load([
      ...['--allow-origin', 'https://a.example', '--http-port', '1'],
      ...['--allow-origin', 'https://b.example,https://c.example'],
    ]);
    expect(config.allowOrigin).toEqual(['https://a.example', 'https://b.example', 'https://c.example']);
  });

  it.each([
    ['/srv/galene/static', { prefix: '/', dir: '/srv/galene/static' }],
    ['static', { prefix: '/', dir: 'static' }],
    ['/=static', { prefix: '/', dir: 'static' }],
    ['/classic/=../galene/static', { prefix: '/classic/', dir: '../galene/static' }],
    ['/a/b-2/=/srv/x=y/', { prefix: '/a/b-2/', dir: '/srv/x=y/' }],
    ['/srv/x=y', { prefix: '/', dir: '/srv/x=y' }],
  ])('reads the folder of pages "%s"', async (text, folder) => {
    expect((await load(['--static', text])).config.static).toEqual([folder]);
  });

  it('reads folders of pages from the file, in either form', async () => {
    await file({ static: ['/classic/=a', { prefix: '/b/', dir: 'b,c' }, { dir: 'd' }] });
    const { config } = await load([]);
    expect(config.static).toEqual([
      { prefix: '/classic/', dir: 'a' },
      { prefix: '/b/', dir: 'b,c' },
      { prefix: '/', dir: 'd' },
    ]);
    expect(config.static.every((folder) => Object.isFrozen(folder))).toBe(true);
  });

  it.each([
    '/group/=x',
    '/group/tea/=x',
    '/ws/=x',
    '/api/=x',
    '/a//b/=x',
    '/../=x',
    '/.a/=x',
    '/a b/=x',
    '/a%2fb/=x',
    '/=',
  ])('refuses the folder of pages "%s", whose prefix none can have', async (text) => {
    expect(await problems(['--static', text])).toEqual([
      expect.stringMatching(/^command line: --static: must be a folder, or a prefix and a folder such as/),
    ]);
  });

  it('refuses a folder of pages with a misspelt field', async () => {
    const name = await file({ static: [{ prefx: '/a/', dir: 'a' }] });
    const [problem] = await problems([]);
    expect(problem).toContain(`${name}: static[0]`);
  });

  it('treats a variable that is set to nothing as absent', async () => {
    expect((await load([], { EVAGORE_HTTP_PORT: '' })).config.httpPort).toBe(8443);
  });

  it('lets an editor find the schema by $schema', async () => {
    await file({ $schema: './evagore.schema.json', httpPort: 1001 });
    expect((await load([])).config.httpPort).toBe(1001);
  });

  it('gives a configuration that nobody can change', async () => {
    const { config } = await load([]);
    expect(Object.isFrozen(config) && Object.isFrozen(config.allowOrigin)).toBe(true);
  });

  it('stops at an unknown key, with the file, the key and the one that was meant', async () => {
    const name = await file({ htpPort: 8443 });
    expect(await problems([])).toEqual([
      `${name}: htpPort: there is no such setting; did you mean httpPort?`,
    ]);
  });

  it('stops at a wrong type, with the path into a list', async () => {
    const name = await file({ allowOrigin: ['https://a.example', 7] });
    expect(await problems([])).toEqual([
      `${name}: allowOrigin[1]: expected string, received number (it is 7).`,
    ]);
  });

  it('names the variable that is wrong', async () => {
    expect(await problems([], { EVAGORE_HTTP_PORT: 'https' })).toEqual([
      'environment: EVAGORE_HTTP_PORT: expected number, received string (it is "https").',
    ]);
  });

  it('names the flag that is wrong', async () => {
    const [problem] = await problems(['--http-port', '99999']);
    expect(problem).toMatch(/^command line: --http-port: .*65535.*\(it is 99999\)\.$/);
  });

  it('refuses an unknown flag, with the one that was meant', async () => {
    const [problem] = await problems(['--http-prt', '1']);
    expect(problem).toMatch(/^command line: unknown option '--http-prt' .*--http-port/);
  });

  it('refuses a stray argument', async () => {
    expect(await problems(['8443'])).toHaveLength(1);
  });

  it('tells the problems of all sources at once', async () => {
    await file({ rtcPort: 'x', nonsense: 1 });
    expect(
      await problems(['--insecure', '--rtc-workers', 'many'], { EVAGORE_LOG_LEVEL: 'loud' }),
    ).toHaveLength(4);
  });

  it('says where a file stops being JSON', async () => {
    const name = await file('{"httpPort": 8443,}');
    const [problem] = await problems([]);
    expect(problem).toContain(`${name}: this is not JSON`);
    expect(problem).toMatch(/position|line/);
  });

  it('refuses a file that is no object', async () => {
    await file([1]);
    expect((await problems([]))[0]).toContain('a JSON object with settings is expected');
  });

  it('refuses a named file that does not exist', async () => {
    expect(await problems(['--config', '/nowhere/x.json'])).toEqual([
      '/nowhere/x.json: there is no such file; mend its path or its permissions.',
    ]);
  });

  it('refuses a certificate without its key', async () => {
    expect((await problems(['--cert-file', 'a.pem']))[0]).toContain('keyFile is not');
  });

  it('refuses to drop people before it asked them', async () => {
    expect((await problems(['--ping-after-seconds', '30']))[0]).toContain('idleTimeoutSeconds');
  });

  it('refuses a public address that carries a query', async () => {
    expect((await problems(['--public-url', 'https://a.example/?x']))[0]).toContain('--public-url');
  });

  it('warns of a variable that looks like a misspelt setting, and of no other', async () => {
    const { warnings } = await load([], { EVAGORE_HTTP_PROT: '1', EVAGORE_WORKER_CACHE_FOLDER: '/x' });
    expect(warnings).toEqual([
      'environment: EVAGORE_HTTP_PROT is not a setting; did you mean EVAGORE_HTTP_PORT?',
    ]);
  });

  it('prints a help that knows every flag', async () => {
    const loaded = await loadConfig({ argv: ['--help'], env: {}, version: '1.2.3' });
    if (loaded.outcome !== 'print') throw new Error('did not print');
    for (const { flag } of SETTINGS) expect(loaded.text).toContain(flag);
  });

  it('prints its version', async () => {
    const loaded = await loadConfig({ argv: ['--version'], env: {}, version: '1.2.3' });
    expect(loaded).toMatchObject({ outcome: 'print', text: 'Evagore 1.2.3\n' });
  });
});
