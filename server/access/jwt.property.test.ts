import { randomBytes } from 'node:crypto';
import { ConferenceError, GroupName } from '@evagore/shared';
import fc from 'fast-check';
import { CompactSign } from 'jose';
import { describe, expect, it } from 'vitest';
import { tries } from '../../shared/testing/fuzz-budget.ts';
import { readAuthKeys } from './auth-keys.ts';
import { checkJwt, isJwt } from './jwt.ts';

const group = GroupName.parse('tea');
const k = randomBytes(32);
const { keys } = readAuthKeys([{ kty: 'oct', alg: 'HS256', k: k.toString('base64url') }]);
const question = { group, keys, canonicalHost: 'meet.example', now: 1_800_000_000_000 };

const CODES = ['not-authorised', 'token-expired', 'token-not-yet-valid', 'token-for-another-group'];

/** @returns the code of the refusal; undefined where there is none. */
async function refusal(token: string): Promise<string | undefined> {
  try {
    await checkJwt(token, question);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(ConferenceError);
    const { code } = error as ConferenceError;
    expect(CODES).toContain(code);
    return code;
  }
}
const sign = (payload: string) =>
  new CompactSign(Buffer.from(payload)).setProtectedHeader({ alg: 'HS256' }).sign(k);

describe('checkJwt', () => {
  it('answers any text by a refusal that is documented', async () => {
    const part = fc.oneof(
      fc.base64String({ maxLength: 40 }).map((text) => text.replace(/[+/=]/g, '_')),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc
        .record({ alg: fc.constantFrom('HS256', 'none', 7), kid: fc.anything() }, { requiredKeys: [] })
        .map((header) => Buffer.from(JSON.stringify(header)).toString('base64url')),
    );
    const token = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 5 }).map((parts) => parts.join('.')),
    );
    await fc.assert(
      fc.asyncProperty(token, async (text) => {
        isJwt(text);
        expect(await refusal(text)).toBe('not-authorised');
      }),
      tries(500),
    );
  });

  it('answers signed claims of any kind by a refusal that is documented', async () => {
    const claim = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(1e300, -1, 0, 1_800_000_060, 'https://meet.example/group/tea/'),
    );
    const payload = fc.record(
      {
        exp: claim,
        nbf: claim,
        iat: claim,
        aud: claim,
        sub: claim,
        permissions: claim,
        'include-subgroups': claim,
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(payload, async (claims) => {
        await refusal(await sign(JSON.stringify(claims)));
      }),
      tries(500),
    );
  });

  it('refuses a good token with any one character changed', async () => {
    const good = await sign(
      JSON.stringify({ aud: 'https://meet.example/group/tea/', exp: 1_800_000_060, permissions: ['op'] }),
    );
    expect(await refusal(good)).toBeUndefined();
    const change = fc.tuple(fc.nat(good.length - 1), fc.constantFrom(...'ABCxyz019-_.='.split('')));
    await fc.assert(
      fc.asyncProperty(change, async ([at, letter]) => {
        const changed = good.slice(0, at) + letter + good.slice(at + 1);
        // The last letter of 32 bytes has two bits that say nothing.
        if (at === good.length - 1) return;
        if (changed !== good) expect(await refusal(changed)).toBe('not-authorised');
      }),
      tries(300),
    );
  });
});
