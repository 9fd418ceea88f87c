import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { ask } from './http.ts';
import { outsideAddress } from './network.ts';
import { prepare } from './stage.ts';
import { ADMIN, type LaunchedTarget, type Target } from './target.ts';

/** Starts servers on the loopback address, in folders that go away with them. */

const OWN_SERVER = path.join(import.meta.dirname, '../server/main.ts');

/** How long a server may take from its start to its first answer. */
const START_PATIENCE_MS = 20_000;

/** A server that has not ended by then is killed. */
const STOP_PATIENCE_MS = 6000;

const LOG_LINES = 200;

/** How one kind of server is started. */
interface Recipe {
  readonly isReference: boolean;
  readonly dialects: Target['dialects'];
  readonly mediaObstacle?: string | undefined;
  /** What is left to be done when the server has ended. */
  readonly afterwards?: () => void;
  command(where: Folders & { port: number }): Promise<readonly [program: string, ...args: string[]]>;
}

interface Folders {
  readonly root: string;
  readonly groupsDir: string;
  readonly dataDir: string;
  readonly recordingsDir: string;
}

export interface LaunchOptions {
  readonly galenectl?: string | undefined;
  /** The folder of Galène's own pages, for group pages to be those. */
  readonly staticDir?: string | undefined;
}

/**
 * ICE servers that clients are told of. Nobody is there, which is found out at once: Galène asks them itself, and would
 * wait for an answer to a datagram.
 */
const ICE_SERVERS = [
  {
    urls: ['turn:127.0.0.1:9?transport=tcp', 'turns:127.0.0.1:9?transport=tcp'],
    username: 'somebody',
    credential: 'with a " and a \\',
  },
];

/** Starts a Galène program. */
export async function launchGalene(binary: string, options: LaunchOptions = {}): Promise<LaunchedTarget> {
  const address = outsideAddress();
  return launch(options, {
    isReference: true,
    dialects: ['galene'],
    mediaObstacle: address.obstacle,
    afterwards: () => {
      address.release();
    },
    async command({ port, root, groupsDir, dataDir, recordingsDir }) {
      const staticDir = options.staticDir ?? (await plainPages(root));
      const reach = ['-insecure', '-http', `127.0.0.1:${port.toString()}`, '-turn', ''];
      const places = [
        '-static',
        staticDir,
        '-data',
        dataDir,
        '-groups',
        groupsDir,
        '-recordings',
        recordingsDir,
      ];
      return [binary, ...reach, ...places];
    },
  });
}

/** Pages for a Galène without its own ones. @returns their folder. */
async function plainPages(root: string): Promise<string> {
  const folder = path.join(root, 'static');
  await mkdir(folder);
  for (const page of ['index', 'galene', '404']) {
    await writeFile(path.join(folder, `${page}.html`), `<!DOCTYPE html><title>${page}</title>\n`);
  }
  return folder;
}

/** Starts our own server from this tree. */
export async function launchEvagore(options: LaunchOptions = {}): Promise<LaunchedTarget> {
  return launch(options, {
    isReference: false,
    dialects: ['native', 'galene'],
    async command({ port, groupsDir, dataDir, recordingsDir }) {
      const rtcPort = (await freePort()).toString();
      return [
        process.execPath,
        OWN_SERVER,
        ...['--insecure', '--http-host', '127.0.0.1', '--http-port', port.toString()],
        ...['--groups-dir', groupsDir, '--data-dir', dataDir, '--recordings-dir', recordingsDir],
        ...(options.staticDir === undefined ? [] : ['--static', options.staticDir]),
        ...['--rtc-port', rtcPort, '--rtc-workers', '1', '--rtc-listen-addresses', '127.0.0.1'],
        // The suite is one address that asks much in a short time.
        ...['--page-requests-per-minute', '100000'],
        ...['--log-format', 'json', '--log-level', 'info'],
      ];
    },
  });
}

async function launch(options: LaunchOptions, recipe: Recipe): Promise<LaunchedTarget> {
  const root = await mkdtemp(path.join(tmpdir(), 'conformance-'));
  const folders = {
    root,
    groupsDir: path.join(root, 'groups'),
    dataDir: path.join(root, 'data'),
    recordingsDir: path.join(root, 'recordings'),
  };
  for (const folder of [folders.groupsDir, folders.dataDir, folders.recordingsDir]) await mkdir(folder);
  const port = await freePort();
  const target: Target = {
    baseUrl: `http://127.0.0.1:${port.toString()}`,
    groupsDir: folders.groupsDir,
    dataDir: folders.dataDir,
    recordingsDir: folders.recordingsDir,
    admin: ADMIN,
    isReference: recipe.isReference,
    dialects: recipe.dialects,
    galenectl: options.galenectl,
    mediaObstacle: recipe.mediaObstacle,
    hasStockPages: options.staticDir !== undefined,
  };
  await prepare(target);
  await writeFile(path.join(folders.dataDir, 'ice-servers.json'), JSON.stringify(ICE_SERVERS));
  const [program, ...args] = await recipe.command({ ...folders, port });
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const log: string[] = [];
  for (const output of [child.stdout, child.stderr]) keepLines(output, log);
  const stop = async (): Promise<void> => {
    await end(child);
    recipe.afterwards?.();
    await rm(root, { recursive: true, force: true });
  };
  try {
    await answers(target, child);
  } catch (error) {
    await stop();
    throw new Error(`the server did not start:\n${log.join('\n')}`, { cause: error });
  }
  return { ...target, log, stop };
}

function keepLines(output: Readable, log: string[]): void {
  createInterface({ input: output }).on('line', (line) => {
    log.push(line);
    if (log.length > LOG_LINES) log.shift();
  });
}

/** Resolves once the server answers. @throws where it ends before, or never does. */
async function answers(target: Target, child: ChildProcess): Promise<void> {
  let failed: Error | undefined;
  child.once('error', (error) => (failed = error));
  child.once('exit', (code) => (failed ??= new Error(`it ended with ${String(code)}`)));
  const deadline = performance.now() + START_PATIENCE_MS;
  for (;;) {
    if (failed !== undefined) throw failed;
    try {
      await ask(target, '/public-groups.json');
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
  await ended;
  clearTimeout(timer);
}

/** A TCP port of the loopback address that nobody uses. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
