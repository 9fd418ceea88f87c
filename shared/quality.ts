import type { Quality } from './messages/values.ts';

/** What is known of a way over the network. What is absent is not known, and held against nobody. */
export interface WayReading {
  /** Share of the packets that were lost, from 0 to 1. */
  readonly loss?: number | undefined;
  /** There and back again, in milliseconds. */
  readonly rttMs?: number | undefined;
}

/**
 * From where on a connection is not good any more, the worst first. Below 5 % concealment hides what is lost, from 10 % on
 * words are missing, at 20 % hardly anybody can follow; half a second of delay makes people talk at once, two seconds end
 * a conversation.
 */
export const QUALITY_BOUNDS = [
  { level: 'lost', loss: 0.2, rttMs: 2000 },
  { level: 'poor', loss: 0.1, rttMs: 1000 },
  { level: 'fair', loss: 0.05, rttMs: 500 },
] as const satisfies readonly { level: Quality; loss: number; rttMs: number }[];

/** How bad a way is; null while it is good, or nothing is known of it. */
export function qualityOf({ loss = 0, rttMs = 0 }: WayReading): Quality | null {
  return QUALITY_BOUNDS.find((bound) => loss >= bound.loss || rttMs >= bound.rttMs)?.level ?? null;
}
