import { ChatId, type ChatMessage, type MemberId, type UserMessage } from '@evagore/shared';
import { NoSuchMember, NotPossible } from './errors.ts';
import type { Group } from './group.ts';
import type { Member } from './member.ts';

export interface ChatDraft {
  /** What its writer calls the message; absent: the server finds a name. */
  readonly id?: ChatId | undefined;
  readonly kind: string;
  /** The only reader; absent for everybody. */
  readonly dest?: MemberId | undefined;
  /** Leave out the sender, who would otherwise read the message too. */
  readonly noecho: boolean;
  readonly value: string;
}

/**
 * Writes to everybody in the sender's group, or to one member.
 *
 * A private message is never echoed, as in Galène; messages to everybody are remembered, echoed or not.
 *
 * @throws NotPermitted without `message` (for captions, without `caption`); NoSuchMember.
 */
export function writeChat(sender: Member, draft: ChatDraft): ChatMessage {
  sender.need(draft.kind === 'caption' ? 'caption' : 'message');
  const { group } = sender;
  const now = group.world.now();
  const message: ChatMessage = {
    id: draft.id ?? ChatId.parse(group.world.newId()),
    kind: draft.kind,
    source: sender.id,
    username: sender.username,
    ...(draft.dest !== undefined && { dest: draft.dest }),
    time: new Date(now).toISOString(),
    privileged: sender.permissions.has('op'),
    value: draft.value,
  };
  if (draft.dest !== undefined) {
    readerOf(sender, draft.dest).tell({ type: 'chat', message });
  } else {
    group.history.add(message, now);
    group.tell({ type: 'chat', message }, draft.noecho ? sender : undefined);
  }
  return message;
}

/** Writes to everybody in a group in the server's name. */
export function announce(group: Group, value: string): ChatMessage {
  const now = group.world.now();
  const message: ChatMessage = {
    id: ChatId.parse(group.world.newId()),
    kind: '',
    username: 'Server',
    time: new Date(now).toISOString(),
    privileged: true,
    value,
  };
  group.history.add(message, now);
  group.tell({ type: 'chat', message });
  return message;
}

export interface UserMessageDraft {
  readonly kind: string;
  readonly dest?: MemberId | undefined;
  readonly noecho: boolean;
  readonly value?: UserMessage['value'];
}

/**
 * Passes an application's message on, without keeping it.
 *
 * @throws NotPermitted without `message`; NoSuchMember.
 */
export function writeUserMessage(sender: Member, draft: UserMessageDraft): void {
  sender.need('message');
  const message: UserMessage = {
    kind: draft.kind,
    source: sender.id,
    username: sender.username,
    ...(draft.dest !== undefined && { dest: draft.dest }),
    privileged: sender.permissions.has('op'),
    ...(draft.value !== undefined && { value: draft.value }),
  };
  if (draft.dest !== undefined) readerOf(sender, draft.dest).tell({ type: 'userMessage', message });
  else sender.group.tell({ type: 'userMessage', message }, draft.noecho ? sender : undefined);
}

function readerOf(sender: Member, dest: MemberId): Member {
  const reader = sender.group.members.get(dest);
  if (reader === undefined) throw new NoSuchMember();
  if (!reader.isPerson) throw new NotPossible("this user doesn't chat");
  return reader;
}
