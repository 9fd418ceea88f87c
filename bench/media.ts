import { parseArgs } from 'node:util';
import { cpuSecondsOf, printMachine, printTable } from './support/figures.ts';
import { doorOf, type Sink, type Source } from './support/doors.ts';
import { BenchServer } from './support/server.ts';

/**
 * What forwarding costs: one publisher, many receivers, all through one door with real ICE, DTLS and SRTP.
 *
 *   npm run bench -- media [--doors native,galene] [--receivers 1,10,30] [--pps 300] [--seconds 10]
 *
 * `delivered` is what the receivers counted of what they should have got; below 0.99 the load fell behind, and the
 * row says nothing.
 */
const { values } = parseArgs({
  options: {
    doors: { type: 'string', default: 'native,galene' },
    receivers: { type: 'string', default: '1,10,30' },
    pps: { type: 'string', default: '300' },
    seconds: { type: 'string', default: '10' },
  },
});

const PACKET_BYTES = 1200;
/** Sending in small bursts, as encoders do, spares the load generator's timers. */
const TICK_MS = 10;

printMachine();
const rows = [];
for (const door of values.doors.split(',')) {
  for (const count of values.receivers.split(',').map(Number)) {
    rows.push(await measure(door, count, Number(values.pps), Number(values.seconds)));
  }
}
printTable(rows);
// libdatachannel keeps threads that would keep the process.
process.exit(0);

async function measure(
  door: string,
  count: number,
  pps: number,
  seconds: number,
): Promise<Record<string, number | string>> {
  const enter = doorOf(door);
  const server = await BenchServer.start();
  try {
    const publisher = await enter(server.url, 'publisher');
    const source = await publisher.publish();
    const receivers: Sink[] = [];
    for (let index = 0; index < count; index += 1) {
      const member = await enter(server.url, `receiver ${index}`);
      receivers.push(await member.receive());
    }
    await send(source, pps, 1);
    // A worker answers a moment later, and what is on its way arrives.
    await pause(500);
    for (const receiver of receivers) receiver.received.length = 0;

    const [worker = 0] = (await server.usage()).workerPids;
    const before = { worker: await cpuSecondsOf(worker), node: (await server.usage()).cpuSeconds };
    const sent = await send(source, pps, seconds);
    await pause(500);
    const after = { worker: await cpuSecondsOf(worker), node: (await server.usage()).cpuSeconds };

    const packets = receivers.reduce((sum, receiver) => sum + receiver.received.length, 0);
    return {
      door,
      receivers: count,
      'packets/s out': packets / seconds,
      delivered: packets / (sent * count),
      'worker CPU s per million': ((after.worker - before.worker) * 1e6) / packets,
      'Node CPU s per million': ((after.node - before.node) * 1e6) / packets,
    };
  } finally {
    await server.stop();
  }
}

/** @returns how many packets were sent. */
async function send(source: Source, pps: number, seconds: number): Promise<number> {
  const start = performance.now();
  let sent = 0;
  while (sent < pps * seconds) {
    const due = Math.min(pps * seconds, ((performance.now() - start) / 1000) * pps);
    for (; sent < due; sent += 1) source.send(PACKET_BYTES);
    await pause(TICK_MS);
  }
  return sent;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
