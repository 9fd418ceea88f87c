import { CommanderError, type Command } from 'commander';
import { withDoubleDashes } from './arguments.ts';
import { CtlFailure, EXIT } from './failures.ts';
import { visible } from './output.ts';
import { buildProgram, longOptionsOf } from './program.ts';
import { GlobalOptions, Session } from './session.ts';
import type { World } from './world.ts';

/**
 * Runs one command to its end.
 *
 * @param argv - Arguments after the program's name.
 * @returns the exit code; see {@link EXIT}.
 * @throws what is a bug.
 */
export async function runCtl(argv: readonly string[], world: World, version: string): Promise<number> {
  const sessions: Session[] = [];
  const program: Command = buildProgram(
    world.terminal,
    () => {
      const session = new Session(world, GlobalOptions.parse(program.opts()));
      sessions.push(session);
      return session;
    },
    version,
  );
  try {
    await program.parseAsync(withDoubleDashes(argv, longOptionsOf(program)), { from: 'user' });
    return sessions.some(({ foundProblems }) => foundProblems) ? EXIT.refused : EXIT.ok;
  } catch (error) {
    // Commander has told what is wrong, or printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (!(error instanceof CtlFailure)) throw error;
    world.terminal.err(`evagorectl: ${visible(error.message)}\n`);
    return error.exitCode;
  } finally {
    for (const session of sessions) await session.close();
  }
}
