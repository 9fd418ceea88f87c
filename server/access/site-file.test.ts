import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Passwords } from './passwords.ts';
import { SiteFile } from './site-file.ts';
import { testFolder, testLog, type LogLine, type TestFolder } from './testing.ts';

let folder: TestFolder;
let lines: LogLine[];
let site: SiteFile;

beforeEach(async () => {
  folder = await testFolder();
  const made = testLog();
  lines = made.lines;
  const passwords = new Passwords({ maxChecks: 2, maxQueued: 10 });
  site = new SiteFile({ file: path.join(folder.path, 'config.json'), passwords, log: made.log });
});
afterEach(() => folder.remove());

const write = (content: unknown) => folder.write('config.json', content);
const NOTHING = { allowOrigin: [], allowAdminOrigin: [], writableGroups: false };

describe('SiteFile', () => {
  it('permits nothing where there is no file', async () => {
    expect(site.peek()).toMatchObject(NOTHING);
    const current = await site.current();
    expect(current).toMatchObject(NOTHING);
    expect(current).not.toHaveProperty('canonicalHost');
    expect(await site.isAdministrator('', '')).toBe(false);
    expect(lines).toEqual([]);
  });

  it('reads what the file says', async () => {
    const content = {
      canonicalHost: 'meet.example:8443',
      proxyURL: 'https://meet.example/x/',
      allowOrigin: ['https://a.example'],
      allowAdminOrigin: ['https://b.example'],
      writableGroups: true,
    };
    await write(content);
    expect(await site.current()).toMatchObject(content);
    expect(site.peek()).toMatchObject(content);
    expect(lines).toEqual([]);
  });

  it('takes null and the empty text for absent', async () => {
    await write({ canonicalHost: '', proxyURL: null, allowOrigin: null, users: null, writableGroups: null });
    const current = await site.current();
    expect(current).toMatchObject(NOTHING);
    expect(current).not.toHaveProperty('canonicalHost');
    expect(current).not.toHaveProperty('proxyURL');
  });

  it('sees a change on the next access, and that the file is gone', async () => {
    await write({ writableGroups: true });
    expect((await site.current()).writableGroups).toBe(true);
    await write({ writableGroups: false });
    expect((await site.current()).writableGroups).toBe(false);
    await write({ writableGroups: true });
    await site.current();
    await rm(path.join(folder.path, 'config.json'));
    expect((await site.current()).writableGroups).toBe(false);
  });

  it.each([
    ['{"writableGroups": tru', 'this is not JSON'],
    ['[]', 'expected object'],
    [{ writableGroups: 'yes' }, 'writableGroups: '],
    [{ canonicalHost: 'https://meet.example' }, 'canonicalHost: must be a host'],
    [{ proxyURL: 'meet.example' }, 'proxyURL: must be a URL'],
    [{ allowOrigin: 'https://a.example' }, 'allowOrigin: '],
    [{ users: { root: { password: 7, permissions: 'admin' } } }, 'users.root.password: '],
  ])('keeps its last good state with %j, and says so once', async (content, reason) => {
    await write({ writableGroups: true });
    await site.current();
    await write(content);
    for (let i = 0; i < 2; i++) expect((await site.current()).writableGroups).toBe(true);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'warn', reason: expect.stringContaining(reason) as string });
  });

  it('works with what it does not know, and names it', async () => {
    await write({
      writableGroups: true,
      colour: 'red',
      admin: [{ username: 'x', password: 'y' }],
      users: { root: { password: 'x', permissions: 'admin' }, ada: { permissions: 'op' } },
    });
    expect((await site.current()).writableGroups).toBe(true);
    expect(lines.map(({ reason }) => reason)).toEqual([
      'unknown fields have no effect: colour',
      'admin has no effect: give administrators an entry in users',
      'users without the permission "admin" have no effect: ada',
    ]);
  });

  it('knows its administrators by name, password and permission', async () => {
    await write({
      users: {
        root: {
          password: { type: 'bcrypt', key: '$2b$04$XXXXXXXXXXXXXXXXXXXXXO' + 'a'.repeat(31) },
          permissions: 'admin',
        },
        ada: { password: 'tea', permissions: ['admin'] },
        bob: { password: 'tea', permissions: 'op' },
        none: { permissions: 'admin' },
      },
    });
    expect(await site.isAdministrator('ada', 'tea')).toBe(true);
    for (const [name, password] of [
      ['ada', 'Tea'],
      ['ada', ''],
      ['bob', 'tea'],
      ['none', ''],
      ['nobody', 'tea'],
      ['root', 'tea'],
      ['a/../b', 'tea'],
      ['__proto__', ''],
    ] as const) {
      expect(await site.isAdministrator(name, password), name).toBe(false);
    }
  });
});
