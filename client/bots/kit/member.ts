import type { User } from '@evagore/client';
import type { ChatMessage, Data, MemberId, Permission } from '@evagore/shared';

/** Somebody in the group, as they were when the bot heard of it. */
export interface BotMember {
  readonly id: MemberId;
  /** Empty for the anonymous. */
  readonly username: string;
  readonly permissions: readonly Permission[];
  readonly data: Data;
  readonly isOp: boolean;
  /** This is the bot itself. */
  readonly isMe: boolean;
  /** Calls itself a bot. Anybody can, so it is a reason to be quiet, never one to trust. */
  readonly isBot: boolean;
  /** The connection is lost, but the seat is kept. */
  readonly reconnecting: boolean;
  /** While a hand is raised, a number that is larger the later that was; else null. */
  readonly hand: number | null;
}

/** What bots of this kit say of themselves when they join, so that others do not answer them. */
export const BOT_DATA = { bot: true } as const satisfies Data;

export function memberOf(id: MemberId, user: User, selfId: MemberId): BotMember {
  const { username, permissions, data, reconnecting, hand } = user;
  return {
    id,
    username,
    permissions,
    data,
    isOp: permissions.includes('op'),
    isMe: id === selfId,
    isBot: data['bot'] === true,
    reconnecting,
    hand,
  };
}

/** The writer of a message who has left meanwhile. */
export function absentWriter(id: MemberId, { username = '', privileged }: ChatMessage): BotMember {
  return {
    id,
    username,
    permissions: privileged ? ['op'] : [],
    data: {},
    isOp: privileged,
    isMe: false,
    isBot: false,
    reconnecting: false,
    hand: null,
  };
}

/**
 * By what somebody is known over several stays. Names are chosen freely where the group's file lets everybody in, so
 * this tells regulars apart, not people.
 */
export function personKey({ id, username }: Pick<BotMember, 'id' | 'username'>): string {
  return username === '' ? `id ${id}` : `name ${username.normalize('NFC').toLowerCase()}`;
}
