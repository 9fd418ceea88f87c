import { parseArgs } from 'node:util';
import { percentile, printMachine, printTable } from './support/figures.ts';
import { doorOf } from './support/doors.ts';
import { BenchMember } from './support/member.ts';
import { BenchServer } from './support/server.ts';

/**
 * One more member into groups of several sizes, from opening the socket to the first decodable frame of somebody's
 * camera; and how many key frames that costs the publisher.
 *
 *   npm run bench -- first-frame [--doors native,galene] [--sizes 10,100,400] [--samples 20]
 */
const { values } = parseArgs({
  options: {
    doors: { type: 'string', default: 'native,galene' },
    sizes: { type: 'string', default: '10,100,400' },
    samples: { type: 'string', default: '20' },
  },
});

/** A camera's thirty pictures a second, in packets that are small enough not to matter. */
const FRAME_INTERVAL_MS = 33;

printMachine();
const rows: Record<string, number | string>[] = [];
for (const door of values.doors.split(',')) {
  for (const size of values.sizes.split(',').map(Number)) rows.push(await measure(door, size));
}
printTable(rows);
// libdatachannel keeps threads that would keep the process.
process.exit(0);

async function measure(door: string, size: number): Promise<Record<string, number | string>> {
  const enter = doorOf(door);
  const server = await BenchServer.start();
  const publisher = await enter(server.url, 'publisher');
  const source = await publisher.publish();
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
      const member = await enter(server.url, 'one more');
      joined.push(performance.now() - start);
      const receiver = await member.receive();
      while (receiver.received.length === 0) await new Promise((resolve) => setImmediate(resolve));
      shown.push(performance.now() - start);
      receiver.close();
      await member.close();
    }
    return {
      door,
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
