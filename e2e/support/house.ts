import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { startServer, type RunningServer } from '../../server/assembly.ts';
import { ServerConfig } from '../../server/config/schema.ts';
import { TestClient } from '../../server/doors/testing/client.ts';
import { openLog } from '../../server/log.ts';
import { freePort } from '../../server/media/testing/free-port.ts';

export interface HouseOptions {
  /** Group files by name. */
  readonly groups: Readonly<Record<string, object>>;
  /** Other files by their path from the server's folder, such as `data/config.json`; text stays as it is. */
  readonly files?: Readonly<Record<string, object | string>>;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** A whole server in this process, over real sockets and with a real media worker, and clients by hand. */
export class House {
  readonly server: RunningServer;
  /** Where its files are: `groups/`, `data/`. */
  readonly folder: string;
  /** All that it logged, from `trace` on, a JSON object a line. */
  readonly lines: string[];
  readonly #clients: TestClient[] = [];
  #lastId = 0;

  private constructor(options: { server: RunningServer; folder: string; lines: string[] }) {
    this.server = options.server;
    this.folder = options.folder;
    this.lines = options.lines;
  }

  static async open(options: HouseOptions): Promise<House> {
    const folder = await mkdtemp(path.join(tmpdir(), 'evagore-house-'));
    const groups = Object.entries(options.groups).map(([name, content]) => [`groups/${name}.json`, content]);
    const files = { ...Object.fromEntries(groups), ...options.files } as Record<string, object | string>;
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(
        path.join(folder, name),
        typeof content === 'string' ? content : JSON.stringify(content),
      );
    }
    const lines: string[] = [];
    const destination = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    });
    const config = ServerConfig.parse({
      insecure: true,
      httpHost: '127.0.0.1',
      httpPort: 0,
      dataDir: path.join(folder, 'data'),
      groupsDir: path.join(folder, 'groups'),
      recordingsDir: path.join(folder, 'recordings'),
      rtcPort: await freePort(),
      rtcWorkers: 1,
      rtcListenAddresses: ['127.0.0.1'],
      // Clients by hand do not answer pings.
      pingAfterSeconds: 600,
      idleTimeoutSeconds: 1200,
      ...options.config,
    });
    const log = openLog({ level: 'trace', format: 'json', destination });
    const server = await startServer(config, { log, version: 'test' });
    return new House({ server, folder, lines });
  }

  get origin(): string {
    return `http://127.0.0.1:${this.server.port.toString()}`;
  }

  get socketUrl(): string {
    return `ws://127.0.0.1:${this.server.port.toString()}/ws`;
  }

  /** What it logged as errors. */
  get errors(): string[] {
    return this.lines.filter((line) => line.includes('"level":"error"'));
  }

  file(name: string): string {
    return path.join(this.folder, name);
  }

  /** A client that has said nothing yet. */
  async knock(): Promise<TestClient> {
    const client = await TestClient.connect(this.socketUrl);
    this.#clients.push(client);
    return client;
  }

  /** A client that has said its handshake and nothing else. */
  async connect(id?: string): Promise<TestClient> {
    const client = await this.knock();
    client.id = id ?? `client-${(this.#lastId += 1).toString()}`;
    client.send({ type: 'handshake', version: ['evagore-1'], id: client.id });
    await client.heard('handshake');
    return client;
  }

  /** A client in a group. @throws where it is refused. */
  async join(group: string, username: string, password = 'anything'): Promise<TestClient> {
    const client = await this.connect();
    const refusal = await client.refusal({ type: 'join', kind: 'join', group, username, password });
    if (refusal !== undefined) throw new Error(`${username} was refused: ${refusal}`);
    return client;
  }

  /** With which code somebody is refused; undefined for who gets in, and leaves again. */
  async refusal(group: string, credentials: Readonly<Record<string, unknown>>): Promise<string | undefined> {
    const client = await this.connect();
    const refusal = await client.refusal({ type: 'join', kind: 'join', group, ...credentials });
    client.socket.close(1000);
    await client.closed;
    return refusal;
  }

  /** Everybody goes. */
  async empty(): Promise<void> {
    for (const client of this.#clients.splice(0)) {
      client.socket.resume();
      if (client.socket.readyState === client.socket.OPEN) client.socket.close(1000);
      await client.closed;
    }
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.terminate();
    await this.server.close({ code: 'shutting-down' });
    await rm(this.folder, { recursive: true, force: true });
  }
}
