import { layoutTiles, type Box, type TileArea } from './tiles.ts';

export interface FocusLayout {
  /** Boxes of what is in focus. */
  readonly focus: readonly Box[];
  /** Boxes of the strip, as many as fit; one fewer tile than boxes is shown where a box must say "and more". */
  readonly strip: readonly Box[];
}

const SIXTEEN_NINTHS = 16 / 9;
/** A face in the strip stays recognisable at the least width, and takes no more than it needs beyond the most. */
const STRIP_MIN = 150;
const STRIP_MAX = 256;
const STRIP_SHARE = 0.18;
/** Below a screen on a phone there is room for three. */
const TALL_STRIP_TILES = 3;

/**
 * Shared screens large, everybody else in a strip: to their right in a wide area, below them in a tall one.
 */
export function layoutFocus(focusCount: number, stripCount: number, area: TileArea): FocusLayout {
  if (area.width <= 0 || area.height <= 0) return { focus: [], strip: [] };
  const tall = area.height > area.width;
  const width = tall
    ? Math.min(STRIP_MIN, Math.floor((area.width - area.gap * (TALL_STRIP_TILES - 1)) / TALL_STRIP_TILES))
    : Math.round(Math.min(STRIP_MAX, Math.max(STRIP_MIN, area.width * STRIP_SHARE)));
  const height = Math.round(width / SIXTEEN_NINTHS);
  const taken = stripCount === 0 ? 0 : (tall ? height : width) + area.gap;
  const room = tall ? { ...area, height: area.height - taken } : { ...area, width: area.width - taken };

  const length = tall ? width : height;
  const along = tall ? area.width : area.height;
  const fitting = Math.max(1, Math.floor((along + area.gap) / (length + area.gap)));
  const shown = Math.min(stripCount, fitting);
  const start = Math.max(0, Math.round((along - shown * (length + area.gap) + area.gap) / 2));
  const strip = Array.from({ length: shown }, (_, index) => {
    const offset = start + index * (length + area.gap);
    return tall
      ? { x: offset, y: area.height - height, width, height }
      : { x: area.width - width, y: offset, width, height };
  });
  return { focus: splitFocus(focusCount, room), strip };
}

/** One screen takes the whole room; several share it in the grid that leaves the largest pieces. */
function splitFocus(count: number, room: TileArea): readonly Box[] {
  if (count === 1) return [{ x: 0, y: 0, width: Math.max(0, room.width), height: Math.max(0, room.height) }];
  return layoutTiles(count, room).boxes;
}
