import { createHash, randomBytes } from 'node:crypto';
import { ConferenceError, type GroupName, type Permission, type TokenInfo } from '@evagore/shared';
import type { UserSlot } from '../../access/administration.ts';
import { checkLifetime } from '../../access/token-check.ts';
import { NeedUsername, NotAuthorised, NotPermitted } from '../../core/errors.ts';
import type { Credentials, Identity } from '../../core/ports.ts';
import { httpCredentials, type HttpCredentials } from './credentials.ts';
import type { LoginGuard } from './login-guard.ts';
import type { ApiOptions } from './options.ts';

/** Who may use a resource. The server's administrators may use all of them. */
export type Access =
  | { readonly kind: 'anybody' }
  /** The server's administrators alone. */
  | { readonly kind: 'server' }
  /** Whoever has one of the permissions in the group; the first is named to those who have none. */
  | {
      readonly kind: 'group';
      readonly group: GroupName;
      readonly permissions: readonly [Permission, ...Permission[]];
    }
  /** The group's administrators, and the user who shows their own password. */
  | { readonly kind: 'user'; readonly group: GroupName; readonly slot: UserSlot };

/** Somebody whom the gatekeeper let in. */
export interface Caller {
  /** For logs and members; no secret. */
  readonly name: string;
  readonly isServerAdministrator: boolean;
  /** In the group that was asked for. */
  readonly permissions: ReadonlySet<Permission>;
}

interface Visit {
  readonly authorization: string | undefined;
  /** What failures are counted by. */
  readonly address: string;
  readonly access: Access;
}

type GatekeeperOptions = Pick<ApiOptions, 'groups' | 'tokens' | 'site' | 'authenticator'> & {
  readonly logins: LoginGuard;
};

const ANYBODY: Caller = { name: 'anybody', isServerAdministrator: false, permissions: new Set() };

/**
 * Decides who may administer what.
 *
 * @see Galène protocol, "Admin API": administrators of `config.json`, tokens for all groups, and whoever has
 * `admin` in a group. A user's own password opens the resource of that password and nothing else.
 */
export class Gatekeeper {
  readonly #options: GatekeeperOptions;

  constructor(options: GatekeeperOptions) {
    this.#options = options;
  }

  /**
   * @throws NotAuthorised for wrong credentials or none; NotPermitted for right ones that do not suffice;
   * TooManyRequests; Busy.
   */
  async admit(visit: Visit): Promise<Caller> {
    if (visit.access.kind === 'anybody') return ANYBODY;
    const credentials = httpCredentials(visit.authorization);
    if (credentials === undefined) throw new NotAuthorised();
    return this.#options.logins.admit(visit.address, () => this.#known(credentials, visit.access));
  }

  /**
   * @returns undefined for wrong credentials.
   * @throws NotPermitted, Busy, and what the authenticator throws
   */
  async #known(credentials: HttpCredentials, access: Access): Promise<Caller | undefined> {
    const administrator = await this.#serverAdministrator(credentials);
    if (administrator !== undefined) return administrator;
    switch (access.kind) {
      case 'anybody':
        return ANYBODY;
      case 'server':
        return undefined;
      case 'group':
        return this.#groupMember(credentials, access.group, access.permissions);
      case 'user': {
        const self = await this.#user(credentials, access.group, access.slot);
        return self ?? this.#groupMember(credentials, access.group, ['admin']);
      }
    }
  }

  async #serverAdministrator(credentials: HttpCredentials): Promise<Caller | undefined> {
    if (credentials.scheme === 'basic') {
      const { username, password } = credentials;
      if (!(await this.#options.site.isAdministrator(username, password))) return undefined;
      return { name: username, isServerAdministrator: true, permissions: new Set(['admin']) };
    }
    const token = (await this.#options.tokens.read('', credentials.token))?.value;
    if (token?.includeSubgroups !== true || !token.permissions.includes('admin')) return undefined;
    if (!isGood(token)) return undefined;
    const name = token.username ?? nameOf(credentials.token);
    return { name, isServerAdministrator: true, permissions: new Set(token.permissions) };
  }

  async #groupMember(
    credentials: HttpCredentials,
    group: GroupName,
    sufficient: readonly [Permission, ...Permission[]],
  ): Promise<Caller> {
    const { username, permissions } = await this.#identity(credentials, group);
    if (!sufficient.some((one) => permissions.has(one))) throw new NotPermitted(sufficient[0]);
    const name = username === '' && credentials.scheme === 'bearer' ? nameOf(credentials.token) : username;
    return { name, isServerAdministrator: false, permissions };
  }

  async #identity(credentials: HttpCredentials, group: GroupName): Promise<Identity> {
    const identify = (shown: Credentials) => this.#options.authenticator.identify(group, shown);
    if (credentials.scheme === 'basic') {
      return identify({ username: credentials.username, password: credentials.password });
    }
    const { token } = credentials;
    try {
      return await identify({ token });
    } catch (error) {
      if (!(error instanceof NeedUsername)) throw error;
      // The token is good and names nobody. A name is given that nobody has, as there is no seat to take.
      const { permissions } = await identify({ token, username: `api-${randomBytes(8).toString('hex')}` });
      return { username: '', permissions };
    }
  }

  /** The user of the slot, where they prove it; whatever name they give, as the page for it leaves it out. */
  async #user(credentials: HttpCredentials, group: GroupName, slot: UserSlot): Promise<Caller | undefined> {
    if (credentials.scheme !== 'basic' || slot === 'wildcard-user') return undefined;
    if (!(await this.#options.groups.provesUser(group, slot, credentials.password))) return undefined;
    const name = slot === 'empty-user' ? '' : slot.user;
    return { name, isServerAdministrator: false, permissions: new Set() };
  }
}

function isGood(token: TokenInfo): boolean {
  try {
    checkLifetime(token, Date.now());
    return true;
  } catch (error) {
    if (error instanceof ConferenceError) return false;
    throw error;
  }
}

/** Tells tokens apart in a log, and opens nothing. */
function nameOf(token: string): string {
  return `token ${tokenId(token).slice(0, 8)}`;
}

/** What a token is called where its name, which is the secret itself, must not be written. */
export function tokenId(token: string): string {
  return createHash('sha256').update(token).digest('base64url').slice(0, 22);
}
