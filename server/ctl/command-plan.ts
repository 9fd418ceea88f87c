import type { Command } from 'commander';
import type { GroupName } from '@evagore/shared';
import { z } from 'zod';
import { readGroupName } from './arguments.ts';
import { UsageMistake } from './failures.ts';
import type { Session } from './session.ts';

/** A command, ready to be put into the program under its name and under others that people know it by. */
export interface CommandPlan {
  /** Within its family: `list` of `group`. */
  readonly name: string;
  /** At the top level: `list-groups`, as galenectl has it. */
  readonly aliases: readonly string[];
  /** A sentence for the help. */
  readonly about: string;
  /** Adds arguments and options, and says what it does. */
  build(command: Command, open: OpenSession): void;
}

/** Commands about one kind of thing. */
export interface CommandFamily {
  readonly name: string;
  readonly about: string;
  readonly plans: readonly CommandPlan[];
}

/** Gives the run's session, once the options are known. */
export type OpenSession = () => Session;

/**
 * Says what a command does.
 *
 * @param schema - Of its own options, which commander reads as texts and booleans.
 */
export function does<Options>(
  command: Command,
  open: OpenSession,
  schema: z.ZodType<Options>,
  act: (session: Session, options: Options, args: readonly string[]) => Promise<void> | void,
): void {
  command.action(async () => {
    await act(open(), schema.parse(command.opts()), command.args);
  });
}

/**
 * A command that is about a group takes its name as the first word, or by galenectl's `--group`.
 *
 * @param rest - What comes after it, as for commander.
 */
export function takesGroup(command: Command, rest?: '<token>' | '[patterns...]'): Command {
  command.usage(`[options] <group>${rest === undefined ? '' : ` ${rest}`}`);
  // To commander all of it is optional, as `--group` may take the place of the first word.
  command.argument('[group]');
  if (rest !== undefined) command.argument(rest.replace('<token>', '[token]'));
  return command.addOption(command.createOption('--group <name>', 'name of the group').hideHelp());
}

export const GroupOption = z.object({ group: z.string().optional() });

/** The group, and the words that come after it. @throws UsageMistake */
export function groupAndRest(
  { group }: z.infer<typeof GroupOption>,
  args: readonly string[],
): { group: GroupName; rest: readonly string[] } {
  const [first, ...others] = group === undefined ? args : [group, ...args];
  if (first === undefined) throw new UsageMistake('Which group? Give its name after the command.');
  return { group: readGroupName(first), rest: others };
}

/** @throws UsageMistake where words are left over. */
export function nothingMore(rest: readonly string[]): void {
  const [word] = rest;
  if (word !== undefined)
    throw new UsageMistake(`"${word}" is one word too many; --help shows what is taken.`);
}
