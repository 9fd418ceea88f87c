import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { openLog, type Logger } from '../log.ts';

/** What tests of the outer parts share: folders that go away, and a log that can be read. */

/** A folder of its own under the system's temporary one. */
export interface TestFolder {
  readonly path: string;
  /** Writes a file, JSON unless it is text already, with the folders it needs. Returns its path. */
  write(name: string, content: unknown): Promise<string>;
  remove(): Promise<void>;
}

export async function testFolder(): Promise<TestFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'evagore-test-'));
  return {
    path: folder,
    async write(name, content) {
      const file = path.join(folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
      return file;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A line of the log, as programs read it. */
export type LogLine = Readonly<Record<string, unknown>>;

/** A log whose lines end in an array. */
export function testLog(): { log: Logger; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as LogLine);
      done();
    },
  });
  return { log: openLog({ level: 'debug', format: 'json', destination }), lines };
}

/** Waits until `holds` says so, or fails after `timeoutMs`. */
export async function eventually(holds: () => boolean | Promise<boolean>, timeoutMs = 5_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`did not come true within ${timeoutMs.toString()} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
