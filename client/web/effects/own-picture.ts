/** What a person may bring along as a background. */

/** Enough to choose from; each takes some hundred kilobytes of the browser's storage. */
export const MAX_PICTURES = 6;
/** What cameras and telephones make is less. */
export const MAX_BYTES = 20_000_000;
/** Pictures larger than cameras' are made smaller. */
export const MAX_SIZE = { width: 1280, height: 720 } as const;
/** Smaller ones are icons. */
const MIN_SIDE = 64;
/** SVG is not among them: it can ask for what is elsewhere. */
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif'] as const;

export type PictureRefusal = 'type' | 'bytes' | 'count' | 'unreadable' | 'small' | 'storage';

/** A picture was not taken. */
export class PictureRefused extends Error {
  override readonly name = 'PictureRefused';
  readonly refusal: PictureRefusal;

  constructor(refusal: PictureRefusal, options?: ErrorOptions) {
    super(`the picture was refused: ${refusal}`, options);
    this.refusal = refusal;
  }
}

/** What can be told before a file is opened. @param count - Pictures that are there already. */
export function refusalOf(
  { type, size }: { readonly type: string; readonly size: number },
  count: number,
): PictureRefusal | undefined {
  if (count >= MAX_PICTURES) return 'count';
  if (!PICTURE_TYPES.some((known) => known === type)) return 'type';
  if (size > MAX_BYTES) return 'bytes';
  return size === 0 ? 'unreadable' : undefined;
}

/**
 * The size in which a picture is kept: it still fills a camera's picture where it did before, and has no more pixels
 * than that needs.
 *
 * @throws {@link PictureRefused}
 */
export function keptSize({ width, height }: { readonly width: number; readonly height: number }): {
  width: number;
  height: number;
} {
  if (Math.min(width, height) < MIN_SIDE) throw new PictureRefused('small');
  const scale = Math.min(1, Math.max(MAX_SIZE.width / width, MAX_SIZE.height / height));
  // A strip of paper would still be endless; what is over is cut off when it is painted anyway.
  return {
    width: Math.min(Math.round(width * scale), 4 * MAX_SIZE.width),
    height: Math.min(Math.round(height * scale), 4 * MAX_SIZE.height),
  };
}

/** Makes the picture that is kept out of the one that was chosen. @throws {@link PictureRefused} */
export async function keptPicture(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file).catch((error: unknown) => {
    throw new PictureRefused('unreadable', { cause: error });
  });
  try {
    const { width, height } = keptSize(picture);
    const canvas = new OffscreenCanvas(width, height);
    const brush = canvas.getContext('2d');
    if (brush === null) throw new PictureRefused('unreadable');
    brush.imageSmoothingQuality = 'high';
    brush.drawImage(picture, 0, 0, width, height);
    // Browsers that cannot write WebP write PNG instead.
    return await canvas.convertToBlob({ type: 'image/webp', quality: 0.85 });
  } finally {
    picture.close();
  }
}
