import { once } from 'node:events';
import { createSocket, type Socket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DtlsParameters, IceParameters } from '@evagore/shared';
import datachannel, { type PeerConnection, type Track } from 'node-datachannel';
import type { MediaTransport } from '../../core/media-port.ts';
import {
  asksForKeyFrame,
  rtpHeader,
  rtpPacket,
  senderReport,
  vp8KeyFrame,
  type PAYLOAD_TYPES,
} from './rtp.ts';

/** How long a connection may take on a busy machine, in milliseconds. */
const CONNECT_TIMEOUT_MS = 15_000;

/** A track of a peer: sent by it, or received. */
export interface PeerTrack {
  direction: 'sendonly' | 'recvonly';
  codec: keyof typeof PAYLOAD_TYPES;
  payloadType: number;
  ssrc: number;
}

/**
 * A member's side of one transport: real ICE, DTLS and SRTP, and RTP packets instead of a camera.
 *
 * It has one track, because a test wants to know which one a packet belongs to.
 */
export class RtpPeer {
  /** Packets of the track; those that only probe the bandwidth have another source, and are left out. */
  readonly received: Buffer[] = [];
  /** How often the server asked for a key frame. */
  keyFrameRequests = 0;
  readonly #connection: PeerConnection;
  readonly #track: Track;
  readonly #description: PeerTrack;
  /** The last sequence number of each source. */
  readonly #sequences = new Map<number, number>();

  /** Connects to `transport`; with `port`, through a relay on that port of the loopback address. */
  static async connect(transport: MediaTransport, track: PeerTrack, port?: number): Promise<RtpPeer> {
    const peer = new RtpPeer(track);
    await transport.connect(peer.offer());
    await peer.answer(transport, port);
    return peer;
  }

  constructor(description: PeerTrack) {
    this.#description = description;
    this.#connection = new datachannel.PeerConnection('test', {
      iceServers: [],
      disableAutoNegotiation: true,
      forceMediaTransport: true,
      bindAddress: '127.0.0.1',
    });
    const { direction, codec, payloadType, ssrc } = description;
    const wire = direction === 'sendonly' ? 'SendOnly' : 'RecvOnly';
    if (codec === 'opus') {
      const audio = new datachannel.Audio('0', wire);
      audio.addOpusCodec(payloadType);
      audio.addSSRC(ssrc, 'test');
      this.#track = this.#connection.addTrack(audio);
    } else {
      const video = new datachannel.Video('0', wire);
      video.addVP8Codec(payloadType);
      video.addSSRC(ssrc, 'test');
      this.#track = this.#connection.addTrack(video);
    }
    this.#track.onMessage((packet) => {
      const header = rtpHeader(packet);
      if (header?.ssrc === ssrc) this.received.push(packet);
      if (header === undefined && asksForKeyFrame(packet)) this.keyFrameRequests += 1;
    });
  }

  /**
   * Sends one packet; for video, each one is a key frame.
   *
   * @param source - Where the track has several layers, the SSRC of one of them.
   * @returns the packet's size before encryption, in bytes.
   */
  send(payloadBytes = 200, source = this.#description.ssrc): number {
    const { codec, payloadType } = this.#description;
    const sequence = (this.#sequences.get(source) ?? 0) + 1;
    this.#sequences.set(source, sequence);
    const payload = codec === 'vp8' ? vp8KeyFrame(payloadBytes) : Buffer.alloc(payloadBytes, 0x55);
    const header = { payloadType, sequence, ssrc: source, timestamp: sequence * 960 };
    const packet = rtpPacket(header, payload);
    this.#track.sendMessageBinary(packet);
    return packet.length;
  }

  /**
   * Says which moment the latest packet of a source belongs to. The server needs that to show one source after the other.
   *
   * @see RFC 3550, section 6.4.1
   */
  sendReport(source = this.#description.ssrc): void {
    const sequence = this.#sequences.get(source) ?? 0;
    this.#track.sendMessageBinary(
      senderReport({ ssrc: source, timestamp: sequence * 960, packets: sequence, now: Date.now() }),
    );
  }

  /** Sends a packet that was made elsewhere. */
  sendPacket(packet: Buffer): void {
    this.#track.sendMessageBinary(packet);
  }

  /** Sends a packet each ten milliseconds until `done`, or for `durationMs`. */
  async sendUntil(done: () => boolean, durationMs = 10_000): Promise<void> {
    const end = performance.now() + durationMs;
    while (!done()) {
      if (performance.now() > end) throw new Error('what was waited for did not come');
      this.send();
      await sleep(10);
    }
  }

  async sendFor(durationMs: number): Promise<void> {
    const end = performance.now() + durationMs;
    while (performance.now() < end) {
      this.send();
      await sleep(10);
    }
  }

  close(): void {
    this.#connection.close();
  }

  /** The peer's side of the DTLS handshake. */
  offer(): DtlsParameters {
    this.#connection.setLocalDescription('offer');
    const sdp = this.#connection.localDescription()?.sdp ?? '';
    const value = /a=fingerprint:sha-256 (\S+)/i.exec(sdp)?.[1];
    if (value === undefined) throw new Error('the offer has no fingerprint');
    return { role: 'client', fingerprints: [{ algorithm: 'sha-256', value }] };
  }

  /** Takes the transport's side; resolves when packets can be sent: the track opens after the connection. */
  async answer(transport: Pick<MediaTransport, 'parameters'>, port?: number): Promise<void> {
    const connected = new Promise<void>((resolve, reject) => {
      this.#track.onOpen(resolve);
      this.#connection.onStateChange((state) => {
        if (state === 'failed' || state === 'closed') reject(new Error('the peer could not connect'));
      });
    });
    this.#connection.setRemoteDescription(answerFor(transport, this.#description, port), 'answer');
    const timer = setTimeout(() => {
      this.#connection.close();
    }, CONNECT_TIMEOUT_MS);
    await connected.finally(() => {
      clearTimeout(timer);
    });
  }
}

/** What the server would answer if it spoke SDP. */
function answerFor(
  transport: Pick<MediaTransport, 'parameters'>,
  track: PeerTrack,
  port: number | undefined,
): string {
  const { iceParameters, iceCandidates, dtlsParameters } = transport.parameters;
  const fingerprint = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256');
  const candidate = iceCandidates.find(({ protocol }) => protocol === 'udp');
  if (fingerprint === undefined || candidate === undefined) throw new Error('the transport is incomplete');
  const { payloadType, codec, direction, ssrc } = track;
  const audio = codec === 'opus';
  const place = `${candidate.address} ${(port ?? candidate.port).toString()}`;
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'a=ice-lite',
    `m=${audio ? 'audio' : 'video'} 9 UDP/TLS/RTP/SAVPF ${payloadType.toString()}`,
    'c=IN IP4 127.0.0.1',
    'a=mid:0',
    direction === 'sendonly' ? 'a=recvonly' : 'a=sendonly',
    'a=rtcp-mux',
    ...credentials(iceParameters),
    `a=fingerprint:sha-256 ${fingerprint.value}`,
    'a=setup:passive',
    `a=rtpmap:${payloadType.toString()} ${audio ? 'opus/48000/2' : 'VP8/90000'}`,
    ...(direction === 'recvonly' ? [`a=ssrc:${ssrc.toString()} cname:server`] : []),
    `a=candidate:1 1 udp ${candidate.priority.toString()} ${place} typ host`,
    'a=end-of-candidates',
    '',
  ].join('\r\n');
}

function credentials({ usernameFragment, password }: IceParameters): string[] {
  return [`a=ice-ufrag:${usernameFragment}`, `a=ice-pwd:${password}`];
}

/** Passes datagrams between one peer and the server, and keeps the sizes of the RTP packets that it saw. */
export class Relay {
  readonly rtpSizes: number[] = [];
  readonly port: number;
  readonly #near: Socket;
  readonly #far: Socket;

  static async to(serverPort: number): Promise<Relay> {
    const [near, far] = [
      createSocket('udp4').bind(0, '127.0.0.1'),
      createSocket('udp4').bind(0, '127.0.0.1'),
    ];
    await Promise.all([once(near, 'listening'), once(far, 'listening')]);
    return new Relay(near, far, serverPort);
  }

  private constructor(near: Socket, far: Socket, serverPort: number) {
    this.port = near.address().port;
    this.#near = near;
    this.#far = far;
    let peerPort = 0;
    near.on('message', (datagram, sender) => {
      peerPort = sender.port;
      if (rtpHeader(datagram) !== undefined) this.rtpSizes.push(datagram.length);
      far.send(datagram, serverPort, '127.0.0.1');
    });
    far.on('message', (datagram) => {
      if (peerPort > 0) near.send(datagram, peerPort, '127.0.0.1');
    });
  }

  close(): void {
    this.#near.close();
    this.#far.close();
  }
}
