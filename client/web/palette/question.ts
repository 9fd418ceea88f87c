import { complete, quoted, type Candidate, type Command, type CommandPort } from '@evagore/shared/commands';

type Argument = Command['arguments'][number];

/** A command whose arguments are asked for one by one. */
export interface Question {
  readonly command: Command;
  /** What was answered so far; `''` for what was left out. */
  readonly given: readonly string[];
}

/** The argument that is asked for now; undefined once all are known. */
export function asked({ command, given }: Question): Argument | undefined {
  return command.arguments[given.length];
}

/** The question after an answer. */
export function answered({ command, given }: Question, answer: string): Question {
  return { command, given: [...given, answer.trim()] };
}

/** The question before the last answer; undefined where there was none. */
export function before({ command, given }: Question): Question | undefined {
  return given.length === 0 ? undefined : { command, given: given.slice(0, -1) };
}

/** The line that gives the command, as it could have been typed. */
export function lineOf({ command, given }: Question): string {
  const last = given.findLastIndex((answer) => answer !== '');
  const words = given
    .slice(0, last + 1)
    .map((answer, index) => (takesRest(command.arguments[index]) ? answer : quoted(answer)));
  return [`/${command.name}`, ...words].join(' ');
}

/** What the argument that is asked for may be, best first. */
export function choicesFor(question: Question, typed: string, port: CommandPort): readonly Candidate[] {
  if (takesRest(asked(question))) return [];
  const words = question.given.map((answer) => quoted(answer));
  // Open quotes hold what has been typed so far together, also where it has spaces.
  const open = typed === '' ? '' : `"${typed.replace(/["\\]/g, '\\$&')}`;
  const line = [`/${question.command.name}`, ...words, open].join(' ');
  return complete(line, line.length, port)?.candidates ?? [];
}

function takesRest(argument: Argument | undefined): boolean {
  return argument?.type === 'rest' || argument?.type === 'json';
}
