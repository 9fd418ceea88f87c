import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testFolder, type TestFolder } from '../../access/testing.ts';
import { aPlace, told } from '../testing/a-place.ts';
import { checkClock } from './clock.ts';
import { Findings } from './finding.ts';
import { checkDisk, checkFolders, judge } from './folders.ts';
import { checkGroupFiles } from './group-files.ts';
import { readSiteFile } from './site-file.ts';
import { checkWorker } from './worker.ts';

let folder: TestFolder;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder.remove());

describe('checkFolders', () => {
  async function check(): Promise<string[]> {
    return told(await checkFolders(aPlace(folder.path)));
  }

  async function make(name: string, mode: number): Promise<void> {
    await mkdir(path.join(folder.path, name));
    await chmod(path.join(folder.path, name), mode);
  }

  it('judges who can look in and write', async () => {
    await make('data', 0o700);
    await make('groups', 0o755);
    await make('recordings', 0o777);
    expect(await check()).toEqual([
      expect.stringMatching(/^ok: .*data can be read and written/),
      expect.stringMatching(/^warning: Everybody on this machine can look into .*groups/),
      expect.stringMatching(/^problem: Everybody on this machine can write to .*recordings/),
    ]);
  });

  it('tells what is missing, and what is no folder', async () => {
    await folder.write('groups', 'a file');
    expect(await check()).toEqual([
      expect.stringMatching(/^warning: .*data is not there yet/),
      expect.stringMatching(/^problem: .*groups is no folder/),
      expect.stringMatching(/^ok: .*recordings is not there yet/),
    ]);
  });
});

describe('checkDisk', () => {
  it('looks at each disk once, also where the folders are still to be made', async () => {
    const findings = await checkDisk(aPlace(path.join(folder.path, 'not', 'yet')));
    expect(findings).toHaveLength(1);
    expect(findings[0]?.text).toMatch(/ (MiB|GiB) /);
  });

  it.each([
    [10 * 2 ** 30, false, 'ok'],
    [2 ** 30, false, 'warning'],
    [2 ** 20, false, 'problem'],
    [10 * 2 ** 30, true, 'problem'],
  ])('%i bytes, out of files %s: %s', (free, outOfFiles, grade) => {
    const findings = new Findings('disk');
    judge({ folder: '/x', free, outOfFiles }, findings);
    expect(findings.list).toMatchObject([{ grade }]);
  });
});

describe('checkGroupFiles', () => {
  async function check(): Promise<string[]> {
    return told(await checkGroupFiles(aPlace(folder.path)));
  }

  it('names each file that cannot be used, and why', async () => {
    await folder.write('groups/good.json', { displayName: 'x' });
    await folder.write('groups/school/typo.json', { 'max-clints': 5 });
    await folder.write('groups/bad.json', { 'max-clients': 'many' });
    await folder.write('groups/worse.json', '{');
    await folder.write('groups/.hidden.json', '{');
    await folder.write('groups/long.json', ' '.repeat(2_000_000));
    expect(await check()).toEqual([
      expect.stringMatching(/^problem: .*bad\.json cannot be used: .*max-clients/),
      expect.stringMatching(/^problem: .*long\.json cannot be used: it is longer/),
      expect.stringMatching(/^warning: .*typo\.json: .*max-clints/),
      expect.stringMatching(/^problem: .*worse\.json cannot be used: this is not JSON/),
      'ok: 2 of 5 group files can be used.',
    ]);
  });

  it('does not go on for ever about a folder full of mistakes', async () => {
    for (let i = 0; i < 40; i++) await folder.write(`groups/bad-${i.toString()}.json`, '{');
    expect((await check()).length).toBeLessThanOrEqual(21);
  });

  it('is content with an empty folder, and with a full one', async () => {
    expect(await check()).toEqual([expect.stringMatching(/^warning: There are no groups/)]);
    await folder.write('groups/good.json', {});
    expect(await check()).toEqual(['ok: All 1 group files can be used.']);
  });
});

describe('readSiteFile', () => {
  async function check(content: unknown): Promise<string[]> {
    if (content !== undefined) await folder.write('data/config.json', content);
    const findings = new Findings('configuration');
    await readSiteFile(path.join(folder.path, 'data'), findings);
    return told(findings.list);
  }

  it.each([
    [undefined, /^warning: .* is not there/],
    [{ users: { root: { permissions: 'admin' } } }, /^ok: .* names 1 /],
    [{ users: { root: { permissions: ['op', 'admin'] } }, canonicalHost: null }, /^ok: /],
    [{ users: { root: { permissions: 'op' } } }, /^warning: .* names no user/],
    [{ writableGroups: 'yes' }, /^problem: .*writableGroups/],
    ['{', /^problem: .* is not JSON/],
  ])('%j', async (content, expected) => {
    expect(await check(content)).toEqual([expect.stringMatching(expected)]);
  });
});

describe('checkWorker', () => {
  async function check(env: Record<string, string> = {}): Promise<string[]> {
    return told(await checkWorker({ env: { HOME: folder.path, ...env } }, path.join(folder.path, 'modules')));
  }

  async function program(name: string, script: string): Promise<string> {
    const file = await folder.write(name, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  }

  it('wants mediasoup', async () => {
    expect(await check()).toEqual([expect.stringMatching(/^problem: mediasoup is not installed/)]);
  });

  it('finds the worker where npm start keeps it', async () => {
    await folder.write('modules/mediasoup/package.json', { version: '3.2.1' });
    expect(await check()).toEqual([expect.stringMatching(/^problem: There is no media worker/)]);
    await program(
      `.cache/evagore/mediasoup-worker-3.2.1-p1-${process.platform}-x64/mediasoup-worker`,
      'exit 41',
    );
    expect(await check()).toEqual([expect.stringMatching(/^ok: The media worker of mediasoup 3\.2\.1 runs/)]);
  });

  it.each([
    ['exit 41', /^ok: /],
    ['exit 0', /^problem: .*it is no worker of mediasoup/],
    ['echo libuv.so is missing >&2; exit 127', /^problem: .*exit code 127: libuv\.so is missing/],
    ['kill -SEGV $$', /^problem: .*signal SIGSEGV/],
  ])('starts the one that is named: %s', async (script, expected) => {
    await folder.write('modules/mediasoup/package.json', { version: '3.2.1' });
    expect(await check({ MEDIASOUP_WORKER_BIN: await program('worker', script) })).toEqual([
      expect.stringMatching(expected),
    ]);
  });

  it('finds that the named one is not there, or of another version', async () => {
    await folder.write('modules/mediasoup/package.json', { version: '3.2.1' });
    expect(await check({ MEDIASOUP_WORKER_BIN: '/nowhere/w' })).toEqual([
      expect.stringMatching(/^problem: .*ENOENT/),
    ]);
    const other = await program('mediasoup-worker-3.0.0-x/mediasoup-worker', 'exit 41');
    expect(await check({ MEDIASOUP_WORKER_BIN: other })).toEqual([
      expect.stringMatching(/^warning: .* is of mediasoup 3\.0\.0, but 3\.2\.1 is installed/),
    ]);
  });
});

describe('checkClock', () => {
  it.each([
    [true, 'ok'],
    [undefined, 'ok'],
    [false, 'warning'],
  ])('a time service that keeps it (%s): %s', async (isKept, grade) => {
    expect(await checkClock(Date.now(), () => Promise.resolve(isKept))).toMatchObject([{ grade }]);
  });

  it('cannot be before this program was written', async () => {
    const findings = await checkClock(Date.parse('2020-01-01T00:00:00Z'), () => Promise.resolve(true));
    expect(findings).toMatchObject([{ grade: 'problem' }]);
  });
});
