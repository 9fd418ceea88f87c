import { galeneDialect } from '../galene/dialect.ts';
import { ServerConnection } from '../server-connection.ts';
import type { World } from '../world.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeGalenePeers } from './fake-galene-peers.ts';
import { FakeMediaStack } from './fake-media-stack.ts';
import { FakeServer } from './fake-server.ts';

/** A world without browser, network and time, and what stands behind it. */
export interface FakeSurroundings {
  readonly world: World;
  readonly server: FakeServer;
  readonly clock: FakeClock;
  readonly media: FakeMediaStack;
  /** Of streams at a real Galène. */
  readonly peers: FakeGalenePeers;
  /** The machine wakes up, or the network is back. */
  readonly wake: () => void;
  /** The device is turned on its side, or back. */
  readonly turn: () => void;
}

/** Counts on over all connections of a test, because members' ids differ. */
let lastId = 0;

export function surroundings(): FakeSurroundings {
  const server = new FakeServer();
  const clock = new FakeClock();
  const media = new FakeMediaStack();
  const peers = new FakeGalenePeers();
  const { now, every, after } = clock;
  const { openSocket } = server;
  const newId = (): string => {
    lastId += 1;
    return lastId.toString(16).padStart(32, '0');
  };
  const [waking, turning] = [new Happening(), new Happening()];
  // As unlucky as can be: waits are as long as they may get.
  const random = (): number => 1 - Number.EPSILON;
  const loadGalene: World['loadGalene'] = () => Promise.resolve(galeneDialect);
  const world = {
    ...{ openSocket, media, openPeer: peers.open, loadGalene },
    ...{ now, every, after, newId, random, onWake: waking.on, onTurn: turning.on },
  };
  return { world, server, clock, media, peers, wake: waking.happen, turn: turning.happen };
}

/** Something that happens to the machine when a test says so. */
class Happening {
  readonly #tasks = new Set<() => void>();

  readonly on = (task: () => void): (() => void) => {
    this.#tasks.add(task);
    return () => {
      this.#tasks.delete(task);
    };
  };

  readonly happen = (): void => {
    for (const task of [...this.#tasks]) task();
  };
}

/** A connection and its fake surroundings. */
export interface Meeting extends FakeSurroundings {
  readonly connection: ServerConnection;
}

/** A connection that nobody has used yet. */
export function aConnection(replace: Partial<World> = {}): Meeting {
  const around = surroundings();
  return { ...around, connection: new ServerConnection({ ...around.world, ...replace }) };
}

/** A connection to a server. */
export async function connected(replace: Partial<World> = {}): Promise<Meeting> {
  const meeting = aConnection(replace);
  const connecting = meeting.connection.connect('wss://example.org/ws');
  meeting.server.accept();
  await connecting;
  return meeting;
}

/** A connection that is in the group `meeting` as `ada`. */
export async function inMeeting(replace: Partial<World> = {}): Promise<Meeting> {
  const meeting = await connected(replace);
  await meeting.connection.join('meeting', 'ada', 'secret');
  return meeting;
}

/** Lets everything happen that waits for nothing outside. */
export async function settled(): Promise<void> {
  // Once for what is under way, and again for what follows where fakes take their time.
  for (let round = 0; round < 3; round += 1) await new Promise(setImmediate);
}
