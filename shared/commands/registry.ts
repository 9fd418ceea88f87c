import { defineCommand, usageOf, type Command } from './command.ts';
import { CONVERSATION } from './conversation.ts';
import { DEVICES } from './devices.ts';
import { INVITATIONS } from './invitations.ts';
import { MODERATION } from './moderation.ts';
import type { CommandPort, OutputLine } from './port.ts';

const HELP = defineCommand({
  name: 'help',
  summary: 'command.help',
  run: (port) => {
    port.print(helpFor(port));
  },
});

/** Every command there is. Names and arguments of Galène's are kept. */
export const COMMANDS: readonly Command[] = [
  HELP,
  ...CONVERSATION,
  ...DEVICES,
  ...MODERATION,
  ...INVITATIONS,
];

/** The command of this name, by which case does not matter: phones write capitals where a line begins. */
export function findCommand(name: string): Command | undefined {
  const wanted = name.toLowerCase();
  return COMMANDS.find((command) => command.name === wanted);
}

/** Why a command cannot be given here and now; undefined where it can. */
export function obstacleTo(command: Command, port: CommandPort): 'not-here' | 'not-permitted' | undefined {
  if (command.feature !== undefined && port.abilities[command.feature] === undefined) return 'not-here';
  const held = port.permissions();
  return command.permissions.every((each) => held.includes(each)) ? undefined : 'not-permitted';
}

/** What can be given here and now. */
export function usableCommands(port: CommandPort): readonly Command[] {
  return COMMANDS.filter((command) => obstacleTo(command, port) === undefined);
}

/** What the member may do on this surface, a command a line, in the order of the alphabet. */
export function helpFor(port: CommandPort): readonly OutputLine[] {
  return [...usableCommands(port)]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((command) => ({ term: usageOf(command), text: port.text(command.summary) }));
}
