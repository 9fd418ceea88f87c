import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Namespace } from './namespace.ts';

/** In a network of its own, every port is free. */
const PORT = 8443;
/** How long it may take to listen. */
const START_PATIENCE_MS = 20_000;

export interface GaleneOptions {
  /** The program. */
  readonly binary: string;
  /** Its web client. */
  readonly staticDir: string;
  /** Group files by name. */
  readonly groups: Readonly<Record<string, object>>;
}

/** A real Galène with its own web client. It sends media from no loopback address, so that it has its own network. */
export class GaleneServer {
  /** `https://ADDRESS:PORT` */
  readonly origin: string;
  readonly #space: Namespace;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(options: { origin: string; space: Namespace; process: ChildProcess; folder: string }) {
    this.origin = options.origin;
    this.#space = options.space;
    this.#process = options.process;
    this.#folder = options.folder;
  }

  static async start({ binary, staticDir, groups }: GaleneOptions): Promise<GaleneServer> {
    const folder = await mkdtemp(path.join(tmpdir(), 'evagore-galene-'));
    for (const name of ['groups', 'data', 'recordings']) await mkdir(path.join(folder, name));
    for (const [name, description] of Object.entries(groups)) {
      await writeFile(path.join(folder, 'groups', `${name}.json`), JSON.stringify(description));
    }
    const space = await Namespace.open();
    const address = otherEnd(space.address);
    const child = spawn(
      await space.wrapper(binary),
      [
        ...['-http', `${address}:${PORT.toString()}`, '-turn', '', '-static', staticDir],
        ...['groups', 'data', 'recordings'].flatMap((name) => [`-${name}`, path.join(folder, name)]),
      ],
      { stdio: 'ignore' },
    );
    const server = new GaleneServer({
      origin: `https://${address}:${PORT.toString()}`,
      space,
      process: child,
      folder,
    });
    try {
      await listening(address, child);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** The address of a group's page. */
  group(name: string): string {
    return `${this.origin}/group/${name}/`;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.kill('SIGKILL');
      await ended;
    }
    await this.#space.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** The address inside of the namespace is the one after that of its cable's other end. */
function otherEnd(address: string): string {
  return address.replace(/\d+$/, (last) => (Number(last) + 1).toString());
}

async function listening(host: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + START_PATIENCE_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`Galène ended with ${child.exitCode.toString()}`);
    const socket = connect({ host, port: PORT });
    try {
      await once(socket, 'connect');
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      socket.destroy();
    }
  }
  throw new Error('Galène did not begin to listen');
}
