import type { RouterRtpCodecCapability } from 'mediasoup/types';

/**
 * What the names in a group file stand for, with the payload types by which Galène and Chromium send them. Those from 100
 * on are left to retransmissions, which mediasoup numbers by itself.
 *
 * @see Galène protocol, group description, "codecs", and "SDP expectations". H.264 is the constrained baseline profile
 * in non-interleaved mode, which everything decodes; VP9's profile 2 is for those who send ten bits per sample.
 */
const CODECS = new Map<string, readonly RouterRtpCodecCapability[]>([
  ['vp8', [video('VP8', 96)]],
  ['vp9', [video('VP9', 98, { 'profile-id': 0 }), video('VP9', 119, { 'profile-id': 2 })]],
  ['av1', [video('AV1', 35)]],
  [
    'h264',
    [
      video('H264', 108, {
        'level-asymmetry-allowed': 1,
        'packetization-mode': 1,
        'profile-level-id': '42e01f',
      }),
    ],
  ],
  [
    'opus',
    [
      {
        kind: 'audio',
        mimeType: 'audio/opus',
        preferredPayloadType: 111,
        clockRate: 48_000,
        channels: 2,
        parameters: { minptime: 10, useinbandfec: 1, stereo: 1, 'sprop-stereo': 1 },
      },
    ],
  ],
  // The clock of G.722 says 8000 although it samples at 16000: RFC 3551, section 4.5.2.
  ['g722', [telephone('G722', 9)]],
  ['pcmu', [telephone('PCMU', 0)]],
  ['pcma', [telephone('PCMA', 8)]],
]);

/**
 * The codecs of a room.
 *
 * @param names - As in a group file, preferred first; in which case they are written does not matter.
 * @returns `codecs` in the same order; `unknown`: the names that mean nothing here.
 */
export function codecsOf(names: readonly string[]): {
  codecs: RouterRtpCodecCapability[];
  unknown: string[];
} {
  const distinct = [...new Set(names.map((name) => name.toLowerCase()))];
  return {
    codecs: distinct.flatMap((name) => CODECS.get(name) ?? []),
    unknown: distinct.filter((name) => !CODECS.has(name)),
  };
}

function video(
  name: string,
  preferredPayloadType: number,
  parameters: Record<string, unknown> = {},
): RouterRtpCodecCapability {
  return { kind: 'video', mimeType: `video/${name}`, preferredPayloadType, clockRate: 90_000, parameters };
}

function telephone(name: string, preferredPayloadType: number): RouterRtpCodecCapability {
  return { kind: 'audio', mimeType: `audio/${name}`, preferredPayloadType, clockRate: 8_000, channels: 1 };
}
