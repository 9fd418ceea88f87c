import { StringDecoder } from 'node:string_decoder';
import type { ReadStream } from 'node:tty';
import { Cancelled, UsageMistake } from './failures.ts';

/** A group of a thousand users is a tenth of this. */
const MAX_INPUT_BYTES = 1_048_576;
/** Longer than any password that the server takes, in UTF-16 code units. */
const MAX_SECRET_LENGTH = 1_024;

/** How commands speak and listen. Nothing else here touches the standard streams. */
export interface Terminal {
  /** Whether a person sits there, who can be asked. */
  readonly isInteractive: boolean;
  /** Columns for help texts. */
  readonly width: number;
  /** Results, for people or the next program of a pipe. */
  out(text: string): void;
  /** What went wrong, and questions. */
  err(text: string): void;
  /**
   * The whole standard input.
   *
   * @throws {@link UsageMistake} where it is longer than 1 MiB.
   */
  readInput(): Promise<string>;
  /**
   * Asks for a line that is not shown.
   *
   * @throws {@link Cancelled}
   */
  askSecret(question: string): Promise<string>;
}

/** The terminal, or the pipes, that this process was started with. */
export class SystemTerminal implements Terminal {
  readonly #stdin = process.stdin;

  get isInteractive(): boolean {
    return this.#stdin.isTTY && process.stderr.isTTY;
  }

  get width(): number {
    return Math.min(Math.max(process.stdout.columns || 100, 60), 120);
  }

  out(text: string): void {
    process.stdout.write(text);
  }

  err(text: string): void {
    process.stderr.write(text);
  }

  async readInput(): Promise<string> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of this.#stdin) {
      const bytes = Buffer.from(chunk as Uint8Array);
      length += bytes.length;
      if (length > MAX_INPUT_BYTES) throw new UsageMistake('The standard input is longer than 1 MiB.');
      chunks.push(bytes);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  askSecret(question: string): Promise<string> {
    return askHidden(this.#stdin, process.stderr, question);
  }
}

/**
 * Asks at a terminal in raw mode, in which nothing that is typed is shown.
 *
 * @throws {@link Cancelled}
 */
export async function askHidden(
  input: Pick<ReadStream, 'setRawMode' | 'resume' | 'pause' | 'on' | 'off'>,
  output: { write(text: string): unknown },
  question: string,
): Promise<string> {
  const line = new HiddenLine();
  output.write(question);
  input.setRawMode(true);
  input.resume();
  let listener: ((chunk: Buffer) => void) | undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      listener = (chunk) => {
        const state = line.typed(chunk);
        if (state === 'cancelled') reject(new Cancelled());
        if (state === 'done') resolve(line.text);
      };
      input.on('data', listener);
    });
  } finally {
    if (listener !== undefined) input.off('data', listener);
    // Otherwise the shell behind us would not show what is typed either.
    input.setRawMode(false);
    input.pause();
    output.write('\n');
  }
}

/** A line as it is being typed. */
class HiddenLine {
  readonly #decoder = new StringDecoder('utf8');
  #letters: string[] = [];

  get text(): string {
    return this.#letters.join('');
  }

  typed(chunk: Buffer): 'going on' | 'done' | 'cancelled' {
    // Pasted text may come in brackets, and arrow keys as sequences of their own.
    // eslint-disable-next-line no-control-regex -- these are what is to be taken out
    const text = this.#decoder.write(chunk).replaceAll(/\u001b\[[\d;]*[A-Za-z~]/g, '');
    for (const letter of text) {
      switch (letter) {
        case '\r':
        case '\n':
          return 'done';
        case '\u0003':
          return 'cancelled';
        case '\u0004':
          return this.#letters.length === 0 ? 'cancelled' : 'done';
        case '\u0008':
        case '\u007f':
          this.#letters.pop();
          break;
        case '\u0015':
          this.#letters = [];
          break;
        default:
          if (letter >= ' ' && this.#letters.length < MAX_SECRET_LENGTH) this.#letters.push(letter);
      }
    }
    return 'going on';
  }
}
