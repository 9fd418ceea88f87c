import { parseArgs } from 'node:util';
import { printMachine, printTable } from './support/figures.ts';
import { BenchMember } from './support/member.ts';
import { BenchServer } from './support/server.ts';

/**
 * Whether coming and going leaves anything behind: the server's heap over many cycles, and its slope.
 *
 *   npm run bench -- churn [--cycles 10000] [--samples 20]
 */
const { values } = parseArgs({
  options: { cycles: { type: 'string', default: '10000' }, samples: { type: 'string', default: '20' } },
});

/** How many come and go at the same time. */
const WIDTH = 20;
/** Two sides of 95 % of the normal distribution; with the samples that are taken, Student's is close enough. */
const CONFIDENCE = 2.1;
/** Pools, caches and compiled code grow at first. */
const WARM_UP_CYCLES = 2_000;

printMachine();
const server = await BenchServer.start({ resumeSeconds: 60 });
try {
  await cycle(WARM_UP_CYCLES);
  const perSample = Math.round(Number(values.cycles) / Number(values.samples));
  const heaps: number[] = [];
  for (let sample = 0; sample < Number(values.samples); sample += 1) {
    await cycle(perSample);
    heaps.push((await server.memory()).heapBytes);
  }
  const { slope, error } = regression(heaps.map((heap, index) => [index * perSample, heap]));
  printTable([
    {
      cycles: Number(values.cycles),
      'heap first MiB': (heaps[0] ?? 0) / 2 ** 20,
      'heap last MiB': (heaps.at(-1) ?? 0) / 2 ** 20,
      'bytes/cycle': slope,
      '± 95 %': error * CONFIDENCE,
      'RSS MiB': (await server.memory()).rssBytes / 2 ** 20,
    },
  ]);
} finally {
  await server.stop();
}

/** Lets so many members come, write and go. */
async function cycle(count: number): Promise<void> {
  for (let done = 0; done < count; done += WIDTH) {
    await Promise.all(
      Array.from({ length: WIDTH }, async (_, index) => {
        const member = await BenchMember.connect(server.url);
        await member.join(`member ${index}`);
        await member.ask({ type: 'chat', value: 'passing through' });
        await member.close();
      }),
    );
  }
}

/** The slope of a line through points, and its standard error. */
function regression(points: readonly (readonly [x: number, y: number])[]): { slope: number; error: number } {
  const n = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const sxx = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / sxx;
  const residuals = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, error: Math.sqrt(residuals / (n - 2) / sxx) };
}
