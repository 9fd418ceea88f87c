import { layoutFocus } from '../layout/focus.ts';
import { layoutPages, type LayoutBefore } from '../layout/pages.ts';
import { keepSlots, NO_SLOTS, type Slots, type SlotTile } from '../layout/slots.ts';
import type { Box, TileArea } from '../layout/tiles.ts';
import type { TileView } from '../state/stage.ts';

/** What the stage shows, and where. */
export interface Arrangement {
  readonly placed: readonly PlacedTile[];
  readonly page: number;
  readonly pages: number;
  /** Where the buttons for the pages are; absent where everybody is on one. */
  readonly pager: Box | undefined;
  /** Where somebody who is alone is told how to invite others. */
  readonly invitation: Box | undefined;
}

export interface PlacedTile {
  readonly tile: TileView;
  readonly box: Box;
  readonly part: 'focus' | 'grid' | 'strip';
}

export interface ArrangementRequest {
  readonly focus: readonly TileView[];
  readonly others: readonly TileView[];
  readonly area: TileArea;
  /** Places are kept or exchanged by this. */
  readonly slotOf: (tile: TileView) => SlotTile;
  /** Nobody else is here. */
  readonly alone: boolean;
}

/**
 * Finds places for tiles, remembering where they were. Grid and strip have places and pages of their own: when a
 * shared screen ends, everybody is again where they were before it began.
 */
export class Arranger {
  #grid: Slots = NO_SLOTS;
  #strip: Slots = NO_SLOTS;
  #pages = { grid: 0, strip: 0 };
  #before: LayoutBefore | undefined;
  #part: 'grid' | 'strip' = 'grid';

  /** Shows another page from the next arrangement on. */
  turn(page: number): void {
    this.#pages[this.#part] = Math.max(0, page);
  }

  arrange(request: ArrangementRequest): Arrangement {
    if (request.focus.length > 0) return this.#withFocus(request);
    if (this.#part === 'strip') {
      this.#strip = NO_SLOTS;
      this.#pages.strip = 0;
    }
    this.#part = 'grid';
    return this.#asGrid(request);
  }

  #asGrid({ others, area, slotOf, alone }: ArrangementRequest): Arrangement {
    const count = others.length + (alone ? 1 : 0);
    const layout = layoutPages(count, this.#pages.grid, area, this.#before);
    const { capacity, pages, columns, boxes, pager } = layout;
    this.#before = { count: pages > 1 ? capacity : count, capacity, columns };
    const page = (this.#pages.grid = Math.min(this.#pages.grid, pages - 1));
    this.#grid = keepSlots(this.#grid, others.map(slotOf), { page, capacity });
    const placed = placedOn(this.#grid, others, { page, capacity, boxes, part: 'grid' });
    return { placed, page, pages, pager, invitation: alone ? boxes.at(-1) : undefined };
  }

  #withFocus({ focus, others, area, slotOf }: ArrangementRequest): Arrangement {
    if (this.#part === 'grid') this.#strip = this.#grid;
    this.#part = 'strip';
    const asked = { focusCount: focus.length, stripCount: others.length, page: this.#pages.strip };
    const { focus: large, strip: boxes, capacity, pages, pager } = layoutFocus(asked, area);
    const page = (this.#pages.strip = Math.min(this.#pages.strip, pages - 1));
    this.#strip = keepSlots(this.#strip, others.map(slotOf), { page, capacity });
    const placed = focus.flatMap((tile, index) => {
      const box = large[index];
      return box === undefined ? [] : [{ tile, box, part: 'focus' as const }];
    });
    const strip = placedOn(this.#strip, others, { page, capacity, boxes, part: 'strip' });
    return { placed: [...placed, ...strip], page, pages, pager, invitation: undefined };
  }
}

interface PageOfBoxes {
  readonly page: number;
  readonly capacity: number;
  readonly boxes: readonly Box[];
  readonly part: PlacedTile['part'];
}

function placedOn(
  { order }: Slots,
  tiles: readonly TileView[],
  { page, capacity, boxes, part }: PageOfBoxes,
): readonly PlacedTile[] {
  const byKey = new Map(tiles.map((tile) => [tile.key, tile]));
  return boxes.flatMap((box, index) => {
    const tile = byKey.get(order[page * capacity + index] ?? '');
    return tile === undefined ? [] : [{ tile, box, part }];
  });
}
