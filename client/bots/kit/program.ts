import type { BotDefinition } from './definition.ts';
import type { BotLog } from './log.ts';

/** What was given for a program's own options. */
export type OptionValues<Name extends string> = Readonly<Partial<Record<Name, string>>>;

/** A bot that needs settings of its own before it can be defined. */
export interface BotProgram<Name extends string = string> {
  readonly name: string;
  /** For `--help`. */
  readonly about: string;
  /** What `--help` says of each: `{ rules: 'JSON file of the rules' }` is given by `--rules FILE`. */
  readonly options: Readonly<Record<Name, string>>;
  /** @throws SettingsMistake */
  prepare(values: OptionValues<Name>, log: BotLog): BotDefinition | Promise<BotDefinition>;
}
