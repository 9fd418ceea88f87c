import type { ActionResult, MemberId, Permission } from '@evagore/shared';
import type { Actor } from './actor.ts';
import { Closed, NoSuchAction, NoSuchMember } from './errors.ts';
import type { Group } from './group.ts';
import { GROUP_ACTIONS } from './group-actions.ts';
import { Member } from './member.ts';
import { MEMBER_ACTIONS } from './member-actions.ts';

/**
 * What members do to each other and to their group, by the names of Galène's protocol.
 *
 * An action says which permissions it needs and what it does; whether it may be done is decided here alone, for
 * every door and for administrators.
 */
export interface Action<Target> {
  /** All of them are needed. Empty: everybody may, within what the action itself checks. */
  readonly permissions: readonly Permission[];
  /** @returns what the actor is answered; most actions answer nothing. */
  apply(actor: Actor, target: Target, value: unknown): Promise<Answer> | Answer;
}

type Answer = ActionResult | undefined;

/**
 * Lets `actor` do `kind` to the member `dest`.
 *
 * @throws NoSuchAction, NotPermitted, NoSuchMember, NotPossible, BadValue, Closed
 */
export async function actOnMember(
  actor: Actor,
  kind: string,
  dest: MemberId,
  value: unknown,
): Promise<ActionResult | undefined> {
  const action = find(MEMBER_ACTIONS, kind);
  check(actor, action.permissions);
  const target = actor.group.members.get(dest);
  if (target === undefined) throw new NoSuchMember();
  return action.apply(actor, target, value);
}

/**
 * Lets `actor` do `kind` to its group.
 *
 * @throws NoSuchAction, NotPermitted, BadValue, NoSuchToken, RecordingUnavailable, Closed
 */
export async function actOnGroup(
  actor: Actor,
  kind: string,
  value: unknown,
): Promise<ActionResult | undefined> {
  const action: Action<Group> = find(GROUP_ACTIONS, kind);
  check(actor, action.permissions);
  return action.apply(actor, actor.group, value);
}

function check(actor: Actor, permissions: readonly Permission[]): void {
  if (actor instanceof Member && actor.closed) throw new Closed();
  for (const permission of permissions) actor.need(permission);
}

function find<Target>(actions: Readonly<Record<string, Action<Target>>>, kind: string): Action<Target> {
  const action = Object.hasOwn(actions, kind) ? actions[kind] : undefined;
  if (action === undefined) throw new NoSuchAction(kind);
  return action;
}
