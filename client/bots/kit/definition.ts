import type { UserMessage } from '@evagore/shared';
import type { Bot } from './bot.ts';
import type { BotCommand } from './command.ts';
import type { BotMember } from './member.ts';
import type { BotMessage } from './message.ts';
import type { PaceOptions } from './pace.ts';

/** A promise is waited for before the next handler runs. What a handler throws is logged, and the bot goes on. */
export type Handled = unknown;

/**
 * What a bot does when something happens. Handlers run one at a time, in the order of what happened, and not before the
 * bot has joined. None is told of what the bot does itself.
 */
export interface BotHandlers {
  /** The bot is in the group; the members are known. */
  onJoined?(bot: Bot): Handled;
  /**
   * The server was restarted, or the seat was lost, and the group has been joined again. Members may have got
   * permissions back that they had lost. After a mere loss of the connection nothing is told: nothing was missed.
   */
  onRejoined?(bot: Bot): Handled;
  /** Somebody wrote. Also told of commands, before they are carried out. */
  onMessage?(bot: Bot, message: BotMessage): Handled;
  /** Somebody came after the bot did. A member whose connection was only lost for a while never left. */
  onMemberJoined?(bot: Bot, member: BotMember): Handled;
  /** @param member - As it was last. */
  onMemberLeft?(bot: Bot, member: BotMember): Handled;
  onMemberChanged?(bot: Bot, member: BotMember, before: BotMember): Handled;
  onHandRaised?(bot: Bot, member: BotMember): Handled;
  onHandLowered?(bot: Bot, member: BotMember): Handled;
  /** A message between applications came: not chat, but for example `mute`, `clearchat`, or a bot's own. */
  onUserMessage?(bot: Bot, message: UserMessage): Handled;
  /**
   * The bot was told to stop, and is still in the group for three seconds at most. Not called where the server ended
   * the membership.
   */
  onLeaving?(bot: Bot): Handled;
}

/** Which messages are handled beside those that people write while the bot is there. */
interface Hears {
  /** What was written before the bot came. */
  readonly history?: boolean;
  /** The bot's own. */
  readonly own?: boolean;
  /** Those of members who call themselves bots. Beware of bots that answer each other. */
  readonly bots?: boolean;
  /** Those of other kinds than `''` and `me`, such as captions. */
  readonly allKinds?: boolean;
}

export interface BotDefinition extends BotHandlers {
  /** The bot's name in the group unless a setting says otherwise. */
  readonly name: string;
  /** What `!help` says first. */
  readonly about?: string | (() => string);
  /** What people may ask the bot to do, beside `!help`. */
  readonly commands?: readonly BotCommand[];
  readonly hears?: Hears;
  /** How fast the bot sends; 5 a second and 10 at once unless given. The server's own limit is ten times that. */
  readonly pace?: PaceOptions;
  /** How many answers one member gets in a minute; 10 unless given. */
  readonly repliesPerMinute?: number;
}

/** A definition as it is; for the types of the handlers' arguments where a bot is not defined at its use. */
export function defineBot(definition: BotDefinition): BotDefinition {
  return definition;
}
