import type { Permission } from '@evagore/shared';
import type { Action } from './actions.ts';
import { dataOf, textOf } from './action-values.ts';
import { NotPossible } from './errors.ts';
import type { Member } from './member.ts';

/** What can be done to a member. */
export const MEMBER_ACTIONS: Readonly<Record<string, Action<Member>>> = {
  op: permissionAction((permissions, target) => {
    permissions.add('op');
    if (target.group.description.allowRecording) permissions.add('record');
  }),
  unop: permissionAction((permissions) => {
    permissions.delete('op');
    permissions.delete('record');
  }),
  present: permissionAction((permissions) => permissions.add('present')),
  unpresent: permissionAction((permissions) => permissions.delete('present')),
  shutup: permissionAction((permissions) => permissions.delete('message')),
  unshutup: permissionAction((permissions) => permissions.add('message')),

  kick: {
    permissions: ['op'],
    apply(actor, target, value) {
      const message = textOf(value);
      const { id, username } = actor;
      target.remove({
        code: 'kicked',
        ...(message !== undefined && { message }),
        ...(id !== undefined && { by: { id, username } }),
      });
    },
  },

  /** Where a member's connection comes from. Who is asked about learns of it. */
  identify: {
    permissions: ['op'],
    apply(actor, target) {
      const { address } = target;
      target.tell({
        type: 'userMessage',
        message: {
          kind: 'warning',
          privileged: true,
          value: `Your IP address has been communicated to user ${actor.username}.`,
        },
      });
      return { id: target.id, username: target.username, ...(address !== undefined && { address }) };
    },
  },

  /** Members describe themselves: raised hands and the like. */
  setdata: {
    permissions: [],
    apply(actor, target, value) {
      if (actor !== target) throw new NotPossible('members can set only their own data');
      target.mergeData(dataOf(value));
      target.group.memberChanged(target);
    },
  },

  lowerhand: {
    permissions: ['op'],
    apply(_, target) {
      lowerHand(target);
    },
  },
};

export function lowerHand(member: Member): void {
  if (member.info().hand === undefined) return;
  member.mergeData({ raisehand: null });
  member.group.memberChanged(member);
}

function permissionAction(change: (permissions: Set<Permission>, target: Member) => void): Action<Member> {
  return {
    permissions: ['op'],
    apply(_, target) {
      if (target.permissions.has('system') || !target.isPerson)
        throw new NotPossible('this is not a real user');
      const permissions = new Set(target.permissions);
      change(permissions, target);
      target.group.setPermissions(target, permissions);
    },
  };
}
