import type { Permission } from '@evagore/shared';

/**
 * Whether a group is being recorded on its server.
 *
 * @see Galène protocol, "Permissions": what records is a member called `RECORDING` with the permission `system`, which
 * nobody else has.
 */
export function isRecorded(
  users: Readonly<Record<string, { readonly permissions: readonly Permission[] }>>,
): boolean {
  return Object.values(users).some(({ permissions }) => isSystem(permissions));
}

/** Whether these are the permissions of a part of the server, which is nobody. */
export function isSystem(permissions: readonly Permission[]): boolean {
  return permissions.includes('system');
}
