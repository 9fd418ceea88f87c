import { Data, type MemberId, type Permission } from '@evagore/shared';
import { BadValue, Closed, NoSuchAction, NoSuchMember, NotPossible } from './errors.ts';
import type { Member } from './member.ts';

/**
 * What members do to each other and to their group, by the names of Galène's protocol.
 *
 * An action says which permission it needs and what it does; whether it may be done is decided here alone.
 */
interface Action<Target> {
  /** undefined: everybody may, within what the action itself checks. */
  readonly permission: Permission | undefined;
  apply(actor: Member, target: Target, value: unknown): void;
}

const memberActions: Record<string, Action<Member>> = {
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
    permission: 'op',
    apply(actor, target, value) {
      const message = optionalText(value);
      const by = { id: actor.id, username: actor.username };
      target.remove({ code: 'kicked', ...(message !== undefined && { message }), by });
    },
  },

  /** Members describe themselves: raised hands and the like. */
  setdata: {
    permission: undefined,
    apply(actor, target, value) {
      if (actor !== target) throw new NotPossible('members can set only their own data');
      target.mergeData(dataOf(value));
      target.group.memberChanged(target);
    },
  },
};

const groupActions: Record<string, Action<void>> = {
  lock: {
    permission: 'op',
    apply: (actor, _, value) => {
      actor.group.setLock(optionalText(value) ?? '');
    },
  },
  unlock: {
    permission: 'op',
    apply: (actor) => {
      actor.group.setLock(undefined);
    },
  },
  setdata: {
    permission: 'op',
    apply: (actor, _, value) => {
      actor.group.mergeData(dataOf(value));
    },
  },
};

/**
 * Lets `actor` do `kind` to the member `dest`.
 *
 * @throws NoSuchAction, NotPermitted, NoSuchMember, BadValue, Closed
 */
export function actOnMember(actor: Member, kind: string, dest: MemberId, value: unknown): void {
  const action = find(memberActions, kind);
  check(actor, action.permission);
  const target = actor.group.members.get(dest);
  if (target === undefined) throw new NoSuchMember();
  action.apply(actor, target, value);
}

/**
 * Lets `actor` do `kind` to its group.
 *
 * @throws NoSuchAction, NotPermitted, BadValue, Closed
 */
export function actOnGroup(actor: Member, kind: string, value: unknown): void {
  const action = find(groupActions, kind);
  check(actor, action.permission);
  action.apply(actor, undefined, value);
}

function check(actor: Member, permission: Permission | undefined): void {
  if (permission !== undefined) actor.need(permission);
  else if (actor.closed) throw new Closed();
}

function find<Target>(actions: Record<string, Action<Target>>, kind: string): Action<Target> {
  const action = Object.hasOwn(actions, kind) ? actions[kind] : undefined;
  if (action === undefined) throw new NoSuchAction(kind);
  return action;
}

function permissionAction(change: (permissions: Set<Permission>, target: Member) => void): Action<Member> {
  return {
    permission: 'op',
    apply(_, target) {
      const permissions = new Set(target.permissions);
      change(permissions, target);
      target.group.setPermissions(target, permissions);
    },
  };
}

function optionalText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || value.length > 1024) {
    throw new BadValue('the value must be a text of at most 1024 characters');
  }
  return value;
}

function dataOf(value: unknown): Data {
  const parsed = Data.safeParse(value);
  if (!parsed.success) throw new BadValue('the value must be an object of at most 16384 characters');
  return parsed.data;
}
