import type { ClientFile } from './client-file.ts';
import { NotAuthorised } from './failures.ts';
import { readSecretFile } from './secret-file.ts';
import { sameServer } from './server-address.ts';
import { variable, type World } from './world.ts';

/** Whom the server is to take us for. */
export type Credentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** The name that `initial-setup` gives. */
const DEFAULT_USERNAME = 'admin';

export interface CredentialSources {
  readonly username?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly file: ClientFile;
  readonly server: URL;
}

/**
 * Finds the credentials: those that options name, then those of the environment, then those of the user's file; last,
 * somebody at the terminal is asked. Secrets come from files, the environment or a terminal, never as an argument,
 * which everybody on the machine could read.
 *
 * @throws {@link NotAuthorised} where there are none.
 */
export async function findCredentials(sources: CredentialSources, world: World): Promise<Credentials> {
  const { username, passwordFile, tokenFile } = sources;
  const { env, terminal } = world;
  if (tokenFile !== undefined) return { kind: 'bearer', token: await readSecretFile(tokenFile, terminal) };

  const kept = keptFor(sources.server, sources.file);
  const envToken = variable(env, 'EVAGORE_ADMIN_TOKEN');
  const asksForPassword = username !== undefined || passwordFile !== undefined;
  if (!asksForPassword && envToken !== undefined) return { kind: 'bearer', token: envToken };

  const name = username ?? kept.username ?? DEFAULT_USERNAME;
  const keptPassword = name === (kept.username ?? DEFAULT_USERNAME) ? kept.password : undefined;
  const password =
    passwordFile === undefined
      ? (variable(env, 'EVAGORE_ADMIN_PASSWORD') ?? keptPassword)
      : await readSecretFile(passwordFile, terminal);
  if (password !== undefined) return { kind: 'basic', username: name, password };
  if (!asksForPassword && kept.token !== undefined) return { kind: 'bearer', token: kept.token };
  if (terminal.isInteractive) {
    const asked = await terminal.askSecret(`Password of ${name} at ${sources.server.host}: `);
    return { kind: 'basic', username: name, password: asked };
  }
  throw new NotAuthorised(
    `There is no password or token for ${sources.server.href}. Name a file by --password-file or --token-file, ` +
      'or set EVAGORE_ADMIN_PASSWORD or EVAGORE_ADMIN_TOKEN; initial-setup keeps them for you.',
  );
}

/** The value of the header `Authorization`. @see RFC 7617 and RFC 6750. */
export function authorization(credentials: Credentials): string {
  if (credentials.kind === 'bearer') return `Bearer ${credentials.token}`;
  const { username, password } = credentials;
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/** What is kept for one server is no business of another. */
function keptFor(server: URL, file: ClientFile): ClientFile {
  return sameServer(server, file.server) ? file : {};
}
