import { z } from 'zod';

/** Ids of pictures are words of ours, or `own:` and a number that the browser made. */
const PictureId = z
  .string()
  .max(64)
  .regex(/^[a-z0-9:-]+$/);

const Background = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }).readonly(),
  z.object({ kind: z.literal('blur'), strength: z.enum(['light', 'strong']) }).readonly(),
  /** `image`: id of a bundled picture or one's own. */
  z.object({ kind: z.literal('image'), image: PictureId }).readonly(),
]);
/** What is seen of the room. */
export type Background = z.infer<typeof Background>;

export const ORIENTATIONS = ['none', 'mirror', 'flip', 'rotate'] as const;
/** As it is, left and right changed, upside down in a mirror, or turned by 180 degrees. */
export type Orientation = (typeof ORIENTATIONS)[number];

/** What happens to one's own picture before anybody sees it. */
export const VideoEffect = z
  .object({ background: Background, orientation: z.enum(ORIENTATIONS).catch('none') })
  .readonly();
export type VideoEffect = z.infer<typeof VideoEffect>;

export const PLAIN: VideoEffect = { background: { kind: 'none' }, orientation: 'none' };

/** Whether nothing happens, so that the camera's own track can be sent. */
export function isPlain({ background, orientation }: VideoEffect): boolean {
  return background.kind === 'none' && orientation === 'none';
}

export const NOISE_SUPPRESSIONS = ['browser', 'rnnoise', 'off'] as const;
/** Who takes noise out of one's voice: the browser, our own network, or nobody. */
export type NoiseSuppression = (typeof NOISE_SUPPRESSIONS)[number];
