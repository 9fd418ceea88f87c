import { parseArgs } from 'node:util';
import type { RtpPeer } from '../server/media/testing/rtp-peer.ts';
import { cpuSecondsOf, printMachine, printTable } from './support/figures.ts';
import { publish, receive } from './support/media.ts';
import { BenchMember } from './support/member.ts';
import { BenchServer } from './support/server.ts';

/**
 * What forwarding costs: one publisher, many receivers, all through the native door with real ICE, DTLS and SRTP.
 *
 *   npm run bench -- media [--receivers 1,10,30] [--pps 300] [--seconds 10]
 *
 * `delivered` is what the receivers counted of what they should have got; below 0.99 the load fell behind, and the
 * row says nothing.
 */
const { values } = parseArgs({
  options: {
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
for (const count of values.receivers.split(',').map(Number)) {
  rows.push(await measure(count, Number(values.pps), Number(values.seconds)));
}
printTable(rows);
// libdatachannel keeps threads that would keep the process.
process.exit(0);

async function measure(count: number, pps: number, seconds: number): Promise<Record<string, number>> {
  const server = await BenchServer.start();
  try {
    const publisher = await BenchMember.connect(server.url);
    await publisher.join('publisher');
    const source = await publish(publisher);
    const receivers: RtpPeer[] = [];
    for (let index = 0; index < count; index += 1) {
      const member = await BenchMember.connect(server.url);
      await member.join(`receiver ${index}`);
      receivers.push(await receive(member));
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
async function send(peer: RtpPeer, pps: number, seconds: number): Promise<number> {
  const start = performance.now();
  let sent = 0;
  while (sent < pps * seconds) {
    const due = Math.min(pps * seconds, ((performance.now() - start) / 1000) * pps);
    for (; sent < due; sent += 1) peer.send(PACKET_BYTES);
    await pause(TICK_MS);
  }
  return sent;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
