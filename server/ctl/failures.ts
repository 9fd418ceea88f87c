/** What the process leaves with. Scripts rely on the numbers, so they are never given another meaning. */
export const EXIT = {
  ok: 0,
  /** The server refused, or has no such thing; of `doctor`: there is a problem. */
  refused: 1,
  usage: 2,
  unreachable: 3,
  notAuthorised: 4,
  /** As shells have it for programs that Ctrl-C ended. */
  cancelled: 130,
} as const;

/** A command ends for a reason that its user can act on. The message is a sentence that says what to do. */
export abstract class CtlFailure extends Error {
  abstract readonly exitCode: number;

  override get name(): string {
    return this.constructor.name;
  }
}

/** The server understood, and said no. */
export class Refused extends CtlFailure {
  readonly exitCode = EXIT.refused;
}

/** What the server was asked for does not exist. */
export class NotFound extends Refused {}

/** The command cannot mean anything as it was given. */
export class UsageMistake extends CtlFailure {
  readonly exitCode = EXIT.usage;
}

/** There is no server, or what answers is none that can be talked to. */
export class Unreachable extends CtlFailure {
  readonly exitCode = EXIT.unreachable;
}

/** The credentials are missing, wrong, or not enough. */
export class NotAuthorised extends CtlFailure {
  readonly exitCode = EXIT.notAuthorised;
}

/** Somebody pressed Ctrl-C or Ctrl-D at a question. */
export class Cancelled extends CtlFailure {
  readonly exitCode = EXIT.cancelled;
  constructor() {
    super('Nothing was done.');
  }
}
