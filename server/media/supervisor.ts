import { Emitter } from '@evagore/shared';
import type { Logger } from 'pino';
import type { MediaOptions } from './options.ts';
import { MediaWorker } from './worker.ts';

/** A worker that ran for so long died of something else than its predecessor. */
const STEADY_MS = 60_000;

const FIRST_PAUSE_MS = 500;

/** The longest for which a port stays without worker when each one dies; a minute of it costs two starts. */
const LONGEST_PAUSE_MS = 30_000;

/**
 * How long to wait before the next start: not at all after the first death, then longer each time.
 *
 * @param deaths - How many workers in a row did not run steadily, the one that just died included.
 */
export function pauseBeforeStartMs(deaths: number): number {
  if (deaths <= 1) return 0;
  return Math.min(FIRST_PAUSE_MS * 2 ** (deaths - 2), LONGEST_PAUSE_MS);
}

/**
 * ```
 * running --died--> waiting --timer--> starting --> running
 *                      ^                  | failed
 *                      +------------------+
 * any phase --close()--> closed
 * ```
 */
type State =
  | { phase: 'running'; worker: MediaWorker; since: number }
  | { phase: 'waiting'; timer: NodeJS.Timeout }
  | { phase: 'starting'; started: Promise<void> }
  | { phase: 'closed' };

/** Keeps one worker running on its port. */
export class Supervisor {
  readonly port: number;
  /** `settled`: a worker runs again, or none will any more. */
  readonly events: Emitter<{ settled: [] }>;
  readonly #options: MediaOptions;
  readonly #log: Logger;
  #state: State;
  /** Workers in a row that did not run steadily. */
  #deaths = 0;
  #restarts = 0;
  /** All that ever died. */
  #died = 0;

  /** @throws MediaStartError if not even the first worker starts. */
  static async start(options: MediaOptions, port: number): Promise<Supervisor> {
    return new Supervisor(options, port, await MediaWorker.start(options, port));
  }

  private constructor(options: MediaOptions, port: number, first: MediaWorker) {
    this.port = port;
    this.#options = options;
    this.#log = options.logger.child({ port });
    this.events = new Emitter((err) => {
      this.#log.error({ err }, 'listener failed');
    });
    this.#state = this.#run(first);
  }

  /** The worker, while one runs. */
  get worker(): MediaWorker | undefined {
    return this.#state.phase === 'running' ? this.#state.worker : undefined;
  }

  /** Whether a worker is on its way. */
  get replacing(): boolean {
    return this.#state.phase === 'waiting' || this.#state.phase === 'starting';
  }

  /** How many workers were started in place of dead ones. */
  get restarts(): number {
    return this.#restarts;
  }

  /** How many workers died. */
  get died(): number {
    return this.#died;
  }

  /** Resolves when no process is left. */
  async close(): Promise<void> {
    const state = this.#state;
    this.#state = { phase: 'closed' };
    this.events.emit('settled');
    if (state.phase === 'waiting') clearTimeout(state.timer);
    if (state.phase === 'running') await state.worker.close();
    if (state.phase === 'starting') await state.started;
  }

  #run(worker: MediaWorker): State {
    worker.events.once('died', (error) => {
      this.#workerDied(worker, error);
    });
    this.#log.info({ worker: worker.pid }, 'media worker running');
    return { phase: 'running', worker, since: performance.now() };
  }

  #workerDied(worker: MediaWorker, error: Error): void {
    if (this.#state.phase !== 'running') return;
    this.#died += 1;
    const steady = performance.now() - this.#state.since >= STEADY_MS;
    this.#deaths = steady ? 1 : this.#deaths + 1;
    this.#log.warn({ worker: worker.pid, err: error }, 'media worker died, starting another');
    this.#startLater();
  }

  #startLater(): void {
    const timer = setTimeout(() => {
      this.#state = { phase: 'starting', started: this.#startNext() };
    }, pauseBeforeStartMs(this.#deaths));
    this.#state = { phase: 'waiting', timer };
  }

  async #startNext(): Promise<void> {
    try {
      const worker = await MediaWorker.start(this.#options, this.port);
      if (this.#state.phase === 'closed') {
        await worker.close();
        return;
      }
      this.#restarts += 1;
      this.#state = this.#run(worker);
      this.events.emit('settled');
    } catch (err) {
      if (this.#state.phase === 'closed') return;
      this.#deaths += 1;
      this.#log.error({ err }, 'media worker does not start, trying again');
      this.#startLater();
    }
  }
}
