import type { Terminal } from './terminal.ts';

/** Everything a command knows of the machine it runs on, so that tests can give it another one. */
export interface World {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDir: string;
  /** What relative paths start at. */
  readonly workingDir: string;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** A variable of the environment. Service managers hand on some that are set to nothing, as if they were absent. */
export function variable(env: World['env'], name: string): string | undefined {
  const value = env[name];
  return value === '' ? undefined : value;
}
