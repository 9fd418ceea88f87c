/**
 * Who has which place. Places are numbered over all pages; a tile keeps its own for as long as it can, because
 * people look for faces where they were.
 */

/** What is asked of a tile to give it a place. */
export interface SlotTile {
  readonly key: string;
  /** Speaks, or has a hand up: must be seen. */
  readonly urgent: boolean;
  /** Must not lose its place to an urgent one. */
  readonly kept: boolean;
  /** When it last spoke, in milliseconds since any moment; -Infinity for never. */
  readonly spokeAt: number;
  /** A picture is to be seen. */
  readonly seen: boolean;
}

/** The part of the places that is drawn. */
export interface SlotPage {
  /** From 0. */
  readonly page: number;
  /** Places on each page. */
  readonly capacity: number;
}

export interface Slots {
  /** Keys of all tiles; the first `capacity` of them are the first page. */
  readonly order: readonly string[];
  /** Those that were urgent when the places were given. */
  readonly urgent: ReadonlySet<string>;
}

export const NO_SLOTS: Slots = { order: [], urgent: new Set() };

/**
 * Gives places to tiles: to each the one it had, to newcomers the free ones.
 *
 * Where everybody has a place on one page, those after somebody who leaves move up, and nothing else ever changes.
 * Where there are several pages, somebody from the last one takes a place that has become free; and whoever becomes
 * urgent on another page changes places with whoever is missed least on the page that is drawn. On the first page,
 * to which nobody had to turn, that is so for all who are urgent, and for those with a picture over those without.
 *
 * @param tiles - In the order in which newcomers get places.
 */
export function keepSlots(before: Slots, tiles: readonly SlotTile[], { page, capacity }: SlotPage): Slots {
  const byKey = new Map(tiles.map((tile) => [tile.key, tile]));
  const order = withoutGone(withNewcomers(before.order, byKey), byKey, capacity);
  const urgent = new Set(tiles.filter((tile) => tile.urgent).map((tile) => tile.key));
  if (order.length > capacity) {
    const called = (tile: SlotTile) => tile.urgent && (page === 0 || !before.urgent.has(tile.key));
    const drawn: Range = [page * capacity, (page + 1) * capacity];
    exchange(order, byKey, drawn, { called, spared: (tile) => tile.kept || tile.urgent });
    if (page === 0) {
      exchange(order, byKey, drawn, {
        called: (tile) => tile.seen,
        spared: (tile) => tile.kept || tile.urgent || tile.seen,
      });
    }
  }
  return { order, urgent };
}

type Tiles = ReadonlyMap<string, SlotTile>;
type Range = readonly [from: number, until: number];

/** Newcomers take the places of those who left at the same time, and come last otherwise. */
function withNewcomers(before: readonly string[], tiles: Tiles): string[] {
  const placed = new Set(before);
  const newcomers = [...tiles.keys()].filter((key) => !placed.has(key));
  const order = before.map((key) => (tiles.has(key) ? key : (newcomers.shift() ?? key)));
  return [...order, ...newcomers];
}

/** The free places of all but the last page are taken from the end. */
function withoutGone(before: readonly string[], tiles: Tiles, capacity: number): string[] {
  const order = [...before];
  for (let index = 0; index < order.length; index += 1) {
    if (tiles.has(order[index] ?? '')) continue;
    while (order.length > index && !tiles.has(order.at(-1) ?? '')) order.pop();
    const last = order.length - 1;
    if (last < index) break;
    const onLastPage = Math.floor(index / capacity) === Math.floor(last / capacity);
    if (onLastPage) {
      order.splice(index, 1);
      // Whoever came to this place may be gone as well.
      index -= 1;
    } else {
      order.splice(index, 1, ...order.splice(last, 1));
    }
  }
  return order;
}

interface Exchange {
  readonly called: (tile: SlotTile) => boolean;
  readonly spared: (tile: SlotTile) => boolean;
}

/** Each who is called from outside of the range changes places with somebody inside who is not spared. */
function exchange(order: string[], tiles: Tiles, [from, until]: Range, { called, spared }: Exchange): void {
  const at = (index: number) => tiles.get(order[index] ?? '');
  const inside = Array.from({ length: Math.min(until, order.length) - from }, (_, index) => from + index);
  const free = inside
    .filter((index) => {
      const tile = at(index);
      return tile !== undefined && !spared(tile);
    })
    .sort((a, b) => compareMissed(at(a), at(b)) || b - a);
  for (let index = 0; index < order.length; index += 1) {
    const tile = at(index);
    if ((index >= from && index < until) || tile === undefined || !called(tile)) continue;
    const place = free.shift();
    if (place === undefined) return;
    const leaving = order[place];
    if (leaving === undefined) return;
    order[place] = tile.key;
    order[index] = leaving;
  }
}

/** Missed least: without a picture, and who has been silent for longest. */
function compareMissed(one: SlotTile | undefined, other: SlotTile | undefined): number {
  if (one === undefined || other === undefined) return 0;
  if (one.seen !== other.seen) return one.seen ? 1 : -1;
  return one.spokeAt === other.spokeAt ? 0 : one.spokeAt - other.spokeAt;
}
