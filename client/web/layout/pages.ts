import { layoutTiles, tileSizeFor, type Box, type TileArea } from './tiles.ts';

export interface PagedLayout {
  /** How many tiles a page holds. */
  readonly capacity: number;
  readonly pages: number;
  /** Of the page's tiles, in the order of reading. */
  readonly boxes: readonly Box[];
  readonly columns: number;
  /** Where the buttons for the pages are; absent where everybody is on one. */
  readonly pager: Box | undefined;
}

/** What a layout is compared with, so that it changes only where it must. */
export interface LayoutBefore {
  readonly count: number;
  readonly capacity: number;
  readonly columns: number;
}

/** More faces at once help nobody, and cost everybody. */
export const MOST_TILES = 25;
/** A button that a thumb finds. */
export const PAGER_SIZE = 44;
/** Below this height a row of buttons would cost more than a column of them. */
const LOW = 360;

/**
 * A face is recognised if it is large enough for the distance from which one looks: a larger area is farther away.
 * As an extent in square pixels: four fifths of (√area / 8 + 125)², by which tiles of phones hold two columns.
 */
function leastExtent(area: TileArea): number {
  return 0.8 * (Math.sqrt(area.width * area.height) / 8 + 125) ** 2;
}

/** Wide areas may show smaller faces, because more at a time is why one has a large screen. */
const BY_WIDTH = [
  { width: 1100, count: 25 },
  { width: 960, count: 16 },
  { width: 700, count: 9 },
] as const;
/** Even so, names and faces need this much. */
const LEAST_HEIGHT = 120;

/**
 * How many tiles an area holds at most, never more than {@link MOST_TILES}.
 *
 * @param before - What it held until now: that stays until the area has changed by more than a gap.
 */
export function capacityOf(area: TileArea, before?: number): number {
  if (before !== undefined) {
    const by = (change: number) => ({
      ...area,
      width: Math.max(1, area.width + change),
      height: Math.max(1, area.height + change),
    });
    if (before >= capacityOf(by(-area.gap)) && before <= capacityOf(by(area.gap))) return before;
  }
  const wide = BY_WIDTH.find((step) => area.width >= step.width)?.count ?? 0;
  const least = leastExtent(area);
  for (let count = MOST_TILES; count > 1; count -= 1) {
    const tile = tileSizeFor(count, area);
    if (tile.width * tile.height >= least) return count;
    if (count <= wide && tile.height >= LEAST_HEIGHT) return count;
  }
  return 1;
}

/**
 * Everybody on one page if they fit. Else pages of equal tiles, each filled from its start, so that turning a page
 * moves no box, and room for the buttons that turn them.
 *
 * @param page - From 0; the last one is shown instead of one that is not there.
 */
export function layoutPages(count: number, page: number, area: TileArea, before?: LayoutBefore): PagedLayout {
  if (area.width <= 0 || area.height <= 0) {
    return { capacity: MOST_TILES, pages: 1, boxes: [], columns: 0, pager: undefined };
  }
  const columnsFor = (tiles: number) => (before?.count === tiles ? before.columns : undefined);
  const whole = capacityOf(area, before?.capacity);
  if (count <= whole) {
    return { capacity: whole, pages: 1, pager: undefined, ...layoutTiles(count, area, columnsFor(count)) };
  }
  const { room, pager } = withoutPager(area);
  const capacity = capacityOf(room, before?.capacity);
  const pages = Math.ceil(count / capacity);
  const shown = Math.min(page, pages - 1);
  const layout = layoutTiles(capacity, room, columnsFor(capacity));
  return { ...layout, capacity, pages, boxes: layout.boxes.slice(0, count - shown * capacity), pager };
}

/** Buttons lie below the tiles, or beside them where height is scarce. */
function withoutPager(area: TileArea): { readonly room: TileArea; readonly pager: Box } {
  const taken = PAGER_SIZE + area.gap;
  return area.height < LOW && area.width > area.height
    ? {
        room: { ...area, width: Math.max(1, area.width - taken) },
        pager: { x: area.width - PAGER_SIZE, y: 0, width: PAGER_SIZE, height: area.height },
      }
    : {
        room: { ...area, height: Math.max(1, area.height - taken) },
        pager: { x: 0, y: area.height - PAGER_SIZE, width: area.width, height: PAGER_SIZE },
      };
}
