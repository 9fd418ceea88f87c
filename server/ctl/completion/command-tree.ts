import type { Command, Option } from 'commander';

/** What shells need to know of the commands: which words may come where. */

interface Completable {
  readonly name: string;
  readonly about: string;
}

export interface CompletableOption {
  /** `--json` */
  readonly long: string;
  readonly about: string;
  readonly takes: 'nothing' | 'a file' | 'a value';
}

/** One command, reached by its path. */
export interface Stop {
  /** `/group/list`; empty for the program itself. */
  readonly path: string;
  readonly commands: readonly Completable[];
  readonly options: readonly CompletableOption[];
}

/** All commands that the help shows, each with its own options and those of the program. */
export function stopsOf(program: Command): Stop[] {
  const shared = optionsOf(program).filter(({ long }) => long !== '--version' && long !== '--help');
  const visit = (command: Command, path: string): Stop[] => {
    const children = visibleCommands(command);
    const own = optionsOf(command).filter(({ long }) => !shared.some((option) => option.long === long));
    return [
      {
        path,
        commands: children.map((child) => ({ name: child.name(), about: child.description() })),
        options: [...own, ...shared],
      },
      ...children.flatMap((child) => visit(child, `${path}/${child.name()}`)),
    ];
  };
  return visit(program, '');
}

/** Without the help command, which every command has as an option. */
function visibleCommands(command: Command): Command[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .filter((child) => child.name() !== 'help');
}

function optionsOf(command: Command): CompletableOption[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap((option) =>
      typeof option.long === 'string'
        ? [{ long: option.long, about: option.description, takes: takenBy(option) }]
        : [],
    );
}

function takenBy(option: Option): CompletableOption['takes'] {
  if (!option.required && !option.optional) return 'nothing';
  return /<(file|folder)>/.test(option.flags) ? 'a file' : 'a value';
}
