import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';

/** How often the event loop is looked at. The monitor counts this time as part of each delay. */
const RESOLUTION_MS = 20;

/** How late the server does what is due: everything that members wait for waits for this too. */
export class LoopDelay {
  readonly #histogram: ReturnType<typeof monitorEventLoopDelay>;
  readonly #gauge: Gauge<'quantile'>;

  constructor(registry: Registry) {
    this.#gauge = new Gauge({
      name: 'evagore_event_loop_delay_seconds',
      help: 'How late the event loop was in the last interval; quantile 1 is the longest delay.',
      labelNames: ['quantile'],
      registers: [registry],
    });
    this.#histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    this.#histogram.enable();
  }

  /** Tells of the time since the last call, and begins anew. */
  sample(): void {
    this.#gauge.set({ quantile: '0.5' }, delayOf(this.#histogram.percentile(50)));
    this.#gauge.set({ quantile: '0.99' }, delayOf(this.#histogram.percentile(99)));
    this.#gauge.set({ quantile: '1' }, delayOf(this.#histogram.max));
    this.#histogram.reset();
  }

  close(): void {
    this.#histogram.disable();
  }
}

/** Seconds, of nanoseconds with the monitor's own pause among them. */
function delayOf(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1000);
}
