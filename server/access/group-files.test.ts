import { appendFile, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { GroupName } from '@evagore/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tries } from '../../shared/testing/fuzz-budget.ts';
import { GroupBroken } from '../core/errors.ts';
import { GroupFiles, groupNamesIn } from './group-files.ts';
import type { FileDescription } from './group-file.ts';
import { fileOf, realFileOf } from './group-path.ts';
import { eventually, testFolder, testLog, type LogLine, type TestFolder } from './testing.ts';

let folder: TestFolder;
let groups: GroupFiles;
let lines: LogLine[];
const name = (text: string) => GroupName.parse(text);

beforeEach(async () => {
  folder = await testFolder();
  const made = testLog();
  lines = made.lines;
  groups = new GroupFiles({ folder: path.join(folder.path, 'groups'), log: made.log });
  await mkdir(path.join(folder.path, 'groups'));
});
afterEach(async () => {
  groups.close();
  await folder.remove();
});

const write = (file: string, content: unknown) => folder.write(path.join('groups', file), content);
const warnings = () => lines.filter(({ level }) => level === 'warn');

/** Opens the groups anew, so that they watch a folder that exists. */
function watching(): { news: [GroupName, FileDescription | undefined][] } {
  groups.close();
  groups = new GroupFiles({ folder: path.join(folder.path, 'groups'), log: testLog().log });
  const news: [GroupName, FileDescription | undefined][] = [];
  groups.events.on('changed', (...change) => news.push(change));
  return { news };
}

describe('describe', () => {
  it('finds groups in the folder and in folders below', async () => {
    await write('tea.json', { displayName: 'Tea' });
    await write('physics/lab 3.json', { displayName: 'Lab' });
    expect(await groups.describe(name('tea'))).toMatchObject({ displayName: 'Tea' });
    expect(await groups.describe(name('physics/lab 3'))).toMatchObject({ displayName: 'Lab' });
  });

  it('says that users may set their passwords where the server’s files may be written, and tells of a change', async () => {
    const { news } = watching();
    groups.close();
    let writableGroups = true;
    const site = { current: () => Promise.resolve({ writableGroups }) };
    groups = new GroupFiles({ folder: path.join(folder.path, 'groups'), log: testLog().log, site });
    groups.events.on('changed', (...change) => news.push(change));
    await write('tea.json', { 'auto-subgroups': true });
    expect(await groups.describe(name('tea'))).toMatchObject({ canChangePassword: true });
    expect(await groups.describe(name('tea/party'))).toMatchObject({ canChangePassword: true });
    writableGroups = false;
    expect(await groups.describe(name('tea'))).not.toHaveProperty('canChangePassword');
    expect(news.map(([group]) => group)).toEqual(['tea']);
  });

  it('knows nothing of a group without a file', async () => {
    expect(await groups.describe(name('tea'))).toBeUndefined();
  });

  it('knows nothing of a folder with the name of a group file, nor of what is longer than a file name', async () => {
    await mkdir(path.join(folder.path, 'groups', 'tea.json'));
    await write('file.json', {});
    for (const none of ['tea', 'file.json/x', 'ü'.repeat(200)]) {
      expect(await groups.describe(name(none))).toBeUndefined();
    }
  });

  it('sees at once that a file has changed', async () => {
    await write('tea.json', { displayName: 'one' });
    expect(await groups.describe(name('tea'))).toMatchObject({ displayName: 'one' });
    await write('tea.json', { displayName: 'two' });
    expect(await groups.describe(name('tea'))).toMatchObject({ displayName: 'two' });
  });

  it('sees a change that keeps both length and time of the file', async () => {
    const file = await write('tea.json', { displayName: 'one' });
    const then = new Date(1_700_000_000_000);
    await utimes(file, then, then);
    expect(await groups.describe(name('tea'))).toMatchObject({ displayName: 'one' });
    await write('draft', { displayName: 'two' });
    await utimes(path.join(folder.path, 'groups', 'draft'), then, then);
    await rename(path.join(folder.path, 'groups', 'draft'), file);
    expect(await groups.describe(name('tea'))).toMatchObject({ displayName: 'two' });
  });

  it('sees at once that a file is gone', async () => {
    const file = await write('tea.json', {});
    await groups.describe(name('tea'));
    await rm(file);
    expect(await groups.describe(name('tea'))).toBeUndefined();
  });

  it('calls a file broken that never was good', async () => {
    await write('tea.json', { public: 'yes' });
    await expect(groups.describe(name('tea'))).rejects.toThrow(GroupBroken);
  });

  it('keeps the last good state of a file that breaks, and takes up the next good one', async () => {
    const file = await write('tea.json', { displayName: 'one' });
    await groups.describe(name('tea'));
    await appendFile(file, 'x');
    expect(await groups.describe(name('tea'))).toMatchObject({ displayName: 'one' });
    await write('tea.json', { displayName: 'two' });
    expect(await groups.describe(name('tea'))).toMatchObject({ displayName: 'two' });
  });

  it('logs once what is wrong with each version of a file', async () => {
    const file = await write('tea.json', { public: 'yes' });
    for (let i = 0; i < 3; i++) await groups.describe(name('tea')).catch(() => undefined);
    expect(warnings()).toMatchObject([{ file, reason: 'public: expected boolean, received string' }]);
    await write('tea.json', { public: 7777 });
    await groups.describe(name('tea')).catch(() => undefined);
    expect(warnings()).toHaveLength(2);
  });

  it('logs what a file says in vain', async () => {
    await write('tea.json', { colour: 'red' });
    await groups.describe(name('tea'));
    await groups.describe(name('tea'));
    expect(warnings()).toMatchObject([{ reason: 'unknown fields have no effect: colour' }]);
  });

  it('refuses a file beyond reason', async () => {
    await write('tea.json', { comment: 'x'.repeat(2_000_000) });
    await expect(groups.describe(name('tea'))).rejects.toThrow(GroupBroken);
  });

  it('reads a file once for all who ask at the same time', async () => {
    await write('tea.json', { colour: 'red' });
    await Promise.all(Array.from({ length: 20 }, () => groups.describe(name('tea'))));
    expect(warnings()).toHaveLength(1);
  });
});

describe('subgroups without a file', () => {
  beforeEach(() =>
    write('a.json', { 'auto-subgroups': true, public: true, displayName: 'A', description: 'x' }),
  );

  it('exist under a group that allows them, never public and without text', async () => {
    const found = await groups.describe(name('a/b/c'));
    expect(found).toMatchObject({ public: false, displayName: 'A' });
    expect(found).not.toHaveProperty('description');
  });

  it('have the users of that group', async () => {
    await write('a.json', { 'auto-subgroups': true, users: { ada: { password: 'tea' } } });
    expect((await groups.find(name('a/b')))?.users.has('ada')).toBe(true);
  });

  it('do not exist under a nearer group that does not allow them', async () => {
    await write('a/b.json', {});
    expect(await groups.describe(name('a/b/c'))).toBeUndefined();
    expect(await groups.describe(name('a/c'))).toBeDefined();
  });

  it('do not exist beside that group', async () => {
    expect(await groups.describe(name('ab'))).toBeUndefined();
  });
});

describe('links', () => {
  it('are followed inside of the folder', async () => {
    const file = await write('tea.json', { displayName: 'Tea' });
    await symlink(file, path.join(folder.path, 'groups', 'coffee.json'));
    expect(await groups.describe(name('coffee'))).toMatchObject({ displayName: 'Tea' });
  });

  it('that lead out of the folder are no groups, and are logged', async () => {
    const outside = await folder.write('secret.json', { displayName: 'secret' });
    await symlink(outside, path.join(folder.path, 'groups', 'out.json'));
    await symlink(folder.path, path.join(folder.path, 'groups', 'up'));
    expect(await groups.describe(name('out'))).toBeUndefined();
    expect(await groups.describe(name('up/secret'))).toBeUndefined();
    expect(warnings()).toHaveLength(2);
  });

  it('may lead to the folder itself', async () => {
    await write('tea.json', {});
    await symlink(path.join(folder.path, 'groups'), path.join(folder.path, 'link'));
    const linked = new GroupFiles({ folder: path.join(folder.path, 'link'), log: testLog().log });
    expect(await linked.describe(name('tea'))).toBeDefined();
    linked.close();
  });
});

describe('publicGroups', () => {
  it('lists public groups by name, and no others', async () => {
    await write('b.json', { public: true });
    await write('a/z.json', { public: true });
    await write('c.json', {});
    await write('broken.json', 'x');
    await write('.hidden.json', { public: true });
    await write('.folder/x.json', { public: true });
    await write('notes.txt', 'x');
    expect((await groups.publicGroups()).map((group) => group.name)).toEqual(['a/z', 'b']);
  });

  it('is empty where there is no folder', async () => {
    await rm(path.join(folder.path, 'groups'), { recursive: true });
    expect(await groups.publicGroups()).toEqual([]);
  });
});

describe('changed', () => {
  it('tells within a second of a group that was asked for before', async () => {
    await write('tea.json', { displayName: 'one' });
    const { news } = watching();
    await groups.describe(name('tea'));
    await write('tea.json', { displayName: 'two' });
    await eventually(() => news.length > 0, 1_500);
    expect(news).toMatchObject([['tea', { displayName: 'two' }]]);
  });

  it('tells of files in folders below, and of those that editors put in place', async () => {
    await write('a/b.json', { displayName: 'one' });
    const { news } = watching();
    await groups.describe(name('a/b'));
    const draft = await write('a/.draft', { displayName: 'two' });
    await rename(draft, path.join(folder.path, 'groups', 'a', 'b.json'));
    await eventually(() => news.length > 0, 7_000);
    expect(news).toMatchObject([['a/b', { displayName: 'two' }]]);
  }, 10_000);

  it('tells that a group is gone, and that it is back', async () => {
    const file = await write('tea.json', {});
    const { news } = watching();
    await groups.describe(name('tea'));
    await rm(file);
    await eventually(() => news.length === 1, 7_000);
    await write('tea.json', { displayName: 'back' });
    await eventually(() => news.length === 2, 7_000);
    expect(news).toMatchObject([
      ['tea', undefined],
      ['tea', { displayName: 'back' }],
    ]);
  }, 20_000);

  it('tells of subgroups when the group above them changes', async () => {
    await write('a.json', { 'auto-subgroups': true });
    const { news } = watching();
    await groups.describe(name('a/b'));
    await write('a.json', { 'auto-subgroups': true, 'max-clients': 3 });
    await eventually(() => news.length > 0, 1_500);
    expect(news).toMatchObject([['a/b', { maxClients: 3 }]]);
  });

  it('is silent about changes that concern the users alone', async () => {
    await write('tea.json', { users: {} });
    const { news } = watching();
    await groups.describe(name('tea'));
    await write('tea.json', { users: { ada: {} } });
    await eventually(async () => (await groups.find(name('tea')))?.users.size === 1);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(news).toEqual([]);
  });

  it('is silent after close', async () => {
    await write('tea.json', {});
    const { news } = watching();
    await groups.describe(name('tea'));
    groups.close();
    groups.close();
    await write('tea.json', { displayName: 'two' });
    expect(await groups.describe(name('tea'))).toMatchObject({ displayName: 'two' });
    expect(news).toEqual([]);
  });
});

describe('the path of a group', () => {
  const pieces = fc.constantFrom(
    '..',
    '.',
    '/',
    '//',
    '\\',
    '%2e%2e',
    '\0',
    'a',
    'tea',
    '~',
    '...',
    ' ',
    'C:',
    '.json',
  );
  const wild = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(pieces).map((some) => some.join('')),
  );

  it('never leaves the folder, whatever the name', async () => {
    const root = path.join(folder.path, 'groups');
    await folder.write('tea.json', {});
    await fc.assert(
      fc.asyncProperty(wild, async (text) => {
        const valid = GroupName.safeParse(text);
        if (!valid.success) return;
        expect(path.relative(root, fileOf(root, valid.data))).not.toMatch(/^\.\.(\/|$)/);
        expect(await realFileOf(root, valid.data)).toBeUndefined();
      }),
      tries(500),
    );
  });
});

describe('groupNamesIn', () => {
  it('does not go round in rings of links', async () => {
    const root = path.join(folder.path, 'groups');
    await writeFile(path.join(root, 'tea.json'), '{}');
    await symlink(root, path.join(root, 'ring'));
    expect(await groupNamesIn(root)).toEqual(['tea']);
  });
});
