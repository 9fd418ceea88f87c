import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { asError } from './atomic-file.ts';
import { BadText, fit } from './json-text.ts';

/** A key of a group file, for the signatures of tokens. */
export interface AuthKey {
  /** The one algorithm it is for. A key without one is for no token. */
  readonly alg: string | undefined;
  /** Its name, where it has one. */
  readonly kid: string | undefined;
  /** undefined where the file has it wrong: a token that it may have signed fails. */
  readonly key: KeyObject | undefined;
}

/** Bytes of a secret, by algorithm. */
const SECRET_BYTES = { HS256: 32, HS384: 48, HS512: 64 } as const;
/** Bits of an RSA key: less is broken, and more takes its time for every token. */
const RSA_BITS = { min: 2048, max: 8192 } as const;

const Base64Url = z
  .string()
  .min(1)
  .max(2_048)
  .regex(/^[\w-]+$/, 'must be base64url');

const Secret = z.looseObject({ alg: z.enum(['HS256', 'HS384', 'HS512']), k: Base64Url });
const EllipticCurve = z.looseObject({
  alg: z.literal('ES256'),
  crv: z.literal('P-256'),
  x: Base64Url,
  y: Base64Url,
});
const Rsa = z.looseObject({ alg: z.literal('RS256'), n: Base64Url, e: Base64Url });
const Kind = z.looseObject({
  kty: z.enum(['oct', 'EC', 'RSA'], 'must be oct, EC or RSA'),
  kid: z.string().max(1_024).optional(),
});

/**
 * Reads a JSON Web Key of a group file.
 *
 * @throws {@link BadText} where no token can be checked by it; the message has nothing of the key.
 * @see Galène README, "Authorisation servers": `oct` with HS256, HS384 or HS512, `EC` with ES256, `RSA` with RS256;
 * `alg` is compulsory.
 */
export function parseAuthKey(jwk: unknown): KeyObject {
  switch (fit(Kind, jwk).kty) {
    case 'oct': {
      const { alg, k } = fit(Secret, jwk);
      const secret = Buffer.from(k, 'base64url');
      const bytes = SECRET_BYTES[alg];
      if (secret.length !== bytes) throw new BadText(`k: must be ${bytes.toString()} bytes for ${alg}`);
      return createSecretKey(secret);
    }
    case 'EC': {
      const { crv, x, y } = fit(EllipticCurve, jwk);
      return publicKey({ kty: 'EC', crv, x, y });
    }
    case 'RSA': {
      const { n, e } = fit(Rsa, jwk);
      const key = publicKey({ kty: 'RSA', n, e });
      const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
      if (modulusLength < RSA_BITS.min || modulusLength > RSA_BITS.max || publicExponent < 3n) {
        throw new BadText(`n: must have ${RSA_BITS.min.toString()} to ${RSA_BITS.max.toString()} bits`);
      }
      return key;
    }
  }
}

/**
 * The keys of a group file. One that is broken stays, as it may be the one that a token was signed with: who cannot
 * tell must refuse.
 *
 * @returns `problems`: sentences that begin with the key's place.
 */
export function readAuthKeys(jwks: readonly Readonly<Record<string, unknown>>[]): {
  keys: readonly AuthKey[];
  problems: readonly string[];
} {
  const problems: string[] = [];
  const keys = jwks.map((jwk, i): AuthKey => {
    const { alg, kid } = jwk;
    const known = { alg: textOf(alg), kid: textOf(kid) };
    try {
      return { ...known, key: parseAuthKey(jwk) };
    } catch (error) {
      problems.push(`authKeys[${i.toString()}] cannot be used: ${asError(error).message}`);
      return { ...known, key: undefined };
    }
  });
  return { keys, problems };
}

/** Takes the public half alone, whatever else the file has. */
function publicKey(jwk: Record<string, string>): KeyObject {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    throw new BadText('the numbers make no key');
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
