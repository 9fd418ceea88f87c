import type { Dialect } from './dialects/actor.ts';
import { Stage } from './stage.ts';
import { NotApplicable, type Statement } from './statements/statement.ts';
import type { Target } from './target.ts';

type Verdict = 'pass' | 'fail' | 'not applicable';

/** What came of one statement. */
export interface Result {
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  /** Why it failed or was not asked. */
  readonly why?: string;
  readonly milliseconds: number;
}

export interface RunOptions {
  readonly dialect: Dialect;
  /** Ask also what waits for the server's timers. */
  readonly slow: boolean;
}

/** Asks one statement of a server. Never throws: whatever goes wrong is the result. */
export async function ask(target: Target, statement: Statement, options: RunOptions): Promise<Result> {
  const { id, title } = statement;
  const begun = performance.now();
  const result = (verdict: Verdict, why?: string): Result => ({
    ...{ id, title, verdict },
    ...(why !== undefined && { why }),
    milliseconds: Math.round(performance.now() - begun),
  });
  const { dialect, slow } = options;
  if (!statement.dialects.includes(dialect)) return result('not applicable', `says nothing about ${dialect}`);
  if (statement.slow && !slow) return result('not applicable', 'takes long; ask with --slow');
  const stage = new Stage(target, dialect, id);
  try {
    await statement.run(stage);
    stage.checkFaults();
    return result('pass');
  } catch (error) {
    // Of what cannot be asked the reason is enough; what it comes from may be a page long.
    if (error instanceof NotApplicable) return result('not applicable', error.message);
    return result('fail', explanation(error));
  } finally {
    await stage.clear();
  }
}

function explanation(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${explanation(error.cause)}`;
}
