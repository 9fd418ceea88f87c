import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ServerConfig } from '../../server/config/schema.ts';
import { hashPassword } from '../../server/access/passwords.ts';
import { freePort } from '../../server/media/testing/free-port.ts';

/** What a server has used since it started. */
export interface ServerUsage {
  /** Of the Node process; the workers' own are in `/proc`. */
  readonly cpuSeconds: number;
  /** Since the last question. */
  readonly loopDelayP99Ms: number;
  readonly workerPids: readonly number[];
}

export interface ServerMemory {
  /** After a collection. */
  readonly heapBytes: number;
  readonly rssBytes: number;
}

/** How members prove who they are. */
export type Login = 'anybody' | 'token' | 'bcrypt';

const CREDENTIALS = {
  anybody: {},
  token: { token: 'bench-token' },
  bcrypt: { password: 'bench-password' },
} as const;

/** A server to be measured, with one group `bench` that anybody may enter and present in. */
export class BenchServer {
  readonly url: string;
  readonly credentials: { password?: string; token?: string };
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(port: number, child: ChildProcess, folder: string, login: Login) {
    this.credentials = CREDENTIALS[login];
    this.url = `ws://127.0.0.1:${port.toString()}/ws`;
    this.#process = child;
    this.#folder = folder;
  }

  /** The server's main process. */
  get pid(): number {
    return this.#process.pid ?? 0;
  }

  static async start(changes: Partial<ServerConfig> = {}, login: Login = 'anybody'): Promise<BenchServer> {
    const folder = await mkdtemp(path.join(tmpdir(), 'evagore-bench-'));
    const groupsDir = path.join(folder, 'groups');
    await mkdir(groupsDir);
    const password = login === 'bcrypt' ? await hashPassword('bench-password', 8) : { type: 'wildcard' };
    const anybody = { password, permissions: 'present' };
    if (login === 'token') await writeToken(folder);
    await writeFile(path.join(groupsDir, 'bench.json'), JSON.stringify({ 'wildcard-user': anybody }));
    const config = {
      insecure: true,
      httpHost: '127.0.0.1',
      httpPort: 0,
      dataDir: folder,
      groupsDir,
      rtcWorkers: 1,
      rtcPort: await freePort(),
      rtcListenAddresses: ['127.0.0.1'],
      maxConnectionsPerAddress: 10_000,
      ...changes,
    };
    const child = fork(path.join(import.meta.dirname, 'server-process.ts'), [JSON.stringify(config)], {
      execArgv: ['--expose-gc', ...(process.env['BENCH_EXEC_ARGV']?.split(' ') ?? [])],
    });
    const [started] = (await once(child, 'message')) as [{ port: number }];
    return new BenchServer(started.port, child, folder, login);
  }

  async usage(): Promise<ServerUsage> {
    return (await this.#ask('usage')) as ServerUsage;
  }

  /** Costs a collection: not to be asked for between two looks at the usage. */
  async memory(): Promise<ServerMemory> {
    return (await this.#ask('memory')) as ServerMemory;
  }

  async stop(): Promise<void> {
    this.#process.send('stop');
    await once(this.#process, 'exit');
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #ask(question: 'usage' | 'memory'): Promise<unknown> {
    this.#process.send(question);
    const [answer] = (await once(this.#process, 'message')) as [unknown];
    return answer;
  }
}

/** A token that lets everybody present in the group. */
async function writeToken(folder: string): Promise<void> {
  const token = {
    token: CREDENTIALS.token.token,
    group: 'bench',
    permissions: ['present', 'message'],
    expires: new Date(Date.now() + 86_400_000).toISOString(),
  };
  await mkdir(path.join(folder, 'var'));
  await writeFile(path.join(folder, 'var', 'tokens.jsonl'), `${JSON.stringify(token)}\n`);
}
