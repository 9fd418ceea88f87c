import type { Permission } from '../permissions.ts';
import type { Argument, ArgumentType, ArgumentValues } from './arguments.ts';
import type { Abilities, CommandPort, Feature } from './port.ts';
import type { CommandTextKey } from './texts.ts';

/** Something that can be done by writing its name. */
export interface Command {
  readonly name: string;
  readonly summary: CommandTextKey;
  /** What the member must be permitted, all of it. */
  readonly permissions: readonly Permission[];
  /** What the surface must be able to do. */
  readonly feature: Feature | undefined;
  readonly arguments: readonly Argument[];
  /**
   * Carries the command out. Whoever calls this has seen to it that the member and the surface may.
   *
   * @param values - What `arguments` were given, by their names.
   * @throws CommandProblem, or whatever the port throws.
   */
  run(port: CommandPort, values: Readonly<Record<string, unknown>>): void | Promise<void>;
}

type ValuesOf<Arguments extends readonly Argument[]> = {
  readonly [Each in Arguments[number] as Each['name']]:
    ArgumentValues[Each['type'] & ArgumentType] | (Each extends { optional: true } ? undefined : never);
};

interface Definition<Arguments extends readonly Argument[], Needed extends Feature> {
  readonly name: string;
  readonly summary: CommandTextKey;
  readonly permissions?: readonly Permission[];
  readonly feature?: Needed;
  readonly arguments?: Arguments;
  run(port: CommandPort, values: ValuesOf<Arguments>, ability: Abilities[Needed]): void | Promise<void>;
}

/** Makes a command of its definition, which knows the types of its arguments. */
export function defineCommand<
  const Arguments extends readonly Argument[] = readonly [],
  Needed extends Feature = never,
>(definition: Definition<Arguments, Needed>): Command {
  const { name, summary, permissions = [], feature } = definition;
  return {
    name,
    summary,
    permissions,
    feature,
    arguments: definition.arguments ?? [],
    // The values were read by the very arguments that their type is made of, and a surface without the ability is
    // never asked.
    run: (port, values) =>
      definition.run(
        port,
        values as ValuesOf<Arguments>,
        (feature === undefined ? undefined : port.abilities[feature]) as Abilities[Needed],
      ),
  };
}

/** How a command is written: `/kick user [message]`. */
export function usageOf({ name, arguments: declared }: Command): string {
  const words = declared.map((argument) => (argument.optional ? `[${argument.name}]` : argument.name));
  return [`/${name}`, ...words].join(' ');
}
