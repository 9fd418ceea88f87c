/** What a request shows to prove who sends it. */
export type HttpCredentials =
  | { readonly scheme: 'basic'; readonly username: string; readonly password: string }
  | { readonly scheme: 'bearer'; readonly token: string };

/** A JWT of a careful issuer has some hundred characters. */
const MAX_LENGTH = 16_384;

/**
 * Reads an `Authorization` header.
 *
 * @returns undefined where there is none that is understood.
 * @see RFC 7617, "The 'Basic' HTTP Authentication Scheme"; RFC 6750, "Authorization Request Header Field"
 */
export function httpCredentials(header: string | undefined): HttpCredentials | undefined {
  if (header === undefined || header.length > MAX_LENGTH) return undefined;
  const [, scheme = '', value = ''] = /^([A-Za-z]+) +([A-Za-z0-9._~+/=-]+) *$/.exec(header) ?? [];
  switch (scheme.toLowerCase()) {
    case 'basic':
      return basic(value);
    case 'bearer':
      return { scheme: 'bearer', token: value };
    default:
      return undefined;
  }
}

function basic(encoded: string): HttpCredentials | undefined {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  return { scheme: 'basic', username: text.slice(0, colon), password: text.slice(colon + 1) };
}
