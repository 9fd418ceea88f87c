import { createHmac, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { GroupName } from '@evagore/shared';
import { CompactSign, SignJWT, type JWTPayload } from 'jose';
import { describe, expect, it } from 'vitest';
import { NotAuthorised, TokenExpired, TokenForAnotherGroup, TokenNotYetValid } from '../core/errors.ts';
import { readAuthKeys } from './auth-keys.ts';
import { checkJwt, isJwt, type JwtQuestion } from './jwt.ts';

const NOW = 1_800_000_000;
const tea = GroupName.parse('tea');

const secret = (alg: string, bytes: number, kid?: string) => {
  const k = randomBytes(bytes);
  return { k, jwk: { kty: 'oct', alg, k: k.toString('base64url'), ...(kid !== undefined && { kid }) } };
};
const hs256 = secret('HS256', 32);
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwkOf = (key: KeyObject, alg: string) => ({ ...key.export({ format: 'jwk' }), alg });

const claims = (more: JWTPayload = {}): JWTPayload => ({
  sub: 'ada',
  aud: 'https://meet.example/group/tea/',
  permissions: ['present', 'message'],
  iat: NOW,
  exp: NOW + 60,
  ...more,
});
/** The claims without some of them. */
const without = (...names: string[]): JWTPayload =>
  Object.fromEntries(Object.entries(claims()).filter(([name]) => !names.includes(name)));
const sign = (payload: JWTPayload, key: Uint8Array | KeyObject = hs256.k, alg = 'HS256', kid?: string) =>
  new SignJWT(payload).setProtectedHeader({ alg, ...(kid !== undefined && { kid }) }).sign(key);

function check(token: string, more: Partial<JwtQuestion> & { jwks?: Record<string, unknown>[] } = {}) {
  const { jwks = [hs256.jwk], ...rest } = more;
  const { keys } = readAuthKeys(jwks);
  return checkJwt(token, { group: tea, keys, canonicalHost: undefined, now: NOW * 1000, ...rest });
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** A token as somebody with the secret may make it, whatever is in it. */
function forge(header: unknown, payload: unknown, key: Uint8Array = hs256.k): string {
  const body = `${encode(header)}.${typeof payload === 'string' ? payload : encode(payload)}`;
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
}

describe('checkJwt', () => {
  it.each([
    ['HS256', hs256.k, hs256.jwk],
    ...[secret('HS384', 48), secret('HS512', 64)].map(({ k, jwk }) => [jwk.alg, k, jwk] as const),
    ['ES256', ec.privateKey, jwkOf(ec.publicKey, 'ES256')],
    ['RS256', rsa.privateKey, jwkOf(rsa.publicKey, 'RS256')],
  ] as const)('takes a token of %s, and what it says', async (alg, key, jwk) => {
    expect(await check(await sign(claims(), key, alg), { jwks: [jwk] })).toEqual({
      username: 'ada',
      permissions: ['present', 'message'],
    });
  });

  it('takes a private key in the file for the public one in it', async () => {
    const jwks = [jwkOf(ec.privateKey, 'ES256')];
    expect(await check(await sign(claims(), ec.privateKey, 'ES256'), { jwks })).toMatchObject({
      username: 'ada',
    });
  });

  it('takes a token that names nobody, and one that gives nothing', async () => {
    expect(await check(await sign(without('sub', 'permissions')))).toEqual({
      username: undefined,
      permissions: [],
    });
    expect(await check(await sign(claims({ sub: '' })))).toMatchObject({ username: '' });
  });

  it('tries all keys that fit, by their names where the token names one', async () => {
    const [one, two] = [secret('HS256', 32, 'one'), secret('HS256', 32, 'two')];
    const jwks = [one.jwk, two.jwk];
    expect(await check(await sign(claims(), two.k), { jwks })).toMatchObject({ username: 'ada' });
    expect(await check(await sign(claims(), two.k, 'HS256', ''), { jwks })).toMatchObject({
      username: 'ada',
    });
    expect(await check(await sign(claims(), two.k, 'HS256', 'two'), { jwks })).toMatchObject({
      username: 'ada',
    });
    await expect(check(await sign(claims(), two.k, 'HS256', 'one'), { jwks })).rejects.toThrow(NotAuthorised);
    await expect(check(await sign(claims(), hs256.k, 'HS256', 'x'))).rejects.toThrow(NotAuthorised);
  });

  it('fails where a key that may have signed is broken, and only there', async () => {
    const broken = { kty: 'oct', alg: 'HS256', k: 'AAAA' };
    await expect(check(await sign(claims()), { jwks: [hs256.jwk, broken] })).rejects.toThrow(NotAuthorised);
    const jwks = [hs256.jwk, { ...broken, alg: 'HS384' }];
    expect(await check(await sign(claims()), { jwks })).toMatchObject({ username: 'ada' });
    const named = [secret('HS256', 32, 'one'), { jwk: { ...broken, kid: 'two' } }].map(({ jwk }) => jwk);
    const k = Buffer.from((named[0] as { k: string }).k, 'base64url');
    expect(await check(await sign(claims(), k, 'HS256', 'one'), { jwks: named })).toMatchObject({
      username: 'ada',
    });
  });

  it('takes a key without alg for no token', async () => {
    const { k, kty } = hs256.jwk;
    await expect(check(await sign(claims()), { jwks: [{ k, kty }] })).rejects.toThrow(NotAuthorised);
  });

  it.each<[string, JWTPayload, new (...args: never[]) => Error]>([
    ['expired', { exp: NOW - 5 }, TokenExpired],
    ['from the future', { iat: NOW + 6 }, TokenNotYetValid],
    ['not yet good', { nbf: NOW + 6 }, TokenNotYetValid],
    ['for another group', { aud: 'https://meet.example/group/cake/' }, TokenForAnotherGroup],
    ['for a group below', { aud: 'https://meet.example/group/tea/party/' }, TokenForAnotherGroup],
    ['for a group above', { aud: 'https://meet.example/group/' }, TokenForAnotherGroup],
    ['for a page without its slash', { aud: 'https://meet.example/group/tea' }, TokenForAnotherGroup],
    [
      'for something else',
      { aud: ['https://meet.example/', 'tea', '/group/tea/', 'https://%'] },
      TokenForAnotherGroup,
    ],
    ['by a roundabout way', { aud: 'https://meet.example/group/x/../tea/' }, TokenForAnotherGroup],
    ['no web address', { aud: 'ftp://meet.example/group/tea/' }, TokenForAnotherGroup],
    ['with an end that is no number', { exp: '2030' as unknown as number }, NotAuthorised],
    ['with an end beyond all dates', { exp: 1e300 }, NotAuthorised],
    ['with a start beyond all dates', { nbf: 1e300 }, NotAuthorised],
    ['with a subject that is no text', { sub: 7 as unknown as string }, NotAuthorised],
    ['with permissions that are no array', { permissions: 'op' }, NotAuthorised],
    ['with permissions that are null', { permissions: null }, NotAuthorised],
    ['with permissions that are numbers', { permissions: [1] }, NotAuthorised],
  ])('refuses a token that is %s', async (_, more, error) => {
    const token = await new CompactSign(Buffer.from(JSON.stringify(claims(more))))
      .setProtectedHeader({ alg: 'HS256' })
      .sign(hs256.k);
    await expect(check(token)).rejects.toThrow(error);
  });

  it.each(['exp', 'aud'])('refuses a token without %s', async (name) => {
    await expect(check(await sign(without(name)))).rejects.toThrow(NotAuthorised);
  });

  it('lets clocks differ by five seconds', async () => {
    expect(await check(await sign(claims({ exp: NOW - 4, iat: NOW - 60 })))).toMatchObject({
      username: 'ada',
    });
    expect(await check(await sign(claims({ iat: NOW + 5, nbf: NOW + 5 })))).toMatchObject({
      username: 'ada',
    });
  });

  it('tells from when a token is good', async () => {
    await expect(check(await sign(claims({ nbf: NOW + 60 })))).rejects.toMatchObject({
      validFrom: (NOW + 60) * 1000,
    });
  });

  it('tells nothing of a token whose signature is wrong', async () => {
    const stranger = randomBytes(32);
    for (const more of [{ exp: NOW - 60 }, { nbf: NOW + 60 }, { aud: 'https://meet.example/group/cake/' }]) {
      await expect(check(await sign(claims(more), stranger))).rejects.toThrow(NotAuthorised);
    }
  });

  it.each([
    ['https://meet.example/group/a/', true],
    ['https://meet.example/group/a/b/', true],
    ['https://meet.example/group/', true],
    ['https://meet.example/', false],
    ['https://meet.example/group/a', false],
    ['https://meet.example/group/ab/', false],
    ['https://meet.example/group/a/b/c/', false],
    ['https://meet.example/grou%70/a/', true],
  ])('with subgroups, takes %s for a/b: %s', async (aud, isGood) => {
    const group = GroupName.parse('a/b');
    const answer = check(await sign(claims({ aud, 'include-subgroups': true })), { group });
    if (isGood) expect(await answer).toMatchObject({ username: 'ada' });
    else await expect(answer).rejects.toThrow(TokenForAnotherGroup);
  });

  it('does not let a token for a group with subgroups into one whose name begins alike', async () => {
    const token = await sign(claims({ aud: 'https://meet.example/group/a/', 'include-subgroups': true }));
    await expect(check(token, { group: GroupName.parse('ab') })).rejects.toThrow(TokenForAnotherGroup);
  });

  it('takes include-subgroups for false unless it is true', async () => {
    const token = await sign(claims({ aud: 'https://meet.example/group/', 'include-subgroups': 'true' }));
    await expect(check(token)).rejects.toThrow(TokenForAnotherGroup);
  });

  it.each([
    ['https://meet.example/group/tea/', 'meet.example', true],
    ['https://MEET.example:443/group/tea/', 'Meet.Example', true],
    ['https://meet.example/group/tea/', 'meet.example:443', true],
    ['https://meet.example:8443/group/tea/', 'meet.example:8443', true],
    ['https://meet.example:8443/group/tea/', 'meet.example', false],
    ['https://meet.example/group/tea/', 'meet.example:8443', false],
    ['https://evil.example/group/tea/', 'meet.example', false],
    ['https://meet.example@evil.example/group/tea/', 'meet.example', false],
  ])('on a server with a name: %s at %s: %s', async (aud, canonicalHost, isGood) => {
    const answer = check(await sign(claims({ aud: ['https://x.example/', aud] })), { canonicalHost });
    if (isGood) expect(await answer).toMatchObject({ username: 'ada' });
    else await expect(answer).rejects.toThrow(TokenForAnotherGroup);
  });

  it('finds names with special characters by their encoding', async () => {
    const group = GroupName.parse('Physik/Übung 3');
    const aud = 'https://meet.example/group/Physik/%C3%9Cbung%203/';
    expect(await check(await sign(claims({ aud })), { group })).toMatchObject({ username: 'ada' });
  });
});

describe('a forged token', () => {
  const rsaPem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
  const attacks: [string, string, Record<string, unknown>[]?][] = [
    ['no signature (none)', `${encode({ alg: 'none' })}.${encode(claims())}.`],
    ['no signature (None)', `${encode({ alg: 'None' })}.${encode(claims())}.`],
    ['an empty signature', `${encode({ alg: 'HS256' })}.${encode(claims())}.`],
    ['a secret that is nobody’s', forge({ alg: 'HS256' }, claims(), Buffer.alloc(32))],
    [
      'a public key as the secret',
      forge({ alg: 'HS256' }, claims(), Buffer.from(rsaPem)),
      [jwkOf(rsa.publicKey, 'RS256')],
    ],
    [
      'a public key as the secret, under its own algorithm',
      forge({ alg: 'RS256' }, claims(), Buffer.from(rsaPem)),
      [jwkOf(rsa.publicKey, 'RS256')],
    ],
    ['another algorithm than the key’s', forge({ alg: 'HS512' }, claims())],
    [
      'a key of its own',
      forge({ alg: 'HS256', jwk: { kty: 'oct', k: encode('x') } }, claims(), Buffer.alloc(32)),
    ],
    [
      'a place where its key is',
      forge({ alg: 'HS256', jku: 'https://evil.example/' }, claims(), Buffer.alloc(32)),
    ],
    ['an extension that must be understood', forge({ alg: 'HS256', crit: ['x'], x: 1 }, claims())],
    ['a payload that is not encoded', forge({ alg: 'HS256', crit: ['b64'], b64: false }, claims())],
    ['a payload that is no JSON', forge({ alg: 'HS256' }, Buffer.from('tea').toString('base64url'))],
    ['a payload that is no object', forge({ alg: 'HS256' }, [claims()])],
    ['a header without algorithm', forge({}, claims())],
    ['a header whose algorithm is no text', forge({ alg: ['HS256'] }, claims())],
    ['a name of a key that is no text', forge({ alg: 'HS256', kid: 7 }, claims())],
    ['no keys', forge({ alg: 'HS256' }, claims()), []],
  ];

  it.each(attacks)('with %s is refused', async (_, token, jwks) => {
    expect(isJwt(token)).toBe(true);
    await expect(check(token, jwks && { jwks })).rejects.toThrow(NotAuthorised);
  });

  it('whose payload was changed is refused', async () => {
    const [header = '', , signature = ''] = (await sign(claims())).split('.');
    await expect(check(`${header}.${encode(claims({ sub: 'eve' }))}.${signature}`)).rejects.toThrow(
      NotAuthorised,
    );
  });
});

describe('isJwt', () => {
  it.each([
    '',
    'a',
    'k3J9dkQwVbY',
    'a.b.c',
    '..',
    'e30',
    'e30.e30',
    'e30.e30.e30.e30',
    'e30.e30.e30.e30.e30',
  ])('says no of %j', (token) => {
    expect(isJwt(token)).toBe(false);
  });

  it('says yes of three parts of which the first is an object', () => {
    expect(isJwt('e30.x.y')).toBe(true);
  });
});

describe('readAuthKeys', () => {
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  it.each<[string, Record<string, unknown>, string]>([
    ['no kind', {}, 'kty: must be oct, EC or RSA'],
    ['an unknown kind', { kty: 'OKP', alg: 'EdDSA' }, 'kty: must be oct, EC or RSA'],
    ['no algorithm', { kty: 'oct', k: 'AAAA' }, 'alg: '],
    ['an algorithm of another kind', { kty: 'oct', alg: 'RS256', k: 'AAAA' }, 'alg: '],
    ['a short secret', { kty: 'oct', alg: 'HS512', k: hs256.jwk.k }, 'k: must be 64 bytes for HS512'],
    ['a secret that is not base64url', { kty: 'oct', alg: 'HS256', k: 'a+b/' }, 'k: must be base64url'],
    [
      'a point that is not on the curve',
      { kty: 'EC', alg: 'ES256', crv: 'P-256', x: 'AA', y: 'AA' },
      'the numbers',
    ],
    ['another curve', jwkOf(p384.publicKey, 'ES256'), 'crv: '],
    ['a short RSA key', jwkOf(weak.publicKey, 'RS256'), 'n: must have 2048 to 8192 bits'],
    ['an exponent of one', { ...jwkOf(rsa.publicKey, 'RS256'), e: 'AQ' }, ''],
  ])('keeps the place of a key with %s, and says what is wrong', (_, jwk, reason) => {
    const { keys, problems } = readAuthKeys([hs256.jwk, jwk]);
    expect(keys).toHaveLength(2);
    expect(keys[1]?.key).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`authKeys[1] cannot be used: ${reason}`);
  });
});
