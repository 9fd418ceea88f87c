import type { ServerConnection, UserChange, World } from '@evagore/client';
import type { ChatMessage, MemberId, UserMessage } from '@evagore/shared';
import type { Bot } from './bot.ts';
import { CommandTable } from './command-table.ts';
import type { BotDefinition } from './definition.ts';
import { absentWriter, personKey, type BotMember } from './member.ts';
import { BotMessage } from './message.ts';
import type { Replies } from './replies.ts';
import type { Turns } from './turns.ts';

export interface HearingOptions {
  readonly connection: ServerConnection;
  readonly definition: BotDefinition;
  readonly bot: Bot;
  readonly turns: Turns;
  readonly replies: Replies;
  readonly world: Pick<World, 'now'>;
}

/** Makes turns of handlers out of what the library tells, and passes over what is no business of theirs. */
export class Hearing {
  readonly #options: HearingOptions;
  readonly #commands: CommandTable;
  /** As the handlers know them; who has left can be asked about no more. */
  readonly #members = new Map<MemberId, BotMember>();
  #arrived = false;

  constructor(options: HearingOptions) {
    this.#options = options;
    this.#commands = new CommandTable(options.definition);
    const { bot, definition } = options;
    const { events } = options.connection;
    events.on('joined', () => {
      this.#tell('onJoined', () => definition.onJoined?.(bot));
    });
    events.on('rejoined', () => {
      this.#tell('onRejoined', () => definition.onRejoined?.(bot));
    });
    events.on('userChanged', (id, kind) => {
      this.#userChanged(id, kind);
    });
    events.on('chatReceived', (message, history) => {
      this.#chatReceived(message, history);
    });
    events.on('userMessageReceived', (message: UserMessage) => {
      if (message.source === bot.id) return;
      this.#tell('onUserMessage', () => definition.onUserMessage?.(bot, message));
    });
  }

  /** Those who come from now on come after the bot. */
  arrived(): void {
    this.#arrived = true;
  }

  #userChanged(id: MemberId, kind: UserChange): void {
    const { bot, definition } = this.#options;
    if (id === bot.id) return;
    const before = this.#members.get(id);
    const member = bot.member(id);
    if (kind === 'delete' || member === undefined) {
      this.#members.delete(id);
      if (before !== undefined) this.#tell('onMemberLeft', () => definition.onMemberLeft?.(bot, before));
      return;
    }
    this.#members.set(id, member);
    if (!this.#arrived) return;
    if (before === undefined) {
      this.#tell('onMemberJoined', () => definition.onMemberJoined?.(bot, member));
      return;
    }
    this.#tell('onMemberChanged', () => definition.onMemberChanged?.(bot, member, before));
    if (before.hand === null && member.hand !== null) {
      this.#tell('onHandRaised', () => definition.onHandRaised?.(bot, member));
    }
    if (before.hand !== null && member.hand === null) {
      this.#tell('onHandLowered', () => definition.onHandLowered?.(bot, member));
    }
  }

  #chatReceived(chat: ChatMessage, history: boolean): void {
    const { bot, definition, turns, replies, connection, world } = this.#options;
    const { hears = {} } = definition;
    const { source, kind } = chat;
    // Without a source it is the server's own, for people to read.
    if (source === undefined || (history && hears.history !== true)) return;
    if (source === connection.id && hears.own !== true) return;
    if (kind !== '' && kind !== 'me' && hears.allKinds !== true) return;
    const from = bot.member(source) ?? this.#members.get(source) ?? absentWriter(source, chat);
    if (from.isBot && !from.isMe && hears.bots !== true) return;
    const message = new BotMessage(chat, { bot, from, history, receivedAt: world.now() });
    const who = personKey(from);
    turns.push('onMessage', () => replies.during(who, () => definition.onMessage?.(bot, message)));
    if (history || from.isMe || from.isBot || kind !== '') return;
    turns.push('command', () => replies.during(who, () => this.#commands.obey(bot, message)));
  }

  #tell(handler: string, call: () => unknown): void {
    const { turns, replies, connection } = this.#options;
    turns.push(handler, () => {
      // With its membership a bot loses sight of everybody; they have not left for that.
      if (connection.group === null) return undefined;
      return replies.during(undefined, call);
    });
  }
}
