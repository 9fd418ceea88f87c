import { PAGER_SIZE } from './pages.ts';
import { layoutTiles, type Box, type TileArea } from './tiles.ts';

export interface FocusLayout {
  /** Boxes of what is in focus. */
  readonly focus: readonly Box[];
  /** Boxes of the strip's page. */
  readonly strip: readonly Box[];
  /** How many tiles a page of the strip holds. */
  readonly capacity: number;
  readonly pages: number;
  /** Where the buttons for the strip's pages are; absent where everybody is on one. */
  readonly pager: Box | undefined;
}

export interface FocusRequest {
  readonly focusCount: number;
  readonly stripCount: number;
  /** Of the strip, from 0; the last one is shown instead of one that is not there. */
  readonly page: number;
}

const SIXTEEN_NINTHS = 16 / 9;
/** A face in the strip stays recognisable at the least width, and takes no more than it needs beyond the most. */
const STRIP_MIN = 150;
const STRIP_MAX = 256;
const STRIP_SHARE = 0.18;
/** Below a screen on a phone there is room for three in a row. */
const SHORT_ROW = 3;
/** Width by height that a tall area leaves to what is in focus: lower would make screens small, higher leaves bars. */
const FOCUS_IN_TALL = 4 / 3;

/** What is in focus large, everybody else in a strip: to its right in a wide area, in rows below it in a tall one. */
export function layoutFocus({ focusCount, stripCount, page }: FocusRequest, area: TileArea): FocusLayout {
  if (area.width <= 0 || area.height <= 0) {
    return { focus: [], strip: [], capacity: 1, pages: 1, pager: undefined };
  }
  const strip = area.height > area.width ? rowsBelow(stripCount, area) : columnBeside(stripCount, area);
  const { capacity, boxes, room, pager } = strip;
  const pages = Math.max(1, Math.ceil(stripCount / capacity));
  const shown = Math.min(capacity, stripCount - Math.min(page, pages - 1) * capacity);
  return { focus: splitFocus(focusCount, room), strip: boxes.slice(0, shown), capacity, pages, pager };
}

interface Strip {
  readonly capacity: number;
  /** Of a full page, or of all where there is one page. */
  readonly boxes: readonly Box[];
  /** What is left for the focus. */
  readonly room: TileArea;
  readonly pager: Box | undefined;
}

function columnBeside(count: number, area: TileArea): Strip {
  const { gap } = area;
  const width = Math.round(Math.min(STRIP_MAX, Math.max(STRIP_MIN, area.width * STRIP_SHARE)));
  const height = Math.round(width / SIXTEEN_NINTHS);
  const fitting = (along: number) => Math.max(1, Math.floor((along + gap) / (height + gap)));
  const paged = count > fitting(area.height);
  const along = paged ? area.height - PAGER_SIZE - gap : area.height;
  const capacity = fitting(along);
  const drawn = Math.min(count, capacity);
  const start = Math.max(0, Math.round((along - drawn * (height + gap) + gap) / 2));
  const x = area.width - width;
  return {
    capacity,
    boxes: Array.from({ length: drawn }, (_, index) => ({
      x,
      y: start + index * (height + gap),
      width,
      height,
    })),
    room: count === 0 ? area : { ...area, width: x - gap },
    pager: paged ? { x, y: area.height - PAGER_SIZE, width, height: PAGER_SIZE } : undefined,
  };
}

function rowsBelow(count: number, area: TileArea): Strip {
  const { gap } = area;
  const columns =
    count <= SHORT_ROW ? SHORT_ROW : Math.max(2, Math.floor((area.width + gap) / (STRIP_MIN + gap)));
  const width = Math.min(STRIP_MAX, Math.floor((area.width - gap * (columns - 1)) / columns));
  const height = Math.round(width / SIXTEEN_NINTHS);
  const fitting = (along: number) =>
    columns * Math.max(1, Math.floor((along - area.width / FOCUS_IN_TALL) / (height + gap)));
  const paged = count > fitting(area.height);
  const along = paged ? area.height - PAGER_SIZE - gap : area.height;
  const capacity = fitting(along);
  const drawn = Math.min(count, capacity);
  const rows = Math.ceil(drawn / columns);
  const top = along - rows * (height + gap) + gap;
  const boxes = Array.from({ length: drawn }, (_, index) => {
    const row = Math.floor(index / columns);
    const length = Math.min(columns, drawn - row * columns);
    const left = Math.round((area.width - length * (width + gap) + gap) / 2);
    return { x: left + (index % columns) * (width + gap), y: top + row * (height + gap), width, height };
  });
  const y = area.height - PAGER_SIZE;
  return {
    capacity,
    boxes,
    room: count === 0 ? area : { ...area, height: top - gap },
    pager: paged ? { x: 0, y, width: area.width, height: PAGER_SIZE } : undefined,
  };
}

/** One takes the whole room; several share it in the grid that leaves the largest pieces. */
function splitFocus(count: number, room: TileArea): readonly Box[] {
  if (count === 1) return [{ x: 0, y: 0, width: Math.max(0, room.width), height: Math.max(0, room.height) }];
  return layoutTiles(count, room).boxes;
}
