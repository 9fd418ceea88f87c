import type { SendOptions } from './media-port.ts';

/** How a browser encodes video: one entry a layer, the lowest first. */
export interface Encoding {
  rid?: string;
  scaleResolutionDownBy?: number;
  /** Bits per second. */
  maxBitrate?: number;
  scalabilityMode?: string;
}

/** Enough for 720p with VP8; what a camera needs beyond is wasted on a tile. */
const CAMERA_BITRATE = 1_700_000;

/** Of a screen at full size, with text that changes. */
const SCREEN_BITRATE = 3_000_000;

/** Shares of a bit rate that the layers of a simulcast get; a layer has a quarter of the next one's pixels. */
const LAYERS = [
  { rid: 'l', scaleResolutionDownBy: 4, share: 0.08 },
  { rid: 'm', scaleResolutionDownBy: 2, share: 0.25 },
  { rid: 'h', scaleResolutionDownBy: 1, share: 0.67 },
];

/** A quarter of a screen's width shows no text that anybody could read. */
const SCREEN_LAYERS = [
  { rid: 'l', scaleResolutionDownBy: 2, share: 0.2 },
  { rid: 'h', scaleResolutionDownBy: 1, share: 0.8 },
];

/**
 * The encodings for a video track.
 *
 * VP8 and H264 know layers of resolution only as simulcast. VP9 has them inside one encoding (SVC). AV1 gets
 * temporal layers only: receivers decoded nothing but the lowest of its spatial ones.
 *
 * @param mimeType - As in RTP capabilities: `video/VP8`.
 */
export function videoEncodings(mimeType: string, options: SendOptions): Encoding[] {
  const codec = mimeType.toLowerCase().replace('video/', '');
  const limit = options.maxBitrate === undefined ? {} : { maxBitrate: options.maxBitrate };
  if (!options.simulcast) return [limit];
  if (codec === 'vp9') return [{ scalabilityMode: 'L3T3_KEY', ...limit }];
  if (codec === 'av1') return [{ scalabilityMode: 'L1T3', ...limit }];
  const isScreen = options.priority === 'screen';
  const total = options.maxBitrate ?? (isScreen ? SCREEN_BITRATE : CAMERA_BITRATE);
  return (isScreen ? SCREEN_LAYERS : LAYERS).map(({ share, ...layer }) => ({
    ...layer,
    maxBitrate: Math.round(total * share),
    scalabilityMode: 'L1T3',
  }));
}
