import { chmod, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testFolder, type TestFolder } from '../access/testing.ts';
import { FakeServer } from './testing/fake-server.ts';
import { ctl, type RunOptions } from './testing/run-in-process.ts';

let server: FakeServer;
let folder: TestFolder;
beforeEach(async () => {
  server = await FakeServer.start();
  folder = await testFolder();
});
afterEach(async () => {
  await server.close();
  await folder.remove();
});

const CLIENT_FILE = '.config/evagore/ctl.json';

async function keep(content: object, mode = 0o600): Promise<void> {
  await chmod(await folder.write(CLIENT_FILE, content), mode);
}

/** How the server was told who we are; undefined where it was not asked. */
async function shown(options: readonly string[], world: RunOptions = {}): Promise<string | undefined> {
  await ctl([...options, 'group', 'list'], { folder: folder.path, ...world });
  const value = server.seen.at(-1)?.headers.authorization;
  return value?.startsWith('Basic ') === true ? Buffer.from(value.slice(6), 'base64').toString() : value;
}

const at = () => ['--server', server.url];

describe('which credentials are shown', () => {
  it('takes those of the environment', async () => {
    expect(await shown(at(), { env: { EVAGORE_ADMIN_PASSWORD: 'p' } })).toBe('admin:p');
    expect(await shown(at(), { env: { EVAGORE_ADMIN_TOKEN: 't', EVAGORE_ADMIN_PASSWORD: 'p' } })).toBe(
      'Bearer t',
    );
  });

  it('lets options win over the environment', async () => {
    await folder.write('password', 'from:file\n');
    await folder.write('token', 'T\n');
    const env = { EVAGORE_ADMIN_PASSWORD: 'p', EVAGORE_ADMIN_TOKEN: 't' };
    expect(await shown([...at(), '--password-file', 'password'], { env })).toBe('admin:from:file');
    expect(await shown([...at(), '--token-file', 'token'], { env })).toBe('Bearer T');
    expect(await shown([...at(), '--username', 'bob'], { env })).toBe('bob:p');
    expect(await shown([...at(), '--password-file', '-'], { env, input: 'piped' })).toBe('admin:piped');
  });

  it('takes those that are kept, for the server that they are kept for', async () => {
    await keep({ server: server.url, username: 'root', password: 'kept' });
    expect(await shown([])).toBe('root:kept');
    expect(await shown(at())).toBe('root:kept');
  });

  it('takes a kept token', async () => {
    await keep({ server: server.url, token: 'kept' });
    expect(await shown([])).toBe('Bearer kept');
  });

  it.each([{ server: 'https://meet.example.org/' }, {}])(
    'shows no server what is kept for another one: %j',
    async (kept) => {
      await keep({ ...kept, username: 'root', password: 'kept', token: 'kept' });
      expect(await shown(at())).toBeUndefined();
    },
  );

  it("gives nobody else's password to a name", async () => {
    await keep({ server: server.url, username: 'root', password: 'kept' });
    expect(await shown(['--username', 'bob'])).toBeUndefined();
  });

  it('asks a person, and nobody else', async () => {
    expect(await shown(at(), { answers: ['typed'] })).toBe('admin:typed');
    server.seen.length = 0;
    const ran = await ctl([...at(), 'group', 'list'], { folder: folder.path });
    expect(ran).toMatchObject({ code: 4, out: '' });
    expect(ran.err).toContain('--password-file');
    expect(server.seen).toEqual([]);
  });
});

describe('what is refused', () => {
  it('a file with secrets that others can read', async () => {
    await keep({ server: server.url, password: 'kept' }, 0o644);
    const ran = await ctl(['group', 'list'], { folder: folder.path });
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.err).toContain('chmod 600');
    expect(server.seen).toEqual([]);
    await keep({ server: server.url }, 0o644);
    expect((await ctl(['group', 'list'], { folder: folder.path })).code).toBe(4);
  });

  it.each([
    ['{"pasword": "x"}', 'did you mean password?'],
    ['{"server": 7}', 'server'],
    ['{"password": "hunter2"', 'is not JSON'],
  ])('the file %s, without repeating its secrets', async (content, words) => {
    await chmod(await folder.write(CLIENT_FILE, content), 0o600);
    const ran = await ctl(['group', 'list'], { folder: folder.path });
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.err).toContain(words);
    expect(ran.err).not.toContain('hunter2');
  });

  it('a file that was named and is not there', async () => {
    expect((await ctl(['--config', 'nowhere.json', 'group', 'list'], { folder: folder.path })).code).toBe(2);
  });

  it.each([
    ['--password-file', 'nowhere'],
    ['--token-file', 'empty'],
    ['--password-file', 'long'],
  ])('%s %s', async (option, name) => {
    await folder.write('empty', '\n');
    await folder.write('long', 'x'.repeat(20_000));
    expect((await ctl([...at(), option, name, 'group', 'list'], { folder: folder.path })).code).toBe(2);
    expect(server.seen).toEqual([]);
  });

  it('wrong credentials, by the exit code 4', async () => {
    const ran = await ctl([...at(), 'group', 'list'], { env: { EVAGORE_ADMIN_PASSWORD: 'wrong' } });
    expect(ran).toMatchObject({ code: 4, out: '' });
    expect(ran.err).toContain('does not accept these credentials');
  });

  it('writing where the server does not allow it, with the remedy', async () => {
    server.isWritable = false;
    const ran = await ctl([...at(), 'group', 'create', 'tea'], { env: { EVAGORE_ADMIN_PASSWORD: 'secret' } });
    expect(ran).toMatchObject({ code: 4, out: '' });
    expect(ran.err).toContain('"writableGroups": true');
  });
});

describe('where the file is', () => {
  it('follows XDG_CONFIG_HOME, unless that is relative', async () => {
    const elsewhere = await mkdtemp(path.join(folder.path, 'xdg-'));
    await chmod(
      await folder.write(`${path.basename(elsewhere)}/evagore/ctl.json`, {
        server: server.url,
        token: 'xdg',
      }),
      0o600,
    );
    expect(await shown([], { env: { XDG_CONFIG_HOME: elsewhere } })).toBe('Bearer xdg');
    await keep({ server: server.url, token: 'home' });
    expect(await shown([], { env: { XDG_CONFIG_HOME: 'relative' } })).toBe('Bearer home');
    await rm(elsewhere, { recursive: true });
  });
});
