import { ServerConnection } from '../server-connection.ts';
import type { World } from '../world.ts';
import { FakeGalene } from './fake-galene.ts';
import { settled, surroundings, type FakeSurroundings } from './meeting.ts';

/** A connection to a Galène of plain values. */
export interface GaleneMeeting extends FakeSurroundings {
  readonly galene: FakeGalene;
  readonly connection: ServerConnection;
  /** What no call reported. */
  readonly failures: string[];
}

export async function connectedToGalene(replace: Partial<World> = {}): Promise<GaleneMeeting> {
  const around = surroundings();
  const galene = new FakeGalene();
  const connection = new ServerConnection({ ...around.world, openSocket: galene.openSocket, ...replace });
  const failures: string[] = [];
  connection.events.on('failed', (error) => failures.push(error.message));
  connection.events.on('refused', (error) => failures.push(`refused: ${error.code}`));
  await connection.connect('wss://example.org/ws');
  return { ...around, galene, connection, failures };
}

/** The same in the group `meeting`, as `ada`. */
export async function inGalene(replace: Partial<World> = {}): Promise<GaleneMeeting> {
  const meeting = await connectedToGalene(replace);
  meeting.galene.others = [
    { id: 'bob-1', username: 'bob', permissions: ['op', 'present', 'message'] },
    { id: 'eve-1', username: 'eve' },
  ];
  await meeting.connection.join('meeting', 'ada', 'secret');
  await settled();
  return meeting;
}
