import { compactVerify, decodeProtectedHeader, type ProtectedHeaderParameters } from 'jose';
import type { GroupName } from '@evagore/shared';
import { z } from 'zod';
import { NotAuthorised, TokenExpired, TokenForAnotherGroup, TokenNotYetValid } from '../core/errors.ts';
import type { AuthKey } from './auth-keys.ts';

/** What a token says of the one who shows it. */
export interface JwtIdentity {
  /** undefined where the token names nobody. */
  readonly username: string | undefined;
  readonly permissions: readonly string[];
}

/** What a token is checked against. */
export interface JwtQuestion {
  readonly group: GroupName;
  /** The group's. */
  readonly keys: readonly AuthKey[];
  /** The one name of this server, if it has one: tokens for others are refused. */
  readonly canonicalHost: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Seconds by which clocks may differ. */
const LEEWAY = 5;

/** Seconds since the epoch. Beyond this, dates end. */
const NumericDate = z.number().min(0).max(8.64e12);

const Claims = z.looseObject({
  exp: NumericDate,
  nbf: NumericDate.optional(),
  iat: NumericDate.optional(),
  aud: z.union([z.string(), z.array(z.string()).max(100)]),
  sub: z.string().optional(),
  permissions: z.array(z.string()).max(100).optional(),
  'include-subgroups': z.unknown().optional(),
});
type Claims = z.infer<typeof Claims>;

/** Whether a token has the shape of a JSON Web Token, and hence is only ever taken for one. */
export function isJwt(token: string): boolean {
  return headerOf(token) !== undefined;
}

/**
 * What a JSON Web Token says, once it has proven to be good for a group.
 *
 * Keys are chosen by the group's file alone: by the algorithm that the file gives them, never by what the token asks
 * for. So there is no token without a signature, and no public key that serves as a secret.
 *
 * @param token - Of bounded length.
 * @throws TokenExpired, TokenNotYetValid, TokenForAnotherGroup; NotAuthorised for all else that is wrong with it.
 * @see Galène README, "Authorisation servers"; RFC 7519, section 7.2.
 */
export async function checkJwt(token: string, question: JwtQuestion): Promise<JwtIdentity> {
  const claims = claimsOf(await verifiedPayload(token, question.keys));
  if (claims === undefined) throw new NotAuthorised();
  const now = question.now / 1000;
  if (now >= claims.exp + LEEWAY) throw new TokenExpired();
  const validFrom = Math.max(claims.nbf ?? 0, claims.iat ?? 0);
  if (now < validFrom - LEEWAY) throw new TokenNotYetValid(validFrom * 1000);
  const audience = [claims.aud].flat();
  const withSubgroups = claims['include-subgroups'] === true;
  if (!audience.some((url) => isFor(url, question, withSubgroups))) throw new TokenForAnotherGroup();
  return { username: claims.sub, permissions: claims.permissions ?? [] };
}

function headerOf(token: string): ProtectedHeaderParameters | undefined {
  if (token.split('.', 4).length !== 3) return undefined;
  try {
    return decodeProtectedHeader(token);
  } catch {
    return undefined;
  }
}

/** @throws NotAuthorised */
async function verifiedPayload(token: string, keys: readonly AuthKey[]): Promise<Uint8Array> {
  for (const { alg, key } of candidates(token, keys)) {
    try {
      return (await compactVerify(token, key, { algorithms: [alg] })).payload;
    } catch {
      // It may be the signature of another key.
    }
  }
  throw new NotAuthorised();
}

/**
 * The keys that the token may have been signed with.
 *
 * @throws NotAuthorised where one of them is broken.
 */
function candidates(
  token: string,
  keys: readonly AuthKey[],
): { readonly alg: string; readonly key: NonNullable<AuthKey['key']> }[] {
  // An unencoded payload (RFC 7797) has no place in a token.
  const { alg, kid, b64 } = headerOf(token) ?? {};
  if (alg === undefined || b64 !== undefined) return [];
  return keys
    .filter((one) => one.alg === alg && (kid === undefined || kid === '' || one.kid === kid))
    .map(({ key }) => {
      if (key === undefined) throw new NotAuthorised();
      return { alg, key };
    });
}

function claimsOf(payload: Uint8Array): Claims | undefined {
  try {
    return Claims.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))).data;
  } catch {
    return undefined;
  }
}

/** Whether the address is that of the group's page or, with subgroups, of a group above. */
function isFor(audience: string, { group, canonicalHost }: JwtQuestion, withSubgroups: boolean): boolean {
  // Not the path of a URL object, which is cleaned: `/group/a/../b/` is no way to say `/group/b/`.
  const path = /^https?:\/\/[^/?#]+(\/[^?#]*)/i.exec(audience)?.[1];
  if (path === undefined || !URL.canParse(audience)) return false;
  if (canonicalHost !== undefined && !sameHost(audience, canonicalHost)) return false;
  const asked = decoded(path);
  const own = `/group/${group}/`;
  if (asked === own) return true;
  return (
    withSubgroups && asked?.startsWith('/group/') === true && asked.endsWith('/') && own.startsWith(asked)
  );
}

/** Whether a URL is of the host, with its port, that the server goes by. Without a port, the scheme's usual one is meant. */
function sameHost(url: string, canonicalHost: string): boolean {
  const { protocol, host } = new URL(url);
  const own = `${protocol}//${canonicalHost}`;
  return URL.canParse(own) && new URL(own).host === host;
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
