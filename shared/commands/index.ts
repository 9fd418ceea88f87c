/** The front door of the commands: what a surface needs to offer them. */
export { complete, take, type Candidate, type Completion } from './complete.ts';
export { usageOf, type Command } from './command.ts';
export { quoted } from './line.ts';
export { interpret, perform, type Interpretation, type Outcome } from './interpret.ts';
export { COMMANDS, findCommand, helpFor, usableCommands } from './registry.ts';
export { CommandProblem, type ProblemCode } from './problem.ts';
export { COMMAND_TEXTS, inEnglish, type CommandTextKey, type TextValues, type Translate } from './texts.ts';
export type { Abilities, CommandPort, CommandUser, Feature, OutputLine } from './port.ts';
