import { z } from 'zod';

/**
 * What a member may do. The words are Galène's:
 * `op` moderates, `present` publishes streams, `message` writes, `caption` writes captions, `token` invites,
 * `record` records, `admin` administers the group's description; `system` marks the server's own members.
 */
export const PERMISSIONS = [
  'op',
  'present',
  'message',
  'caption',
  'token',
  'record',
  'admin',
  'system',
] as const;

export const Permission = z.enum(PERMISSIONS);
export type Permission = z.infer<typeof Permission>;

function isPermission(name: string): name is Permission {
  return Permission.safeParse(name).success;
}

/** Permissions as the server tells them. Those of newer servers are left out: nobody here could use them. */
export const Permissions = z.preprocess(
  (told) =>
    Array.isArray(told) ? told.filter((each) => typeof each !== 'string' || isPermission(each)) : told,
  z.array(Permission),
);

/** The names that a group file may give instead of a list, without what the group's flags add. */
export const ROLES = {
  op: ['op', 'present', 'message', 'caption', 'token'],
  present: ['present', 'message'],
  message: ['message'],
  observe: [],
  caption: ['caption'],
  admin: ['admin'],
} as const satisfies Record<string, readonly Permission[]>;

export type Role = keyof typeof ROLES;

/** Flags of a group that widen what a role name stands for. */
export interface RoleFlags {
  allowRecording: boolean;
  unrestrictedTokens: boolean;
}

/**
 * The permissions that a role's name stands for in a group.
 *
 * @see Galène group file: operators may record where the group allows it, and with unrestricted tokens
 * everybody who may present may also invite.
 */
export function permissionsOfRole(role: Role, flags: RoleFlags): ReadonlySet<Permission> {
  const granted = new Set<Permission>(ROLES[role]);
  if (flags.allowRecording && granted.has('op')) granted.add('record');
  if (flags.unrestrictedTokens && granted.has('present')) granted.add('token');
  return granted;
}
