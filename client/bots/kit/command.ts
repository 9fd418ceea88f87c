import { findUser } from '../../../shared/commands/names.ts';
import { CommandProblem, inEnglish } from '@evagore/shared/commands';
import { readToken, skipSpace } from '../../../shared/commands/line.ts';
import type { Bot } from './bot.ts';
import type { BotMember } from './member.ts';
import type { BotMessage } from './message.ts';
import type { Handled } from './definition.ts';

/** Something that people can ask a bot to do, by writing `!name`. */
export interface BotCommand {
  /** Letters, digits and hyphens, without the exclamation mark. */
  readonly name: string;
  /** The arguments as `!help` shows them: `user [text]`. */
  readonly usage?: string;
  /** What `!help` says of it. */
  readonly about: string;
  /** Only operators may give it. */
  readonly opOnly?: boolean;
  /** @throws CommandMistake with a sentence for who gave the command. */
  run(call: CommandCall): Handled;
}

export interface CommandCall {
  readonly bot: Bot;
  readonly message: BotMessage;
  readonly args: CommandArguments;
}

/** A command was given that cannot be carried out. The message is a sentence for who gave it. */
export class CommandMistake extends Error {
  override get name(): string {
    return 'CommandMistake';
  }
}

/** What follows a command's name, to be taken from left to right. Words may be in quotes. */
export class CommandArguments {
  readonly #line: string;
  readonly #usage: string;
  readonly #members: () => readonly BotMember[];
  #at = 0;

  constructor(line: string, usage: string, members: () => readonly BotMember[]) {
    this.#line = line;
    this.#usage = usage;
    this.#members = members;
  }

  /** Whether nothing is left. */
  get isEmpty(): boolean {
    return skipSpace(this.#line, this.#at) >= this.#line.length;
  }

  /** The next word. @throws CommandMistake where there is none. */
  word(): string {
    const token = readToken(this.#line, this.#at);
    if (token === undefined) throw new CommandMistake(`Something is missing. Write: ${this.#usage}`);
    this.#at = token.end;
    return token.text;
  }

  /** All that is left, perhaps nothing. */
  rest(): string {
    const text = this.#line.slice(this.#at).trim();
    this.#at = this.#line.length;
    return text;
  }

  /** Who is called by the next word. @throws CommandMistake where that is nobody, or more than one. */
  member(): BotMember {
    return this.memberCalled(this.word());
  }

  /** Who is called by a name. @throws CommandMistake where that is nobody, or more than one. */
  memberCalled(name: string): BotMember {
    const members = this.#members();
    try {
      const { id } = findUser(name, { users: () => members, text: inEnglish });
      const found = members.find((member) => member.id === id);
      if (found !== undefined) return found;
    } catch (error) {
      if (!(error instanceof CommandProblem)) throw error;
      throw new CommandMistake(error.message, { cause: error });
    }
    throw new CommandMistake(`Nobody here is called “${name}”.`);
  }

  /** Makes sure that nothing is left. @throws CommandMistake */
  end(): void {
    if (!this.isEmpty) throw new CommandMistake(`That is too much. Write: ${this.#usage}`);
  }
}
