import { ChatId, MemberId } from '@evagore/shared';
import { z } from 'zod';
import { dataOf, textOf } from './action-values.ts';
import type { Action } from './actions.ts';
import type { Actor } from './actor.ts';
import type { ChatSelection } from './chat-history.ts';
import { BadValue, NoSuchMessage, NotPermitted } from './errors.ts';
import type { Group } from './group.ts';
import { editToken, listTokens, makeToken } from './invitations.ts';
import { lowerHand } from './member-actions.ts';

/** What can be done to a group. */
export const GROUP_ACTIONS: Readonly<Record<string, Action<Group>>> = {
  lock: {
    permissions: ['op'],
    apply(_, group, value) {
      group.setLock(textOf(value) ?? '');
    },
  },
  unlock: {
    permissions: ['op'],
    apply(_, group) {
      group.setLock(undefined);
    },
  },
  setdata: {
    permissions: ['op'],
    apply(_, group, value) {
      group.mergeData(dataOf(value));
    },
  },

  /** Deletes chat: operators whatever they choose, everybody one message of their own. */
  clearchat: {
    permissions: [],
    apply(actor, group, value) {
      const selection = selectionOf(value);
      if (!actor.permissions.has('op')) checkOwn(actor, group, selection);
      group.history.remove(selection);
      const isAll = selection.userId === undefined;
      const message = { kind: 'clearchat', privileged: true, ...(!isAll && { value: { ...selection } }) };
      group.tell({ type: 'userMessage', message });
    },
  },

  /** The groups below this one that have members, by name. */
  subgroups: {
    permissions: ['op'],
    apply(_, group) {
      const below = [...group.surroundings.groups.values()].filter(
        ({ name, members }) => name.startsWith(`${group.name}/`) && members.size > 0,
      );
      const subgroups = below.map(({ name, members }) => ({ name, clientCount: members.size }));
      return { subgroups: subgroups.sort((a, b) => (a.name < b.name ? -1 : 1)) };
    },
  },

  lowerhands: {
    permissions: ['op'],
    apply(_, group) {
      for (const member of group.members.values()) lowerHand(member);
    },
  },

  record: {
    permissions: ['record'],
    async apply(_, group) {
      await group.surroundings.recorder.start(group.name);
    },
  },
  unrecord: {
    permissions: ['record'],
    async apply(_, group) {
      await group.surroundings.recorder.stop(group.name);
    },
  },

  maketoken: { permissions: ['token'], apply: makeToken },
  edittoken: { permissions: ['op', 'token'], apply: editToken },
  listtokens: { permissions: ['op', 'token'], apply: listTokens },
};

const Selection = z.strictObject({ userId: MemberId, id: ChatId.optional() });

/** @throws BadValue */
function selectionOf(value: unknown): ChatSelection {
  if (value === undefined || value === null) return {};
  const parsed = Selection.safeParse(value);
  if (!parsed.success) {
    throw new BadValue('the value must be absent, or name a userId and perhaps an id of a message');
  }
  const { userId, id } = parsed.data;
  return { userId, ...(id !== undefined && { id }) };
}

function checkOwn(actor: Actor, group: Group, selection: ChatSelection): void {
  if (selection.id === undefined || selection.userId !== actor.id) throw new NotPermitted('op');
  // Of what is not remembered, nobody can tell whose it was.
  if (!group.history.has(selection)) throw new NoSuchMessage();
}
