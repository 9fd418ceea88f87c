import { Permission, permissionsOfRole, ROLES, type Role, type RoleFlags } from '@evagore/shared';
import type { z } from 'zod';
import type { GroupDescription } from '../core/ports.ts';
import { pathText, reasonOf } from '../config/problems.ts';
import { GroupFields } from './group-schema.ts';
import type { StoredPassword } from './stored-password.ts';
import { costOf } from './passwords.ts';

/** What a group file says to the public, and to the core. */
export interface FileDescription extends GroupDescription {
  /** Where the login page asks for a token; browsers must be allowed to connect there. */
  readonly authServer?: string;
  /** Where people without a token are sent. */
  readonly authPortal?: string;
}

/** A user's entry: how it is proven, and what it gives. */
export interface UserEntry {
  readonly password: StoredPassword;
  readonly permissions: ReadonlySet<Permission>;
}

/** A group file that was understood. */
export interface GroupFile {
  readonly description: FileDescription;
  readonly autoSubgroups: boolean;
  readonly users: ReadonlyMap<string, UserEntry>;
  readonly wildcardUser: UserEntry | undefined;
  /**
   * The stored password that takes longest to check. Who names an unknown user waits as long as for this one,
   * so that time does not tell who has an entry.
   */
  readonly costliest: StoredPassword;
  /** Sentences for the log: what the file says in vain. */
  readonly warnings: readonly string[];
}

/** A group file cannot be used. The message names the path inside of the file. */
export class BadGroupFile extends Error {
  override get name(): string {
    return 'BadGroupFile';
  }
}

/** Seconds; four hours, as in Galène. */
const DEFAULT_MAX_HISTORY_AGE = 14_400;
const DEFAULT_CODECS = ['vp8', 'opus'];
/** What an absent password means for a user. */
const NO_PASSWORD: StoredPassword = { type: 'never' };
/** What an absent password means in the lists of old files. */
const ANY_PASSWORD: StoredPassword = { type: 'wildcard' };

/** Fields which are understood, but which nothing in this version acts on. */
const WITHOUT_EFFECT = ['autolock', 'autokick', 'authKeys'] as const;

/** Enough to see what is going on; a file of a thousand users may repeat one mistake a thousand times. */
const MAX_WARNINGS = 20;

type Fields = z.infer<typeof GroupFields>;

/**
 * Reads the text of a group file.
 *
 * Unknown fields make Galène refuse a file. Here they are told as a warning and the file works, so that a file
 * can serve servers of several ages; a wrong type still makes it invalid.
 *
 * @throws {@link BadGroupFile}
 */
export function parseGroupFile(text: string): GroupFile {
  const fields = parseFields(text);
  const flags: RoleFlags = {
    allowRecording: fields['allow-recording'] ?? false,
    unrestrictedTokens: fields['unrestricted-tokens'] ?? false,
  };
  const entryOf = (user: RawUser): UserEntry => ({
    password: user.password ?? NO_PASSWORD,
    permissions: permissionsOf(user.permissions, flags),
  });
  const { named, wildcard } = usersOf(fields);
  const users = new Map([...named].map(([name, user]) => [name, entryOf(user)]));
  const wildcardUser = wildcard === undefined ? undefined : entryOf(wildcard);
  const stored = [...users.values(), ...(wildcardUser ? [wildcardUser] : [])].map(({ password }) => password);
  return {
    description: describe(fields),
    autoSubgroups: fields['auto-subgroups'] ?? fields['allow-subgroups'] ?? false,
    users,
    wildcardUser,
    costliest: stored.reduce<StoredPassword>((most, one) => (costOf(one) > costOf(most) ? one : most), {
      type: 'never',
    }),
    warnings: warningsAbout(fields, named, wildcard),
  };
}

function parseFields(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new BadGroupFile(`this is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const result = GroupFields.safeParse(value);
  if (result.success) return result.data;
  const sentences = result.error.issues.map((issue) => {
    const at = pathText(issue.path);
    return at === '' ? reasonOf(issue) : `${at}: ${reasonOf(issue)}`;
  });
  throw new BadGroupFile(sentences.join('; '));
}

/** Galène takes an empty text for an absent one, and so do we. */
function describe(fields: Fields): FileDescription {
  const { displayName, description, redirect, authServer, authPortal, expires } = fields;
  const { 'max-clients': maxClients, 'max-history-age': historyAge = 0, 'not-before': notBefore } = fields;
  return {
    ...(displayName && { displayName }),
    ...(description && { description }),
    public: fields.public ?? false,
    ...(redirect && { redirect }),
    ...(authServer && { authServer }),
    ...(authPortal && { authPortal }),
    ...(maxClients && { maxClients }),
    maxHistoryAge: historyAge > 0 ? historyAge : DEFAULT_MAX_HISTORY_AGE,
    ...(notBefore && { notBefore: Date.parse(notBefore) }),
    ...(expires && { expires: Date.parse(expires) }),
    allowRecording: fields['allow-recording'] ?? false,
    codecs: fields.codecs?.length ? fields.codecs : DEFAULT_CODECS,
  };
}

/** A user as the file has it. */
interface RawUser {
  readonly password?: StoredPassword | undefined;
  readonly permissions?: string | readonly string[] | null | undefined;
}

interface RawUsers {
  readonly named: ReadonlyMap<string, RawUser>;
  readonly wildcard: RawUser | undefined;
}

/** The users, with the lists of Galène's early years translated. What `users` says wins over them. */
function usersOf(fields: Fields): RawUsers {
  const named = new Map<string, RawUser>();
  let wildcard: RawUser | undefined;
  // An entry of the later list gives way to one of an earlier, more powerful list.
  for (const [list, role] of [
    ['other', 'message'],
    ['presenter', 'present'],
    ['op', 'op'],
  ] as const) {
    for (const { username = '', password = ANY_PASSWORD } of fields[list] ?? []) {
      const user = { password, permissions: role };
      if (username === '') wildcard = user;
      else named.set(username, user);
    }
  }
  for (const [name, user] of Object.entries(fields.users ?? {})) named.set(name, user);
  return { named, wildcard: fields['wildcard-user'] ?? wildcard };
}

function permissionsOf(named: RawUser['permissions'], flags: RoleFlags): ReadonlySet<Permission> {
  if (isRole(named)) return permissionsOfRole(named, flags);
  return new Set(Array.isArray(named) ? named.filter(isPermission) : []);
}

function isRole(name: unknown): name is Role {
  return typeof name === 'string' && Object.hasOwn(ROLES, name);
}

function isPermission(name: unknown): name is Permission {
  return Permission.safeParse(name).success;
}

/** What is no reason to refuse the file, but surely is not what its author had in mind. */
function warningsAbout(fields: Fields, named: RawUsers['named'], wildcard: RawUser | undefined): string[] {
  const warnings: string[] = [];
  const unknown = Object.keys(fields).filter(
    (name) => name !== '$schema' && !Object.hasOwn(GroupFields.shape, name),
  );
  if (unknown.length > 0) warnings.push(`unknown fields have no effect: ${unknown.slice(0, 20).join(', ')}`);
  for (const name of WITHOUT_EFFECT) {
    const value = fields[name];
    if (value === true || Array.isArray(value)) warnings.push(`${name} has no effect in this version`);
  }
  const users = [...named].map(([name, user]) => [pathText(['users', name]), user] as const);
  if (wildcard !== undefined) users.push(['wildcard-user', wildcard]);
  for (const [at, { password, permissions }] of users) {
    if (password?.type === 'unknown') {
      warnings.push(`${at}: nobody can log in, as passwords of type "${password.name}" are not known`);
    }
    const odd = Array.isArray(permissions) ? permissions.filter((one) => !isPermission(one)) : [];
    if (odd.length > 0) warnings.push(`${at}: unknown permissions have no effect: ${odd.join(', ')}`);
  }
  return warnings.slice(0, MAX_WARNINGS);
}
