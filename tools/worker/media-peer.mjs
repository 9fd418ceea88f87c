/** One end of a real WebRTC connection for the smoke test: ICE, DTLS and SRTP by libdatachannel. */

import { Audio, PeerConnection } from 'node-datachannel';

/** @import { WebRtcTransport } from 'mediasoup/types' */
/** @import { Track } from 'node-datachannel' */

/**
 * What the one audio section of the session carries.
 * @typedef {object} AudioStream
 * @property {'send' | 'receive'} direction As seen from the peer.
 * @property {number} payloadType
 * @property {number} ssrc
 */

const MID = 'audio';

/**
 * Connects to a mediasoup transport and waits until RTP can flow.
 *
 * @param {WebRtcTransport} transport
 * @param {AudioStream} stream
 * @returns {Promise<{ track: Track; close: () => void }>}
 */
export async function connectPeer(transport, stream) {
  const peer = new PeerConnection(stream.direction, {
    iceServers: [],
    bindAddress: '127.0.0.1',
    disableAutoNegotiation: true,
    forceMediaTransport: true,
  });
  const audio = new Audio(MID, stream.direction === 'send' ? 'SendOnly' : 'RecvOnly');
  audio.addOpusCodec(stream.payloadType);
  if (stream.direction === 'send') audio.addSSRC(stream.ssrc, 'smoke-test');
  const track = peer.addTrack(audio);
  const open = new Promise((resolve) => track.onOpen(() => resolve(undefined)));

  const offer = await new Promise((resolve) => {
    peer.onLocalDescription((sdp) => resolve(sdp));
    peer.setLocalDescription('offer');
  });
  await transport.connect({ dtlsParameters: { role: 'client', fingerprints: [fingerprintOf(offer)] } });
  peer.setRemoteDescription(answerOf(transport, stream), 'answer');
  await open;
  return { track, close: () => peer.close() };
}

/** @param {string} offer */
function fingerprintOf(offer) {
  const value = /^a=fingerprint:sha-256 (\S+)/im.exec(offer)?.[1];
  if (value === undefined) throw new Error('libdatachannel offered no SHA-256 fingerprint');
  return { algorithm: /** @type {const} */ ('sha-256'), value };
}

/**
 * mediasoup speaks no SDP: this is the answer it would give.
 *
 * @param {WebRtcTransport} transport
 * @param {AudioStream} stream
 */
function answerOf(transport, stream) {
  const { iceParameters, iceCandidates, dtlsParameters } = transport;
  const fingerprint = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256');
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=ice-lite',
    `a=group:BUNDLE ${MID}`,
    `m=audio 9 UDP/TLS/RTP/SAVPF ${stream.payloadType}`,
    'c=IN IP4 127.0.0.1',
    `a=mid:${MID}`,
    stream.direction === 'send' ? 'a=recvonly' : 'a=sendonly',
    'a=rtcp-mux',
    `a=rtpmap:${stream.payloadType} opus/48000/2`,
    ...(stream.direction === 'receive' ? [`a=ssrc:${stream.ssrc} cname:smoke-test`] : []),
    'a=setup:passive',
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    `a=fingerprint:sha-256 ${fingerprint?.value}`,
    ...iceCandidates.map(
      ({ foundation, protocol, priority, address, port, type }) =>
        `a=candidate:${foundation} 1 ${protocol} ${priority} ${address} ${port} typ ${type}`,
    ),
    'a=end-of-candidates',
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}
