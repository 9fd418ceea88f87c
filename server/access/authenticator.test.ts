import { GroupName } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { NeedUsername, NoSuchGroup, NotAuthorised } from '../core/errors.ts';
import { PasswordAuthenticator } from './authenticator.ts';
import { parseGroupFile } from './group-file.ts';
import { Passwords } from './passwords.ts';
import type { StoredPassword } from './stored-password.ts';

const tea = GroupName.parse('tea');

/** Counts the work instead of doing it. */
class CountingPasswords extends Passwords {
  readonly checked: StoredPassword['type'][] = [];

  override verify(password: string, stored: StoredPassword): Promise<boolean> {
    this.checked.push(stored.type);
    return super.verify(password, stored);
  }
}

function anAuthenticator(group: object) {
  const passwords = new CountingPasswords({ maxChecks: 2, maxQueued: 10 });
  let now = 0;
  const waits: number[] = [];
  const authenticator = new PasswordAuthenticator({
    groups: {
      find: (name) => Promise.resolve(name === tea ? parseGroupFile(JSON.stringify(group)) : undefined),
    },
    passwords,
    now: () => now,
    wait: (ms) => {
      waits.push(ms);
      now += ms;
      return Promise.resolve();
    },
  });
  return { authenticator, passwords, waits, pass: (ms: number) => (now += ms) };
}

const pbkdf2 = (iterations: number) => ({
  type: 'pbkdf2',
  hash: 'sha-256',
  key: '00'.repeat(32),
  salt: '00',
  iterations,
});
const group = {
  users: {
    ada: { password: 'tea', permissions: 'op' },
    '.odd': { password: 'tea', permissions: 'op' },
    none: {},
  },
  'wildcard-user': { password: 'open', permissions: 'present' },
};

describe('identify', () => {
  it('lets a user in by their own password, with their permissions', async () => {
    const { authenticator, waits } = anAuthenticator(group);
    const identity = await authenticator.identify(tea, { username: 'ada', password: 'tea' });
    expect(identity.username).toBe('ada');
    expect(identity.permissions).toContain('op');
    expect(waits).toEqual([]);
  });

  it('lets everybody else in by the password of the wildcard', async () => {
    const { authenticator } = anAuthenticator(group);
    const identity = await authenticator.identify(tea, { username: 'bob', password: 'open' });
    expect([...identity.permissions]).toEqual(['present', 'message']);
  });

  it('does not fall back to the wildcard for a user with an entry', async () => {
    const { authenticator } = anAuthenticator(group);
    await expect(authenticator.identify(tea, { username: 'ada', password: 'open' })).rejects.toThrow(
      NotAuthorised,
    );
    await expect(authenticator.identify(tea, { username: 'none', password: 'open' })).rejects.toThrow(
      NotAuthorised,
    );
  });

  it('takes an empty name for a name like any other', async () => {
    const { authenticator } = anAuthenticator(group);
    expect(await authenticator.identify(tea, { username: '', password: 'open' })).toMatchObject({
      username: '',
    });
  });

  it('takes a missing password for an empty one', async () => {
    const { authenticator } = anAuthenticator({ 'wildcard-user': { password: { type: 'wildcard' } } });
    expect(await authenticator.identify(tea, { username: 'bob' })).toMatchObject({ username: 'bob' });
  });

  it('refuses an unknown user where there is no wildcard', async () => {
    const { authenticator } = anAuthenticator({ users: group.users });
    await expect(authenticator.identify(tea, { username: 'bob', password: 'tea' })).rejects.toThrow(
      NotAuthorised,
    );
  });

  it('refuses a name that is none, even if the file has it', async () => {
    const { authenticator } = anAuthenticator(group);
    await expect(authenticator.identify(tea, { username: '.odd', password: 'tea' })).rejects.toThrow(
      NotAuthorised,
    );
    await expect(authenticator.identify(tea, { username: 'a/../b', password: 'open' })).rejects.toThrow(
      NotAuthorised,
    );
  });

  it('asks for a username where none is given', async () => {
    const { authenticator } = anAuthenticator(group);
    await expect(authenticator.identify(tea, { password: 'open' })).rejects.toThrow(NeedUsername);
  });

  it('refuses any token, even beside a right password', async () => {
    const { authenticator } = anAuthenticator(group);
    const credentials = { token: 'x', username: 'ada', password: 'tea' };
    await expect(authenticator.identify(tea, credentials)).rejects.toThrow(NotAuthorised);
  });

  it('refuses a group that does not exist', async () => {
    const { authenticator } = anAuthenticator(group);
    await expect(authenticator.identify(GroupName.parse('x'), { username: 'ada' })).rejects.toThrow(
      NoSuchGroup,
    );
  });

  it('answers a failure after 200 ms at the earliest', async () => {
    const { authenticator, waits } = anAuthenticator(group);
    await expect(authenticator.identify(tea, { username: 'ada', password: 'x' })).rejects.toThrow(
      NotAuthorised,
    );
    expect(waits).toEqual([200]);
  });

  it('answers a failure that took longer on the next step', async () => {
    const { authenticator, waits, pass } = anAuthenticator(group);
    const answer = authenticator.identify(tea, { username: 'ada', password: 'x' });
    pass(250);
    await expect(answer).rejects.toThrow(NotAuthorised);
    expect(waits).toEqual([150]);
  });

  it('works as hard for an unknown user as for the costliest known one', async () => {
    const { authenticator, passwords } = anAuthenticator({
      users: { ada: { password: pbkdf2(10) }, bob: { password: 'x' } },
    });
    for (const username of ['ada', 'bob', 'nobody', '.odd']) {
      passwords.checked.length = 0;
      await expect(authenticator.identify(tea, { username, password: 'y' })).rejects.toThrow(NotAuthorised);
      expect(passwords.checked.filter((type) => type === 'pbkdf2')).toHaveLength(1);
    }
  });
});
