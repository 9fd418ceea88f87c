import type { Command } from 'commander';
import { z } from 'zod';
import { does, type CommandPlan } from '../command-plan.ts';
import { stopsOf } from '../completion/command-tree.ts';
import { completionScript, SHELLS } from '../completion/scripts.ts';
import { UsageMistake } from '../failures.ts';

export const completionPlan: CommandPlan = {
  name: 'completion',
  aliases: [],
  about: `Print a script that completes commands in a shell (${SHELLS.join(', ')}).`,
  build(command, open) {
    command.argument('<shell>');
    does(command, open, z.object({}), (session, _options, [word]) => {
      const shell = SHELLS.find((one) => one === word);
      if (shell === undefined) throw new UsageMistake(`There is completion for ${SHELLS.join(', ')}.`);
      session.world.terminal.out(completionScript(shell, stopsOf(rootOf(command))));
    });
  },
};

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}
