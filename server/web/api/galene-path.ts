import { GroupName, Username } from '@evagore/shared';
import type { UserSlot } from '../../access/administration.ts';

/** What an address of Galène's API names. */
export type GalenePath =
  | { readonly kind: 'stats' | 'groups' }
  | { readonly kind: 'group' | 'keys' | 'users'; readonly group: GroupName }
  | { readonly kind: 'user' | 'password'; readonly group: GroupName; readonly slot: UserSlot }
  /** An empty group stands for the whole server. */
  | { readonly kind: 'tokens'; readonly group: GroupName | '' }
  | { readonly kind: 'token'; readonly group: GroupName | ''; readonly token: string };

export const GALENE_PREFIX = '/galene-api/v0/';

/** What a token of a hand-written file may be called; the server's own have 11 characters. */
const MAX_TOKEN_LENGTH = 8_192;

/**
 * Reads the target of a request.
 *
 * @param target - As it came, percent-encoded, with or without a query.
 * @see Galène protocol, "Admin API": names of groups and users contain slashes; the next component with a leading
 * dot ends them.
 */
export function galenePath(target: string): GalenePath | undefined {
  const path = decoded(target.split(/[?#]/, 1)[0] ?? '');
  if (!path?.startsWith(GALENE_PREFIX)) return undefined;
  const [first, ...parts] = path.slice(GALENE_PREFIX.length).split('/');
  if (first === '.stats') return parts.length === 0 ? { kind: 'stats' } : undefined;
  if (first !== '.groups') return undefined;
  if (parts.length === 0 || (parts.length === 1 && parts[0] === '')) return { kind: 'groups' };

  const dot = parts.findIndex((part) => part.startsWith('.'));
  const inName = dot < 0 ? parts : parts.slice(0, dot);
  if (dot < 0 && inName.at(-1) === '') inName.pop();
  const name = inName.join('/');
  const [resource, ...rest] = dot < 0 ? [] : parts.slice(dot);
  if (name === '') return resource === '.tokens' ? tokenPath('', rest) : undefined;
  const group = GroupName.safeParse(name).data;
  if (group === undefined) return undefined;
  switch (resource) {
    case undefined:
      return { kind: 'group', group };
    case '.keys':
      return rest.length === 0 ? { kind: 'keys', group } : undefined;
    case '.users':
      return usersPath(group, rest);
    case '.empty-user':
      return slotPath(group, 'empty-user', rest);
    case '.wildcard-user':
      return slotPath(group, 'wildcard-user', rest);
    case '.tokens':
      return tokenPath(group, rest);
    default:
      return undefined;
  }
}

function usersPath(group: GroupName, rest: readonly string[]): GalenePath | undefined {
  if (rest.length === 1 && rest[0] === '') return { kind: 'users', group };
  const dot = rest.findIndex((part) => part.startsWith('.'));
  const user = Username.safeParse((dot < 0 ? rest : rest.slice(0, dot)).join('/')).data ?? '';
  return user === '' ? undefined : slotPath(group, { user }, dot < 0 ? [] : rest.slice(dot));
}

function slotPath(group: GroupName, slot: UserSlot, rest: readonly string[]): GalenePath | undefined {
  if (rest.length === 0) return { kind: 'user', group, slot };
  return rest.length === 1 && rest[0] === '.password' ? { kind: 'password', group, slot } : undefined;
}

function tokenPath(group: GroupName | '', rest: readonly string[]): GalenePath | undefined {
  if (rest.length === 0) return undefined;
  const token = rest.join('/');
  if (token === '') return { kind: 'tokens', group };
  return token.length <= MAX_TOKEN_LENGTH ? { kind: 'token', group, token } : undefined;
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
