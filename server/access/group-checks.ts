import { ROLES, Username } from '@evagore/shared';
import { BadValue } from '../core/errors.ts';
import type { UserSlot } from './administration.ts';
import { asError } from './atomic-file.ts';
import { parseAuthKey } from './auth-keys.ts';
import { isGrantable } from './grantable.ts';
import { MAX_GROUP_FILE_BYTES, parseGroupFile } from './group-file.ts';
import { BadText } from './json-text.ts';
import { MAX_PASSWORD_BYTES } from './passwords.ts';
import { formatRaw, nameOf, type RawFields } from './raw-group.ts';
import { Password } from './stored-password.ts';

/** What may be written into a group file. Stricter than what is read: a mistake is told to the one who makes it. */

const MAX_KEYS = 100;

/** The text of a file. @throws BadValue where the server would not take it. */
export function checkedText(fields: RawFields): string {
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
export function checkUser(slot: UserSlot, { permissions, ...rest }: { permissions?: unknown }): void {
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
export function checkKeys(keys: readonly unknown[]): void {
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
export function checkPassword(password: unknown): void {
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
