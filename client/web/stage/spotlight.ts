import type { TileView } from '../state/stage.ts';
import { soundsSince, speaks, spokeAt, type Speech } from './speech.ts';

export interface SpotlightRequest {
  /** Whose tile is in the spotlight until now. */
  readonly before: string | undefined;
  readonly tiles: readonly TileView[];
  readonly speech: Speech;
  /** Milliseconds on the clock of the speech. */
  readonly now: number;
}

/**
 * Who is shown large: whoever is already, for as long as they speak; then who has been speaking for longest; and while
 * all are silent, whoever it was last. Never oneself where others are.
 */
export function chooseSpotlight({ before, tiles, speech, now }: SpotlightRequest): TileView | undefined {
  const people = tiles.filter((tile) => tile.kind === 'person');
  const others = people.filter((tile) => !tile.self);
  const candidates = others.length > 0 ? others : people;
  const current = candidates.find((tile) => tile.key === before);
  if (current !== undefined && speaks(speech, current.owner, now)) return current;
  const speaking = candidates.filter((tile) => speaks(speech, tile.owner, now));
  return leastBy(speaking, (tile) => soundsSince(speech, tile.owner) ?? now) ?? current ?? atFirst();

  function atFirst(): TileView | undefined {
    const spoke = candidates.filter((tile) => spokeAt(speech, tile.owner, now) > -Infinity);
    return (
      leastBy(spoke, (tile) => -spokeAt(speech, tile.owner, now)) ??
      candidates.find((tile) => tile.video !== null) ??
      candidates[0]
    );
  }
}

function leastBy(tiles: readonly TileView[], measure: (tile: TileView) => number): TileView | undefined {
  return [...tiles].sort((a, b) => measure(a) - measure(b))[0];
}
