import type { Encoding } from '../media/encodings.ts';
import type { SendOptions } from '../media/media-port.ts';

/** Enough for 720p with VP8. */
const CAMERA_BITRATE = 1_700_000;
/** What that server leaves to the lower layer of a simulcast. */
const LOW_BITRATE = 100_000;
/** With less for both there is nothing to be gained by two. */
const LEAST_FOR_TWO = 2 * LOW_BITRATE;

/**
 * The encodings for a track; empty for the browser's choice.
 *
 * Simulcast has two layers, the high one first: receivers get either of them, by `video` and `video-low`.
 *
 * @see Galène protocol, "SDP expectations"
 */
export function encodingsFor(kind: string, { simulcast, maxBitrate }: SendOptions): Encoding[] {
  const total = maxBitrate ?? CAMERA_BITRATE;
  if (kind === 'video' && simulcast === true && total >= LEAST_FOR_TWO) {
    return [
      { rid: 'h', maxBitrate: total - LOW_BITRATE },
      { rid: 'l', scaleResolutionDownBy: 2, maxBitrate: LOW_BITRATE },
    ];
  }
  return maxBitrate === undefined ? [] : [{ maxBitrate }];
}
