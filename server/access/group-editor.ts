import type { BigIntStats } from 'node:fs';
import { lstat, mkdir, readFile, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { ROLES, Username, type GroupName } from '@evagore/shared';
import { BadValue, Busy, GroupBroken, NoSuchGroup, NoSuchUser } from '../core/errors.ts';
import type { GroupAdministration, Precondition, UserSlot, Versioned, Written } from './administration.ts';
import { asError, codeOf, isAbsence, statsOf, tagOf, versionOf, writeSecretly } from './atomic-file.ts';
import { parseAuthKey } from './auth-keys.ts';
import { isGrantable } from './grantable.ts';
import { MAX_GROUP_FILE_BYTES, parseGroupFile, type GroupFile } from './group-file.ts';
import { groupNamesIn } from './group-files.ts';
import { fileOf, isInside, OutsideOfFolder, realFileOf } from './group-path.ts';
import { BadText } from './json-text.ts';
import { MAX_PASSWORD_BYTES, type Passwords } from './passwords.ts';
import {
  descriptionOf,
  formatRaw,
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
import { Password } from './stored-password.ts';
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
const MAX_KEYS = 100;

/** A group's file: where it is, links followed, and in which state. */
interface Located {
  readonly file: string;
  readonly stats: BigIntStats;
}

/** The same with its text, which is of that state or of a later one. */
interface Found extends Located {
  readonly text: string;
}

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
 * that the server does not take. The writes to one group go one by one; if another program changes the file meanwhile,
 * a write is tried again on what that program wrote.
 *
 * Users of the lists of old files (`op`, `presenter`, `other`) are read as users. The lists stay until a user is
 * written, and are `users` from then on.
 */
export class GroupEditor implements GroupAdministration {
  readonly #folder: string;
  readonly #passwords: Passwords;
  readonly #lock: WritersLock;

  constructor(options: GroupEditorOptions) {
    this.#folder = path.resolve(options.folder);
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
  write(group: GroupName, description: Record<string, unknown>, check: Precondition): Promise<Written> {
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
      const found = await this.#locate(group);
      check(found && tagOf(found.stats));
      if (found === undefined) return false;
      // The link, where it is one: what it leads to may serve others.
      await rm(fileOf(await realpath(this.#folder), group), { force: true });
      return true;
    });
  }

  /** @throws BadValue, NoSuchGroup, GroupBroken, Busy, and what `check` throws. */
  writeKeys(group: GroupName, keys: readonly unknown[] | undefined, check: Precondition): Promise<void> {
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
  writeUser(
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
  writePassword(group: GroupName, slot: UserSlot, password: unknown, check: Precondition): Promise<void> {
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
    const found = await this.#find(group);
    if (found === undefined) return undefined;
    try {
      return parseGroupFile(found.text);
    } catch (error) {
      throw new GroupBroken(group, error);
    }
  }

  async #current(group: GroupName): Promise<Current | undefined> {
    const found = await this.#find(group);
    return found && { fields: fieldsOf(group, found), version: tagOf(found.stats) };
  }

  async #find(group: GroupName): Promise<Found | undefined> {
    const located = await this.#locate(group);
    if (located === undefined) return undefined;
    if (located.stats.size > MAX_GROUP_FILE_BYTES)
      throw new GroupBroken(group, new Error('the file is too long'));
    try {
      return { ...located, text: await readFile(located.file, 'utf8') };
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  /** The group's own file; undefined where there is none, or it leads out of the folder. */
  async #locate(group: GroupName): Promise<Located | undefined> {
    try {
      const file = await realFileOf(await realpath(this.#folder), group);
      const stats = file === undefined ? undefined : await statsOf(file);
      return file === undefined || stats?.isFile() !== true ? undefined : { file, stats };
    } catch (error) {
      if (isAbsence(error) || error instanceof OutsideOfFolder) return undefined;
      throw error;
    }
  }

  #edit<Result>(group: GroupName, decide: (current: Current | undefined) => Edit<Result>): Promise<Result> {
    return this.#lock.run(async () => {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const found = await this.#find(group);
        const current = found && { fields: fieldsOf(group, found), version: tagOf(found.stats) };
        const { result, fields } = decide(current);
        if (fields === undefined || (await this.#store(group, found, checkedText(fields)))) return result;
      }
      throw new Busy('writing group files');
    });
  }

  /** @returns false where somebody else has changed the file meanwhile. */
  async #store(group: GroupName, found: Found | undefined, text: string): Promise<boolean> {
    const file = found?.file ?? (await this.#newFile(group));
    const stillWanted = async () => {
      const now = await statsOf(file);
      if (now === undefined || found === undefined) return now === undefined && found === undefined;
      return versionOf(now) === versionOf(found.stats);
    };
    try {
      return await writeSecretly(file, text, { replaces: found?.stats, stillWanted });
    } catch (error) {
      throw isAbsence(error) || codeOf(error) === 'EISDIR' ? unusable(error) : error;
    }
  }

  /**
   * Where a new group's file is to be, with the folders that it needs.
   *
   * @throws BadValue where that is outside of the folder of groups, or not possible.
   */
  async #newFile(group: GroupName): Promise<string> {
    // `tea.json/x` would stand in the way of the group `tea`.
    if (
      group
        .split('/')
        .slice(0, -1)
        .some((part) => part.endsWith('.json'))
    ) {
      throw new BadValue('no part of the name but the last may end with ".json"');
    }
    const root = await realpath(this.#folder);
    const file = fileOf(root, group);
    const folder = path.dirname(file);
    try {
      await checkInside(root, await nearestFolder(folder));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await checkInside(root, folder);
      await checkFree(file);
    } catch (error) {
      if (error instanceof OutsideOfFolder || isAbsence(error) || codeOf(error) === 'EEXIST') {
        throw unusable(error);
      }
      throw error;
    }
    return file;
  }
}

/** @throws GroupBroken */
function fieldsOf(group: GroupName, { text }: Found): RawFields {
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

/** @throws BadValue where the server would not take the file. */
function checkedText(fields: RawFields): string {
  const text = formatRaw(fields);
  if (Buffer.byteLength(text) > MAX_GROUP_FILE_BYTES) {
    throw new BadValue(`a group file has at most ${MAX_GROUP_FILE_BYTES.toString()} bytes`);
  }
  try {
    parseGroupFile(text);
  } catch (error) {
    if (error instanceof BadText) throw new BadValue(error.message);
    throw error;
  }
  return text;
}

/** @throws BadValue */
function checkUser(slot: UserSlot, { permissions, ...rest }: { permissions?: unknown }): void {
  const name = slot === 'wildcard-user' ? '' : nameOf(slot);
  if (!Username.safeParse(name).success || name === '__proto__')
    throw new BadValue('no user can have this name');
  const others = Object.keys(rest);
  if (others.length > 0) throw new BadValue(`only permissions can be written here, not ${others.join(', ')}`);
  if (permissions === undefined || permissions === null) return;
  const isKnown =
    typeof permissions === 'string'
      ? Object.hasOwn(ROLES, permissions)
      : Array.isArray(permissions) && permissions.length <= 32 && permissions.every(isGrantable);
  if (!isKnown) {
    throw new BadValue(
      `permissions must be one of ${Object.keys(ROLES).join(', ')}, or an array of permissions`,
    );
  }
}

/** @throws BadValue */
function checkKeys(keys: readonly unknown[]): void {
  if (keys.length > MAX_KEYS) throw new BadValue(`a group has at most ${MAX_KEYS.toString()} keys`);
  for (const [i, key] of keys.entries()) {
    try {
      parseAuthKey(key);
    } catch (error) {
      throw new BadValue(`key ${i.toString()} cannot be used: ${asError(error).message}`);
    }
  }
}

/** @throws BadValue */
function checkPassword(password: unknown): void {
  if (password === undefined) return;
  if (password === null) throw new BadValue('a password must be a text or an object');
  const parsed = Password.safeParse(password);
  if (!parsed.success) {
    throw new BadValue(
      parsed.error.issues.map(({ path: at, message }) => [...at, message].join(': ')).join('; '),
    );
  }
  const { data: stored } = parsed;
  if (stored.type === 'unknown') throw new BadValue('passwords of this type are not known');
  if (stored.type === 'plain' && Buffer.byteLength(stored.key) > MAX_PASSWORD_BYTES) {
    throw new BadValue(`a password has at most ${MAX_PASSWORD_BYTES.toString()} bytes`);
  }
}

/** The real path of the folder, or of the nearest one above that exists. */
async function nearestFolder(folder: string): Promise<string> {
  for (let here = folder; ; here = path.dirname(here)) {
    try {
      return await realpath(here);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || here === path.dirname(here)) throw error;
    }
  }
}

/** @throws {@link OutsideOfFolder} */
async function checkInside(root: string, folder: string): Promise<void> {
  const real = await realpath(folder);
  if (real !== root && !isInside(root, real)) throw new OutsideOfFolder('the folder lies outside');
}

/**
 * A link to nothing, or to something outside, is somebody's; it is not ours to replace. Nor is a folder.
 *
 * @throws {@link OutsideOfFolder}
 */
async function checkFree(file: string): Promise<void> {
  try {
    if (!(await lstat(file)).isFile()) throw new OutsideOfFolder('something else is there');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function unusable(cause: unknown): BadValue {
  return new BadValue('a group of this name cannot be kept in the folder of groups', { cause });
}
