import bcrypt from 'bcrypt';
import { describe, expect, it } from 'vitest';
import { Busy } from '../core/errors.ts';
import { costOf, hashPassword, Passwords } from './passwords.ts';
import { Password, type StoredPassword } from './stored-password.ts';

const passwords = new Passwords({ maxChecks: 2, maxQueued: 100 });
const stored = (value: unknown): StoredPassword => Password.parse(value);

/** A hash of nothing in particular. */
const PBKDF2 = {
  type: 'pbkdf2',
  hash: 'sha-256',
  key: 'dd7a1a7fad92a8b4a0aa8a3a5c1f1a9e7b0a8b3f6f6a3a5c1f1a9e7b0a8b3f6f',
  salt: '0011223344556677',
  iterations: 4096,
};

describe('verify', () => {
  it('takes a plain password that is the same', async () => {
    expect(await passwords.verify('tea', stored('tea'))).toBe(true);
    expect(await passwords.verify('tea', stored({ type: 'plain', key: 'tea' }))).toBe(true);
  });

  it('refuses a plain password that differs, whatever its length', async () => {
    for (const wrong of ['', 'te', 'teA', 'teas'])
      expect(await passwords.verify(wrong, stored('tea'))).toBe(false);
  });

  it('never matches an absent password, not even by the empty one', async () => {
    for (const absent of [undefined, null, {}])
      expect(await passwords.verify('', stored(absent))).toBe(false);
  });

  it('takes any password for a wildcard', async () => {
    expect(await passwords.verify('', stored({ type: 'wildcard' }))).toBe(true);
    expect(await passwords.verify('anything', stored({ type: 'wildcard' }))).toBe(true);
  });

  it('checks PBKDF2 with SHA-256 by the test vector that circulates beside RFC 6070', async () => {
    const vector = {
      type: 'pbkdf2',
      hash: 'sha-256',
      key: 'c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a',
      salt: Buffer.from('salt').toString('hex'),
      iterations: 4096,
    };
    expect(await passwords.verify('password', stored(vector))).toBe(true);
    expect(await passwords.verify('Password', stored(vector))).toBe(false);
  });

  it('checks bcrypt under each of its names', async () => {
    const hash = await bcrypt.hash('tea', 4);
    for (const name of ['$2a$', '$2b$', '$2y$']) {
      const one = stored({ type: 'bcrypt', key: hash.replace('$2b$', name) });
      expect(await passwords.verify('tea', one)).toBe(true);
      expect(await passwords.verify('coffee', one)).toBe(false);
    }
  });

  it('refuses what bcrypt would cut off', async () => {
    const long = 'x'.repeat(72);
    const one = stored({ type: 'bcrypt', key: await bcrypt.hash(long, 4) });
    expect(await passwords.verify(long, one)).toBe(true);
    expect(await passwords.verify(`${long}y`, one)).toBe(false);
  });

  it('refuses a NUL, where some bcrypts stop reading', async () => {
    const one = stored({ type: 'bcrypt', key: await bcrypt.hash('tea', 4) });
    expect(await passwords.verify('tea\0', one)).toBe(false);
  });

  it('refuses a password of unreasonable length before any work', async () => {
    expect(await passwords.verify('x'.repeat(2_000), stored('tea'))).toBe(false);
  });

  it('never matches a type that is not known', async () => {
    expect(await passwords.verify('', stored({ type: 'argon2', key: '' }))).toBe(false);
  });

  it('refuses checks beyond what may wait, and goes on afterwards', async () => {
    const narrow = new Passwords({ maxChecks: 1, maxQueued: 1 });
    const slow = stored({ ...PBKDF2, iterations: 20_000 });
    const results = await Promise.allSettled([1, 2, 3].map(() => narrow.verify('x', slow)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(results[2]).toMatchObject({ reason: expect.any(Busy) as Busy });
    expect(await narrow.verify('x', slow)).toBe(false);
  });

  it('answers plain passwords even while all hash threads are busy', async () => {
    const narrow = new Passwords({ maxChecks: 1, maxQueued: 0 });
    const busy = narrow.verify('x', stored({ ...PBKDF2, iterations: 20_000 }));
    expect(await narrow.verify('tea', stored('tea'))).toBe(true);
    await busy;
  });
});

describe('hashPassword', () => {
  it('makes what verify takes', async () => {
    const made = stored(await hashPassword('tea', 4));
    expect(await passwords.verify('tea', made)).toBe(true);
  });

  it('refuses what bcrypt would cut off', async () => {
    await expect(hashPassword('x'.repeat(73), 4)).rejects.toThrow(RangeError);
  });
});

describe('costOf', () => {
  it('knows that bcrypt doubles with each step', async () => {
    const [four, five] = await Promise.all([hashPassword('x', 4), hashPassword('x', 5)]);
    expect(costOf(stored(five))).toBe(2 * costOf(stored(four)));
  });

  it('takes plain passwords for free', () => {
    expect(costOf(stored('tea'))).toBe(0);
  });
});
