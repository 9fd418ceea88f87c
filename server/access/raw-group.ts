import type { UserSlot } from './administration.ts';
import { GroupFields } from './group-schema.ts';
import { BadText, parseJson } from './json-text.ts';

/**
 * A group file as it is written: its fields in their order, those that nobody here knows included. Maps, as a user may
 * be called `__proto__`.
 *
 * Nothing is changed in place; each change makes another one.
 */
export type RawFields = ReadonlyMap<string, unknown>;

/** What a description does not have, as it tells secrets, and is reached by other ways. */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'users',
  'wildcard-user',
  'authKeys',
  'op',
  'presenter',
  'other',
]);

/** The lists of users in old files, the less powerful first, and what they give. */
const FORMER_LISTS = [
  ['other', 'message'],
  ['presenter', 'present'],
  ['op', 'op'],
] as const;

/** @throws {@link BadText} where the text is no JSON object. */
export function readRaw(text: string): RawFields {
  const fields = fieldsOf(parseJson(text));
  if (fields === undefined) throw new BadText('expected object');
  return fields;
}

export function formatRaw(fields: RawFields): string {
  return `${JSON.stringify(plain(fields), null, 2)}\n`;
}

/** The description alone. */
export function descriptionOf(fields: RawFields): Record<string, unknown> {
  return plain(new Map([...fields].filter(([name]) => !SECRET_FIELDS.has(name)))) as Record<string, unknown>;
}

/** The names of the fields that a description must not have, but this one has. */
export function secretsIn(description: Record<string, unknown>): string[] {
  return Object.entries(description)
    .filter(([name, value]) => SECRET_FIELDS.has(name) && value !== undefined && value !== null)
    .map(([name]) => name);
}

/**
 * The file with another description. Users and keys stay, and so do fields that nobody here knows: whoever writes by
 * this way does not know them either.
 *
 * @param description - `null` is as good as absent. Fields that nobody here knows have no effect.
 */
export function withDescription(fields: RawFields, description: Record<string, unknown>): RawFields {
  const next = new Map(
    Object.entries(description).filter(
      ([name, value]) => isDescribed(name) && value !== undefined && value !== null,
    ),
  );
  const kept = [...fields].flatMap(([name, value]): [string, unknown][] => {
    if (!isDescribed(name)) return [[name, value]];
    return next.has(name) ? [[name, next.get(name)]] : [];
  });
  return new Map([...kept, ...next]);
}

/** The file with other keys; undefined for none. */
export function withKeys(fields: RawFields, keys: readonly unknown[] | undefined): RawFields {
  return withField(fields, 'authKeys', keys);
}

/** The names in `users`, and in the lists of old files, sorted. The empty user has none. */
export function userNamesOf(fields: RawFields): string[] {
  const users = fieldsOf(withUsers(fields).get('users')) ?? new Map<string, unknown>();
  return [...users.keys()].filter((name) => name !== '').sort((a, b) => (a < b ? -1 : 1));
}

/** A user's entry. */
export function userOf(fields: RawFields, slot: UserSlot): RawFields | undefined {
  const file = withUsers(fields);
  if (slot === 'wildcard-user') return fieldsOf(file.get('wildcard-user'));
  return fieldsOf(fieldsOf(file.get('users'))?.get(nameOf(slot)));
}

/** The file with another entry of a user, or without it. The lists of old files become `users` by it. */
export function withUser(fields: RawFields, slot: UserSlot, entry: RawFields | undefined): RawFields {
  const file = withUsers(fields);
  const value = entry && plain(entry);
  if (slot === 'wildcard-user') return withField(file, 'wildcard-user', value);
  const users = withField(fieldsOf(file.get('users')) ?? new Map(), nameOf(slot), value);
  return withField(file, 'users', plain(users));
}

export function withField(fields: RawFields, name: string, value: unknown): RawFields {
  const next = new Map(fields);
  if (value === undefined) next.delete(name);
  else next.set(name, value);
  return next;
}

export function nameOf(slot: Exclude<UserSlot, 'wildcard-user'>): string {
  return slot === 'empty-user' ? '' : slot.user;
}

/** The file with the lists of Galène's early years as `users`, by the same rules as they are read. */
function withUsers(fields: RawFields): RawFields {
  if (!FORMER_LISTS.some(([list]) => fields.has(list))) return fields;
  const users = new Map<string, unknown>();
  let wildcard: unknown;
  for (const [list, permissions] of FORMER_LISTS) {
    const entries = fields.get(list);
    for (const entry of Array.isArray(entries) ? (entries as readonly unknown[]) : []) {
      const { username = '', password = { type: 'wildcard' } } = Object.fromEntries(fieldsOf(entry) ?? []);
      const user = { password, permissions };
      if (username === '') wildcard = user;
      else if (typeof username === 'string') users.set(username, user);
    }
  }
  for (const [name, user] of fieldsOf(fields.get('users')) ?? []) users.set(name, user);
  const others = [...fields].filter(([name]) => !FORMER_LISTS.some(([list]) => list === name));
  const next = withField(new Map(others), 'users', plain(users));
  const given = fields.get('wildcard-user') ?? wildcard;
  return given === undefined || given === null ? next : withField(next, 'wildcard-user', given);
}

function isDescribed(name: string): boolean {
  return Object.hasOwn(GroupFields.shape, name) && !SECRET_FIELDS.has(name);
}

function fieldsOf(value: unknown): RawFields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}

/** Object.fromEntries makes even `__proto__` a field like any other. */
function plain(fields: RawFields): object {
  return Object.fromEntries(fields);
}
