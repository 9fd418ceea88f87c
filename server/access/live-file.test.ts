import { chmod, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LiveFile } from './live-file.ts';
import { testFolder, testLog, type LogLine, type TestFolder } from './testing.ts';

let folder: TestFolder;
let lines: LogLine[];
let file: LiveFile<string>;
let parsed: number;

beforeEach(async () => {
  folder = await testFolder();
  const made = testLog();
  lines = made.lines;
  parsed = 0;
  file = new LiveFile({
    file: path.join(folder.path, 'x'),
    empty: '',
    parse: (text) => {
      parsed++;
      if (text.startsWith('bad')) throw new Error(`it is ${text}`);
      return text;
    },
    warnings: (text) => (text.includes('odd') ? ['it is odd'] : []),
    maxBytes: 20,
    log: made.log,
  });
});
afterEach(() => folder.remove());

const now = async () => (await file.current()).value;

describe('LiveFile', () => {
  it('is empty where there is no file, and says nothing of it', async () => {
    expect(await file.current()).toEqual({ value: '', stats: undefined, trouble: undefined });
    expect(lines).toEqual([]);
  });

  it('sees a change on the next access, and reads only what has changed', async () => {
    await folder.write('x', 'one');
    expect([await now(), await now()]).toEqual(['one', 'one']);
    await folder.write('x', 'two');
    expect([await now(), await now()]).toEqual(['two', 'two']);
    expect(parsed).toBe(2);
    expect(file.peek().value).toBe('two');
  });

  it('keeps its last good state while the file is broken, and says so once per version', async () => {
    await folder.write('x', 'one');
    await now();
    await folder.write('x', 'bad');
    expect([await now(), await now()]).toEqual(['one', 'one']);
    await folder.write('x', 'bad again');
    expect(await file.current()).toMatchObject({ value: 'one', trouble: { message: 'it is bad again' } });
    expect(lines.map(({ reason, effect }) => [reason, effect])).toEqual([
      ['it is bad', 'the last good version stays in force'],
      ['it is bad again', 'the last good version stays in force'],
    ]);
    await folder.write('x', 'three');
    expect(await file.current()).toMatchObject({ value: 'three', trouble: undefined });
  });

  it('counts a file that never made sense as absent', async () => {
    await folder.write('x', 'bad');
    expect(await now()).toBe('');
    expect(lines).toMatchObject([{ effect: 'it counts as absent' }]);
  });

  it('refuses to read what is too long, or is no file', async () => {
    await folder.write('x', 'x'.repeat(21));
    expect(await now()).toBe('');
    expect(parsed).toBe(0);
    await rm(file.path);
    await mkdir(file.path);
    expect(await file.current()).toMatchObject({ value: '', trouble: { message: 'it is not a file' } });
  });

  it('is empty again once the file is gone', async () => {
    await folder.write('x', 'one');
    await now();
    await rm(file.path);
    expect(await now()).toBe('');
  });

  it('tells what a file says in vain, once per version', async () => {
    await folder.write('x', 'odd');
    await now();
    await now();
    expect(lines).toMatchObject([{ level: 'warn', reason: 'it is odd' }]);
  });

  it('survives a file that may not be read', async () => {
    await folder.write('x', 'one');
    await now();
    await rm(file.path);
    await mkdir(path.join(folder.path, 'closed'));
    const closed = new LiveFile({
      file: path.join(folder.path, 'closed', 'x'),
      empty: 'none',
      parse: (text) => text,
      maxBytes: 20,
      log: testLog().log,
    });
    await chmod(path.join(folder.path, 'closed'), 0);
    expect((await closed.current()).value).toBe('none');
    await chmod(path.join(folder.path, 'closed'), 0o700);
  });

  it('asks the disk once for all who ask together', async () => {
    await folder.write('x', 'one');
    await Promise.all([now(), now(), now()]);
    expect(parsed).toBe(1);
  });
});
