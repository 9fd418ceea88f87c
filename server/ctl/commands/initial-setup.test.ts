import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Passwords } from '../../access/passwords.ts';
import { Password } from '../../access/stored-password.ts';
import { testFolder, type TestFolder } from '../../access/testing.ts';
import { ctl } from '../testing/run-in-process.ts';

let folder: TestFolder;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder.remove());

const CLIENT_FILE = '.config/evagore/ctl.json';

function run(...options: string[]) {
  return ctl(['initial-setup', ...options], { folder: folder.path });
}

interface Site {
  users: Record<string, { password: { type: string; key: string }; permissions: string }>;
  writableGroups: boolean;
  canonicalHost?: string;
}

async function json<Content>(name: string): Promise<Content> {
  return JSON.parse(await readFile(path.join(folder.path, name), 'utf8')) as Content;
}

async function modeOf(name: string): Promise<string> {
  return ((await stat(path.join(folder.path, name))).mode & 0o777).toString(8);
}

describe('initial-setup', () => {
  it('makes an administrator, and keeps a password that opens', async () => {
    expect(await run()).toMatchObject({ code: 0, err: '' });
    const site = await json<Site>('data/config.json');
    const kept = await json<Record<string, string>>(CLIENT_FILE);
    expect(site).toMatchObject({
      users: { admin: { password: { type: 'bcrypt' }, permissions: 'admin' } },
      writableGroups: true,
    });
    expect(kept).toMatchObject({
      server: 'https://localhost:8443/',
      username: 'admin',
      dataDir: path.join(folder.path, 'data'),
    });
    const passwords = new Passwords({ maxChecks: 1, maxQueued: 1 });
    expect(await passwords.verify(kept['password']!, Password.parse(site.users['admin']?.password))).toBe(
      true,
    );
  });

  it('lets nobody else read the files, and does not show the password', async () => {
    const ran = await run();
    expect(await modeOf('data/config.json')).toBe('600');
    expect(await modeOf(CLIENT_FILE)).toBe('600');
    expect(await modeOf('data')).toBe('700');
    const { password } = await json<{ password: string }>(CLIENT_FILE);
    expect(password.length).toBeGreaterThanOrEqual(20);
    expect(ran.out).not.toContain(password);
  });

  it('takes another name, server and password', async () => {
    await folder.write('pw', 'hunter2\n');
    const options = [
      '--username',
      'root',
      '--server',
      'meet.example.org',
      '--password-file',
      'pw',
      '--data-dir',
      'd',
    ];
    expect((await run(...options)).code).toBe(0);
    expect(await json(CLIENT_FILE)).toMatchObject({
      server: 'https://meet.example.org/',
      username: 'root',
      password: 'hunter2',
    });
    expect(Object.keys((await json<Site>('d/config.json')).users)).toEqual(['root']);
  });

  it.each(['data/config.json', CLIENT_FILE])('leaves everything as it is where %s is there', async (file) => {
    await folder.write(file, '{"canonicalHost": "meet.example.org"}');
    const ran = await run();
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('--force');
    expect(await json(file)).toEqual({ canonicalHost: 'meet.example.org' });
    const other = file === CLIENT_FILE ? 'data/config.json' : CLIENT_FILE;
    await expect(stat(path.join(folder.path, other))).rejects.toThrow('ENOENT');
  });

  it('keeps by --force what else the files of the server say', async () => {
    await folder.write('data/config.json', {
      canonicalHost: 'meet.example.org',
      users: { boss: { password: 'x', permissions: 'admin' } },
    });
    await folder.write(CLIENT_FILE, '{"server": "https://old.example/"}');
    expect((await run('--force')).code).toBe(0);
    const site = await json<Site>('data/config.json');
    expect(site.canonicalHost).toBe('meet.example.org');
    expect(Object.keys(site.users)).toEqual(['boss', 'admin']);
  });

  it('does not lose what it cannot understand, even by --force', async () => {
    await folder.write('data/config.json', '{broken');
    expect((await run('--force')).code).toBe(2);
    expect(await readFile(path.join(folder.path, 'data/config.json'), 'utf8')).toBe('{broken');
  });

  it('leaves no password behind that opens nothing', async () => {
    await folder.write('data', 'a file where the folder should be');
    expect((await run()).code).toBe(2);
    await expect(stat(path.join(folder.path, CLIENT_FILE))).rejects.toThrow('ENOENT');
  });
});
