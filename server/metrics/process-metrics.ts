import { collectDefaultMetrics, Registry } from 'prom-client';

/** What is worth knowing of any process, under the names that dashboards expect. */
const CHOSEN: readonly string[] = [
  'process_cpu_user_seconds_total',
  'process_cpu_system_seconds_total',
  'process_cpu_seconds_total',
  'process_start_time_seconds',
  'process_resident_memory_bytes',
  'process_open_fds',
  'process_max_fds',
  'nodejs_heap_size_total_bytes',
  'nodejs_heap_size_used_bytes',
  'nodejs_external_memory_bytes',
  'nodejs_gc_duration_seconds',
  'nodejs_version_info',
];

/** The library measures delays of the event loop as well; ours does, so that one has hardly anything to do. */
const UNUSED_PRECISION_MS = 60_000;

/** Adds those of the library's metrics that are worth their cost. */
export function addProcessMetrics(registry: Registry): void {
  const all = new Registry();
  collectDefaultMetrics({ register: all, eventLoopMonitoringPrecision: UNUSED_PRECISION_MS });
  for (const name of CHOSEN) {
    const metric = all.getSingleMetric(name);
    // Some exist on some systems only.
    if (metric !== undefined) registry.registerMetric(metric);
  }
}
