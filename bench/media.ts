import { parseArgs } from 'node:util';
import { StreamId, TransportOpened, type RtpCapabilities } from '@evagore/shared';
import { PAYLOAD_TYPES, cameraOffer } from '../server/media/testing/rtp.ts';
import { RtpPeer } from '../server/media/testing/rtp-peer.ts';
import { cpuSecondsOf, printMachine, printTable } from './support/figures.ts';
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
const PUBLISHER_SSRC = 1000;
/** Sending in small bursts, as encoders do, spares the load generator's timers. */
const TICK_MS = 10;

const VP8: RtpCapabilities = {
  codecs: [
    {
      kind: 'video',
      mimeType: 'video/VP8',
      clockRate: 90_000,
      preferredPayloadType: PAYLOAD_TYPES.vp8,
      rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
    },
  ],
};

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
      receivers.push(await receive(server, `receiver ${index.toString()}`));
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

async function publish(member: BenchMember): Promise<RtpPeer> {
  const opened = TransportOpened.parse(await member.ask({ type: 'openTransport', direction: 'send' }));
  const peer = new RtpPeer({
    direction: 'sendonly',
    codec: 'vp8',
    payloadType: PAYLOAD_TYPES.vp8,
    ssrc: PUBLISHER_SSRC,
  });
  await member.ask({ type: 'connectTransport', id: opened.id, dtlsParameters: peer.offer() });
  await peer.answer({ parameters: opened });
  const { kind, rtpParameters } = cameraOffer(PUBLISHER_SSRC);
  await member.ask({ type: 'offer', id: StreamId.parse('camera'), label: 'camera', kind, rtpParameters });
  return peer;
}

async function receive(server: BenchServer, name: string): Promise<RtpPeer> {
  const member = await BenchMember.connect(server.url);
  await member.join(name);
  const offered = new Promise<{ id: StreamId; track: Parameters<typeof ready>[1] }>((resolve) => {
    member.onmessage = (message) => {
      if (message.type === 'offer' && message.tracks[0] !== undefined) {
        resolve({ id: message.id, track: message.tracks[0] });
      }
    };
  });
  const opened = TransportOpened.parse(
    await member.ask({ type: 'openTransport', direction: 'receive', rtpCapabilities: VP8 }),
  );
  await member.ask({ type: 'request', request: { '': ['video'] } });
  const { id, track } = await offered;
  const peer = await ready(opened, track, (dtlsParameters) =>
    member.ask({ type: 'connectTransport', id: opened.id, dtlsParameters }),
  );
  await member.ask({ type: 'answer', id, tracks: [track.id] });
  return peer;
}

async function ready(
  opened: TransportOpened,
  track: Extract<Parameters<NonNullable<BenchMember['onmessage']>>[0], { type: 'offer' }>['tracks'][number],
  connect: (dtls: ReturnType<RtpPeer['offer']>) => Promise<unknown>,
): Promise<RtpPeer> {
  const [encoding] = track.rtpParameters.encodings;
  const [codec] = track.rtpParameters.codecs;
  if (encoding?.ssrc === undefined || codec === undefined) throw new Error('the server offered no SSRC');
  const { ssrc } = encoding;
  const peer = new RtpPeer({ direction: 'recvonly', codec: 'vp8', payloadType: codec.payloadType, ssrc });
  await connect(peer.offer());
  await peer.answer({ parameters: opened });
  return peer;
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
