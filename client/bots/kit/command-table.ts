import type { Bot } from './bot.ts';
import { CommandArguments, CommandMistake, type BotCommand } from './command.ts';
import type { BotDefinition } from './definition.ts';
import type { BotMessage } from './message.ts';

const COMMAND = /^!([\p{L}\p{N}-]{1,32})(?=\s|$)/u;

/** The commands of a bot, `!help` among them. */
export class CommandTable {
  readonly #definition: BotDefinition;
  readonly #commands: readonly BotCommand[];

  constructor(definition: BotDefinition) {
    this.#definition = definition;
    const own = definition.commands ?? [];
    const hasHelp = own.some(({ name }) => name === 'help');
    this.#commands = hasHelp ? own : [this.#help(), ...own];
  }

  /**
   * Carries out what a message asks for, if it asks for anything. Commands that nobody here knows are another bot's.
   * What goes wrong by the giver's doing is told to them.
   *
   * @throws whatever the command throws.
   */
  async obey(bot: Bot, message: BotMessage): Promise<void> {
    const [prefix = '', name] = COMMAND.exec(message.value) ?? [];
    const command = this.#commands.find((each) => each.name === name?.toLowerCase());
    if (command === undefined) return;
    try {
      if (command.opOnly === true && !message.privileged) {
        throw new CommandMistake(`“!${command.name}” is for operators.`);
      }
      const line = message.value.slice(prefix.length);
      const args = new CommandArguments(line, usageOf(command), () => bot.members);
      await command.run({ bot, message, args });
    } catch (error) {
      if (!(error instanceof CommandMistake)) throw error;
      await message.replyPrivately(error.message);
    }
  }

  #help(): BotCommand {
    return {
      name: 'help',
      usage: '[bot]',
      about: 'Tells what I can do.',
      run: async ({ bot, message, args }) => {
        // With several bots in the room, one of them can be asked by its name.
        const wanted = args.rest();
        if (wanted !== '' && wanted.toLowerCase() !== bot.me.username.toLowerCase()) return;
        await message.replyPrivately(this.#helpFor(message.privileged));
      },
    };
  }

  #helpFor(isOp: boolean): string {
    const { about } = this.#definition;
    const usable = this.#commands.filter((command) => isOp || command.opOnly !== true);
    return [
      ...(about === undefined ? [] : [typeof about === 'string' ? about : about()]),
      ...usable.map((command) => `${usageOf(command)} – ${command.about}`),
    ].join('\n');
  }
}

function usageOf({ name, usage }: BotCommand): string {
  return usage === undefined ? `!${name}` : `!${name} ${usage}`;
}
