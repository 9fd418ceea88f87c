import { z } from 'zod';

/**
 * What endpoints tell each other about RTP, DTLS and ICE: ORTC's dictionaries as mediasoup uses them.
 *
 * The core only carries these values. Fields that are not listed are dropped, because browsers add new ones;
 * every string and list has an upper bound.
 *
 * @see https://mediasoup.org/documentation/v3/mediasoup/rtp-parameters-and-capabilities/
 */

const word = z.string().max(256);
const uint32 = z.int().min(0).max(0xff_ff_ff_ff);
const payloadType = z.int().min(0).max(127);

export const MediaKind = z.enum(['audio', 'video']);
export type MediaKind = z.infer<typeof MediaKind>;

const RtcpFeedback = z.object({ type: word, parameter: word.exactOptional() });

/** Parameters of a codec as in SDP's `fmtp`. */
const FormatParameters = z
  .record(word, z.union([z.string().max(2048), z.number(), z.null()]))
  .refine((parameters) => Object.keys(parameters).length <= 32, 'has more than 32 entries');

const CodecCapability = z.object({
  kind: MediaKind,
  mimeType: word,
  preferredPayloadType: payloadType,
  clockRate: uint32,
  channels: z.int().min(1).max(8).exactOptional(),
  parameters: FormatParameters.exactOptional(),
  rtcpFeedback: z.array(RtcpFeedback).max(16).exactOptional(),
});

const HeaderExtensionCapability = z.object({
  kind: MediaKind,
  uri: word,
  preferredId: z.int().min(1).max(255),
  preferredEncrypt: z.boolean().exactOptional(),
  direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).exactOptional(),
});

/** What an endpoint can send or receive. */
export const RtpCapabilities = z.object({
  codecs: z.array(CodecCapability).max(64).exactOptional(),
  headerExtensions: z.array(HeaderExtensionCapability).max(64).exactOptional(),
});
export type RtpCapabilities = z.infer<typeof RtpCapabilities>;

const CodecParameters = z.object({
  mimeType: word,
  payloadType,
  clockRate: uint32,
  channels: z.int().min(1).max(8).exactOptional(),
  parameters: FormatParameters.exactOptional(),
  rtcpFeedback: z.array(RtcpFeedback).max(16).exactOptional(),
});

const HeaderExtensionParameters = z.object({
  uri: word,
  id: z.int().min(1).max(255),
  encrypt: z.boolean().exactOptional(),
});

const EncodingParameters = z.object({
  ssrc: uint32.exactOptional(),
  rid: word.exactOptional(),
  codecPayloadType: payloadType.exactOptional(),
  rtx: z.object({ ssrc: uint32 }).exactOptional(),
  dtx: z.boolean().exactOptional(),
  scalabilityMode: word.exactOptional(),
  maxBitrate: z.number().positive().exactOptional(),
  /** By how much the layer is smaller than the whole picture, in width and height. */
  scaleResolutionDownBy: z.number().min(1).max(64).exactOptional(),
});

/** How one track is sent. */
export const RtpParameters = z.object({
  mid: word.exactOptional(),
  msid: z.string().max(512).exactOptional(),
  codecs: z.array(CodecParameters).min(1).max(32),
  headerExtensions: z.array(HeaderExtensionParameters).max(32).exactOptional(),
  encodings: z.array(EncodingParameters).min(1).max(8),
  rtcp: z.object({ cname: word.exactOptional(), reducedSize: z.boolean().exactOptional() }).exactOptional(),
});
export type RtpParameters = z.infer<typeof RtpParameters>;

export const DtlsParameters = z.object({
  role: z.enum(['auto', 'client', 'server']).exactOptional(),
  fingerprints: z
    .array(
      z.object({
        algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
        value: z
          .string()
          .max(256)
          .regex(/^[0-9a-f]{2}(:[0-9a-f]{2})+$/i),
      }),
    )
    .min(1)
    .max(8),
});
export type DtlsParameters = z.infer<typeof DtlsParameters>;

export const IceParameters = z.object({
  usernameFragment: word,
  password: word,
  iceLite: z.boolean().exactOptional(),
});
export type IceParameters = z.infer<typeof IceParameters>;

export const IceCandidate = z.object({
  foundation: word,
  priority: uint32,
  ip: word,
  address: word,
  protocol: z.enum(['udp', 'tcp']),
  port: z.int().min(1).max(65_535),
  type: z.enum(['host', 'srflx', 'prflx', 'relay']),
  tcpType: z.enum(['active', 'passive', 'so']).exactOptional(),
});
export type IceCandidate = z.infer<typeof IceCandidate>;

/** What a client needs to know to connect to a transport of the server, which is ICE-lite. */
export const TransportParameters = z.object({
  iceParameters: IceParameters,
  iceCandidates: z.array(IceCandidate).max(64),
  dtlsParameters: DtlsParameters,
});
export type TransportParameters = z.infer<typeof TransportParameters>;

/** One entry of `RTCConfiguration.iceServers`. */
export const IceServer = z.object({
  urls: z.array(z.string().max(512)).max(16),
  username: z.string().max(512).exactOptional(),
  credential: z.string().max(512).exactOptional(),
  credentialType: z.literal('password').exactOptional(),
});

/** What a client gives to its peer connections. */
export const RtcConfiguration = z.object({
  iceServers: z.array(IceServer).max(16).exactOptional(),
  iceTransportPolicy: z.literal('relay').exactOptional(),
});
export type RtcConfiguration = z.infer<typeof RtcConfiguration>;
