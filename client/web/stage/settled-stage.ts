import { alike, settledList } from '../state/selection.ts';
import type { PlacedTile } from './arrangement.ts';
import type { StageSnapshot } from './stage-model.ts';

/**
 * What is shown now, made of the same objects as before wherever it is the same, so that only what is different is drawn
 * again. Voices come and go several times a second, and mostly change nothing that is shown.
 */
export function settledStage(before: StageSnapshot | undefined, now: StageSnapshot): StageSnapshot {
  if (before === undefined) return now;
  const settled: StageSnapshot = {
    ...now,
    placed: settledList(before.placed, settledTiles(before.placed, now.placed)),
    tiles: settledList(before.tiles, now.tiles),
    pictures: settledList(before.pictures, now.pictures),
    pinned: sameSet(before.pinned, now.pinned),
    options: same(before.options, now.options),
    pager: same(before.pager, now.pager),
    invitation: same(before.invitation, now.invitation),
  };
  return same(before, settled);
}

function settledTiles(before: readonly PlacedTile[], now: readonly PlacedTile[]): readonly PlacedTile[] {
  const known = new Map(before.map((placed) => [placed.tile.key, placed]));
  return now.map((placed) => {
    const last = known.get(placed.tile.key);
    const isSame = last?.tile === placed.tile && last.part === placed.part && alike(last.box, placed.box);
    return isSame ? last : placed;
  });
}

function same<Value extends object | undefined>(before: Value, now: Value): Value {
  return before !== undefined && now !== undefined && alike(before, now) ? before : now;
}

function sameSet<Item>(before: ReadonlySet<Item>, now: ReadonlySet<Item>): ReadonlySet<Item> {
  return before.size === now.size && [...before].every((item) => now.has(item)) ? before : now;
}
