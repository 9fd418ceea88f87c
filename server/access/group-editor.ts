import path from 'node:path';
import type { GroupName } from '@evagore/shared';
import { BadValue, Busy, GroupBroken, NoSuchGroup, NoSuchUser } from '../core/errors.ts';
import type { GroupAdministration, Precondition, UserSlot, Versioned, Written } from './administration.ts';
import { tagOf } from './atomic-file.ts';
import { checkedText, checkKeys, checkPassword, checkUser } from './group-checks.ts';
import { parseGroupFile, type GroupFile } from './group-file.ts';
import { groupNamesIn } from './group-files.ts';
import { GroupFolder, type FoundGroup } from './group-folder.ts';
import type { Passwords } from './passwords.ts';
import {
  descriptionOf,
  nameOf,
  readRaw,
  secretsIn,
  userNamesOf,
  userOf,
  withDescription,
  withField,
  withKeys,
  withUser,
  type RawFields,
} from './raw-group.ts';
import { proves } from './user-table.ts';
import { WritersLock } from './writers-lock.ts';

export interface GroupEditorOptions {
  /** The folder of the group files. */
  readonly folder: string;
  /** Hashes and checks. */
  readonly passwords: Passwords;
}

/** @see Galène protocol, "Admin API": bcrypt of cost 8 for passwords that come this way. */
const BCRYPT_ROUNDS = 8;
/** How often a change is tried again after somebody else has changed the file meanwhile. */
const MAX_ATTEMPTS = 5;

/** The fields of a file, and the version that they were read from. */
interface Current {
  readonly fields: RawFields;
  readonly version: string;
}

/** What is to become of a file. */
interface Edit<Result> {
  readonly result: Result;
  /** The file from now on; absent: it stays as it is. */
  readonly fields?: RawFields;
}

/**
 * Reads and writes the files of groups for administrators. Who may call is decided elsewhere.
 *
 * A write changes what it names and leaves the rest as it was, in its order. It is refused where the file would be one
 * that the server does not take. Writes go one by one, those of other servers on the same folder included; if another
 * program changes the file meanwhile, a write is tried again on what that program wrote.
 *
 * Users of the lists of old files (`op`, `presenter`, `other`) are read as users. The lists stay until a user is
 * written, and are `users` from then on.
 */
export class GroupEditor implements GroupAdministration {
  readonly #folder: string;
  readonly #files: GroupFolder;
  readonly #passwords: Passwords;
  readonly #lock: WritersLock;

  constructor(options: GroupEditorOptions) {
    this.#folder = path.resolve(options.folder);
    this.#files = new GroupFolder(this.#folder);
    this.#lock = new WritersLock({ folder: this.#folder, doing: 'writing group files' });
    this.#passwords = options.passwords;
  }

  names(): Promise<readonly GroupName[]> {
    return groupNamesIn(this.#folder);
  }

  /** @throws GroupBroken where the file is no JSON object. */
  async read(group: GroupName): Promise<Versioned<Record<string, unknown>> | undefined> {
    const current = await this.#current(group);
    return current && { value: descriptionOf(current.fields), version: current.version };
  }

  /** @throws BadValue, GroupBroken, Busy, and what `check` throws. */
  async write(group: GroupName, description: Record<string, unknown>, check: Precondition): Promise<Written> {
    const secrets = secretsIn(description);
    if (secrets.length > 0) throw new BadValue(`a description cannot have ${secrets.join(', ')}`);
    return this.#edit<Written>(group, (current) => {
      check(current?.version);
      const fields = withDescription(current?.fields ?? new Map(), description);
      return { result: current === undefined ? 'created' : 'updated', fields };
    });
  }

  /** Works on broken files too. @throws Busy, and what `check` throws. */
  delete(group: GroupName, check: Precondition): Promise<boolean> {
    return this.#lock.run(async () => {
      const found = await this.#files.locate(group);
      check(found && tagOf(found.stats));
      if (found === undefined) return false;
      await this.#files.remove(group);
      return true;
    });
  }

  /** @throws BadValue, NoSuchGroup, GroupBroken, Busy, and what `check` throws. */
  async writeKeys(
    group: GroupName,
    keys: readonly unknown[] | undefined,
    check: Precondition,
  ): Promise<void> {
    checkKeys(keys ?? []);
    return this.#edit(group, (current) => {
      if (current === undefined) throw new NoSuchGroup(group);
      check(current.version);
      return { result: undefined, fields: withKeys(current.fields, keys) };
    });
  }

  /** @throws GroupBroken */
  async userNames(group: GroupName): Promise<Versioned<readonly string[]> | undefined> {
    const current = await this.#current(group);
    return current && { value: userNamesOf(current.fields), version: current.version };
  }

  /** @throws GroupBroken */
  async readUser(
    group: GroupName,
    slot: UserSlot,
  ): Promise<Versioned<{ permissions?: unknown }> | undefined> {
    const current = await this.#current(group);
    const user = current && userOf(current.fields, slot);
    if (current === undefined || user === undefined) return undefined;
    const permissions = user.get('permissions') ?? undefined;
    return { value: permissions === undefined ? {} : { permissions }, version: current.version };
  }

  /** @throws BadValue, NoSuchGroup, GroupBroken, Busy, and what `check` throws. */
  async writeUser(
    group: GroupName,
    slot: UserSlot,
    entry: { permissions?: unknown },
    check: Precondition,
  ): Promise<Written> {
    checkUser(slot, entry);
    return this.#edit<Written>(group, (current) => {
      if (current === undefined) throw new NoSuchGroup(group);
      const user = userOf(current.fields, slot);
      check(user && current.version);
      const permissions = entry.permissions ?? undefined;
      const fields = withUser(current.fields, slot, withField(user ?? new Map(), 'permissions', permissions));
      return { result: user === undefined ? 'created' : 'updated', fields };
    });
  }

  /** @throws GroupBroken, Busy, BadValue where the file has other faults, and what `check` throws. */
  deleteUser(group: GroupName, slot: UserSlot, check: Precondition): Promise<boolean> {
    return this.#edit(group, (current) => {
      const user = current && userOf(current.fields, slot);
      check(user && current.version);
      if (current === undefined || user === undefined) return { result: false };
      return { result: true, fields: withUser(current.fields, slot, undefined) };
    });
  }

  /** @throws BadValue, NoSuchUser, GroupBroken, Busy, and what `check` throws. */
  async writePassword(
    group: GroupName,
    slot: UserSlot,
    password: unknown,
    check: Precondition,
  ): Promise<void> {
    checkPassword(password);
    return this.#edit(group, (current) => {
      const { fields, version, user } = existing(current, slot);
      check(version);
      return { result: undefined, fields: withUser(fields, slot, withField(user, 'password', password)) };
    });
  }

  /** @throws BadValue, NoSuchUser, GroupBroken, Busy, and what `check` throws. */
  async setPassword(group: GroupName, slot: UserSlot, password: string, check: Precondition): Promise<void> {
    if (password === '') throw new BadValue('an empty password is none');
    // Hashing takes its time: it is neither done in vain, nor while others wait to write.
    const { version } = existing(await this.#current(group), slot);
    check(version);
    let hashed: { type: 'bcrypt'; key: string };
    try {
      hashed = await this.#passwords.hash(password, BCRYPT_ROUNDS);
    } catch (error) {
      if (error instanceof RangeError) throw new BadValue(error.message);
      throw error;
    }
    await this.writePassword(group, slot, hashed, check);
  }

  /**
   * A password that everybody has proves nobody: neither the wildcard's, nor one of the type `wildcard`.
   *
   * @throws Busy
   */
  async provesUser(group: GroupName, slot: UserSlot, password: string): Promise<boolean> {
    const file = await this.#parsed(group);
    if (file === undefined || slot === 'wildcard-user') return false;
    const entry = file.users.get(nameOf(slot));
    const isOwn = entry !== undefined && entry.password.type !== 'wildcard';
    return proves(this.#passwords, file, isOwn ? entry : undefined, password);
  }

  async #parsed(group: GroupName): Promise<GroupFile | undefined> {
    const found = await this.#files.find(group);
    if (found === undefined) return undefined;
    try {
      return parseGroupFile(found.text);
    } catch (error) {
      throw new GroupBroken(group, error);
    }
  }

  async #current(group: GroupName): Promise<Current | undefined> {
    const found = await this.#files.find(group);
    return found && { fields: fieldsOf(group, found), version: tagOf(found.stats) };
  }

  #edit<Result>(group: GroupName, decide: (current: Current | undefined) => Edit<Result>): Promise<Result> {
    return this.#lock.run(async () => {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const found = await this.#files.find(group);
        const current = found && { fields: fieldsOf(group, found), version: tagOf(found.stats) };
        const { result, fields } = decide(current);
        if (fields === undefined || (await this.#files.write(group, found, checkedText(fields))))
          return result;
      }
      throw new Busy('writing group files');
    });
  }
}

/** @throws GroupBroken */
function fieldsOf(group: GroupName, { text }: FoundGroup): RawFields {
  try {
    return readRaw(text);
  } catch (error) {
    throw new GroupBroken(group, error);
  }
}

/** @throws NoSuchUser */
function existing(current: Current | undefined, slot: UserSlot): Current & { readonly user: RawFields } {
  const user = current && userOf(current.fields, slot);
  if (current === undefined || user === undefined) throw new NoSuchUser();
  return { ...current, user };
}
