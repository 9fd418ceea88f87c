import { parseArgs } from 'node:util';
import { percentile, printMachine, printTable } from './support/figures.ts';
import { publish, receive } from './support/media.ts';
import { BenchMember } from './support/member.ts';
import { BenchServer } from './support/server.ts';

/**
 * One more member into groups of several sizes, from opening the socket to the first decodable frame of somebody's
 * camera; and how many key frames that costs the publisher.
 *
 *   npm run bench -- first-frame [--sizes 10,100,400] [--samples 20]
 */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10,100,400' },
    samples: { type: 'string', default: '20' },
  },
});

/** A camera's thirty pictures a second, in packets that are small enough not to matter. */
const FRAME_INTERVAL_MS = 33;

printMachine();
const rows: Record<string, number>[] = [];
for (const size of values.sizes.split(',').map(Number)) rows.push(await measure(size));
printTable(rows);
// libdatachannel keeps threads that would keep the process.
process.exit(0);

async function measure(size: number): Promise<Record<string, number>> {
  const server = await BenchServer.start();
  const publisher = await BenchMember.connect(server.url);
  await publisher.join('publisher');
  const source = await publish(publisher);
  const camera = setInterval(() => {
    source.send();
  }, FRAME_INTERVAL_MS);
  try {
    for (let index = 1; index < size; index += 1) {
      const member = await BenchMember.connect(server.url);
      await member.join(`member ${index}`);
    }
    const joined: number[] = [];
    const shown: number[] = [];
    source.keyFrameRequests = 0;
    for (let sample = 0; sample < Number(values.samples); sample += 1) {
      const start = performance.now();
      const member = await BenchMember.connect(server.url);
      await member.join('one more');
      joined.push(performance.now() - start);
      const receiver = await receive(member);
      while (receiver.received.length === 0) await new Promise((resolve) => setImmediate(resolve));
      shown.push(performance.now() - start);
      receiver.close();
      await member.close();
    }
    return {
      'into a group of': size,
      'joined p50 ms': percentile(joined, 0.5),
      'first frame p50 ms': percentile(shown, 0.5),
      'first frame p95 ms': percentile(shown, 0.95),
      'key frame requests a join': source.keyFrameRequests / Number(values.samples),
    };
  } finally {
    clearInterval(camera);
    source.close();
    await server.stop();
  }
}
