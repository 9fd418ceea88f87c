import { mkdir, readdir, readFile, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { statsOf, tagOf, writeSecretly } from './atomic-file.ts';
import { testFolder, type TestFolder } from './testing.ts';

let folder: TestFolder;
let file: string;
beforeEach(async () => {
  folder = await testFolder();
  file = path.join(folder.path, 'tea.json');
});
afterEach(() => folder.remove());

describe('writeSecretly', () => {
  it('writes what only the owner reads, and leaves no draft', async () => {
    expect(await writeSecretly(file, 'one')).toBe(true);
    expect(await readFile(file, 'utf8')).toBe('one');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder.path)).toEqual(['tea.json']);
  });

  it('replaces a file by another one, so that who reads the old one reads it to its end', async () => {
    await writeSecretly(file, 'one');
    const before = await stat(file);
    await writeSecretly(file, 'two');
    expect((await stat(file)).ino).not.toBe(before.ino);
  });

  it('leaves the old file, and no draft, where the last look says no', async () => {
    await writeSecretly(file, 'one');
    expect(await writeSecretly(file, 'two', { stillWanted: () => Promise.resolve(false) })).toBe(false);
    expect(await readFile(file, 'utf8')).toBe('one');
    expect(await readdir(folder.path)).toEqual(['tea.json']);
  });

  it('leaves no draft where it fails', async () => {
    await mkdir(path.join(file, 'x'), { recursive: true });
    await expect(writeSecretly(file, 'one')).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(await readdir(folder.path)).toEqual(['tea.json']);
  });

  it('gives each version another tag, even of the same length in the same instant', async () => {
    await writeSecretly(file, 'one');
    // A clock that was set back is the same case, only longer.
    await utimes(file, 4_000_000_000, 4_000_000_000);
    const tags = new Set<string>();
    for (let i = 0; i < 5; i++) {
      const replaces = await statsOf(file);
      tags.add(tagOf(replaces!));
      await writeSecretly(file, 'two', { replaces });
    }
    tags.add(tagOf((await statsOf(file))!));
    expect(tags.size).toBe(6);
  });

  it('writes a file whose name has as many bytes as a name can have', async () => {
    const long = path.join(folder.path, 'x'.repeat(255));
    expect(await writeSecretly(long, 'one')).toBe(true);
  });
});
