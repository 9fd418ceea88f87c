import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ServerConfig } from '../../server/config/schema.ts';
import { startServer } from '../../server/assembly.ts';
import { openLog } from '../../server/log.ts';
import type { ServerMemory, ServerUsage } from './server.ts';

/**
 * A server as it is, in a process of its own, that tells its parent what it has used. Started by `server.ts`
 * with `--expose-gc`, because a heap is worth a figure only after a collection.
 */
const config = ServerConfig.parse(JSON.parse(process.argv[2] ?? '{}'));
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

const server = await startServer(config, {
  log: openLog({ level: 'warn', format: 'json' }),
  version: 'bench',
});
process.send?.({ port: server.port });

process.on('message', (question) => {
  if (question === 'usage') process.send?.(usage());
  if (question === 'memory') process.send?.(memory());
  if (question === 'stop') void server.close({ code: 'shutting-down' }).then(() => process.exit(0));
});

function usage(): ServerUsage {
  const { user, system } = process.cpuUsage();
  const loopDelayP99Ms = delay.percentile(99) / 1e6;
  delay.reset();
  const workerPids = server.media.workers().map((worker) => worker.pid);
  return { cpuSeconds: (user + system) / 1e6, loopDelayP99Ms, workerPids };
}

function memory(): ServerMemory {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heapBytes: heapUsed, rssBytes: rss };
}
