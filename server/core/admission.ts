import { GroupExpired, GroupFull, GroupLocked, GroupMoved, GroupNotOpen, NoOperator } from './errors.ts';
import type { GroupDescription, Identity } from './ports.ts';

/** What admission needs to know of a group. */
export interface GroupView {
  readonly description: GroupDescription;
  /** The message for those whom the lock keeps out; absent while the group is open. */
  readonly lock: string | undefined;
  /** Whether one of its members is an operator. */
  hasOperator(): boolean;
  /** How many members it has now. */
  readonly size: number;
  /** How many members it may have at the very most, operators included. */
  readonly capacity: number;
}

/**
 * Decides whether `who` may come in at `now` (milliseconds since the epoch).
 *
 * Operators pass the lock, the opening hours and the group's own limit, so that there is always somebody who
 * can keep order; only the server's own limit holds for them.
 *
 * @throws GroupMoved, GroupLocked, GroupNotOpen, GroupExpired, NoOperator or GroupFull: the first that applies, in this order.
 * @see Galène protocol, "Joining and leaving".
 */
export function admit(group: GroupView, who: Identity, now: number): void {
  const { description, size } = group;
  if (description.redirect !== undefined) throw new GroupMoved(description.redirect);
  if (!who.permissions.has('op')) {
    if (group.lock !== undefined) throw new GroupLocked(group.lock);
    if (description.notBefore !== undefined && now < description.notBefore) {
      throw new GroupNotOpen(description.notBefore);
    }
    if (description.expires !== undefined && now >= description.expires) {
      throw new GroupExpired(description.expires);
    }
    if (description.autokick && !group.hasOperator()) throw new NoOperator();
    if (description.maxClients !== undefined && size >= description.maxClients) {
      throw new GroupFull(description.maxClients);
    }
  }
  if (size >= group.capacity) throw new GroupFull(group.capacity);
}
