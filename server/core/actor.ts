import { PERMISSIONS, type MemberId, type Permission } from '@evagore/shared';
import { NotPermitted } from './errors.ts';
import type { Group } from './group.ts';

/** Whoever acts in a group: one of its members, or somebody who administers it from outside. */
export interface Actor {
  readonly group: Group;
  /** Absent for those who are not in the group. */
  readonly id?: MemberId;
  readonly username: string;
  readonly permissions: ReadonlySet<Permission>;
  /** @throws NotPermitted, or Closed where the actor is not in the group any more. */
  need(permission: Permission): void;
}

/** Somebody outside of the group who may do everything; whether they are who they say was checked elsewhere. */
export class Administrator implements Actor {
  readonly group: Group;
  readonly username: string;
  readonly permissions: ReadonlySet<Permission> = new Set(
    PERMISSIONS.filter((permission) => permission !== 'system'),
  );

  constructor(group: Group, username: string) {
    this.group = group;
    this.username = username;
  }

  need(permission: Permission): void {
    if (!this.permissions.has(permission)) throw new NotPermitted(permission);
  }
}
