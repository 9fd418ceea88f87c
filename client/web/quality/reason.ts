import type { Quality } from '@evagore/shared';
import { QUALITY_BOUNDS } from '@evagore/shared';
import type { TrackReading } from './readings.ts';

/** How good a connection is. */
export type Level = 'good' | Quality;

/** Why others see or hear less than they could; `undefined` where they see and hear all. */
export type Reason = 'cpu' | 'bandwidth' | 'loss' | 'delay' | 'lost' | 'chosen' | 'small' | 'unwatched';

const FAIR = QUALITY_BOUNDS[2];

/**
 * What is lowered of what one sends, in the order in which knowing it helps.
 *
 * @param told - How the server finds the connection.
 * @param choseLow - The person asked for little to be sent.
 */
export function reasonOf(
  readings: readonly TrackReading[],
  told: Quality | null,
  choseLow: boolean,
): Reason | undefined {
  const own = readings.filter(({ direction }) => direction === 'up');
  if (own.some(({ limitedBy }) => limitedBy === 'cpu')) return 'cpu';
  if (own.some(({ limitedBy }) => limitedBy === 'bandwidth')) return 'bandwidth';
  if (own.some(({ loss = 0 }) => loss >= FAIR.loss)) return 'loss';
  if (own.some(({ rttMs = 0 }) => rttMs >= FAIR.rttMs)) return 'delay';
  if (told !== null) return told === 'lost' ? 'lost' : 'loss';
  const pictures = own.filter(({ kind }) => kind === 'video');
  if (choseLow && pictures.length > 0) return 'chosen';
  if (pictures.some(({ layers }) => layers?.sent === 0)) return 'unwatched';
  if (pictures.some(({ layers }) => layers !== undefined && layers.sent < layers.of)) return 'small';
  return undefined;
}

const LEVELS: readonly Level[] = ['good', 'fair', 'poor', 'lost'];

/** The worst of several levels; good where there are none. */
export function worstOf(levels: readonly (Level | null)[]): Level {
  return (
    LEVELS[Math.max(0, ...levels.map((level) => (level === null ? 0 : LEVELS.indexOf(level))))] ?? 'good'
  );
}

/** The better of two levels: what two looks one after another agree on. */
export function agreed(one: Level, other: Level): Level {
  return LEVELS.indexOf(one) < LEVELS.indexOf(other) ? one : other;
}
