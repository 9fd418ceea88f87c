import { chmod, readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { GroupName } from '@evagore/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StartError } from '../config/start-error.ts';
import { GroupAuthenticator } from './authenticator.ts';
import { makeExampleGroup, makeFolders, writeSecretly } from './first-start.ts';
import { GroupFiles } from './group-files.ts';
import { Passwords } from './passwords.ts';
import { testFolder, testLog, type TestFolder } from './testing.ts';

let folder: TestFolder;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder.remove());

const folders = () => ({
  dataDir: path.join(folder.path, 'data'),
  groupsDir: path.join(folder.path, 'groups'),
});
/** What `main.ts` does, with a password that is quick to hash. */
async function firstStart() {
  await makeFolders(folders());
  return makeExampleGroup(folders().groupsDir, 4);
}
const modeOf = async (file: string) => (await stat(file)).mode & 0o777;

describe('a first start', () => {
  it('makes an example group whose operator gets in by the password it tells', async () => {
    const example = await firstStart();
    if (example === undefined) throw new Error('made no group');
    const groups = new GroupFiles({ folder: folders().groupsDir, log: testLog().log });
    const authenticator = new GroupAuthenticator({
      groups,
      passwords: new Passwords({ maxChecks: 1, maxQueued: 1 }),
      tokens: { find: () => Promise.resolve(undefined) },
      site: { current: () => Promise.resolve({}) },
    });
    const { permissions } = await authenticator.identify(example.name, example);
    expect(permissions).toContain('op');
    const guest = await authenticator.identify(GroupName.parse('meeting'), { username: 'ada' });
    expect([...guest.permissions]).toEqual(['present', 'message']);
    groups.close();
  });

  it('keeps the password only as a hash', async () => {
    const example = await firstStart();
    expect(await readFile(example?.file ?? '', 'utf8')).not.toContain(example?.password);
  });

  it('makes passwords of 90 bits that can be read aloud', async () => {
    const example = await firstStart();
    expect(example?.password).toMatch(/^[a-hjkmnp-z]{5}(-[a-hjkmnp-z]{5}){3}$/);
  });

  it('keeps others out of what it makes', async () => {
    const example = await firstStart();
    expect(await modeOf(folders().dataDir)).toBe(0o700);
    expect(await modeOf(example?.file ?? '')).toBe(0o600);
  });

  it('makes nothing where there is a group, even in a folder below', async () => {
    await folder.write('groups/a/b.json', '{}');
    expect(await firstStart()).toBeUndefined();
    expect(await readdir(folders().groupsDir)).toEqual(['a']);
  });

  it('says which folder cannot be used, and which setting names it', async () => {
    await folder.write('groups', 'a file');
    const error: unknown = await firstStart().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StartError);
    expect(error).toMatchObject({
      code: 'folder-unusable',
      message: expect.stringMatching(/The folder .*groups cannot be used: .*by groupsDir\./) as string,
    });
  });
});

describe('writeSecretly', () => {
  it('replaces a file whole, and leaves no draft behind', async () => {
    const file = await folder.write('x.json', 'old');
    await chmod(file, 0o644);
    await writeSecretly(file, 'new');
    expect(await readFile(file, 'utf8')).toBe('new');
    expect(await modeOf(file)).toBe(0o600);
    expect(await readdir(folder.path)).toEqual(['x.json']);
  });

  it('leaves no draft behind when it fails', async () => {
    await folder.write('x.json/inside', '');
    await expect(writeSecretly(path.join(folder.path, 'x.json'), 'new')).rejects.toThrow();
    expect(await readdir(folder.path)).toEqual(['x.json']);
  });
});
