import { Counter, Gauge, type Registry } from 'prom-client';
import type { MediaFigures, WorkerFigures } from './sources.ts';

/** What the media workers consume. */
export class WorkerUsage {
  readonly #cpu: Counter<'worker'>;
  readonly #memory: Gauge<'worker'>;
  /** What each worker had consumed when it was asked last, by port. */
  #before: ReadonlyMap<number, WorkerFigures> = new Map();

  constructor(registry: Registry) {
    this.#cpu = new Counter({
      name: 'evagore_media_worker_cpu_seconds_total',
      help: 'Processor time of the media workers, by their ports; a worker cannot use more than one core.',
      labelNames: ['worker'],
      registers: [registry],
    });
    this.#memory = new Gauge({
      name: 'evagore_media_worker_memory_peak_bytes',
      help: 'Most memory that a media worker has had since its start, by its port.',
      labelNames: ['worker'],
      registers: [registry],
    });
  }

  /** Asks each worker once. */
  async sample(media: MediaFigures): Promise<void> {
    const figures = await media.stats();
    this.#memory.reset();
    for (const { pid, port, cpuMs, peakMemoryBytes } of figures) {
      const before = this.#before.get(port);
      // A successor begins at nothing.
      const spentMs = before?.pid === pid ? cpuMs - before.cpuMs : cpuMs;
      const worker = port.toString();
      this.#cpu.inc({ worker }, Math.max(0, spentMs) / 1000);
      this.#memory.set({ worker }, peakMemoryBytes);
    }
    this.#before = new Map(figures.map((each) => [each.port, each]));
  }
}
