import type { Server } from 'node:http';
import { Gauge, Registry } from 'prom-client';
import type { Log, Tally } from '../core/ports.ts';
import { Census } from './census.ts';
import { EventCounts } from './event-counts.ts';
import { addProcessMetrics } from './process-metrics.ts';
import { Requests } from './requests.ts';
import { Sampler } from './sampler.ts';
import type { MetricsSources } from './sources.ts';

export interface MetricsOptions {
  /** Of the server. */
  version: string;
  /** How long a round of sampling takes. */
  intervalMs: number;
  log: Log;
}

/**
 * What the server does, in Prometheus' words. It counts from its start, and sees the rest once it is told where to
 * look.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export class Metrics {
  /** For the core and the doors. */
  readonly tally: Tally;
  readonly #options: MetricsOptions;
  readonly #registry = new Registry();
  readonly #requests: Requests;
  readonly #census: Census;
  #sources: MetricsSources | undefined;
  #sampler: Sampler | undefined;
  #scrape: Promise<string> | undefined;

  constructor(options: MetricsOptions) {
    this.#options = options;
    const info = new Gauge({
      name: 'evagore_build_info',
      help: 'Always 1; its label is the version of the server.',
      labelNames: ['version'],
      registers: [this.#registry],
    });
    info.set({ version: options.version }, 1);
    this.tally = new EventCounts(this.#registry);
    this.#census = new Census(this.#registry);
    this.#requests = new Requests(this.#registry);
    addProcessMetrics(this.#registry);
  }

  /** Media type of {@link text}. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Begins to look at a server. Called once. */
  watch(sources: MetricsSources): void {
    const { intervalMs, log } = this.#options;
    this.#sources = sources;
    this.#sampler = new Sampler({ registry: this.#registry, sources, intervalMs, log });
  }

  /** Counts the requests of an HTTP server from now on. */
  countRequests(server: Pick<Server, 'on'>): void {
    this.#requests.countAt(server);
  }

  /** All metrics as they are now. Who asks while another is being answered gets the same. */
  text(): Promise<string> {
    this.#scrape ??= this.#write().finally(() => (this.#scrape = undefined));
    return this.#scrape;
  }

  /** Looks no more. Idempotent. */
  close(): void {
    this.#sampler?.close();
  }

  #write(): Promise<string> {
    if (this.#sources !== undefined) this.#census.take(this.#sources);
    return this.#registry.metrics();
  }
}
