/** Where a tile lies within its area, in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TileArea {
  readonly width: number;
  readonly height: number;
  readonly gap: number;
  /** Below this width tiles no longer shrink: the area scrolls instead. */
  readonly minTileWidth?: number;
}

export interface TileLayout {
  /** One box per tile, in the order of the tiles. */
  readonly boxes: readonly Box[];
  readonly columns: number;
  /** Height of all rows; more than the area's height where it must scroll. */
  readonly contentHeight: number;
}

/** Faces are cropped too hard when a tile gets narrower or wider than these. */
const NARROWEST = 4 / 3;
const WIDEST = 17 / 9;
/** In a tall area half of it would stay empty, and the phones that are held upright send tall pictures. */
const NARROWEST_IN_TALL = 1;

const NOTHING: TileLayout = { boxes: [], columns: 0, contentHeight: 0 };

/**
 * Places `count` tiles of one size so that they cover as much of the area as the aspect clamp allows.
 *
 * Every number of columns is tried. Rows differ by one tile at most, and each is centred; the order of tiles is
 * the order of reading.
 */
export function layoutTiles(count: number, area: TileArea): TileLayout {
  if (count <= 0 || area.width <= 0 || area.height <= 0) return NOTHING;
  const best = bestGrid(count, area);
  const minWidth = Math.min(area.minTileWidth ?? 0, area.width);
  return best.tile.width >= minWidth
    ? place(count, area, best)
    : place(count, area, scrollingGrid(minWidth, area));
}

interface Grid {
  readonly columns: number;
  readonly tile: { readonly width: number; readonly height: number };
}

function bestGrid(count: number, area: TileArea): Grid {
  let best: Grid = { columns: 1, tile: tileSize(1, count, area) };
  for (let columns = 2; columns <= count; columns += 1) {
    const tile = tileSize(columns, Math.ceil(count / columns), area);
    if (tile.width * tile.height > best.tile.width * best.tile.height) best = { columns, tile };
  }
  return best;
}

function scrollingGrid(minWidth: number, area: TileArea): Grid {
  const columns = Math.max(1, Math.floor((area.width + area.gap) / (minWidth + area.gap)));
  const width = Math.floor((area.width - area.gap * (columns - 1)) / columns);
  return { columns, tile: { width, height: Math.floor(width / NARROWEST) } };
}

function narrowest(area: TileArea): number {
  return area.height > area.width ? NARROWEST_IN_TALL : NARROWEST;
}

/** The largest tile within one cell. Whole pixels, so that edges stay crisp. */
function tileSize(columns: number, rows: number, area: TileArea): Grid['tile'] {
  const cellWidth = Math.max(0, (area.width - area.gap * (columns - 1)) / columns);
  const cellHeight = Math.max(0, (area.height - area.gap * (rows - 1)) / rows);
  const width = Math.min(cellWidth, cellHeight * WIDEST);
  const height = Math.min(cellHeight, width / narrowest(area));
  return { width: Math.floor(width), height: Math.floor(height) };
}

function place(count: number, area: TileArea, { columns, tile }: Grid): TileLayout {
  const rows = rowLengths(count, columns);
  const contentHeight = rows.length * (tile.height + area.gap) - area.gap;
  const top = Math.max(0, Math.round((area.height - contentHeight) / 2));
  const boxes = rows.flatMap((length, row) => {
    const rowWidth = length * (tile.width + area.gap) - area.gap;
    const left = Math.round((area.width - rowWidth) / 2);
    return Array.from({ length }, (_, column) => ({
      x: left + column * (tile.width + area.gap),
      y: top + row * (tile.height + area.gap),
      ...tile,
    }));
  });
  return { boxes, columns: Math.max(...rows), contentHeight };
}

/**
 * Seven tiles in rows of at most three are 3, 2, 2: nobody sits alone under full rows. The shorter rows come
 * last, so that whoever comes next moves as few of the others as can be.
 */
export function rowLengths(count: number, columns: number): number[] {
  const rows = Math.ceil(count / columns);
  const shortest = Math.floor(count / rows);
  return Array.from({ length: rows }, (_, row) => shortest + (row < count % rows ? 1 : 0));
}
