import { execFileSync } from 'node:child_process';
import { mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TestClient } from '../../server/doors/testing/client.ts';
import { House } from '../support/house.ts';

/** Files that break, change or disappear while people are in the group that they describe. */

const ANYBODY = { password: { type: 'wildcard' }, permissions: 'present' };
const TEA = {
  displayName: 'Tea',
  users: { ada: { password: 'ada', permissions: 'op' } },
  'wildcard-user': ANYBODY,
};

let house: House;
let file: string;
let ada: TestClient;

beforeAll(async () => {
  house = await House.open({
    groups: { tea: TEA },
    files: { 'elsewhere.json': { 'wildcard-user': ANYBODY }, 'groups/other/real.json': TEA },
  });
  file = house.file('groups/tea.json');
});
afterAll(() => house.close());

beforeEach(async () => {
  await house.empty();
  await rm(file, { recursive: true, force: true });
  await writeFile(file, JSON.stringify(TEA));
  await vi.waitFor(async () => {
    expect(await house.refusal('tea', { username: 'bob' })).toBeUndefined();
  });
  ada = await house.join('tea', 'ada', 'ada');
});

/** Who is in goes on as before. */
async function adaIsWell(): Promise<void> {
  expect(await ada.refusal({ type: 'chat', value: 'still here' })).toBeUndefined();
  expect(await ada.refusal({ type: 'groupaction', kind: 'setdata', value: { slide: 1 } })).toBeUndefined();
  expect(ada.types).not.toContain('closing');
  expect((await fetch(`${house.origin}/healthz`)).status).toBe(200);
}

describe('the file of a group in use', () => {
  it.each<[string, (file: string) => Promise<void>]>([
    ['is cut off', (at) => truncate(at, 20)],
    ['is emptied', (at) => truncate(at, 0)],
    ['is no JSON', (at) => writeFile(at, '{"displayName": "Te')],
    ['has a wrong type', (at) => writeFile(at, '{"users": 7}')],
    ['is no text', (at) => writeFile(at, Buffer.from([0, 255, 254, 1]))],
    ['is longer than any', (at) => writeFile(at, `{"displayName":"${'x'.repeat(2_000_000)}"}`)],
  ])('%s: the last good state holds for those who come, and for those who are there', async (_, harm) => {
    await harm(file);
    await adaIsWell();
    expect(await house.refusal('tea', { username: 'bob' })).toBeUndefined();
    expect(await house.refusal('tea', { username: 'ada', password: 'wrong' })).toBe('not-authorised');
    await writeFile(file, JSON.stringify({ ...TEA, 'max-clients': 1 }));
    expect(await house.refusal('tea', { username: 'bob' })).toBe('group-full');
    await adaIsWell();
  });

  it.each<[string, (file: string) => Promise<void>]>([
    ['is removed', (at) => rm(at)],
    ['is moved away', (at) => rename(at, `${at}.bak`)],
    [
      'becomes a link to a file outside',
      async (at) => {
        await rm(at);
        await symlink(house.file('elsewhere.json'), at);
      },
    ],
    [
      'becomes a link to nothing',
      async (at) => {
        await rm(at);
        await symlink(house.file('groups/nothing.json'), at);
      },
    ],
    [
      'becomes a link to itself',
      async (at) => {
        await rm(at);
        await symlink(at, at);
      },
    ],
    [
      'becomes a folder',
      async (at) => {
        await rm(at);
        await mkdir(at);
      },
    ],
    [
      'becomes a pipe',
      async (at) => {
        await rm(at);
        execFileSync('mkfifo', [at]);
      },
    ],
  ])('%s: those who are there stay, and nobody else comes in', async (_, harm) => {
    await harm(file);
    await adaIsWell();
    expect(await house.refusal('tea', { username: 'bob' })).toBe('no-such-group');
    await adaIsWell();
  });

  it('may be a link to another file in the folder', async () => {
    await rm(file);
    await symlink(house.file('groups/other/real.json'), file);
    await adaIsWell();
    expect(await house.refusal('tea', { username: 'bob' })).toBeUndefined();
  });
});
