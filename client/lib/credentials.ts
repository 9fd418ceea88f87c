import { ServerError } from './errors.ts';

/** What somebody shows to get into a group. A string is a password. */
export type Credentials =
  | string
  | { type: 'password'; password: string }
  | { type: 'token'; token: string }
  | {
      type: 'authServer';
      /** URL of the server that gives tokens for passwords. */
      authServer: string;
      /** URL of the group, as the authorisation server knows it. */
      location: string;
      password: string;
    };

/** Credentials as a join message carries them. */
export interface JoinCredentials {
  password?: string;
  token?: string;
}

/**
 * Turns credentials into what a join message carries; asks the authorisation server where there is one.
 *
 * @throws ServerError `not-authorised` when the authorisation server refuses, `internal` when it cannot be
 * reached.
 * @see Galène protocol, "Authorisation servers": 204 means that the group checks the password itself.
 */
export async function resolveCredentials(
  username: string | undefined,
  credentials: Credentials,
): Promise<JoinCredentials> {
  if (typeof credentials === 'string') return { password: credentials };
  switch (credentials.type) {
    case 'password':
      return { password: credentials.password };
    case 'token':
      return { token: credentials.token };
    case 'authServer': {
      const { authServer, location, password } = credentials;
      const response = await fetch(authServer, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ location, username: username ?? '', password }),
      }).catch((cause: unknown) => {
        throw new ServerError('internal', 'the authorisation server cannot be reached', { cause });
      });
      if (response.status === 204) return { password };
      const type = response.headers.get('Content-Type')?.split(';')[0]?.trim();
      if (response.ok && type === 'application/jwt') return { token: await response.text() };
      throw new ServerError(
        'not-authorised',
        'the authorisation server does not accept the username or password',
      );
    }
  }
}
