import { createHmac, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** JSON Web Tokens, right and wrong ones, made here by hand so that a fault in a library is not asked by itself. */

export type Algorithm = 'HS256' | 'ES256' | 'RS256';

export interface Key {
  /** As a group file has it under `authKeys`. */
  readonly jwk: Readonly<Record<string, unknown>>;
  sign(text: string): Buffer;
}

export function makeKey(algorithm: Algorithm): Key {
  switch (algorithm) {
    case 'HS256': {
      const secret = randomBytes(32);
      const jwk = { kty: 'oct', alg: algorithm, k: secret.toString('base64url') };
      return { jwk, sign: (text) => createHmac('sha256', secret).update(text).digest() };
    }
    case 'ES256': {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const jwk = publicJwk(publicKey, algorithm);
      return {
        jwk,
        sign: (text) => sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }),
      };
    }
    case 'RS256': {
      const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const jwk = publicJwk(publicKey, algorithm);
      return { jwk, sign: (text) => sign('sha256', Buffer.from(text), privateKey) };
    }
  }
}

/** Signs claims with a key; the header may be told otherwise. */
export function makeJwt(key: Key, claims: object, header: object = {}): string {
  const head = encode({ typ: 'JWT', alg: key.jwk['alg'], ...header });
  const text = `${head}.${encode(claims)}`;
  return `${text}.${key.sign(text).toString('base64url')}`;
}

/** A token that says it is not signed. */
export function unsignedJwt(claims: object): string {
  return `${encode({ typ: 'JWT', alg: 'none' })}.${encode(claims)}.`;
}

function publicJwk(key: KeyObject, alg: Algorithm): Readonly<Record<string, unknown>> {
  return { ...key.export({ format: 'jwk' }), alg };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
