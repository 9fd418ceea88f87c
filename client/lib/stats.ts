/** What is known of one RTP stream. Which fields there are depends on the direction and the kind. */
export interface TrackStats {
  /** Milliseconds, as in the browser's report. */
  timestamp: number;
  bytesSent?: number;
  bytesReceived?: number;
  /** Bits per second since the last look. */
  rate?: number;
  /** @see W3C WebRTC statistics: grows with the energy of what is heard. */
  totalAudioEnergy?: number;
  /** The energy since the last look, per second. */
  audioEnergy?: number;
  framesDecoded?: number;
  framesSent?: number;
  frameWidth?: number;
  frameHeight?: number;
  packetsLost?: number;
}

/** By track id (of outgoing video, with its SSRC), then by report type, as in Galène's client. */
export type StreamStats = Record<string, Record<string, TrackStats>>;

interface StatsSource {
  readonly track: { readonly id: string };
  readonly source: { stats(): Promise<RTCStatsReport> };
}

/** Looks at all tracks; `previous` gives the base for rates. */
export async function readStats(tracks: readonly StatsSource[], previous: StreamStats): Promise<StreamStats> {
  const stats: StreamStats = {};
  for (const { track, source } of tracks) {
    const report = await source.stats();
    report.forEach((entry: Record<string, unknown>) => {
      const type = entry['type'];
      if (type !== 'outbound-rtp' && type !== 'inbound-rtp') return;
      const key = type === 'outbound-rtp' ? `${track.id}-${String(entry['ssrc'])}` : track.id;
      stats[key] = { ...stats[key], [type]: trackStats(entry, previous[key]?.[type]) };
    });
  }
  return stats;
}

const COUNTERS = [
  'bytesSent',
  'bytesReceived',
  'totalAudioEnergy',
  'framesDecoded',
  'framesSent',
  'frameWidth',
  'frameHeight',
  'packetsLost',
] as const;

function trackStats(entry: Record<string, unknown>, before: TrackStats | undefined): TrackStats {
  const stats: TrackStats = { timestamp: Number(entry['timestamp']) };
  for (const name of COUNTERS) {
    const value = entry[name];
    if (typeof value === 'number') stats[name] = value;
  }
  const seconds = before === undefined ? 0 : (stats.timestamp - before.timestamp) / 1000;
  if (before === undefined || seconds <= 0) return stats;
  const bytes =
    (stats.bytesSent ?? stats.bytesReceived ?? 0) - (before.bytesSent ?? before.bytesReceived ?? 0);
  stats.rate = (bytes * 8) / seconds;
  if (stats.totalAudioEnergy !== undefined) {
    stats.audioEnergy = (stats.totalAudioEnergy - (before.totalAudioEnergy ?? 0)) / seconds;
  }
  return stats;
}
