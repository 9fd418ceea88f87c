import { availableParallelism } from 'node:os';
import { setLogEventListeners } from 'mediasoup';
import type { Logger } from 'pino';
import { MediaUnavailable } from '../core/errors.ts';
import type { MediaEngine, RoomOptions } from '../core/media-port.ts';
import type { MediaOptions } from './options.ts';
import type { MediasoupRoom } from './room.ts';
import { Supervisor } from './supervisor.ts';
import type { MediaWorker, WorkerLoad } from './worker.ts';

/**
 * How long a room waits for a worker. The next one starts within a second unless workers die one after the other,
 * and then members had better be told.
 */
const ROOM_PATIENCE_MS = 10_000;

/** A worker as it stands now. */
export interface WorkerState extends Readonly<WorkerLoad> {
  readonly pid: number;
  readonly port: number;
  /** All that is open on it; new rooms go where this is least. */
  readonly load: number;
  /** How many workers before it died on this port. */
  readonly restarts: number;
}

/** A worker and what it has consumed since its start. */
export interface WorkerStats extends WorkerState {
  readonly cpuMs: number;
  readonly peakMemoryBytes: number;
}

/** The media engine on mediasoup: a few worker processes, each with one UDP and one TCP port. */
export class MediasoupEngine implements MediaEngine {
  readonly #supervisors: readonly Supervisor[];
  #closing: Promise<void> | undefined;

  /**
   * Starts all workers.
   *
   * @throws MediaStartError if one of them does not start; none runs then.
   */
  static async start(options: MediaOptions): Promise<MediasoupEngine> {
    speakThrough(options.logger);
    const count = options.workers > 0 ? options.workers : availableParallelism();
    const starts = await Promise.allSettled(
      Array.from({ length: count }, (_, index) => Supervisor.start(options, options.rtcPort + index)),
    );
    const started = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    const failure = starts.find((start) => start.status === 'rejected');
    if (failure !== undefined) {
      await Promise.all(started.map((supervisor) => supervisor.close()));
      throw failure.reason;
    }
    return new MediasoupEngine(started);
  }

  private constructor(supervisors: readonly Supervisor[]) {
    this.#supervisors = supervisors;
  }

  async openRoom(options: RoomOptions): Promise<MediasoupRoom> {
    const deadline = performance.now() + ROOM_PATIENCE_MS;
    for (;;) {
      const room = await this.#openRoomNow(options);
      if (room !== undefined) return room;
      await this.#workerSettled(deadline - performance.now());
    }
  }

  /** The workers that run now, by port. */
  workers(): readonly WorkerState[] {
    return this.#supervisors.flatMap((supervisor) => {
      const { worker } = supervisor;
      return worker === undefined ? [] : [stateOf(supervisor, worker)];
    });
  }

  /** How many workers there are to be. */
  get workerCount(): number {
    return this.#supervisors.length;
  }

  /** How many workers have died since the engine was started. */
  get workerDeaths(): number {
    return this.#supervisors.reduce((sum, { died }) => sum + died, 0);
  }

  /** Asks each running worker what it has consumed. */
  async stats(): Promise<readonly WorkerStats[]> {
    const answers = await Promise.all(this.#supervisors.map(statsOf));
    return answers.flatMap((stats) => (stats === undefined ? [] : [stats]));
  }

  close(): Promise<void> {
    this.#closing ??= Promise.all(this.#supervisors.map((supervisor) => supervisor.close())).then(
      () => undefined,
    );
    return this.#closing;
  }

  /** On the least loaded worker; one that dies meanwhile leaves the room to the next. */
  async #openRoomNow(options: RoomOptions): Promise<MediasoupRoom | undefined> {
    for (const worker of this.#running().sort((a, b) => total(a.load) - total(b.load))) {
      try {
        return await worker.openRoom(options);
      } catch (error) {
        if (!(error instanceof MediaUnavailable)) throw error;
      }
    }
    return undefined;
  }

  /** Resolves when one of the workers that are being replaced runs or is given up. */
  async #workerSettled(patienceMs: number): Promise<void> {
    const replacing = this.#supervisors.filter((supervisor) => supervisor.replacing);
    if (replacing.length === 0) throw new MediaUnavailable();
    const undo: (() => void)[] = [];
    try {
      await new Promise<void>((resolve, reject) => {
        for (const { events } of replacing) undo.push(events.once('settled', resolve));
        const timer = setTimeout(() => {
          reject(new MediaUnavailable());
        }, patienceMs);
        undo.push(() => {
          clearTimeout(timer);
        });
      });
    } finally {
      for (const each of undo) each();
    }
  }

  #running(): MediaWorker[] {
    return this.#supervisors.flatMap(({ worker }) => (worker === undefined ? [] : [worker]));
  }
}

function stateOf({ port, restarts }: Supervisor, { pid, load }: MediaWorker): WorkerState {
  return { pid, port, restarts, ...load, load: total(load) };
}

async function statsOf(supervisor: Supervisor): Promise<WorkerStats | undefined> {
  const { worker } = supervisor;
  if (worker === undefined) return undefined;
  try {
    const { ru_utime: user, ru_stime: system, ru_maxrss: peakKilobytes } = await worker.usage();
    return {
      ...stateOf(supervisor, worker),
      cpuMs: user + system,
      peakMemoryBytes: peakKilobytes * 1024,
    };
  } catch (error) {
    // One that died while it was asked has nothing to tell.
    if (error instanceof MediaUnavailable) return undefined;
    throw error;
  }
}

function total({ rooms, transports, ups, downs }: WorkerLoad): number {
  return rooms + transports + ups + downs;
}

/** mediasoup's own words, which it speaks for the whole process. */
function speakThrough(logger: Logger): void {
  setLogEventListeners({
    onwarn: (source, text) => {
      logger.warn({ source, text }, 'mediasoup warns');
    },
    onerror: (source, text, err) => {
      logger.error({ source, text, ...(err !== undefined && { err }) }, 'mediasoup failed');
    },
  });
}
