import type { Terminal } from '../terminal.ts';

export interface FakeTerminalOptions {
  /** What the standard input holds. */
  readonly input?: string;
  /** What a person types when asked; without it nobody sits there. */
  readonly answers?: readonly string[];
}

/** A terminal that notes what is written, and answers from a list. */
export class FakeTerminal implements Terminal {
  readonly width = 100;
  readonly isInteractive: boolean;
  readonly questions: string[] = [];
  written = '';
  complained = '';
  readonly #input: string;
  readonly #answers: string[];

  constructor({ input = '', answers }: FakeTerminalOptions = {}) {
    this.isInteractive = answers !== undefined;
    this.#input = input;
    this.#answers = [...(answers ?? [])];
  }

  out(text: string): void {
    this.written += text;
  }

  err(text: string): void {
    this.complained += text;
  }

  readInput(): Promise<string> {
    return Promise.resolve(this.#input);
  }

  askSecret(question: string): Promise<string> {
    this.questions.push(question);
    const answer = this.#answers.shift();
    if (answer === undefined) throw new Error(`nobody answers "${question}"`);
    return Promise.resolve(answer);
  }
}
