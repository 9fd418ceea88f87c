import { parseArgs } from 'node:util';
import { percentile, printMachine, printTable } from './support/figures.ts';
import { instructionsDuring } from './support/instructions.ts';
import { BenchMember } from './support/member.ts';
import { BenchServer } from './support/server.ts';

/**
 * Chat's way to everybody: single messages, bursts, and both beside a member that has stopped reading.
 *
 *   npm run bench -- fanout [--sizes 100,400] [--singles 100] [--burst 200]
 */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100,400' },
    singles: { type: 'string', default: '100' },
    burst: { type: 'string', default: '200' },
  },
});

/** Between two single messages, so that each leaves in a tick of its own. */
const INTERVAL_MS = 20;
/** Of each message, as people write them. */
const TEXT = 'Could you say that again? The slides went too fast for me, and I lost the thread.';

printMachine();
const rows: Record<string, number | string>[] = [];
for (const size of values.sizes.split(',').map(Number)) {
  rows.push(await measure(size, false), await measure(size, true));
}
printTable(rows);

async function measure(size: number, withStalled: boolean): Promise<Record<string, number | string>> {
  const burst = Number(values.burst);
  const server = await BenchServer.start({ messageBurst: burst * 4, messagesPerSecond: 100_000 });
  try {
    const members: BenchMember[] = [];
    for (let index = 0; index < size; index += 1) {
      const member = await BenchMember.connect(server.url);
      await member.join(`member ${index}`);
      members.push(member);
    }
    const [writer] = members;
    if (writer === undefined) throw new Error('nobody is there to write');
    if (withStalled) {
      const stalled = await BenchMember.connect(server.url);
      await stalled.join('stalled');
      stalled.stall();
    }

    const reads: number[] = [];
    const before = await server.usage();
    for (let index = 0; index < Number(values.singles); index += 1) {
      const text = `${index} ${TEXT}`;
      const read = readByAll(members, text);
      const start = performance.now();
      void writer.ask({ type: 'chat', value: text });
      for (const at of await read) reads.push(at - start);
      await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
    }
    const between = await server.usage();
    const single = await instructionsDuring(server.pid, () => sayAtOnce(writer, members, burst));
    const after = await server.usage();

    const singles = reads.length;
    const bursts = burst * size;
    return {
      members: size,
      'one stalled': withStalled ? 'yes' : 'no',
      'single p50 ms': percentile(reads, 0.5),
      'single p99 ms': percentile(reads, 0.99),
      'single CPU µs/delivery': ((between.cpuSeconds - before.cpuSeconds) * 1e6) / singles,
      'burst CPU µs/delivery': ((after.cpuSeconds - between.cpuSeconds) * 1e6) / bursts,
      ...(single.instructions !== undefined && { 'burst instr/delivery': single.instructions / bursts }),
      'loop delay p99 ms': after.loopDelayP99Ms,
    };
  } finally {
    await server.stop();
  }
}

/** Sends so many messages in one go, and waits until everybody has read the last. */
async function sayAtOnce(writer: BenchMember, members: readonly BenchMember[], count: number): Promise<void> {
  const read = readByAll(members, `${count - 1} ${TEXT}`);
  for (let index = 0; index < count; index += 1) void writer.ask({ type: 'chat', value: `${index} ${TEXT}` });
  await read;
}

/** When each of `members` reads `text`. */
function readByAll(members: readonly BenchMember[], text: string): Promise<number[]> {
  return Promise.all(
    members.map(
      (member) =>
        new Promise<number>((resolve) => {
          member.onmessage = (message) => {
            if (message.type === 'chat' && message.value === text) resolve(performance.now());
          };
        }),
    ),
  );
}
