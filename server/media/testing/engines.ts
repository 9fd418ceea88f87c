import { pino } from 'pino';
import { MediasoupEngine } from '../engine.ts';
import type { MediaOptions } from '../options.ts';
import { freePort } from './free-port.ts';

/** What a test says of its engine; the rest suits all. */
export type EngineChanges = Partial<MediaOptions>;

/** A real engine on the loopback address, on ports that nobody else has. */
export async function startEngine(changes: EngineChanges = {}): Promise<MediasoupEngine> {
  return MediasoupEngine.start(await mediaOptions(changes));
}

export async function mediaOptions(changes: EngineChanges = {}): Promise<MediaOptions> {
  return {
    workers: 1,
    rtcPort: await freePort(changes.workers ?? 1),
    listenAddresses: ['127.0.0.1'],
    maxIncomingBitrate: 3_000_000,
    initialOutgoingBitrate: 1_000_000,
    workerLogLevel: 'none',
    logger: pino({ level: 'silent' }),
    ...changes,
  };
}

/** The process of the engine's first worker. */
export function workerPid(engine: MediasoupEngine): number {
  const [worker] = engine.workers();
  if (worker === undefined) throw new Error('no worker runs');
  return worker.pid;
}
