/** What keeps the server from starting, by code. */
export type StartErrorCode =
  | 'bad-configuration'
  | 'bad-certificate'
  | 'folder-unusable'
  | 'port-in-use'
  | 'port-forbidden'
  | 'address-unavailable';

/**
 * The server cannot start, and its operator can mend that. The message says in sentences what is wrong, where,
 * and what to do; it is meant to be printed without a stack.
 */
export class StartError extends Error {
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  override get name(): string {
    return this.constructor.name;
  }
}

/** The configuration cannot be used. All its problems are told at once, one sentence each. */
export class ConfigError extends StartError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super('bad-configuration', problems.join('\n'), options);
    this.problems = problems;
  }
}
