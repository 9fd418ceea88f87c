import { Permission, ROLES, type TokenInfo, Username } from '@evagore/shared';
import { z } from 'zod';
import { checked, parseJson } from './body.ts';

/**
 * Bodies of Galène's API. Clients send `null` for what is absent and fields of other versions, which are passed over.
 */

/** `system` marks the server's own members; nobody is given it. */
const Granted = z.array(Permission.exclude(['system'], { error: 'unknown permission' })).max(32);

const roleNames = Object.keys(ROLES) as [keyof typeof ROLES];
const UserBody = z.object({
  permissions: z.union([z.enum(roleNames), Granted], { error: 'unknown permission' }).nullish(),
  password: z.null('a password is set at ".password"').optional(),
});

const Moment = z.iso.datetime({ offset: true });
const Overspecified = z.literal('', 'overspecified token').nullish();
const TokenBody = z.object({
  token: Overspecified,
  group: Overspecified,
  includeSubgroups: z.boolean().nullish(),
  username: Username.nullish(),
  permissions: Granted.nullish(),
  expires: Moment.nullish(),
  'not-before': Moment.nullish(),
  issuedBy: z.string().max(128).nullish(),
  issuedAt: Moment.nullish(),
});

const KeysBody = z.object({ keys: z.array(z.unknown()).max(100) });

/** What a token says beside its name and group. */
type TokenEntry = Omit<TokenInfo, 'token' | 'group'>;

/** @throws BadBody */
export function descriptionFrom(text: string): Record<string, unknown> {
  return checked(z.record(z.string(), z.unknown()), parseJson(text));
}

/** @throws BadBody */
export function userFrom(text: string): { permissions?: unknown } {
  const { permissions } = checked(UserBody, parseJson(text));
  return permissions === undefined || permissions === null ? {} : { permissions };
}

/** @throws BadBody */
export function keysFrom(text: string): readonly unknown[] {
  return checked(KeysBody, parseJson(text)).keys;
}

/** @throws BadBody */
export function tokenFrom(text: string): TokenEntry {
  const { includeSubgroups, username, permissions, expires, issuedBy, issuedAt, ...rest } = checked(
    TokenBody,
    parseJson(text),
  );
  const notBefore = rest['not-before'];
  return {
    ...(includeSubgroups === true && { includeSubgroups }),
    ...(typeof username === 'string' && { username }),
    permissions: permissions ?? [],
    ...(typeof expires === 'string' && { expires }),
    ...(typeof notBefore === 'string' && { 'not-before': notBefore }),
    ...(typeof issuedBy === 'string' && { issuedBy }),
    ...(typeof issuedAt === 'string' && { issuedAt }),
  };
}
