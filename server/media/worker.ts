import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { Emitter } from '@evagore/shared';
import { createWorker } from 'mediasoup';
import type {
  Router,
  RouterRtpCodecCapability,
  WebRtcServer,
  Worker,
  WorkerResourceUsage,
} from 'mediasoup/types';
import type { Logger } from 'pino';
import { MediaUnavailable } from '../core/errors.ts';
import type { RoomOptions } from '../core/media-port.ts';
import { listenInfos } from './addresses.ts';
import { codecsOf } from './codecs.ts';
import type { MediaOptions, WorkerLogLevel } from './options.ts';
import { refusalFor, startFailure } from './refusals.ts';
import { MediasoupRoom } from './room.ts';

/** A worker answers within milliseconds; one that takes so long has not moved any media either. */
const ANSWER_TIMEOUT_MS = 10_000;

/** How long a worker that was told to end may take before it is killed. */
const END_TIMEOUT_MS = 3_000;

/** What is open on a worker. */
export interface WorkerLoad {
  rooms: number;
  transports: number;
  ups: number;
  downs: number;
}

/** One run of one worker process, from its start to its end; `supervisor.ts` starts the next one. */
export class MediaWorker {
  /** `died`: the process is gone without having been closed, and so is all that was opened here. */
  readonly events: Emitter<{ died: [error: Error] }>;
  /** Kept by the rooms, transports and tracks themselves. */
  readonly load: WorkerLoad = { rooms: 0, transports: 0, ups: 0, downs: 0 };
  readonly log: Logger;
  readonly options: MediaOptions;
  readonly #process: Worker;
  readonly #server: WebRtcServer;
  readonly #rooms = new Set<MediasoupRoom>();
  #killed = false;

  /** @throws MediaStartError if the process does not start or its port cannot be had. */
  static async start(options: MediaOptions, port: number): Promise<MediaWorker> {
    let worker: Worker | undefined;
    try {
      worker = await startProcess(options.workerLogLevel);
      const server = await worker.createWebRtcServer({
        listenInfos: listenInfos(options, port, networkInterfaces()),
      });
      return new MediaWorker(options, worker, server);
    } catch (error) {
      worker?.close();
      throw startFailure(error, port);
    }
  }

  private constructor(options: MediaOptions, worker: Worker, server: WebRtcServer) {
    this.options = options;
    this.log = options.logger.child({ worker: worker.pid });
    this.events = new Emitter((err) => {
      this.log.error({ err }, 'listener failed');
    });
    this.#process = worker;
    this.#server = server;
    worker.on('died', (error) => {
      this.#died(error);
    });
  }

  get pid(): number {
    return this.#process.pid;
  }

  get server(): WebRtcServer {
    return this.#server;
  }

  async openRoom({ codecs: names, data = false }: RoomOptions): Promise<MediasoupRoom> {
    const { codecs, unknown } = codecsOf(names);
    if (unknown.length > 0) this.log.warn({ codecs: unknown }, 'unknown codecs left out');
    // Counted at once, so that rooms which are opened together spread.
    this.load.rooms += 1;
    try {
      const router = await this.ask(() => this.#process.createRouter({ mediaCodecs: codecs }));
      if (this.#process.closed) throw new MediaUnavailable();
      const room = new MediasoupRoom(this, router, data);
      this.#rooms.add(room);
      return room;
    } catch (error) {
      this.load.rooms -= 1;
      throw error;
    }
  }

  /** A router of the process, owned by whoever asks. */
  createRouter(mediaCodecs: RouterRtpCodecCapability[]): Promise<Router> {
    return this.#process.createRouter({ mediaCodecs });
  }

  /** A room that is closed by its owner is no longer the worker's to close. */
  forget(room: MediasoupRoom): void {
    if (this.#rooms.delete(room)) this.load.rooms -= 1;
  }

  /**
   * Waits for the answer to a request to the process, and puts mediasoup's errors into the core's words. A process
   * that does not answer is killed, whereupon mediasoup rejects all of its requests.
   */
  async ask<Answer>(request: () => Promise<Answer>): Promise<Answer> {
    const alarm = setTimeout(() => {
      this.#kill();
    }, this.options.answerTimeoutMs ?? ANSWER_TIMEOUT_MS);
    try {
      return await request();
    } catch (error) {
      const refusal = refusalFor(error);
      this.log.debug({ err: error }, 'media worker refused');
      throw refusal;
    } finally {
      clearTimeout(alarm);
    }
  }

  usage(): Promise<WorkerResourceUsage> {
    return this.ask(() => this.#process.getResourceUsage());
  }

  /** Resolves when the process is gone. */
  async close(): Promise<void> {
    // By their owner's will, so they are not lost.
    for (const room of [...this.#rooms]) room.close();
    this.#process.close();
    if (this.#process.subprocessClosed) return;
    const gone = once(this.#process, 'subprocessclose');
    const alarm = setTimeout(() => {
      this.#kill();
    }, END_TIMEOUT_MS);
    await gone;
    clearTimeout(alarm);
  }

  #died(error: Error): void {
    for (const room of [...this.#rooms]) room.workerDied();
    this.events.emit('died', error);
  }

  #kill(): void {
    // Many requests may find at once that they are not answered.
    if (this.#killed || this.#process.subprocessClosed) return;
    this.#killed = true;
    this.log.error('media worker does not answer, killing it');
    process.kill(this.#process.pid, 'SIGKILL');
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Starts a process that ends when it is closed, or when this one is gone. mediasoup would end it as soon as the
 * server is told to stop by a signal, so that the members would lose their media before they are told why; those
 * listeners are taken away again.
 */
function startProcess(logLevel: WorkerLogLevel): Promise<Worker> {
  const before = new Set<unknown>(SIGNALS.flatMap((signal) => process.listeners(signal)));
  const starting = createWorker({ logLevel });
  for (const signal of SIGNALS) {
    for (const listener of process.listeners(signal)) {
      if (!before.has(listener)) process.off(signal, listener);
    }
  }
  return starting;
}
