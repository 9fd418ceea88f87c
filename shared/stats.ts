import { z } from 'zod';

/**
 * How media flows in the groups, as administrators are told.
 *
 * @see Galène protocol, ".stats": bitrates in bits per second, losses from 0 to 1, times in milliseconds.
 */

const Rate = z.number().min(0);

export const TrackStats = z.object({
  /** Spatial and temporal layer that is sent, and the highest there is. */
  sid: z.int().optional(),
  maxSid: z.int().optional(),
  tid: z.int().optional(),
  maxTid: z.int().optional(),
  /** Of the last seconds, all layers together. */
  bitrate: Rate,
  maxBitrate: Rate.optional(),
  /** Share of the packets that were lost lately. */
  loss: z.number().min(0).max(1),
  /** There and back again. */
  rtt: z.number().optional(),
  jitter: z.number().optional(),
});
export type TrackStats = z.infer<typeof TrackStats>;

export const StreamStats = z.object({
  id: z.string(),
  /** What the connection that carries it is estimated to carry, all streams together. */
  maxBitrate: Rate.optional(),
  /** null where nobody could tell in time. */
  tracks: z.array(TrackStats).nullable(),
});
export type StreamStats = z.infer<typeof StreamStats>;

export const ClientStats = z.object({
  id: z.string(),
  up: z.array(StreamStats).optional(),
  down: z.array(StreamStats).optional(),
});
export type ClientStats = z.infer<typeof ClientStats>;

export const GroupStats = z.object({ name: z.string(), clients: z.array(ClientStats).optional() });
export type GroupStats = z.infer<typeof GroupStats>;
