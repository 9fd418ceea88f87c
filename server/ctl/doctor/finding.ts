/** What a check of the doctor comes to. */

export type Grade = 'ok' | 'warning' | 'problem';

export interface Finding {
  /** What was looked at, in a word or two. */
  readonly check: string;
  readonly grade: Grade;
  /** What was found, as a sentence. */
  readonly text: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** Findings of one check. */
export class Findings {
  readonly list: Finding[] = [];
  readonly #check: string;

  constructor(check: string) {
    this.#check = check;
  }

  ok(text: string): void {
    this.list.push({ check: this.#check, grade: 'ok', text });
  }

  warning(text: string, remedy: string): void {
    this.list.push({ check: this.#check, grade: 'warning', text, remedy });
  }

  problem(text: string, remedy: string): void {
    this.list.push({ check: this.#check, grade: 'problem', text, remedy });
  }
}

/** Resolves like `promise`, or to `otherwise` once the time is over. */
export async function within<Value, Other>(
  timeoutMs: number,
  promise: Promise<Value>,
  otherwise: Other,
): Promise<Value | Other> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Other>((resolve) => {
    timer = setTimeout(() => {
      resolve(otherwise);
    }, timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** How long anything on a network may take to answer. */
export const PATIENCE_MS = 3_000;

export function reasonText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
