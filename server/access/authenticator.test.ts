import { randomBytes } from 'node:crypto';
import { GroupName, type TokenInfo } from '@evagore/shared';
import { SignJWT, type JWTPayload } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  Busy,
  NeedUsername,
  NoSuchGroup,
  NotAuthorised,
  TokenExpired,
  TokenForAnotherGroup,
  TokenNotYetValid,
  UsernameTaken,
} from '../core/errors.ts';
import { GroupAuthenticator } from './authenticator.ts';
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

/** The date on which everything happens. */
const TODAY = Date.parse('2030-01-01T12:00:00Z');

function anAuthenticator(group: object, more: { tokens?: TokenInfo[]; canonicalHost?: string } = {}) {
  const { tokens = [], ...site } = more;
  const passwords = new CountingPasswords({ maxChecks: 2, maxQueued: 10 });
  let now = 0;
  const waits: number[] = [];
  const file = parseGroupFile(JSON.stringify(group));
  const authenticator = new GroupAuthenticator({
    groups: { find: (name) => Promise.resolve(name.startsWith('tea') ? file : undefined) },
    passwords,
    tokens: { find: (token) => Promise.resolve(tokens.find((one) => one.token === token)) },
    site: { current: () => Promise.resolve(site) },
    date: () => TODAY,
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

describe('a stateful token', () => {
  const token: TokenInfo = {
    token: 'k3J9dkQwVbY',
    group: 'tea',
    permissions: ['present', 'message'],
    expires: '2030-01-02T00:00:00Z',
  };
  const identify = (change: Partial<TokenInfo>, username?: string, where = tea) => {
    const { authenticator } = anAuthenticator(group, { tokens: [{ ...token, ...change }] });
    return authenticator.identify(where, { token: token.token, ...(username !== undefined && { username }) });
  };
  const party = GroupName.parse('tea/party');
  const teapot = GroupName.parse('teapot');

  it('gives its permissions and nothing else, under the name that the guest chose', async () => {
    const { username, permissions } = await identify({}, 'eve');
    expect(username).toBe('eve');
    expect([...permissions]).toEqual(['present', 'message']);
  });

  it('names its guest, whatever the guest says, even by a name of the file', async () => {
    expect(await identify({ username: 'ada' }, 'eve')).toMatchObject({ username: 'ada' });
    expect(await identify({ username: 'ada' })).toMatchObject({ username: 'ada' });
  });

  it('asks for a name where it has none', async () => {
    await expect(identify({})).rejects.toThrow(NeedUsername);
  });

  it('takes an empty name in the token for an anonymous guest', async () => {
    expect(await identify({ username: '' })).toMatchObject({ username: '' });
    expect(await identify({ username: '' }, 'eve')).toMatchObject({ username: 'eve' });
  });

  it('is no proof of a name that somebody else has', async () => {
    await expect(identify({}, 'ada')).rejects.toThrow(UsernameTaken);
    await expect(identify({ username: '' }, 'none')).rejects.toThrow(UsernameTaken);
  });

  it.each([
    ['its group', {}, tea],
    ['a group below, with subgroups', { includeSubgroups: true }, party],
    ['any group, where it has none', { group: '', includeSubgroups: true }, party],
  ] as const)('opens %s', async (_, change, where) => {
    expect(await identify(change, 'eve', where)).toMatchObject({ username: 'eve' });
  });

  it.each([
    ['a group below', {}, party],
    ['a group above', { group: 'tea/party', includeSubgroups: true }, tea],
    ['a group whose name begins alike', { includeSubgroups: true }, teapot],
    ['anything, where it has no group', { group: '' }, tea],
  ] as const)('does not open %s', async (_, change, where) => {
    await expect(identify(change, 'eve', where)).rejects.toThrow(TokenForAnotherGroup);
  });

  it.each<[string, Partial<TokenInfo>, new (...args: never[]) => Error]>([
    ['that has expired', { expires: '2030-01-01T12:00:00Z' }, TokenExpired],
    ['that is good later', { 'not-before': '2030-01-01T12:00:00.001Z' }, TokenNotYetValid],
    ['with a name that nobody can bear', { username: '.x' }, NotAuthorised],
  ])('is refused %s', async (_, change, error) => {
    await expect(identify(change, 'eve')).rejects.toThrow(error);
  });

  it('is refused without an end', async () => {
    const endless = { token: token.token, group: token.group, permissions: token.permissions };
    const { authenticator } = anAuthenticator(group, { tokens: [endless] });
    await expect(authenticator.identify(tea, { token: token.token, username: 'eve' })).rejects.toThrow(
      NotAuthorised,
    );
  });

  it('is refused together with a name that nobody can bear', async () => {
    for (const username of ['/x', 'a/../b', '.']) {
      await expect(identify({}, username)).rejects.toThrow(NotAuthorised);
    }
  });

  it('makes nobody one of the server’s own members', async () => {
    const { permissions } = await identify({ permissions: ['system', 'message'] }, 'eve');
    expect([...permissions]).toEqual(['message']);
  });

  it('that is unknown is refused after 200 ms, even beside a right password, without any hashing', async () => {
    const { authenticator, waits, passwords } = anAuthenticator({ users: { ada: { password: pbkdf2(10) } } });
    for (const shown of ['x', 'k3J9dkQwVbZ', 'x'.repeat(1_000_000)]) {
      waits.length = 0;
      const credentials = { token: shown, username: 'ada', password: 'tea' };
      await expect(authenticator.identify(tea, credentials)).rejects.toThrow(NotAuthorised);
      expect(waits).toEqual([200]);
    }
    expect(passwords.checked).toEqual([]);
  });

  it('takes an empty token for none', async () => {
    const { authenticator } = anAuthenticator(group);
    const credentials = { token: '', username: 'ada', password: 'tea' };
    expect(await authenticator.identify(tea, credentials)).toMatchObject({ username: 'ada' });
  });
});

describe('a JSON Web Token', () => {
  const k = randomBytes(32);
  const withKey = { ...group, authKeys: [{ kty: 'oct', alg: 'HS256', k: k.toString('base64url') }] };
  const sign = (more: JWTPayload = {}) =>
    new SignJWT({
      aud: 'https://meet.example/group/tea/',
      exp: TODAY / 1000 + 60,
      permissions: ['present', 'fly', 'system'],
      ...more,
    })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(k);
  const identify = async (more: JWTPayload, username?: string, content: object = withKey) => {
    const { authenticator } = anAuthenticator(content, { canonicalHost: 'meet.example' });
    const token = await sign(more);
    return authenticator.identify(tea, { token, ...(username !== undefined && { username }) });
  };

  it('names its guest and gives what it says, as far as that is known', async () => {
    const { username, permissions } = await identify({ sub: 'ada' }, 'eve');
    expect(username).toBe('ada');
    expect([...permissions]).toEqual(['present']);
  });

  it('lets the guest choose a name where it has none, or none', async () => {
    expect(await identify({}, 'eve')).toMatchObject({ username: 'eve' });
    expect(await identify({})).toMatchObject({ username: '' });
    await expect(identify({}, 'ada')).rejects.toThrow(UsernameTaken);
  });

  it('makes nobody the empty user who has an entry', async () => {
    const content = { ...withKey, users: { '': { password: 'x', permissions: 'op' } } };
    await expect(identify({}, undefined, content)).rejects.toThrow(NeedUsername);
    await expect(identify({}, '', content)).rejects.toThrow(UsernameTaken);
    expect(await identify({}, 'eve', content)).toMatchObject({ username: 'eve' });
  });

  it.each<[string, JWTPayload, new (...args: never[]) => Error]>([
    ['has expired', { exp: TODAY / 1000 - 60 }, TokenExpired],
    ['is good later', { nbf: TODAY / 1000 + 60 }, TokenNotYetValid],
    ['is for another group', { aud: 'https://meet.example/group/cake/' }, TokenForAnotherGroup],
    ['is for another server', { aud: 'https://x.example/group/tea/' }, TokenForAnotherGroup],
    ['names somebody whom nobody can be called', { sub: 'a/../b' }, NotAuthorised],
  ])('is refused where it %s', async (_, more, error) => {
    await expect(identify(more, 'eve')).rejects.toThrow(error);
  });

  it('is never looked up among the stateful ones', async () => {
    const token = await sign();
    const known: TokenInfo = { token, group: 'tea', permissions: ['op'], expires: '2031-01-01T00:00:00Z' };
    const { authenticator, waits } = anAuthenticator(group, { tokens: [known] });
    await expect(authenticator.identify(tea, { token, username: 'eve' })).rejects.toThrow(NotAuthorised);
    expect(waits).toEqual([200]);
  });
});

describe('failed logins', () => {
  const from = '192.0.2.1';

  it('make an address wait, in this group alone, without any hashing', async () => {
    const { authenticator, passwords, pass } = anAuthenticator({
      ...group,
      users: { ada: { password: pbkdf2(10) } },
    });
    const wrong = { username: 'ada', password: 'x', from };
    for (let i = 0; i < 10; i++)
      await expect(authenticator.identify(tea, wrong)).rejects.toThrow(NotAuthorised);
    passwords.checked.length = 0;
    await expect(authenticator.identify(tea, wrong)).rejects.toThrow(Busy);
    await expect(authenticator.identify(GroupName.parse('tea/x'), wrong)).rejects.toThrow(Busy);
    expect(passwords.checked).toEqual([]);
    const right = { username: 'eve', password: 'open' };
    expect(await authenticator.identify(tea, { ...right, from: '192.0.2.2' })).toMatchObject({
      username: 'eve',
    });
    expect(await authenticator.identify(GroupName.parse('teapot'), { ...right, from })).toMatchObject({
      username: 'eve',
    });
    pass(1_000);
    expect(await authenticator.identify(tea, { ...right, from })).toMatchObject({ username: 'eve' });
  });

  it('by password do not keep away those who were invited', async () => {
    const known: TokenInfo = { token: 'k', group: 'tea', permissions: [], expires: '2031-01-01T00:00:00Z' };
    const { authenticator } = anAuthenticator(group, { tokens: [known] });
    for (let i = 0; i < 11; i++) {
      await authenticator.identify(tea, { username: 'ada', password: 'x', from }).catch(() => undefined);
    }
    expect(await authenticator.identify(tea, { token: 'k', username: 'eve', from })).toMatchObject({
      username: 'eve',
    });
  });

  it('by token count as well', async () => {
    const { authenticator } = anAuthenticator(group);
    for (let i = 0; i < 10; i++) {
      await expect(authenticator.identify(tea, { token: 'x', from })).rejects.toThrow(NotAuthorised);
    }
    await expect(authenticator.identify(tea, { token: 'x', from })).rejects.toThrow(Busy);
  });
});

describe('isReserved', () => {
  it('tells which names the group’s file has', async () => {
    const { authenticator } = anAuthenticator(group);
    expect(await authenticator.isReserved(tea, 'ada')).toBe(true);
    expect(await authenticator.isReserved(tea, 'bob')).toBe(false);
    expect(await authenticator.isReserved(tea, '')).toBe(false);
    expect(await authenticator.isReserved(tea, 'constructor')).toBe(false);
    expect(await authenticator.isReserved(GroupName.parse('x'), 'ada')).toBe(false);
  });

  it('knows the empty user', async () => {
    const { authenticator } = anAuthenticator({ users: { '': { password: 'x', permissions: 'op' } } });
    expect(await authenticator.isReserved(tea, '')).toBe(true);
    expect((await authenticator.identify(tea, { username: '', password: 'x' })).permissions).toContain('op');
  });
});
