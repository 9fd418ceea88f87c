/** Packets of RTP and RTCP, as plain as senders may make them. */

/** Payload types that the suite's own senders offer. */
export const PAYLOAD_TYPES = { audio: 111, video: 96 } as const;

/** Ids of the header extensions in the suite's offers. @see RFC 8843, section 15; RFC 8852 */
export const EXTENSION_IDS = { mid: 4, rid: 10 } as const;

const HEADER_BYTES = 12;

/** A size that real frames have, and that fits into a packet. */
const PAYLOAD_BYTES = { audio: 60, video: 300 } as const;

/** Seconds between the epochs of NTP (1900) and Unix (1970). */
const NTP_EPOCH_SECONDS = 2_208_988_800;

export interface PacketOptions {
  readonly kind: keyof typeof PAYLOAD_TYPES;
  readonly ssrc: number;
  readonly sequence: number;
  readonly timestamp: number;
  /** What the payload ends with; it passes through a server untouched, and tells receivers what they get. */
  readonly mark: number;
  /** Where the sender's streams are told apart by it. */
  readonly mid?: string | undefined;
  readonly rid?: string | undefined;
}

/** One packet that is a whole frame; for video, a key frame, so that whatever waits for one has it. */
export function rtpPacket(options: PacketOptions): Buffer {
  const { kind, ssrc, sequence, timestamp, mark, mid, rid } = options;
  const extension = extensionOf([
    [EXTENSION_IDS.mid, mid],
    [EXTENSION_IDS.rid, rid],
  ]);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(extension.length > 0 ? 0x90 : 0x80, 0);
  header.writeUInt8(0x80 | PAYLOAD_TYPES[kind], 1);
  header.writeUInt16BE(sequence & 0xffff, 2);
  header.writeUInt32BE(timestamp >>> 0, 4);
  header.writeUInt32BE(ssrc, 8);
  const payload = Buffer.alloc(PAYLOAD_BYTES[kind], mark);
  if (kind === 'video') VP8_KEY_FRAME.copy(payload);
  return Buffer.concat([header, extension, payload]);
}

/**
 * A payload descriptor that starts the first partition, and the beginning of a key frame of 320×240.
 *
 * @see RFC 7741, sections 4.2 and 4.3
 */
const VP8_KEY_FRAME = Buffer.from([0x10, 0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00]);

/** One-byte header extensions, or nothing where there is none to write. @see RFC 8285, section 4.2 */
function extensionOf(elements: readonly (readonly [id: number, value: string | undefined])[]): Buffer {
  const parts = elements.flatMap(([id, value]) =>
    value === undefined ? [] : [Buffer.from([(id << 4) | (value.length - 1)]), Buffer.from(value)],
  );
  if (parts.length === 0) return Buffer.alloc(0);
  const body = Buffer.concat(parts);
  const words = Math.ceil(body.length / 4);
  const head = Buffer.from([0xbe, 0xde, words >> 8, words & 0xff]);
  return Buffer.concat([head, body, Buffer.alloc(words * 4 - body.length)]);
}

/** A sender report without blocks: which moment a timestamp stands for. @see RFC 3550, section 6.4.1 */
export function senderReport(report: {
  readonly ssrc: number;
  readonly timestamp: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly packets: number;
}): Buffer {
  const { ssrc, timestamp, now, packets } = report;
  const bytes = Buffer.alloc(28);
  bytes.writeUInt8(0x80, 0);
  bytes.writeUInt8(200, 1);
  bytes.writeUInt16BE(6, 2);
  bytes.writeUInt32BE(ssrc, 4);
  bytes.writeUInt32BE((Math.floor(now / 1000) + NTP_EPOCH_SECONDS) >>> 0, 8);
  bytes.writeUInt32BE(Math.floor(((now % 1000) / 1000) * 2 ** 32) >>> 0, 12);
  bytes.writeUInt32BE(timestamp >>> 0, 16);
  bytes.writeUInt32BE(packets, 20);
  bytes.writeUInt32BE(packets * PAYLOAD_BYTES.video, 24);
  return bytes;
}

/** What a packet of RTP ends with; undefined for RTCP, and for packets that carry nothing. @see RFC 5761, section 4 */
export function markOf(packet: Buffer): number | undefined {
  if (packet.length <= HEADER_BYTES || packet.readUInt8(0) >> 6 !== 2) return undefined;
  const payloadType = packet.readUInt8(1) & 0x7f;
  if (payloadType >= 64 && payloadType < 96) return undefined;
  // Padding alone, which probes the bandwidth, ends with its own length.
  if ((packet.readUInt8(0) & 0x20) !== 0) return undefined;
  return packet.at(-1);
}
