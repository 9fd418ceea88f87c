/*
 * Values and packets for tests: what a small sender of VP8 and Opus says of itself, and what it sends.
 */
import type { RtpCapabilities, RtpParameters } from '@evagore/shared';
import type { UpOffer } from '../../core/media-port.ts';

/** RTP payload types of the tests' senders. */
export const PAYLOAD_TYPES = { vp8: 96, opus: 111 } as const;

/** A camera without simulcast. */
export function cameraOffer(ssrc: number, changes: Partial<RtpParameters> = {}): UpOffer {
  return {
    kind: 'video',
    muted: false,
    rtpParameters: {
      codecs: [
        {
          mimeType: 'video/VP8',
          payloadType: PAYLOAD_TYPES.vp8,
          clockRate: 90_000,
          rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
        },
      ],
      encodings: [{ ssrc }],
      ...changes,
    },
  };
}

/** A camera in three sizes. */
export function simulcastOffer(firstSsrc: number): UpOffer {
  const encodings = [0, 1, 2].map((layer) => ({ ssrc: firstSsrc + layer, scalabilityMode: 'L1T3' }));
  return cameraOffer(firstSsrc, { encodings });
}

export function microphoneOffer(ssrc: number): UpOffer {
  return {
    kind: 'audio',
    muted: false,
    rtpParameters: {
      codecs: [
        {
          mimeType: 'audio/opus',
          payloadType: PAYLOAD_TYPES.opus,
          clockRate: 48_000,
          channels: 2,
          parameters: { useinbandfec: 1 },
        },
      ],
      encodings: [{ ssrc }],
    },
  };
}

/** A receiver of just one codec. */
export function receiverOf(mimeType: string, clockRate: number): RtpCapabilities {
  const kind = mimeType.startsWith('audio/') ? 'audio' : 'video';
  return { codecs: [{ kind, mimeType, clockRate, preferredPayloadType: 100 }] };
}

/** What the fixed part of an RTP header says. */
export interface RtpHeader {
  payloadType: number;
  sequence: number;
  ssrc: number;
}

/** Undefined for anything that is not RTP, such as RTCP on the same port. @see RFC 5761, section 4 */
export function rtpHeader(packet: Buffer): RtpHeader | undefined {
  if (packet.length < 12 || packet.readUInt8(0) >> 6 !== 2) return undefined;
  const payloadType = packet.readUInt8(1) & 0x7f;
  if (payloadType >= 64 && payloadType < 96) return undefined;
  return { payloadType, sequence: packet.readUInt16BE(2), ssrc: packet.readUInt32BE(8) };
}

/** Feedback about a payload, and its kinds that call for a key frame. @see RFC 4585, section 6.3; RFC 5104, section 4.3 */
const PAYLOAD_FEEDBACK = 206;
const PICTURE_LOSS = 1;
const FULL_INTRA_REQUEST = 4;

/** Whether one of the RTCP messages of a packet asks for a key frame. */
export function asksForKeyFrame(packet: Buffer): boolean {
  let offset = 0;
  while (offset + 4 <= packet.length) {
    const format = packet.readUInt8(offset) & 0x1f;
    const asks = format === PICTURE_LOSS || format === FULL_INTRA_REQUEST;
    if (packet.readUInt8(offset + 1) === PAYLOAD_FEEDBACK && asks) return true;
    offset += 4 * (packet.readUInt16BE(offset + 2) + 1);
  }
  return false;
}

/** Size of a header without extensions, in bytes. */
const HEADER_BYTES = 12;

/** One RTP packet without header extensions. */
export function rtpPacket(header: RtpHeader & { timestamp: number }, payload: Buffer): Buffer {
  const fixed = Buffer.alloc(HEADER_BYTES);
  fixed.writeUInt8(0x80, 0);
  fixed.writeUInt8(0x80 | header.payloadType, 1);
  fixed.writeUInt16BE(header.sequence & 0xffff, 2);
  fixed.writeUInt32BE(header.timestamp >>> 0, 4);
  fixed.writeUInt32BE(header.ssrc, 8);
  return Buffer.concat([fixed, payload]);
}

/** Between the epochs of NTP and Unix, in seconds. @see RFC 5905, figure 4 */
const NTP_EPOCH = 2_208_988_800;

/**
 * What a sender says of a source: which of its timestamps belongs to which moment.
 *
 * @param report - `now`: milliseconds since the epoch.
 * @see RFC 3550, section 6.4.1
 */
export function senderReport(report: {
  ssrc: number;
  timestamp: number;
  packets: number;
  now: number;
}): Buffer {
  const packet = Buffer.alloc(28);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(200, 1);
  packet.writeUInt16BE(packet.length / 4 - 1, 2);
  packet.writeUInt32BE(report.ssrc, 4);
  packet.writeUInt32BE(Math.floor(report.now / 1000) + NTP_EPOCH, 8);
  packet.writeUInt32BE(Math.floor(((report.now % 1000) / 1000) * 2 ** 32), 12);
  packet.writeUInt32BE(report.timestamp >>> 0, 16);
  packet.writeUInt32BE(report.packets, 20);
  return packet;
}

/**
 * A payload that passes for a VP8 key frame: a descriptor that starts the first partition, and a frame header
 * whose lowest bit is clear. Whatever waits for a key frame takes it.
 *
 * @see RFC 7741, sections 4.2 and 4.3
 */
export function vp8KeyFrame(bytes: number): Buffer {
  const payload = Buffer.alloc(bytes, 0x55);
  payload.writeUInt8(0x10, 0);
  payload.writeUInt8(0x00, 1);
  return payload;
}
