/** What a finger does on the stage. */

/** Where and when a finger was, in CSS pixels and milliseconds. */
export interface Touch {
  readonly x: number;
  readonly y: number;
  readonly at: number;
}

/** Shorter movements are taps of an unsteady finger. */
const SWIPE_PX = 48;
/** Slower ones are not meant to throw a page aside. */
const SWIPE_MS = 800;
const STEADY_PX = 10;

/** For how long a finger rests on a tile to open its menu. */
export const LONG_PRESS_MS = 500;

/** Pages to turn by a movement: 1 forward, which is to the left; -1 back; 0 for other movements. */
export function pagesSwiped(from: Touch, to: Touch): -1 | 0 | 1 {
  const [right, down] = [to.x - from.x, to.y - from.y];
  if (to.at - from.at > SWIPE_MS || Math.abs(right) < SWIPE_PX || Math.abs(right) < 2 * Math.abs(down))
    return 0;
  return right < 0 ? 1 : -1;
}

/** Whether a finger is still where it was put. */
export function rests(from: Touch, to: Touch): boolean {
  return Math.hypot(to.x - from.x, to.y - from.y) < STEADY_PX;
}
