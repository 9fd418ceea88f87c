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
}

export interface TileLayout {
  /** One box per tile, in the order of the tiles. */
  readonly boxes: readonly Box[];
  /** Of the grid that was chosen; to be handed back while the area is being resized. */
  readonly columns: number;
}

/** The width and height that all tiles of a grid have. */
export interface TileSize {
  readonly width: number;
  readonly height: number;
}

interface Grid {
  readonly columns: number;
  readonly tile: TileSize;
}

/** Faces are cropped too hard when a tile gets narrower or wider than these. */
const NARROWEST = 4 / 3;
const WIDEST = 17 / 9;
/** In a tall area half of it would stay empty, and the phones that are held upright send tall pictures. */
const NARROWEST_IN_TALL = 1;
/** Width by height; from a square area on, the clamp changes little by little until the area is as tall as this. */
const TALL = 3 / 4;

const NOTHING: TileLayout = { boxes: [], columns: 0 };

/**
 * Places `count` tiles of one size so that they cover as much of the area as the aspect clamp allows.
 *
 * Every number of columns is tried. Rows differ by one tile at most, and each is centred; the order of tiles is
 * the order of reading.
 *
 * @param columnsBefore - Of the layout until now, for the same number of tiles: it stays until another one is better
 *   by more than a gap, so that nothing flickers to and fro while a window is resized.
 */
export function layoutTiles(count: number, area: TileArea, columnsBefore?: number): TileLayout {
  if (count <= 0 || area.width <= 0 || area.height <= 0) return NOTHING;
  const grid = keptGrid(count, area, columnsBefore) ?? bestGrid(count, area);
  return { boxes: place(count, area, grid), columns: grid.columns };
}

/** How large each of so many tiles is where they fill an area. */
export function tileSizeFor(count: number, area: TileArea): TileSize {
  return bestGrid(count, area).tile;
}

function bestGrid(count: number, area: TileArea): Grid {
  let best: Grid = { columns: 1, tile: tileSize(1, count, area) };
  for (let columns = 2; columns <= count; columns += 1) {
    const tile = tileSize(columns, Math.ceil(count / columns), area);
    if (extent(tile) > extent(best.tile)) best = { columns, tile };
  }
  return best;
}

function keptGrid(count: number, area: TileArea, columns: number | undefined): Grid | undefined {
  if (columns === undefined || columns < 1 || columns > count) return undefined;
  const rows = Math.ceil(count / columns);
  const { gap } = area;
  const withGap = tileSize(columns, rows, { gap, width: area.width + gap, height: area.height + gap });
  if (extent(withGap) < extent(bestGrid(count, area).tile)) return undefined;
  return { columns, tile: tileSize(columns, rows, area) };
}

function extent(tile: TileSize): number {
  return tile.width * tile.height;
}

function narrowest(area: TileArea): number {
  const squareness = Math.min(1, Math.max(0, (area.width / area.height - TALL) / (1 - TALL)));
  return NARROWEST_IN_TALL + squareness * (NARROWEST - NARROWEST_IN_TALL);
}

/** The largest tile within one cell. Whole pixels, so that edges stay crisp. */
function tileSize(columns: number, rows: number, area: TileArea): TileSize {
  const cellWidth = Math.max(0, (area.width - area.gap * (columns - 1)) / columns);
  const cellHeight = Math.max(0, (area.height - area.gap * (rows - 1)) / rows);
  const width = Math.min(cellWidth, cellHeight * WIDEST);
  const height = Math.min(cellHeight, width / narrowest(area));
  return { width: Math.floor(width), height: Math.floor(height) };
}

function place(count: number, area: TileArea, { columns, tile }: Grid): readonly Box[] {
  const rows = rowLengths(count, columns);
  const contentHeight = rows.length * (tile.height + area.gap) - area.gap;
  const top = Math.max(0, Math.round((area.height - contentHeight) / 2));
  return rows.flatMap((length, row) => {
    const rowWidth = length * (tile.width + area.gap) - area.gap;
    const left = Math.round((area.width - rowWidth) / 2);
    return Array.from({ length }, (_, column) => ({
      x: left + column * (tile.width + area.gap),
      y: top + row * (tile.height + area.gap),
      ...tile,
    }));
  });
}

/** Seven tiles in rows of at most three are 2, 3, 2: nobody sits alone under full rows, and the whole is balanced. */
export function rowLengths(count: number, columns: number): number[] {
  const rows = Math.ceil(count / columns);
  const upTo = (row: number) => Math.round((row * count) / rows);
  return Array.from({ length: rows }, (_, row) => upTo(row + 1) - upTo(row));
}
