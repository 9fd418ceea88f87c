import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Busy } from '../core/errors.ts';
import { testFolder, type TestFolder } from './testing.ts';
import { WritersLock } from './writers-lock.ts';

const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let folder: TestFolder;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder.remove());

const aLock = (limits = {}) =>
  new WritersLock({ folder: path.join(folder.path, 'x'), doing: 'testing', limits });
const lockFile = () => path.join(folder.path, 'x', '.evagore-lock');

describe('WritersLock', () => {
  it('lets one at a time work, in order', async () => {
    const lock = aLock();
    const steps: string[] = [];
    const work = (name: string, ms: number) =>
      lock.run(async () => {
        steps.push(`${name} begins`);
        await soon(ms);
        steps.push(`${name} ends`);
      });
    await Promise.all([work('a', 10), work('b', 1), work('c', 1)]);
    expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('keeps other servers on the same folder out', async () => {
    const locks = [aLock(), aLock(), aLock()];
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await soon(2);
      inside--;
    };
    await Promise.all(Array.from({ length: 15 }, (_, i) => locks[i % 3]!.run(work)));
    expect(most).toBe(1);
  });

  it('makes the folder for the owner alone, and leaves nothing in it', async () => {
    await aLock().run(() => Promise.resolve());
    expect((await stat(path.join(folder.path, 'x'))).mode & 0o777).toBe(0o700);
    expect(await readdir(path.join(folder.path, 'x'))).toEqual([]);
  });

  it('goes on after work that failed', async () => {
    const lock = aLock();
    const failing = lock.run(() => Promise.reject(new Error('no')));
    const next = lock.run(() => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('done');
  });

  it('refuses more than may wait, and takes more when there is room again', async () => {
    const lock = aLock({ waiting: 2 });
    const results = await Promise.allSettled([1, 2, 3].map((i) => lock.run(() => Promise.resolve(i))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(results[2]).toMatchObject({ reason: expect.any(Busy) as Busy });
    expect(await lock.run(() => Promise.resolve(4))).toBe(4);
  });

  it('gives up on another process that does not come to its end', async () => {
    await aLock().run(() => Promise.resolve());
    await writeFile(lockFile(), '');
    await expect(aLock({ patienceMs: 30 }).run(() => Promise.resolve())).rejects.toThrow(Busy);
    expect(await readdir(path.join(folder.path, 'x'))).toEqual(['.evagore-lock']);
  });

  it.each([1_000, 4_000_000_000])('clears a lock that a dead process left (time %d)', async (time) => {
    await folder.write('x/.evagore-lock', '');
    await utimes(lockFile(), time, time);
    const locks = [aLock(), aLock(), aLock()];
    const done = await Promise.all(locks.map((lock, i) => lock.run(() => Promise.resolve(i))));
    expect(done).toEqual([0, 1, 2]);
    expect(await readdir(path.join(folder.path, 'x'))).toEqual([]);
  });
});
