import type { PictureSize } from '@evagore/shared';
import type { LayerChoice, TrackLayers } from './media-port.ts';
import type { Requested } from './wanted.ts';

/** What a receiver gets of a track that it has; `none` while it does not draw it. */
export type Delivery = LayerChoice | 'none';

/** What most cameras send; for publishers that do not say. */
const USUAL_SIZE: PictureSize = { width: 1280, height: 720 };

/**
 * By how much a layer may be enlarged when it is drawn. The next one has four times the pixels, which is too dear for
 * a sharpness that nobody sees on a face.
 */
const ENLARGED = 4 / 3;

/**
 * Where even the lowest layer is so much larger than it is drawn, some of its frames are spared. Never more than half
 * of them: movement is what makes a small picture alive.
 */
const MUCH_LARGER = 2;

/** With fewer temporal layers than this, one less would be too few frames. */
const LEAST_TO_SPARE_ONE = 3;

/**
 * What a receiver gets of a video track.
 *
 * @param requested - What it asked for, which is the most that it gets.
 * @param drawn - The box that the picture fills, in device pixels; null while it is not drawn, undefined if in full.
 * @param picture - What is published.
 */
export function deliveryOf(
  requested: Requested,
  drawn: PictureSize | null | undefined,
  picture: { readonly layers: TrackLayers; readonly size: PictureSize | undefined },
): Delivery {
  if (drawn === null) return 'none';
  if (drawn === undefined || requested === 'lowest') return requested;
  const { layers, size = USUAL_SIZE } = picture;
  const needed = Math.max(drawn.width / size.width, drawn.height / size.height);
  const enough = layers.scales.findIndex((scale) => scale * ENLARGED >= needed);
  const highest = layers.scales.length - 1;
  const spatial = enough < 0 ? highest : enough;
  const spares =
    spatial === 0 && layers.temporal >= LEAST_TO_SPARE_ONE && (layers.scales[0] ?? 1) >= MUCH_LARGER * needed;
  if (spares) return { spatial, temporal: layers.temporal - 2 };
  if (spatial === highest) return 'best';
  return spatial === 0 ? 'lowest' : { spatial, temporal: layers.temporal - 1 };
}

/** The highest spatial layer that is needed for a delivery; -1 for none. */
export function spatialOf(delivery: Delivery, { scales }: TrackLayers): number {
  if (delivery === 'none') return -1;
  if (delivery === 'best') return scales.length - 1;
  return delivery === 'lowest' ? 0 : delivery.spatial;
}

export function isSameDelivery(one: Delivery, other: Delivery): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other;
  return one.spatial === other.spatial && one.temporal === other.temporal;
}
