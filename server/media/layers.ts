import type { RtpParameters } from '@evagore/shared';
import { parseScalabilityMode } from 'mediasoup';
import type { TrackLayers } from '../core/media-port.ts';

type Encodings = RtpParameters['encodings'];

/**
 * The layers in which a track is published: the encodings of a simulcast, or the spatial layers inside of one.
 *
 * Publishers mostly say by how much each encoding is scaled down. Of those who do not, and of layers inside of one
 * encoding, each is half as wide and high as the next one.
 */
export function publishedLayers({ encodings }: Pick<RtpParameters, 'encodings'>): TrackLayers {
  const modes = encodings.map(({ scalabilityMode }) => parseScalabilityMode(scalabilityMode));
  const temporal = Math.min(...modes.map(({ temporalLayers }) => temporalLayers));
  if (encodings.length > 1) return { scales: saidScales(encodings) ?? halved(encodings.length), temporal };
  return { scales: halved(modes[0]?.spatialLayers ?? 1), temporal };
}

/** Undefined where not all of them say it, or not from the lowest to the highest. */
function saidScales(encodings: Encodings): number[] | undefined {
  const scales = encodings.map(({ scaleResolutionDownBy = Infinity }) => 1 / scaleResolutionDownBy);
  return scales.every((scale, index) => scale > (scales[index - 1] ?? 0)) ? scales : undefined;
}

function halved(count: number): number[] {
  return Array.from({ length: count }, (_, index) => 2 ** (index + 1 - count));
}
