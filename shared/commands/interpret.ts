import { MAX_CHAT_LENGTH } from '../messages/values.ts';
import { ARGUMENT_READERS, shortened } from './arguments.ts';
import { usageOf, type Command } from './command.ts';
import { readToken, skipSpace } from './line.ts';
import { nearest } from './nearest.ts';
import type { CommandPort } from './port.ts';
import { CommandProblem } from './problem.ts';
import { findCommand, obstacleTo, usableCommands } from './registry.ts';

/** What a line means. */
export type Interpretation =
  | { readonly type: 'nothing' }
  | { readonly type: 'say'; readonly text: string }
  | {
      readonly type: 'command';
      readonly command: Command;
      /** What the arguments were given, by their names. */
      readonly values: Readonly<Record<string, unknown>>;
    }
  | { readonly type: 'problem'; readonly problem: CommandProblem };

/** What became of a line. */
export type Outcome =
  { readonly type: 'done' | 'nothing' } | { readonly type: 'refused'; readonly problem: CommandProblem };

/**
 * Understands a line and carries it out: `/name` gives a command, `//` begins a text with a slash, everything else is
 * said.
 *
 * @throws whatever the port throws; problems with the line itself are an outcome.
 */
export async function perform(line: string, port: CommandPort): Promise<Outcome> {
  const meaning = interpret(line, port);
  switch (meaning.type) {
    case 'nothing':
      return { type: 'nothing' };
    case 'problem':
      return { type: 'refused', problem: meaning.problem };
    case 'say':
      await port.say('', meaning.text);
      return { type: 'done' };
    case 'command':
      try {
        await meaning.command.run(port, meaning.values);
        return { type: 'done' };
      } catch (error) {
        if (error instanceof CommandProblem) return { type: 'refused', problem: error };
        throw error;
      }
  }
}

/** Understands a line. What comes back as a command or something to say may be carried out here and now. */
export function interpret(line: string, port: CommandPort): Interpretation {
  try {
    const text = line.trim();
    if (text === '') return { type: 'nothing' };
    if (text.length > MAX_CHAT_LENGTH) throw new CommandProblem('too-long', port, { most: MAX_CHAT_LENGTH });
    if (text.startsWith('/') && !text.startsWith('//')) return interpretCommand(text, port);
    if (!port.permissions().includes('message')) throw new CommandProblem('may-not-write', port);
    return { type: 'say', text: text.startsWith('/') ? text.slice(1) : text };
  } catch (problem) {
    if (problem instanceof CommandProblem) return { type: 'problem', problem };
    throw problem;
  }
}

function interpretCommand(line: string, port: CommandPort): Interpretation {
  const [slashAndName = '/'] = /^\/\S*/.exec(line) ?? [];
  const name = slashAndName.slice(1);
  const command = findCommand(name);
  if (command === undefined) throw unknownCommand(name, port);
  const obstacle = obstacleTo(command, port);
  if (obstacle !== undefined)
    throw new CommandProblem(obstacle, port, { name: command.name, who: whoMay(command, port) });
  return { type: 'command', command, values: readArguments(line, slashAndName.length, command, port) };
}

function readArguments(
  line: string,
  from: number,
  command: Command,
  port: CommandPort,
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  let at = skipSpace(line, from);
  for (const argument of command.arguments) {
    const reader = ARGUMENT_READERS[argument.type];
    const token = reader.takesRest ? restOf(line, at) : readToken(line, at);
    if (token === undefined) {
      if (!argument.optional) throw new CommandProblem('missing-argument', port, { usage: usageOf(command) });
      break;
    }
    at = skipSpace(line, token.end);
    // An optional argument is passed over by `""`.
    if (argument.optional && token.text === '') continue;
    values[argument.name] = reader.parse(token.text, port);
  }
  if (at < line.length) {
    const text = shortened(line.slice(at));
    throw new CommandProblem('too-many-arguments', port, { text, usage: usageOf(command) });
  }
  return values;
}

function restOf(line: string, from: number): { readonly text: string; readonly end: number } | undefined {
  return from >= line.length ? undefined : { text: line.slice(from), end: line.length };
}

function unknownCommand(name: string, port: CommandPort): CommandProblem {
  const names = usableCommands(port).map((command) => command.name);
  const other = nearest(name.toLowerCase(), names);
  return other === undefined
    ? new CommandProblem('no-such-command', port, { name: shortened(name) })
    : new CommandProblem('did-you-mean', port, { name: shortened(name), other });
}

/** The first permission that is missing says most: operators have all the others as a rule. */
function whoMay(command: Command, port: CommandPort): string {
  const missing = command.permissions.find((each) => !port.permissions().includes(each));
  return missing === undefined ? '' : port.text(`command.who.${missing}`);
}
