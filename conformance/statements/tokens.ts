import assert from 'node:assert/strict';
import { standardGroup } from '../groups.ts';
import { makeJwt, makeKey, unsignedJwt } from '../jwt.ts';
import type { Stage } from '../stage.ts';
import type { Statement } from './statement.ts';

const BOTH = ['galene', 'native'] as const;

/** Galène says no more than that; a server may say why, behind those words or in its own dialect. */
const REFUSED = {
  galene: /^not authorised(: |$)/,
  native: ['not-authorised', 'token-expired', 'token-not-yet-valid', 'token-for-another-group'],
} as const;

/** More than any leeway for clocks. */
const MINUTE = 60;

/** Tokens that somebody else has signed. */
export const TOKEN_STATEMENTS: readonly Statement[] = [
  {
    id: 'C108',
    title:
      'A signed token lets its bearer in by its name and permissions, for its group, time and host alone',
    dialects: BOTH,
    async run(stage) {
      const keys = [makeKey('HS256'), makeKey('ES256'), makeKey('RS256')];
      const file = standardGroup({ authKeys: keys.map(({ jwk }) => jwk) });
      const group = await stage.group(file);
      const good = claimsFor(group);
      for (const key of keys) {
        const alg = String(key.jwk['alg']);
        assert.deepEqual(
          await admitted(stage, group, makeJwt(key, good)),
          ['ada', ['message', 'present']],
          alg,
        );
        const tampered = `${makeJwt(key, good).slice(0, -8)}AAAAAAAA`;
        await expectRefused(stage, group, tampered, `${alg}, tampered with`);
      }
      const [key, es256] = keys;
      assert.ok(key !== undefined && es256 !== undefined);
      const wrong: Record<string, (good: Claims) => string> = {
        'no exp': (claims) => makeJwt(key, { ...claims, exp: undefined }),
        'exp in the past': (claims) => makeJwt(key, { ...claims, exp: now() - MINUTE }),
        'iat in the future': (claims) => makeJwt(key, { ...claims, iat: now() + MINUTE }),
        'nbf in the future': (claims) => makeJwt(key, { ...claims, nbf: now() + MINUTE }),
        'another group': (claims) => makeJwt(key, { ...claims, aud: `https://x.example/group/${group}x/` }),
        'no slash': (claims) => makeJwt(key, { ...claims, aud: claims.aud.slice(0, -1) }),
        'no aud': (claims) => makeJwt(key, { ...claims, aud: undefined }),
        'permissions of a wrong type': (claims) => makeJwt(key, { ...claims, permissions: 'present' }),
        'a foreign key': (claims) => makeJwt(makeKey('HS256'), claims),
        'another algorithm': (claims) => makeJwt(key, claims, { alg: 'ES256' }),
        'an unheard-of key': (claims) => makeJwt(es256, claims, { kid: 'unheard-of' }),
        unsigned: unsignedJwt,
      };
      for (const [what, token] of Object.entries(wrong)) {
        // Each in a group of its own: a server may count failures, and slow down who has many.
        const other = await stage.group(file);
        await expectRefused(stage, other, token(claimsFor(other)), what);
      }
      const many = { ...good, aud: ['https://x.example/group/other/', good.aud] };
      assert.deepEqual(await admitted(stage, group, makeJwt(key, many)), ['ada', ['message', 'present']]);

      await stage.configure({ canonicalHost: 'meet.example.org' });
      await stage.until('the host is known', async () => (await stage.http('/')).status === 301);
      await expectRefused(stage, group, makeJwt(key, good), 'the wrong host');
      const here = { ...good, aud: `https://meet.example.org/group/${group}/` };
      assert.deepEqual(await admitted(stage, group, makeJwt(key, here)), ['ada', ['message', 'present']]);
    },
  },
  {
    id: 'C109',
    title: 'include-subgroups makes a token good for the groups below, and for no others',
    dialects: BOTH,
    async run(stage) {
      const key = makeKey('HS256');
      const file = standardGroup({ authKeys: [key.jwk], 'auto-subgroups': true });
      const group = await stage.group(file);
      const neighbour = `${group}b`;
      stage.name('');
      await stage.writeGroup(neighbour, file);
      const token = makeJwt(key, { ...claimsFor(group), 'include-subgroups': true });
      for (const below of [group, `${group}/b`, `${group}/b/c`]) {
        assert.deepEqual(await admitted(stage, below, token), ['ada', ['message', 'present']], below);
      }
      await expectRefused(stage, neighbour, token, 'a group with a longer name');
      await expectRefused(stage, `${group}/b`, makeJwt(key, claimsFor(group)), 'a token for one group');
      const slashless = {
        ...claimsFor(group),
        'include-subgroups': true,
        aud: `https://x.example/group/${group}`,
      };
      await expectRefused(stage, `${group}/b`, makeJwt(key, slashless), 'no slash');
      const all = { ...claimsFor(group), 'include-subgroups': true, aud: 'https://x.example/group/' };
      assert.deepEqual(await admitted(stage, neighbour, makeJwt(key, all)), ['ada', ['message', 'present']]);
    },
  },
];

type Claims = ReturnType<typeof claimsFor>;

function claimsFor(group: string) {
  return {
    sub: 'ada',
    aud: `https://x.example/group/${group}/`,
    permissions: ['present', 'message'],
    iat: now(),
    exp: now() + 10 * MINUTE,
    iss: 'https://auth.example.org/',
  };
}

/** Seconds since the epoch. */
function now(): number {
  return Math.floor(Date.now() / 1000);
}

/** Under which name and with which permissions a token lets in. */
async function admitted(stage: Stage, group: string, token: string): Promise<[string, string[]]> {
  const actor = await stage.actor();
  const outcome = await actor.join({ group, token });
  if (outcome.outcome !== 'joined')
    assert.fail(`not let into ${group} by ${token}: ${JSON.stringify(outcome)}`);
  actor.terminate();
  return [outcome.username, [...(outcome.permissions ?? [])].sort()];
}

async function expectRefused(stage: Stage, group: string, token: string, what: string): Promise<void> {
  const actor = await stage.actor();
  const outcome = await actor.join({ group, token, username: 'ada' });
  if (outcome.outcome !== 'refused') assert.fail(`${what}: ${JSON.stringify(outcome)}`);
  stage.expectRefusal(outcome.refusal, REFUSED);
  actor.terminate();
}
