import { qualityOf, type Quality, type WayReading } from '@evagore/shared';

/** How good the way to a member is: nothing to complain of, or how bad it is. */
export type Level = 'good' | Quality;

/** What one look at a member's media found, the worse of the two directions. */
export interface Reading extends WayReading {
  /** A connection for media that was heard before is not heard any more. */
  readonly unheard?: boolean | undefined;
}

/** From the best to the worst. */
const LEVELS: readonly Level[] = ['good', 'fair', 'poor', 'lost'];

/** A burst of lost packets is over sooner than this, and nobody has to know of it. */
const WORSE_HOLDS_MS = 4000;

/** What has been bad is told to be better late: a way that is good now and then is not a good one. */
const BETTER_HOLDS_MS = 12_000;

/** What one look says. */
export function levelOf({ unheard = false, ...way }: Reading): Level {
  return unheard ? 'lost' : (qualityOf(way) ?? 'good');
}

/** What is told of a member, and what may have to be told instead. */
export interface Standing {
  readonly level: Level;
  /** It has been worse, or better, at each look since then; by this much at least. */
  readonly change?: { readonly to: Level; readonly since: number } | undefined;
}

/** What is told of somebody of whom nothing is known yet. */
export const UNBLEMISHED: Standing = { level: 'good' };

/**
 * Takes another look into account. A level is told when all looks for a while were on the same side of the one that was
 * told before; of different ones it is the nearest to it.
 *
 * @param now - Milliseconds, on any clock.
 */
export function stand(before: Standing, seen: Level, now: number): Standing {
  const { level, change } = before;
  const direction = rank(seen) - rank(level);
  if (direction === 0) return { level };
  const goesOn = change !== undefined && Math.sign(rank(change.to) - rank(level)) === Math.sign(direction);
  if (!goesOn || now < change.since) return { level, change: { to: seen, since: now } };
  const to = Math.abs(direction) < Math.abs(rank(change.to) - rank(level)) ? seen : change.to;
  const holdsMs = direction > 0 ? WORSE_HOLDS_MS : BETTER_HOLDS_MS;
  if (now - change.since < holdsMs) return { level, change: { to, since: change.since } };
  // What goes further in the same direction has to hold as well.
  return to === seen ? { level: to } : { level: to, change: { to: seen, since: now } };
}

function rank(level: Level): number {
  return LEVELS.indexOf(level);
}
