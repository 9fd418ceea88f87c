import { type GroupName, Username } from '@evagore/shared';
import { NeedUsername, NoSuchGroup, NotAuthorised } from '../core/errors.ts';
import type { Authenticator, Credentials, Identity } from '../core/ports.ts';
import type { GroupFile, UserEntry } from './group-file.ts';
import { costOf, type Passwords } from './passwords.ts';

/**
 * A failure is answered on the next multiple of this, counted from the question: guessing is slow, and small
 * differences in the work say nothing.
 *
 * @see Galène protocol: a failed login is answered after 200 ms at the earliest.
 */
const FAILURE_STEP_MS = 200;
/** A check that takes less than this part of the costliest one would give away that it was another. */
const SIMILAR_COST = 0.7;

export interface PasswordAuthenticatorOptions {
  /** Where a group's users are; {@link GroupFiles} in production. */
  readonly groups: { find(name: GroupName): Promise<GroupFile | undefined> };
  readonly passwords: Passwords;
  /** Milliseconds, from any start. */
  readonly now?: () => number;
  readonly wait?: (ms: number) => Promise<void>;
}

/**
 * Identifies people by the users of a group file.
 *
 * A name that has an entry is proven by that entry and no other way; all others are proven by `wildcard-user`.
 * An unknown name and a wrong password cannot be told apart, neither by the error nor by the time it takes.
 *
 * @see Galène protocol, "Authentication order". Tokens are not known yet: whoever shows one is refused.
 */
export class PasswordAuthenticator implements Authenticator {
  readonly #groups: PasswordAuthenticatorOptions['groups'];
  readonly #passwords: Passwords;
  readonly #now: () => number;
  readonly #wait: (ms: number) => Promise<void>;

  constructor(options: PasswordAuthenticatorOptions) {
    this.#groups = options.groups;
    this.#passwords = options.passwords;
    this.#now = options.now ?? (() => performance.now());
    this.#wait = options.wait ?? wait;
  }

  async identify(group: GroupName, credentials: Credentials): Promise<Identity> {
    const askedAt = this.#now();
    const file = await this.#groups.find(group);
    if (file === undefined) throw new NoSuchGroup(group);
    const { token = '', username, password = '' } = credentials;
    if (token === '' && username === undefined) throw new NeedUsername();

    const entry = token === '' ? await this.#proven(file, username ?? '', password) : undefined;
    if (entry === undefined) {
      await this.#wait(untilNextStep(this.#now() - askedAt));
      throw new NotAuthorised();
    }
    return { username: username ?? '', permissions: entry.permissions };
  }

  /** The entry that the password proves, after as much work as for any other of the file. */
  async #proven(file: GroupFile, username: string, password: string): Promise<UserEntry | undefined> {
    // A file may name users whom the rules for names refuse.
    const entry = Username.safeParse(username).success
      ? (file.users.get(username) ?? file.wildcardUser)
      : undefined;
    if (entry !== undefined && (await this.#passwords.verify(password, entry.password))) return entry;
    const done = entry === undefined ? 0 : costOf(entry.password);
    if (done < costOf(file.costliest) * SIMILAR_COST) await this.#passwords.verify(password, file.costliest);
    return undefined;
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
