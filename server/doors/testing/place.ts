import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GroupName } from '@evagore/shared';
import { WebSocketServer, type WebSocket } from 'ws';
import { Probes } from '../../core/probes.ts';
import { DEMO, Stage } from '../../core/testing/fakes.ts';
import { NativeDoor, type NativeDoorOptions } from '../native/door.ts';
import { Reception } from '../socket/reception.ts';
import { TestClient } from './client.ts';

/** Listens on a free port of this machine and hands each socket to `accept`. */
export class TestSocketServer {
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #clients: TestClient[] = [];

  constructor(accept: (socket: WebSocket) => void, maxPayload = 1024 * 1024) {
    this.#http = createServer();
    this.#sockets = new WebSocketServer({ server: this.#http, maxPayload });
    this.#sockets.on('connection', accept);
  }

  async listen(): Promise<void> {
    this.#http.listen(0, '127.0.0.1');
    await once(this.#http, 'listening');
  }

  get url(): string {
    const { port } = this.#http.address() as AddressInfo;
    return `ws://127.0.0.1:${port.toString()}/ws`;
  }

  async connect(): Promise<TestClient> {
    const client = await TestClient.connect(this.url);
    this.#clients.push(client);
    return client;
  }

  /** The server's ends of all sockets. */
  get open(): WebSocket[] {
    return [...this.#sockets.clients];
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.terminate();
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    this.#http.close();
    await once(this.#http, 'close');
  }
}

const plentiful = {
  rate: { perSecond: 10_000, burst: 10_000 },
  maxQueuedMessages: 1000,
  maxSendQueueBytes: 1024 * 1024,
};

export interface PlaceOptions {
  readonly limits?: Partial<NativeDoorOptions['limits']>;
  readonly resume?: Partial<NativeDoorOptions['resume']>;
  readonly stage?: Stage;
  /** Bytes of the longest message that the socket reads. */
  readonly maxPayload?: number;
}

/** A conference of fakes behind a native door with real sockets. */
export class TestPlace {
  readonly stage: Stage;
  readonly probes: Probes;
  readonly door: NativeDoor;
  readonly reception: Reception;
  readonly server: TestSocketServer;
  /** What the door's clock shows, in milliseconds. */
  clock = 0;

  private constructor(options: PlaceOptions) {
    this.stage = options.stage ?? new Stage();
    const { media, world } = this.stage;
    this.probes = new Probes({ media, world, maxAtOnce: 16 });
    this.door = new NativeDoor({
      conference: this.stage.conference,
      probes: this.probes,
      limits: { ...plentiful, ...options.limits },
      liveness: { pingAfterMs: 10_000, timeoutMs: 30_000 },
      resume: { keepMs: 60_000, maxMessages: 1000, maxLength: 1024 * 1024, ...options.resume },
      now: () => this.clock,
    });
    this.reception = new Reception({
      dialects: [this.door],
      handshakeTimeoutMs: 60_000,
      log: this.stage.log,
    });
    this.server = new TestSocketServer((socket) => {
      this.reception.accept(socket, { address: '127.0.0.1:4711', network: '127.0.0.1' });
    }, options.maxPayload);
  }

  static async open(options: PlaceOptions = {}): Promise<TestPlace> {
    const place = new TestPlace(options);
    await place.server.listen();
    return place;
  }

  /** A client that has said its handshake and nothing else. */
  async connect(id: string): Promise<TestClient> {
    const client = await this.server.connect();
    client.id = id;
    client.send({ type: 'handshake', version: ['evagore-1'], id });
    await client.heard('handshake');
    return client;
  }

  /** A client that is in a group, and has read all that a newcomer is told. */
  async join(id: string, group: GroupName = DEMO): Promise<TestClient> {
    const client = await this.connect(id);
    const answer = await client.ask({ type: 'join', kind: 'join', group, username: id });
    if (answer.type === 'error') throw new Error(`${id} was refused: ${answer.error}`);
    client.forget();
    return client;
  }

  async close(): Promise<void> {
    this.door.close({ code: 'shutting-down' });
    await this.server.close();
  }
}
