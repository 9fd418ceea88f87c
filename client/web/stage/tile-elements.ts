/** The elements of tiles, for what only the browser can do with them. */

const STAGE = '.stage';

export function tileElement(key: string): Element | undefined {
  return document.querySelector(`${STAGE} [data-key="${CSS.escape(key)}"]`) ?? undefined;
}

export function tilePicture(key: string): HTMLVideoElement | undefined {
  return tileElement(key)?.querySelector('video') ?? undefined;
}

/** The key of the tile that an element belongs to. */
export function tileKeyOf(element: Element | null): string | undefined {
  return element?.closest('[data-key]')?.getAttribute('data-key') ?? undefined;
}

/** The largest picture on the stage, which is the one that matters most. */
export function largestPicture(): HTMLVideoElement | undefined {
  const pictures = [...document.querySelectorAll<HTMLVideoElement>(`${STAGE} video`)];
  const size = (video: HTMLVideoElement) => video.clientWidth * video.clientHeight;
  return pictures.filter((video) => video.readyState > 0).sort((a, b) => size(b) - size(a))[0];
}
