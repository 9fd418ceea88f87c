import { execFileSync } from 'node:child_process';
import { mkdir, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testFolder, type TestFolder } from '../access/testing.ts';
import { StartError } from '../config/start-error.ts';
import { openStaticFolders, StaticFolder } from './static-folder.ts';

let place: TestFolder;
let folder: StaticFolder;

beforeEach(async () => {
  place = await testFolder();
  await place.write('secret.txt', 'secret');
  await place.write('static/index.html', 'index');
  await place.write('static/a b/ü.js', 'script');
  await place.write('static/example/index.html', 'example');
  await place.write('static/.git/config', 'hidden');
  await place.write('static/.hidden', 'hidden');
  await mkdir(path.join(place.path, 'static/empty'));
  folder = new StaticFolder({ prefix: '/', dir: path.join(place.path, 'static') });
});
afterEach(() => place.remove());

const link = (target: string, name: string) => symlink(target, path.join(place.path, 'static', name));

describe('StaticFolder', () => {
  it.each([
    ['', 'index.html'],
    ['index.html', 'index.html'],
    ['a b/ü.js', 'a b/ü.js'],
    ['example/', 'example/index.html'],
  ])('finds "%s"', async (name, file) => {
    expect(await folder.find(name)).toMatchObject({ kind: 'file', name: file });
  });

  it('tells a version by length and time', async () => {
    const file = path.join(place.path, 'static/index.html');
    const { mtimeNs } = await stat(file, { bigint: true });
    expect(await folder.find('')).toMatchObject({ version: `5-${mtimeNs.toString()}` });
  });

  it('knows a folder whose address lacks the slash, if it has an index', async () => {
    expect(await folder.find('example')).toEqual({ kind: 'folder' });
    expect(await folder.find('empty')).toBeUndefined();
    expect(await folder.find('empty/')).toBeUndefined();
  });

  it.each([
    ...['.hidden', '.git/config', '.git/', './index.html', '../secret.txt', 'a b/../../secret.txt', '..'],
    ...['/index.html', 'example//index.html', '//', 'index.html/', 'index.html/x', 'nothing'],
    ...['..\\secret.txt', 'a b\\ü.js', 'index.html\0', '\0', 'x'.repeat(5_000)],
  ])('finds nothing at "%s"', async (name) => {
    expect(await folder.find(name)).toBeUndefined();
  });

  it('follows links that stay inside', async () => {
    await link('a b', 'shortcut');
    expect(await folder.find('shortcut/ü.js')).toMatchObject({ kind: 'file', name: 'a b/ü.js' });
  });

  it.each([
    ['../secret.txt', 'to a file outside'],
    ['..', 'to a folder outside'],
    ['.hidden', 'to a hidden file'],
    ['.git', 'to a hidden folder'],
    ['out', 'to itself'],
    ['/dev/zero', 'to a device'],
    ['nowhere', 'to nothing'],
  ])('follows no link %s: %s', async (target) => {
    await link(target, 'out');
    for (const name of ['out', 'out/secret.txt', 'out/config', 'out/']) {
      expect(await folder.find(name)).toBeUndefined();
    }
  });

  it('waits for no pipe', async () => {
    execFileSync('mkfifo', [path.join(place.path, 'static/pipe')]);
    expect(await folder.find('pipe')).toBeUndefined();
  });

  it('may be a link itself, and may come later', async () => {
    const later = new StaticFolder({ prefix: '/', dir: path.join(place.path, 'later') });
    expect(await later.find('')).toBeUndefined();
    await symlink('static', path.join(place.path, 'later'));
    expect(await later.find('')).toMatchObject({ kind: 'file' });
  });

  it('never finds what is hidden or outside, whatever the path', async () => {
    await link('..', 'up');
    const segments = ['..', '.', '', 'up', 'static', 'secret.txt', '.hidden', '.git', 'config', 'index.html'];
    const paths = fc.array(fc.constantFrom(...segments), { maxLength: 6 }).map((parts) => parts.join('/'));
    await fc.assert(
      fc.asyncProperty(paths, async (name) => {
        const found = await folder.find(name);
        expect(found?.kind === 'file' ? found.name : 'index.html').toBe('index.html');
      }),
    );
  });
});

describe('openStaticFolders', () => {
  it('keeps the prefixes and their order', async () => {
    const dir = path.join(place.path, 'static');
    const folders = await openStaticFolders([
      { prefix: '/classic/', dir },
      { prefix: '/', dir },
    ]);
    expect(folders.map(({ prefix }) => prefix)).toEqual(['/classic/', '/']);
  });

  it.each([
    ['nowhere', 'there is no such folder'],
    ['secret.txt', 'it is no folder'],
    ['secret.txt/x', 'there is no such folder'],
  ])('refuses %s in one sentence', async (name, why) => {
    const dir = path.join(place.path, name);
    const error: unknown = await openStaticFolders([{ prefix: '/', dir }]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StartError);
    expect(error).toMatchObject({
      code: 'folder-unusable',
      message: `Pages are to be served from ${dir}, but ${why}; mend --static, EVAGORE_STATIC or static in the configuration file.`,
    });
  });
});
