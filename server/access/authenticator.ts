import { Username, type GroupName, type TokenInfo } from '@evagore/shared';
import { NeedUsername, NoSuchGroup, NotAuthorised, UsernameTaken } from '../core/errors.ts';
import type { Authenticator, Credentials, Identity } from '../core/ports.ts';
import { FailureLimiter, placeOf } from './failure-limiter.ts';
import { isGrantable } from './grantable.ts';
import type { GroupFile } from './group-file.ts';
import { checkJwt, isJwt } from './jwt.ts';
import type { Passwords } from './passwords.ts';
import { checkToken } from './token-check.ts';
import { entryFor, proves } from './user-table.ts';

/**
 * A failure is answered on the next multiple of this, counted from the question: guessing is slow, and small
 * differences in the work say nothing.
 *
 * @see Galène protocol: a failed login is answered after 200 ms at the earliest.
 */
const FAILURE_STEP_MS = 200;
/** No token is longer; looked at before anything is done with it. */
const MAX_TOKEN_LENGTH = 8_192;

export interface GroupAuthenticatorOptions {
  /** Where a group's users are; {@link GroupFiles} in production. */
  readonly groups: { find(name: GroupName): Promise<GroupFile | undefined> };
  readonly passwords: Passwords;
  /** Where stateful tokens are; {@link TokenFile} in production. */
  readonly tokens: { find(token: string): Promise<TokenInfo | undefined> };
  /** By which name the server goes; {@link SiteFile} in production. */
  readonly site: { current(): Promise<{ readonly canonicalHost?: string }> };
  /** Shared with whoever else checks passwords of the groups. */
  readonly failures?: FailureLimiter;
  /** Milliseconds, from any start. */
  readonly now?: () => number;
  /** Milliseconds since the epoch. */
  readonly date?: () => number;
  readonly wait?: (ms: number) => Promise<void>;
}

/** What a token gives. */
interface Grant {
  /** undefined where it names nobody. */
  readonly username: string | undefined;
  readonly permissions: readonly string[];
  /** Whether somebody without any name may use it. */
  readonly anonymous: boolean;
}

/**
 * Identifies people by the tokens, keys and users of a group.
 *
 * Who shows a token is judged by it alone. Otherwise, a name that has an entry in the group's file is proven by that
 * entry and no other way; all others are proven by `wildcard-user`. An unknown name and a wrong password cannot be
 * told apart, neither by the error nor by the time it takes.
 *
 * @see Galène protocol, "Authentication order".
 */
export class GroupAuthenticator implements Authenticator {
  readonly #groups: GroupAuthenticatorOptions['groups'];
  readonly #passwords: Passwords;
  readonly #tokens: GroupAuthenticatorOptions['tokens'];
  readonly #site: GroupAuthenticatorOptions['site'];
  readonly #failures: FailureLimiter;
  readonly #now: () => number;
  readonly #date: () => number;
  readonly #wait: (ms: number) => Promise<void>;

  constructor(options: GroupAuthenticatorOptions) {
    this.#groups = options.groups;
    this.#passwords = options.passwords;
    this.#tokens = options.tokens;
    this.#site = options.site;
    this.#now = options.now ?? (() => performance.now());
    this.#failures = options.failures ?? new FailureLimiter({ now: this.#now });
    this.#date = options.date ?? Date.now;
    this.#wait = options.wait ?? wait;
  }

  async identify(group: GroupName, credentials: Credentials): Promise<Identity> {
    const askedAt = this.#now();
    const file = await this.#groups.find(group);
    if (file === undefined) throw new NoSuchGroup(group);
    const { token = '', username } = credentials;
    if (token === '' && username === undefined) throw new NeedUsername();
    try {
      const identity =
        token === ''
          ? await this.#byPassword(group, file, credentials)
          : await this.#byToken(group, file, credentials);
      if (identity === undefined || !Username.safeParse(identity.username).success) throw new NotAuthorised();
      return identity;
    } catch (error) {
      if (error instanceof NotAuthorised) await this.#wait(untilNextStep(this.#now() - askedAt));
      throw error;
    }
  }

  async isReserved(group: GroupName, username: string): Promise<boolean> {
    return (await this.#groups.find(group))?.users.has(username) ?? false;
  }

  async #byPassword(
    group: GroupName,
    file: GroupFile,
    { username = '', password = '', from }: Credentials,
  ): Promise<Identity | undefined> {
    const entry = entryFor(file, username);
    return this.#failures.guard(placeOf('password', group, from), async () =>
      (await proves(this.#passwords, file, entry, password)) && entry !== undefined
        ? { username, permissions: entry.permissions }
        : undefined,
    );
  }

  /** @throws NeedUsername, UsernameTaken, and what is wrong with the token. */
  async #byToken(
    group: GroupName,
    file: GroupFile,
    { token = '', username, from }: Credentials,
  ): Promise<Identity | undefined> {
    const grant = await this.#failures.guard(placeOf('token', group, from), () =>
      this.#grantOf(token, group, file),
    );
    if (grant === undefined) return undefined;
    const permissions = new Set(grant.permissions.filter(isGrantable));
    if (grant.username !== undefined && grant.username !== '') {
      // A token is as good a proof of a name as a password, and says more than the one who shows it.
      return { username: grant.username, permissions };
    }
    if (username !== undefined) {
      if (file.users.has(username)) throw new UsernameTaken();
      return { username, permissions };
    }
    // Nobody becomes the empty user by keeping silent.
    if (!grant.anonymous || file.users.has('')) throw new NeedUsername();
    return { username: '', permissions };
  }

  /** @returns undefined for a token that is none of ours. */
  async #grantOf(token: string, group: GroupName, file: GroupFile): Promise<Grant | undefined> {
    if (token.length > MAX_TOKEN_LENGTH) return undefined;
    if (isJwt(token)) {
      const { canonicalHost } = await this.#site.current();
      try {
        const question = { group, keys: file.authKeys, canonicalHost, now: this.#date() };
        return { ...(await checkJwt(token, question)), anonymous: true };
      } catch (error) {
        if (error instanceof NotAuthorised) return undefined;
        throw error;
      }
    }
    const info = await this.#tokens.find(token);
    if (info === undefined) return undefined;
    checkToken(info, group, this.#date());
    return { username: info.username, permissions: info.permissions, anonymous: info.username !== undefined };
  }
}

/** Milliseconds from `elapsedMs` to the next step; at least one whole step after the start. */
function untilNextStep(elapsedMs: number): number {
  return Math.max(1, Math.ceil(elapsedMs / FAILURE_STEP_MS)) * FAILURE_STEP_MS - elapsedMs;
}

/** Timers take whole milliseconds, and may be up to one early. */
function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.ceil(ms) + 1));
}
