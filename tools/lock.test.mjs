import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, tryLock, withLock } from './lock.mjs';

let folder = '';
let lock = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evagore-lock-'));
  lock = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A process that has been, and is no more. */
function endedOwner() {
  return { pid: spawnSync(process.execPath, ['--version']).pid, startedAt: '1' };
}

describe('withLock', () => {
  it('returns what the work returns and leaves nothing behind', async () => {
    expect(await withLock(lock, 'testing', () => Promise.resolve(7))).toBe(7);
    expect(existsSync(lock)).toBe(false);
  });

  it('is released by work that fails', async () => {
    await expect(withLock(lock, 'testing', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(lock)).toBe(false);
  });

  it('breaks the lock of a process that is gone', async () => {
    tryLock(lock, endedOwner());
    expect(await withLock(lock, 'testing', () => Promise.resolve('mine'))).toBe('mine');
  });
});

describe('tryLock', () => {
  it('refuses while somebody else has it', () => {
    expect(tryLock(lock)).toBe(true);
    expect(tryLock(lock)).toBe(false);
  });
});

describe('isAlive', () => {
  it('knows an ended process', () => {
    expect(isAlive(endedOwner())).toBe(false);
  });

  it('does not take a later process with the same id for the owner', () => {
    expect(isAlive({ pid: process.pid, startedAt: 'another time' })).toBe(false);
  });
});
