import type { ChatAccepted, ChatId, ChatMessage } from '@evagore/shared';
import type { Bot } from './bot.ts';
import type { BotMember } from './member.ts';

export interface MessageCircumstances {
  readonly bot: Bot;
  readonly from: BotMember;
  readonly history: boolean;
  /** In milliseconds on the bot's clock. */
  readonly receivedAt: number;
}

/** A chat message that the bot reads. */
export class BotMessage {
  readonly id: ChatId;
  readonly value: string;
  /** `''`, `me`, or an application's word where a bot asked for all kinds. */
  readonly kind: string;
  readonly from: BotMember;
  /** Only the bot reads it. */
  readonly isPrivate: boolean;
  /** By the server's word, the writer was an operator. */
  readonly privileged: boolean;
  /** Written before the bot came, or while it had lost its seat. */
  readonly history: boolean;
  /** By the server's clock. */
  readonly time: Date;
  /** In milliseconds on the bot's clock. */
  readonly receivedAt: number;
  readonly #bot: Bot;

  constructor(message: ChatMessage, { bot, from, history, receivedAt }: MessageCircumstances) {
    this.id = message.id;
    this.value = message.value;
    this.kind = message.kind;
    this.from = from;
    this.isPrivate = message.dest !== undefined;
    this.privileged = message.privileged;
    this.history = history;
    this.time = new Date(message.time);
    this.receivedAt = receivedAt;
    this.#bot = bot;
  }

  /** Answers where it was said: to everybody, or privately to who wrote privately. Throws as `bot.say` does. */
  reply(text: string): Promise<ChatAccepted> {
    return this.isPrivate ? this.replyPrivately(text) : this.#bot.say(text);
  }

  /** Answers so that only the writer reads it. Throws as `bot.tell` does. */
  replyPrivately(text: string): Promise<ChatAccepted> {
    return this.#bot.tell(this.from, text);
  }
}
