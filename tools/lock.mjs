/**
 * Keeps two set-ups from doing the same thing at once.
 *
 * A lock is a directory holding its owner's name. It is put together aside and renamed into place,
 * which fails while another one is there: so a lock never exists without an owner, and one whose
 * owner is gone can be told and broken.
 */

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './say.mjs';

/**
 * @typedef {object} Owner
 * @property {number} pid
 * @property {string} startedAt Tells the owner from a later process with the same id; empty where unknown.
 */

/**
 * Runs `work` while holding the lock.
 *
 * @template T
 * @param {string} lock Path of the lock directory.
 * @param {string} purpose For the message while waiting, as in "is building the worker".
 * @param {() => Promise<T>} work
 */
export async function withLock(lock, purpose, work) {
  for (let waited = false; !tryLock(lock); waited = true) {
    const owner = ownerOf(lock);
    if (owner !== undefined && !isAlive(owner)) breakLock(lock);
    else if (!waited) say(`Another Evagore (process ${owner?.pid ?? '?'}) is ${purpose}; waiting for it.`);
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/**
 * @param {string} lock
 * @param {Owner} [owner]
 * @returns {boolean} Whether `owner` has it now.
 */
export function tryLock(lock, owner = thisProcess()) {
  const aside = `${lock}.${owner.pid}`;
  mkdirSync(dirname(lock), { recursive: true });
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside);
  writeFileSync(join(aside, 'owner.json'), JSON.stringify(owner));
  try {
    renameSync(aside, lock);
    return true;
  } catch {
    rmSync(aside, { recursive: true, force: true });
    return false;
  }
}

/**
 * @param {string} lock
 * @returns {Owner | undefined} Undefined when it has just been released.
 */
function ownerOf(lock) {
  try {
    return /** @type {Owner} */ (JSON.parse(readFileSync(join(lock, 'owner.json'), 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * Moves the lock away before looking once more, since another waiter may have broken it and taken
 * it meanwhile: a living owner gets it back.
 *
 * @param {string} lock
 */
function breakLock(lock) {
  const aside = `${lock}.broken-by-${process.pid}`;
  try {
    renameSync(lock, aside);
    const owner = ownerOf(aside);
    if (owner !== undefined && isAlive(owner)) renameSync(aside, lock);
  } catch {
    // Another waiter was faster.
  }
  rmSync(aside, { recursive: true, force: true });
}

/** @param {Owner} owner */
export function isAlive({ pid, startedAt }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // No permission to signal it means that it exists.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return false;
  }
  return startedAt === startOf(pid);
}

/** @returns {Owner} */
function thisProcess() {
  return { pid: process.pid, startedAt: startOf(process.pid) };
}

/**
 * @param {number} pid
 * @returns {string} Linux: the 22nd field of `/proc/PID/stat`, clock ticks since boot.
 */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, in parentheses, may itself hold spaces.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended, and only waits for its parent to notice.
    return state === 'Z' ? '' : (fields[18] ?? '');
  } catch {
    return '';
  }
}
