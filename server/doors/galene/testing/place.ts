import type { Stage } from '../../../core/testing/fakes.ts';
import type { Conference } from '../../../core/conference.ts';
import type { Log } from '../../../core/ports.ts';
import { Reception } from '../../socket/reception.ts';
import { TestSocketServer } from '../../testing/place.ts';
import type { TestClient } from '../../testing/client.ts';
import { NativeDoor } from '../../native/door.ts';
import { GaleneDoor, type GaleneDoorOptions } from '../door.ts';
import { GaleneTestClient } from './client.ts';

const plentiful = {
  rate: { perSecond: 10_000, burst: 10_000 },
  maxQueuedMessages: 1000,
  maxSendQueueBytes: 1024 * 1024,
};

/** A conference behind both doors, with real sockets. */
export class GalenePlace {
  readonly door: GaleneDoor;
  readonly native: NativeDoor;
  readonly server: TestSocketServer;
  /** What the doors' clock shows, in milliseconds. */
  clock = 0;

  private constructor(conference: Conference, log: Log, limits: Partial<GaleneDoorOptions['limits']>) {
    const now = () => this.clock;
    this.door = new GaleneDoor({ conference, limits: { ...plentiful, maxStreams: 16, ...limits }, now });
    this.native = new NativeDoor({
      conference,
      limits: plentiful,
      liveness: { pingAfterMs: 10_000, timeoutMs: 30_000 },
      resume: { keepMs: 60_000, maxMessages: 1000, maxLength: 1024 * 1024 },
      now,
    });
    const reception = new Reception({
      dialects: [this.native, this.door],
      fallback: this.door,
      handshakeTimeoutMs: 60_000,
      log,
    });
    this.server = new TestSocketServer((socket) => {
      reception.accept(socket, { address: '127.0.0.1:4711', network: '127.0.0.1' });
    });
  }

  static async open(
    { conference, log }: Pick<Stage, 'conference' | 'log'>,
    limits: Partial<GaleneDoorOptions['limits']> = {},
  ): Promise<GalenePlace> {
    const place = new GalenePlace(conference, log, limits);
    await place.server.listen();
    return place;
  }

  /** A client that has said its handshake and nothing else. */
  async connect(id: string, version = ['2']): Promise<GaleneTestClient> {
    const client = await GaleneTestClient.connect(this.server.url, id);
    client.send({ type: 'handshake', version, id });
    await client.take('handshake');
    return client;
  }

  /** A client that is in the group `demo`, and has read all that a newcomer is told. */
  async join(username: string): Promise<GaleneTestClient> {
    const client = await this.connect(`${username}-1`);
    client.send({ type: 'join', kind: 'join', group: 'demo', username, password: '' });
    await client.take('joined', ({ kind }) => kind === 'join');
    client.username = username;
    await client.caughtUp();
    client.forget();
    return client;
  }

  /** The same by the native door. */
  async joinNatively(username: string): Promise<TestClient> {
    const client = await this.server.connect();
    client.id = `${username}-1`;
    client.send({ type: 'handshake', version: ['evagore-1', '2'], id: client.id });
    await client.heard('handshake');
    await client.ask({ type: 'join', kind: 'join', group: 'demo', username });
    client.forget();
    return client;
  }

  async close(): Promise<void> {
    this.door.close({ code: 'shutting-down' });
    this.native.close({ code: 'shutting-down' });
    await this.server.close();
  }
}
