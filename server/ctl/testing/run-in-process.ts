import { runCtl } from '../run.ts';
import { FakeTerminal, type FakeTerminalOptions } from './fake-terminal.ts';

/** The moment at which commands of tests run. */
export const NOW = Date.parse('2030-01-31T12:00:00Z');

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly questions: readonly string[];
}

export interface RunOptions extends FakeTerminalOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Home and working folder; by default one that does not exist. */
  readonly folder?: string;
}

/** Runs a command in this process, as if it had been typed. */
export async function ctl(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const terminal = new FakeTerminal(options);
  const folder = options.folder ?? '/nowhere';
  const world = { terminal, env: options.env ?? {}, homeDir: folder, workingDir: folder, now: () => NOW };
  const code = await runCtl(argv, world, '1.2.3');
  return { code, out: terminal.written, err: terminal.complained, questions: terminal.questions };
}
