import type { CommandPort } from './port.ts';
import type { CommandTextKey, TextValues } from './texts.ts';

type ProblemKey = Extract<CommandTextKey, `command.problem.${string}`>;

/** Why a line was not carried out. A code outlives its wording. */
export type ProblemCode = ProblemKey extends `command.problem.${infer Code}` ? Code : never;

/** A line that was not carried out. The message is a sentence for the one who wrote it. */
export class CommandProblem extends Error {
  readonly code: ProblemCode;
  /** What the sentence speaks of. */
  readonly values: TextValues;

  constructor(code: ProblemCode, port: Pick<CommandPort, 'text'>, values: TextValues = {}) {
    super(port.text(`command.problem.${code}`, values));
    this.code = code;
    this.values = values;
  }

  override get name(): string {
    return 'CommandProblem';
  }
}
