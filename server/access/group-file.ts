import { permissionsOfRole, ROLES, type Permission, type Role, type RoleFlags } from '@evagore/shared';
import type { z } from 'zod';
import type { GroupDescription } from '../core/ports.ts';
import { pathText } from '../config/problems.ts';
import { readAuthKeys, type AuthKey } from './auth-keys.ts';
import { isGrantable } from './grantable.ts';
import { GroupFields } from './group-schema.ts';
import { fit, parseJson } from './json-text.ts';
import type { StoredPassword } from './stored-password.ts';
import { userTable, type UserEntry, type UserTable } from './user-table.ts';

/** What a group file says to the public, and to the core. */
export interface FileDescription extends GroupDescription {
  /** Pages need not insist on a name. */
  readonly anonymous?: true;
}

/** A group file that was understood. */
export interface GroupFile extends UserTable {
  readonly description: FileDescription;
  readonly autoSubgroups: boolean;
  /** For the signatures of tokens. */
  readonly authKeys: readonly AuthKey[];
  /** Sentences for the log: what the file says in vain. */
  readonly warnings: readonly string[];
}

/** A group with a thousand users is a tenth of this. */
export const MAX_GROUP_FILE_BYTES = 1_048_576;

/** Seconds; four hours, as in Galène. */
const DEFAULT_MAX_HISTORY_AGE = 14_400;
const DEFAULT_CODECS = ['vp8', 'opus'];
/** What an absent password means for a user. */
const NO_PASSWORD: StoredPassword = { type: 'never' };
/** What an absent password means in the lists of old files. */
const ANY_PASSWORD: StoredPassword = { type: 'wildcard' };

/** Enough to see what is going on; a file of a thousand users may repeat one mistake a thousand times. */
const MAX_WARNINGS = 20;

type Fields = z.infer<typeof GroupFields>;

/**
 * Reads the text of a group file.
 *
 * Unknown fields make Galène refuse a file. Here they are told as a warning and the file works, so that a file
 * can serve servers of several ages; a wrong type still makes it invalid.
 *
 * @throws {@link BadText}
 */
export function parseGroupFile(text: string): GroupFile {
  const fields = fit(GroupFields, parseJson(text));
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
  const { keys, problems } = readAuthKeys(fields.authKeys ?? []);
  return {
    description: {
      ...describe(fields),
      ...(admitsNameless(fields, users, wildcard) && { anonymous: true as const }),
    },
    autoSubgroups: fields['auto-subgroups'] ?? fields['allow-subgroups'] ?? false,
    ...userTable(users, wildcard === undefined ? undefined : entryOf(wildcard)),
    authKeys: keys,
    warnings: [...warningsAbout(fields, named, wildcard), ...problems].slice(0, MAX_WARNINGS),
  };
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
    autolock: fields.autolock ?? false,
    autokick: fields.autokick ?? false,
    codecs: fields.codecs?.length ? fields.codecs : DEFAULT_CODECS,
  };
}

/**
 * Whether pages need not insist on a name. That of nobody is a name like any other: an entry of its own or
 * `wildcard-user` decides about it, whatever is said here.
 *
 * @see Galène protocol, "Authentication order".
 */
function admitsNameless(
  fields: Fields,
  users: ReadonlyMap<string, unknown>,
  wildcard: RawUser | undefined,
): boolean {
  if (users.has('')) return true;
  return fields['allow-anonymous'] === true && (wildcard !== undefined || Boolean(fields.authServer));
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

/** What a `permissions` of a file stands for. */
export function permissionsOf(named: RawUser['permissions'], flags: RoleFlags): ReadonlySet<Permission> {
  if (isRole(named)) return permissionsOfRole(named, flags);
  return new Set(Array.isArray(named) ? named.filter(isGrantable) : []);
}

function isRole(name: unknown): name is Role {
  return typeof name === 'string' && Object.hasOwn(ROLES, name);
}

/** What is no reason to refuse the file, but surely is not what its author had in mind. */
function warningsAbout(fields: Fields, named: RawUsers['named'], wildcard: RawUser | undefined): string[] {
  const warnings: string[] = [];
  const unknown = Object.keys(fields).filter(
    (name) => name !== '$schema' && !Object.hasOwn(GroupFields.shape, name),
  );
  if (unknown.length > 0) warnings.push(`unknown fields have no effect: ${unknown.slice(0, 20).join(', ')}`);
  const users = [...named].map(([name, user]) => [pathText(['users', name]), user] as const);
  if (wildcard !== undefined) users.push(['wildcard-user', wildcard]);
  for (const [at, { password, permissions }] of users) {
    if (password?.type === 'unknown') {
      warnings.push(`${at}: nobody can log in, as passwords of type "${password.name}" are not known`);
    }
    const odd = Array.isArray(permissions) ? permissions.filter((one) => !isGrantable(one)) : [];
    if (odd.length > 0) warnings.push(`${at}: unknown permissions have no effect: ${odd.join(', ')}`);
  }
  return warnings;
}
