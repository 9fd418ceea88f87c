import type { RouterRtpCodecCapability } from 'mediasoup/types';

/**
 * What the names in a group file stand for.
 *
 * @see Galène protocol, group description, "codecs". H.264 is the constrained baseline profile in non-interleaved
 * mode, which everything decodes; VP9's profile 2 is for those who send ten bits per sample.
 */
const CODECS = new Map<string, readonly RouterRtpCodecCapability[]>([
  ['vp8', [video('VP8')]],
  ['vp9', [video('VP9', { 'profile-id': 0 }), video('VP9', { 'profile-id': 2 })]],
  ['av1', [video('AV1')]],
  [
    'h264',
    [
      video('H264', {
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
        clockRate: 48_000,
        channels: 2,
        parameters: { minptime: 10, useinbandfec: 1, stereo: 1, 'sprop-stereo': 1 },
      },
    ],
  ],
  // The clock of G.722 says 8000 although it samples at 16000: RFC 3551, section 4.5.2.
  ['g722', [telephone('G722')]],
  ['pcmu', [telephone('PCMU')]],
  ['pcma', [telephone('PCMA')]],
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

function video(name: string, parameters: Record<string, unknown> = {}): RouterRtpCodecCapability {
  return { kind: 'video', mimeType: `video/${name}`, clockRate: 90_000, parameters };
}

function telephone(name: string): RouterRtpCodecCapability {
  return { kind: 'audio', mimeType: `audio/${name}`, clockRate: 8_000, channels: 1 };
}
