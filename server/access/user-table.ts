import { Username, type Permission } from '@evagore/shared';
import { costOf, type Passwords } from './passwords.ts';
import type { StoredPassword } from './stored-password.ts';

/** A user's entry: how it is proven, and what it gives. */
export interface UserEntry {
  readonly password: StoredPassword;
  readonly permissions: ReadonlySet<Permission>;
}

/** The users of a file. */
export interface UserTable {
  readonly users: ReadonlyMap<string, UserEntry>;
  /** Everybody who has no entry. */
  readonly wildcardUser: UserEntry | undefined;
  /**
   * The stored password that takes longest to check. Who names an unknown user waits as long as for this one,
   * so that time does not tell who has an entry.
   */
  readonly costliest: StoredPassword;
}

/** A check that takes less than this part of the costliest one would give away that it was another. */
const SIMILAR_COST = 0.7;

export function userTable(
  users: ReadonlyMap<string, UserEntry>,
  wildcardUser: UserEntry | undefined,
): UserTable {
  const stored = [...users.values(), ...(wildcardUser ? [wildcardUser] : [])].map(({ password }) => password);
  const costliest = stored.reduce<StoredPassword>((most, one) => (costOf(one) > costOf(most) ? one : most), {
    type: 'never',
  });
  return { users, wildcardUser, costliest };
}

/** The entry that stands for a name; a name that has one is never the wildcard. */
export function entryFor(table: UserTable, username: string): UserEntry | undefined {
  // A file may name users whom the rules for names refuse.
  return Username.safeParse(username).success ? (table.users.get(username) ?? table.wildcardUser) : undefined;
}

/**
 * Whether `password` proves `entry`, after as much work as for any other of the table.
 *
 * @param entry - undefined for somebody who is not there, and proves nothing.
 * @throws Busy where too many checks wait already.
 */
export async function proves(
  passwords: Passwords,
  table: UserTable,
  entry: UserEntry | undefined,
  password: string,
): Promise<boolean> {
  if (entry !== undefined && (await passwords.verify(password, entry.password))) return true;
  const done = entry === undefined ? 0 : costOf(entry.password);
  if (done < costOf(table.costliest) * SIMILAR_COST) await passwords.verify(password, table.costliest);
  return false;
}
