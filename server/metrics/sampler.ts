import type { Registry } from 'prom-client';
import type { MediaTransport } from '../core/media-port.ts';
import type { Log } from '../core/ports.ts';
import { LoopDelay } from './loop-delay.ts';
import type { MetricsSources } from './sources.ts';
import { Traffic } from './traffic.ts';
import { WorkerUsage } from './worker-usage.ts';

/** Into how many parts the work of an interval is cut, so that members do not meet all of it at once. */
const SLICES = 10;

export interface SamplerOptions {
  registry: Registry;
  sources: MetricsSources;
  intervalMs: number;
  log: Log;
}

/**
 * Asks for what has to be asked for, once in an interval: each worker and each transport once, no track ever.
 * Scrapes read what was sampled last, and cost the media engine nothing.
 */
export class Sampler {
  readonly #sources: MetricsSources;
  readonly #log: Log;
  readonly #loopDelay: LoopDelay;
  readonly #workers: WorkerUsage;
  readonly #traffic: Traffic;
  readonly #timer: NodeJS.Timeout;
  /** The transports that are still to be asked in this round. */
  #waiting: MediaTransport[] = [];
  #slice = 0;
  #busy = false;
  #closed = false;

  constructor({ registry, sources, intervalMs, log }: SamplerOptions) {
    this.#sources = sources;
    this.#log = log;
    this.#loopDelay = new LoopDelay(registry);
    this.#workers = new WorkerUsage(registry);
    this.#traffic = new Traffic(registry);
    this.#timer = setInterval(() => void this.#tick(), intervalMs / SLICES).unref();
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#loopDelay.close();
  }

  /** A slice that takes longer than its time makes the round longer; two never overlap. */
  async #tick(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.#sampleSlice();
    } catch (err) {
      if (!this.#closed) this.#log.error({ err }, 'metrics not sampled');
    } finally {
      this.#busy = false;
    }
  }

  async #sampleSlice(): Promise<void> {
    const slice = this.#slice;
    this.#slice = (slice + 1) % SLICES;
    if (slice === 0) {
      this.#waiting = this.#transports();
      this.#loopDelay.sample();
      await this.#workers.sample(this.#sources.media);
    }
    const share = Math.ceil(this.#waiting.length / (SLICES - slice));
    for (const transport of this.#waiting.splice(0, share)) {
      if (this.#closed) return;
      // One after the other: members' own requests are not to wait behind them.
      await this.#traffic.sample(transport);
    }
    if (this.#slice === 0) this.#traffic.endRound();
  }

  #transports(): MediaTransport[] {
    const groups = [...this.#sources.conference.groups()];
    const members = groups.flatMap((group) => [...group.members.values()]);
    return members.flatMap(({ transports }) => [...transports]);
  }
}
