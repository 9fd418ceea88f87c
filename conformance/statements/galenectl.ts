import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Stage } from '../stage.ts';
import { NotApplicable } from './statement.ts';

const run = promisify(execFile);

/** Has Galène's own program for administrators do all that it can do to groups. @throws NotApplicable without one. */
export async function driveByGalenectl(stage: Stage): Promise<void> {
  const { galenectl, baseUrl, admin } = stage.target;
  if (galenectl === undefined) throw new NotApplicable('no galenectl program is given');
  const home = await mkdtemp(path.join(tmpdir(), 'galenectl-'));
  const who = ['-server', baseUrl, '-admin-username', admin.username, '-admin-password', admin.password];
  const tell = async (...args: string[]): Promise<string> => {
    const { stdout } = await run(galenectl, ['-config', path.join(home, 'none.json'), ...who, ...args]);
    return stdout;
  };
  try {
    await manage(stage, tell);
  } finally {
    await rm(home, { recursive: true });
  }
}

async function manage(stage: Stage, tell: (...args: string[]) => Promise<string>): Promise<void> {
  const group = stage.name('ctl');
  const of = ['-group', group];
  const bob = [...of, '-user', 'bob'];
  await tell('create-group', ...of, '-auto-subgroups');
  assert.match(await tell('list-groups'), new RegExp(`^${group}$`, 'm'));
  await assert.rejects(tell('create-group', ...of), 'a group is made once');
  await tell('update-group', ...of, '-unrestricted-tokens');
  assert.match(await tell('show-group', ...of), /unrestricted-tokens/);

  await tell('create-user', ...bob, '-permissions', 'present');
  await tell('set-password', ...bob, '-password', 'first', '-type', 'pbkdf2');
  await stage.member(group, 'bob', { password: 'first' });
  await tell('set-password', ...bob, '-password', 'second', '-type', 'bcrypt');
  await stage.member(group, 'bob', { password: 'second' });
  await tell('update-user', ...bob, '-permissions', 'op');
  assert.match(await tell('list-users', '-l', ...of), /bob/);
  await tell('delete-password', ...bob);
  await stage.refused(await stage.actor(), { group, username: 'bob', password: 'second' });

  await tell('create-user', ...of, '-wildcard', '-permissions', 'present');
  await tell('set-password', ...of, '-wildcard', '-type', 'wildcard');
  await stage.member(group, 'anybody');

  const link = await tell('create-token', ...of, '-permissions', 'present');
  const [token = ''] = /[\w-]{11,}\s*$/.exec(link.trim()) ?? [];
  assert.match(await tell('list-tokens', ...of), new RegExp(token));
  await stage.member(group, 'guest', { token });
  await tell('revoke-token', ...of, '-token', token);
  await stage.refused(await stage.actor(), { group, username: 'guest', token });
  await tell('delete-token', ...of, '-token', token);

  await tell('delete-user', ...of, '-wildcard');
  await tell('delete-user', ...bob);
  await tell('delete-group', ...of);
  assert.doesNotMatch(await tell('list-groups'), new RegExp(`^${group}$`, 'm'));
}
