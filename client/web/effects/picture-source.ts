import { EffectError } from './effect-error.ts';
import { MAX_SIZE } from './own-picture.ts';
import { ownPictures } from './own-pictures.ts';
import { drawScene, isScene, type SceneId } from './scenes.ts';

/** The picture behind an id. @throws {@link EffectError} - `load-failed`: it is not there any more. */
export async function openPicture(id: string): Promise<ImageBitmap> {
  if (isScene(id)) return sceneOf(id);
  const picture = await ownPictures.find(id);
  if (picture === undefined) throw new EffectError('load-failed');
  return createImageBitmap(picture);
}

function sceneOf(id: SceneId): ImageBitmap {
  const canvas = new OffscreenCanvas(MAX_SIZE.width, MAX_SIZE.height);
  const brush = canvas.getContext('2d');
  if (brush === null) throw new EffectError('not-supported');
  drawScene(brush, id);
  return canvas.transferToImageBitmap();
}
