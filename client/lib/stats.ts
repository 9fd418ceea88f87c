/** Why a browser sends less than it was asked to. @see W3C WebRTC statistics, RTCQualityLimitationReason */
export type Limitation = 'cpu' | 'bandwidth' | 'other';

/** What is known of one RTP stream. Which fields there are depends on the direction, the kind and the browser. */
export interface TrackStats {
  /** Milliseconds, as in the browser's report. */
  timestamp: number;
  kind?: 'audio' | 'video';
  /** As in a group file, such as `vp8` or `opus`. */
  codec?: string;
  /** Of a layer of a simulcast: what its encoding is called. */
  rid?: string;
  /** Whether a layer is sent at all; those that nobody watches are not. */
  active?: boolean;
  /** The layers inside of one encoding, such as `L3T3`. */
  scalabilityMode?: string;
  bytesSent?: number;
  bytesReceived?: number;
  packetsSent?: number;
  packetsReceived?: number;
  /** Since the beginning; of what is sent, as the other side says. */
  packetsLost?: number;
  /** Share of the packets that were lost lately, from 0 to 1. Absent where nobody could tell yet. */
  loss?: number;
  /** To the server and back, in milliseconds. */
  rttMs?: number;
  /** How much the time between packets varies, in milliseconds. */
  jitterMs?: number;
  /** Bits per second since the last look. */
  rate?: number;
  /** @see W3C WebRTC statistics: grows with the energy of what is heard. */
  totalAudioEnergy?: number;
  /** The energy since the last look, per second. */
  audioEnergy?: number;
  framesDecoded?: number;
  framesSent?: number;
  framesDropped?: number;
  framesPerSecond?: number;
  frameWidth?: number;
  frameHeight?: number;
  /** How often the picture stood still. */
  freezeCount?: number;
  /** Why less is sent than was asked for; absent where nothing limits it. */
  limitedBy?: Limitation;
  /** What the way to the server is estimated to carry, in bits per second, all streams together. */
  availableOutgoingBitrate?: number;
}

/** By track id (of outgoing video, with its SSRC), then by report type, as in Galène's client. */
export type StreamStats = Record<string, Record<string, TrackStats>>;

interface StatsSource {
  readonly track: { readonly id: string };
  readonly source: { stats(): Promise<RTCStatsReport> };
}

/** One entry of a browser's report, of which nothing is certain. */
type Entry = Readonly<Record<string, unknown>>;

/** Looks at all tracks; `previous` gives the base for rates. */
export async function readStats(tracks: readonly StatsSource[], previous: StreamStats): Promise<StreamStats> {
  const stats: StreamStats = {};
  for (const { track, source } of tracks) {
    const entries = new Map<string, Entry>();
    (await source.stats()).forEach((entry: Entry, id) => entries.set(id, entry));
    for (const entry of entries.values()) {
      const type = entry['type'];
      if (type !== 'outbound-rtp' && type !== 'inbound-rtp') continue;
      const key = type === 'outbound-rtp' ? `${track.id}-${String(entry['ssrc'])}` : track.id;
      stats[key] = { ...stats[key], [type]: trackStats(entry, entries, previous[key]?.[type]) };
    }
  }
  return stats;
}

const COUNTERS = [
  'bytesSent',
  'bytesReceived',
  'packetsSent',
  'packetsReceived',
  'totalAudioEnergy',
  'framesDecoded',
  'framesSent',
  'framesDropped',
  'framesPerSecond',
  'frameWidth',
  'frameHeight',
  'freezeCount',
  'packetsLost',
] as const;

function trackStats(
  entry: Entry,
  entries: ReadonlyMap<string, Entry>,
  before: TrackStats | undefined,
): TrackStats {
  const stats: TrackStats = { timestamp: Number(entry['timestamp']), ...describe(entry, entries) };
  for (const name of COUNTERS) {
    const value = entry[name];
    if (typeof value === 'number') stats[name] = value;
  }
  Object.assign(stats, wayOf(entry, entries));
  return before === undefined ? stats : { ...stats, ...since(before, stats) };
}

/** What the stream is. */
function describe(entry: Entry, entries: ReadonlyMap<string, Entry>): Partial<TrackStats> {
  const { kind, rid, active, scalabilityMode, qualityLimitationReason: reason } = entry;
  const codec = referred(entry, 'codecId', entries)?.['mimeType'];
  return {
    ...((kind === 'audio' || kind === 'video') && { kind }),
    ...(typeof codec === 'string' && { codec: codec.replace(/^\w+\//, '').toLowerCase() }),
    ...(typeof rid === 'string' && { rid }),
    ...(typeof active === 'boolean' && { active }),
    ...(typeof scalabilityMode === 'string' && { scalabilityMode }),
    ...((reason === 'cpu' || reason === 'bandwidth' || reason === 'other') && { limitedBy: reason }),
  };
}

/** How the way is. Of what is sent, the other side knows better. */
function wayOf(entry: Entry, entries: ReadonlyMap<string, Entry>): Partial<TrackStats> {
  const remote = referred(entry, 'remoteId', entries);
  const sent = entry['type'] === 'outbound-rtp';
  const transport = referred(entry, 'transportId', entries);
  const pair = transport && referred(transport, 'selectedCandidatePairId', entries);
  const rtt = (sent ? number(remote, 'roundTripTime') : undefined) ?? number(pair, 'currentRoundTripTime');
  const jitter = number(sent ? remote : entry, 'jitter');
  const lost = sent ? number(remote, 'packetsLost') : undefined;
  const fraction = sent ? number(remote, 'fractionLost') : undefined;
  const bitrate = sent ? number(pair, 'availableOutgoingBitrate') : undefined;
  return {
    ...(rtt !== undefined && { rttMs: rtt * 1000 }),
    ...(jitter !== undefined && { jitterMs: jitter * 1000 }),
    ...(lost !== undefined && { packetsLost: lost }),
    ...(fraction !== undefined && { loss: Math.min(Math.max(fraction, 0), 1) }),
    ...(bitrate !== undefined && { availableOutgoingBitrate: bitrate }),
  };
}

/** What happened from one look to the next. */
function since(before: TrackStats, stats: TrackStats): Partial<TrackStats> {
  const seconds = (stats.timestamp - before.timestamp) / 1000;
  if (seconds <= 0) return {};
  const bytes =
    (stats.bytesSent ?? stats.bytesReceived ?? 0) - (before.bytesSent ?? before.bytesReceived ?? 0);
  const energy = stats.totalAudioEnergy;
  const received = (stats.packetsReceived ?? 0) - (before.packetsReceived ?? 0);
  // What comes late was counted as lost before, so that the count may fall.
  const lost = Math.max((stats.packetsLost ?? 0) - (before.packetsLost ?? 0), 0);
  const counted = stats.packetsReceived !== undefined && received >= 0 && received + lost > 0;
  return {
    rate: (bytes * 8) / seconds,
    ...(energy !== undefined && { audioEnergy: (energy - (before.totalAudioEnergy ?? 0)) / seconds }),
    ...(counted && { loss: lost / (received + lost) }),
  };
}

/** The entry that another one refers to. */
function referred(entry: Entry, by: string, entries: ReadonlyMap<string, Entry>): Entry | undefined {
  const id = entry[by];
  return typeof id === 'string' ? entries.get(id) : undefined;
}

function number(entry: Entry | undefined, name: string): number | undefined {
  const value = entry?.[name];
  return typeof value === 'number' ? value : undefined;
}
