import {
  Permissions,
  type Data,
  type GaleneMessage,
  type GroupName,
  type GroupStatus,
  type Permission,
} from '@evagore/shared';
import { dataOf, statusOf } from './words.ts';

/** What this end is in a group. */
export interface Membership {
  readonly group: GroupName;
  readonly username: string;
  readonly permissions: Permission[];
  readonly status: GroupStatus;
  readonly data: Data;
}

/** What somebody is who was let into a group. */
export function membershipIn(group: GroupName, message: GaleneMessage): Membership {
  return {
    group,
    username: message.username ?? '',
    permissions: Permissions.parse(message.permissions ?? []),
    status: statusOf(group, message.status),
    data: dataOf(message.data),
  };
}

/** What somebody is whose membership is another; undefined where another group is meant. */
export function changedMembership(before: Membership, message: GaleneMessage): Membership | undefined {
  if (message.group !== undefined && message.group !== before.group) return undefined;
  return {
    ...before,
    username: message.username ?? before.username,
    permissions: Permissions.parse(message.permissions ?? []),
    status: statusOf(before.group, message.status),
    // A change of permissions comes without.
    ...(message.data !== undefined && { data: dataOf(message.data) }),
  };
}
