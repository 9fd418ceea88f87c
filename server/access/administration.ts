import type { GroupName, TokenInfo } from '@evagore/shared';

/**
 * What an administrator can read and write of the server's files. The HTTP API speaks to these; who may call is
 * decided there.
 *
 * Every version is a text that changes with the file, fit for an HTTP `ETag` between its quotes.
 */

/** Something read, and the version of the file that it was read from. */
export interface Versioned<Value> {
  readonly value: Value;
  readonly version: string;
}

/**
 * What must hold of the version at hand for a write to be made; asked in the same turn as the write, so that of two
 * who collide just one wins.
 *
 * @param version - That of the file; undefined where the object does not exist.
 * @throws what refuses the write.
 */
export type Precondition = (version: string | undefined) => void;

export type Written = 'created' | 'updated';

/** A user's place in a group file: one by name, the empty user, or the wildcard. */
export type UserSlot = { readonly user: string } | 'empty-user' | 'wildcard-user';

/** The files of the groups, for reading and writing. Writes are atomic and keep fields that nobody here knows. */
export interface GroupAdministration {
  /** The names of all groups that have a file, sorted. */
  names(): Promise<readonly GroupName[]>;
  /** The description as the file has it, without users and keys. Subgroups without a file have none. */
  read(group: GroupName): Promise<Versioned<Record<string, unknown>> | undefined>;
  /** Replaces the description; users, wildcard user and keys stay. @throws BadValue where it is no description. */
  write(group: GroupName, description: Record<string, unknown>, check: Precondition): Promise<Written>;
  /** @returns false where there was none. */
  delete(group: GroupName, check: Precondition): Promise<boolean>;
  /** Replaces, or with undefined removes, the keys of tokens. @throws BadValue, NoSuchGroup */
  writeKeys(group: GroupName, keys: readonly unknown[] | undefined, check: Precondition): Promise<void>;
  /** The users' names in a group, or undefined where there is no group. */
  userNames(group: GroupName): Promise<Versioned<readonly string[]> | undefined>;
  /** What a user may do, as the file has it. Never the password. */
  readUser(group: GroupName, slot: UserSlot): Promise<Versioned<{ permissions?: unknown }> | undefined>;
  /** Keeps an existing password. @throws BadValue, NoSuchGroup */
  writeUser(
    group: GroupName,
    slot: UserSlot,
    entry: { permissions?: unknown },
    check: Precondition,
  ): Promise<Written>;
  /** @returns false where there was none. */
  deleteUser(group: GroupName, slot: UserSlot, check: Precondition): Promise<boolean>;
  /** A password as the file has it (see the password types), or undefined to remove it. @throws BadValue, NoSuchUser */
  writePassword(group: GroupName, slot: UserSlot, password: unknown, check: Precondition): Promise<void>;
  /** Hashes a password and keeps it. @throws BadValue, NoSuchUser, Busy */
  setPassword(group: GroupName, slot: UserSlot, password: string, check: Precondition): Promise<void>;
  /** Whether `password` is the user's at present. @throws Busy */
  provesUser(group: GroupName, slot: UserSlot, password: string): Promise<boolean>;
}

/** The stateful tokens, for the server's administrators: of any group, and of the server (`''`). */
export interface TokenAdministration {
  list(group: GroupName | ''): Promise<Versioned<readonly TokenInfo[]>>;
  read(group: GroupName | '', token: string): Promise<Versioned<TokenInfo> | undefined>;
  /** @returns the new token's name. */
  create(group: GroupName | '', draft: Omit<TokenInfo, 'token' | 'group'>): Promise<string>;
  /** Replaces or makes a token of this name. @throws TokenElsewhere where another group has it. */
  write(
    group: GroupName | '',
    token: string,
    entry: Omit<TokenInfo, 'token' | 'group'>,
    check: Precondition,
  ): Promise<Written>;
  /** @returns false where the group has no such token. */
  delete(group: GroupName | '', token: string, check: Precondition): Promise<boolean>;
}
