import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../../server/media/testing/free-port.ts';

const MAIN = path.join(import.meta.dirname, '../../server/main.ts');

/** A server in a process and folder of its own, as `npm start` runs it. */
export class TestServer {
  /** `https://localhost:PORT` */
  readonly origin: string;
  readonly groupsDir: string;
  /** All that it logged, a JSON object a line. */
  readonly log: string[];
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(options: { origin: string; folder: string; log: string[]; process: ChildProcess }) {
    this.origin = options.origin;
    this.groupsDir = path.join(options.folder, 'groups');
    this.log = options.log;
    this.#folder = options.folder;
    this.#process = options.process;
  }

  /**
   * @param groups - Group files by name.
   * @param options - `address`: the IP address on which everything is reached; `flags`: further settings; `site`: the
   * server's `config.json`, as Galène has one.
   */
  static async start(
    groups: Record<string, object>,
    {
      address = '127.0.0.1',
      flags = [],
      site,
    }: { address?: string; flags?: readonly string[]; site?: object } = {},
  ): Promise<TestServer> {
    const folder = await mkdtemp(path.join(tmpdir(), 'evagore-e2e-'));
    await mkdir(path.join(folder, 'groups'));
    for (const [name, description] of Object.entries(groups)) {
      await writeFile(path.join(folder, 'groups', `${name}.json`), JSON.stringify(description));
    }
    if (site !== undefined) {
      await mkdir(path.join(folder, 'data'), { recursive: true });
      await writeFile(path.join(folder, 'data/config.json'), JSON.stringify(site));
    }
    const child = spawn(
      process.execPath,
      [
        MAIN,
        ...['--data-dir', path.join(folder, 'data'), '--groups-dir', path.join(folder, 'groups')],
        ...['--http-host', address, '--http-port', '0'],
        ...['--rtc-port', (await freePort()).toString(), '--rtc-workers', '1'],
        ...['--rtc-listen-addresses', address],
        ...['--log-format', 'json', '--log-level', 'info'],
        ...flags,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const log: string[] = [];
    const port = await new Promise<number>((resolve, reject) => {
      child.once('exit', (code) => {
        reject(new Error(`the server ended with ${String(code)}:\n${log.join('\n')}`));
      });
      createInterface({ input: child.stdout }).on('line', (line) => {
        log.push(line);
        const listening = /"port":(\d+).*"msg":"listening"/.exec(line);
        if (listening !== null) resolve(Number(listening[1]));
      });
    });
    const host = address === '127.0.0.1' ? 'localhost' : address;
    return new TestServer({ origin: `https://${host}:${port.toString()}`, folder, log, process: child });
  }

  /** The address of a group's page. */
  group(name: string): string {
    return `${this.origin}/group/${name}/`;
  }

  /** Process ids of the media workers. */
  async workers(): Promise<number[]> {
    const pid = String(this.#process.pid);
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return children.trim().split(' ').filter(Boolean).map(Number);
  }

  /** Asks the server to stop; resolves when it has, with its exit code. */
  terminate(): Promise<number | null> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return Promise.resolve(exitCode);
    const ended = new Promise<number | null>((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGTERM');
    return ended;
  }

  /** Stops the process where it is, or lets it go on, as the system would. */
  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }

  async stop(): Promise<number | null> {
    const code = await this.terminate();
    await rm(this.#folder, { recursive: true, force: true });
    return code;
  }
}
