/**
 * Proves that a worker binary carries media: `node tools/worker/smoke-test.mjs WORKER`.
 *
 * A worker can start and create transports, and still crash in its first DTLS handshake or pass no
 * packet. So one peer sends RTP to it and another receives it, over ICE, DTLS and SRTP on loopback.
 * Prints the negotiated SRTP suite. Needs Node >= 22, as mediasoup does.
 */

import { createWorker, setLogEventListeners } from 'mediasoup';
import { connectPeer } from './media-peer.mjs';

/** @import { Router, WebRtcTransport } from 'mediasoup/types' */
/** @import { Track } from 'node-datachannel' */

const OPUS = /** @type {const} */ ({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2 });
const SSRC = 0x0e7a_60e5;
const PAYLOAD_TYPE = 111;
const DISTINCT_PACKETS = 20;
/** A packet may get lost, on loopback too. */
const ENOUGH_PACKETS = 15;
/** A handshake and a few packets take well under a second; a loaded machine may need many. */
const LIMIT_MS = 20_000;

const [, , workerBin] = process.argv;
if (workerBin === undefined) {
  console.error('Say which worker binary to test: node tools/worker/smoke-test.mjs WORKER');
  process.exit(2);
}

let stage = 'starting the worker';
const watchdog = setTimeout(() => fail(`it was still ${stage} after ${LIMIT_MS / 1000} s`), LIMIT_MS);

try {
  console.log(await runSmokeTest(workerBin));
  clearTimeout(watchdog);
  process.exit(0);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

/**
 * @param {string} bin
 * @returns {Promise<string>} The SRTP suite.
 */
async function runSmokeTest(bin) {
  const suites = listenForSuites();
  const worker = await createWorker({ workerBin: bin, logLevel: 'debug', logTags: ['srtp'] });
  worker.on('died', (error) => fail(`the worker died while ${stage}: ${error.message}`));

  const router = await worker.createRouter({ mediaCodecs: [{ kind: 'audio', ...OPUS }] });
  const upTransport = await loopbackTransport(router);
  const downTransport = await loopbackTransport(router);

  stage = 'shaking hands with the sender';
  const sender = await connectPeer(upTransport, {
    direction: 'send',
    payloadType: PAYLOAD_TYPE,
    ssrc: SSRC,
  });
  const producer = await produce(upTransport);
  const consumer = await downTransport.consume({
    producerId: producer.id,
    rtpCapabilities: router.rtpCapabilities,
  });

  stage = 'shaking hands with the receiver';
  const { codecs, encodings } = consumer.rtpParameters;
  const receiver = await connectPeer(downTransport, {
    direction: 'receive',
    payloadType: codecs[0]?.payloadType ?? 0,
    ssrc: encodings?.[0]?.ssrc ?? 0,
  });

  stage = 'forwarding packets';
  let received = 0;
  receiver.track.onMessage(() => received++);
  await sendUntil(sender.track, () => received >= ENOUGH_PACKETS);

  // The same SSRC with the same sequence numbers: a worker that did not forget the first stream takes
  // them all for replays.
  stage = 'taking a stream again whose SSRC was used before';
  producer.close();
  const again = await produce(upTransport);
  await sendUntil(sender.track, async () => {
    const [stats] = await again.getStats();
    return (stats?.packetCount ?? 0) >= ENOUGH_PACKETS;
  });

  sender.close();
  receiver.close();
  worker.close();
  return suiteOf(suites);
}

/** mediasoup reports the suite nowhere but in its debug log. */
function listenForSuites() {
  /** @type {string[]} */
  const suites = [];
  setLogEventListeners({
    ondebug: (_namespace, line) => {
      const suite = /chosen SRTP crypto suite: SRTP_(\w+)/.exec(line)?.[1];
      if (suite !== undefined) suites.push(suite);
    },
  });
  return suites;
}

/**
 * AES-GCM is a matter of speed: Debian's libsrtp needs three times the CPU for AES-CM.
 *
 * @param {string[]} suites
 */
function suiteOf(suites) {
  const [suite] = suites;
  if (suite === undefined) throw new Error('the worker negotiated no SRTP suite');
  const slow = suites.find((name) => !/^AEAD_AES_(128|256)_GCM$/.test(name));
  if (slow !== undefined) throw new Error(`the worker negotiated ${slow} where AES-GCM was on offer`);
  return suite;
}

/** @param {Router} router */
function loopbackTransport(router) {
  return router.createWebRtcTransport({ listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }] });
}

/** @param {WebRtcTransport} transport */
function produce(transport) {
  return transport.produce({
    kind: 'audio',
    rtpParameters: {
      codecs: [{ ...OPUS, payloadType: PAYLOAD_TYPE }],
      encodings: [{ ssrc: SSRC }],
      rtcp: { cname: 'smoke-test' },
    },
  });
}

/**
 * Sends a packet every 10 ms, the same few over and over, and each at least once.
 *
 * @param {Track} track
 * @param {() => boolean | Promise<boolean>} done
 */
async function sendUntil(track, done) {
  for (let sent = 0; sent < DISTINCT_PACKETS || !(await done()); sent++) {
    const sequence = 1000 + (sent % DISTINCT_PACKETS);
    const packet = Buffer.alloc(12 + 40);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8(PAYLOAD_TYPE, 1);
    packet.writeUInt16BE(sequence, 2);
    packet.writeUInt32BE(sequence * 480, 4);
    packet.writeUInt32BE(SSRC, 8);
    track.sendMessageBinary(packet);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/**
 * @param {string} reason
 * @returns {never}
 */
function fail(reason) {
  console.error(`The media smoke test failed: ${reason}.`);
  process.exit(1);
}
