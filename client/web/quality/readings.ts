import type { Limitation, Stream, TrackStats } from '@evagore/client';
import type { MediaKind } from '@evagore/shared';

/** What is needed of a stream to measure it. */
export type MeasuredStream = Pick<Stream, 'id' | 'up' | 'label' | 'source' | 'collectStats'>;

/** How one track flows, all its layers together. What is not known is absent. */
export interface TrackReading {
  /** The same for the same track at each look. */
  readonly key: string;
  readonly direction: 'up' | 'down';
  /** Who publishes it; empty for one's own. */
  readonly owner: string;
  /** The label of its stream. */
  readonly label: string;
  readonly kind: MediaKind;
  readonly codec?: string;
  readonly width?: number;
  readonly height?: number;
  readonly framesPerSecond?: number;
  /** Since the beginning, in bytes. */
  readonly bytes: number;
  /** Bits per second since the last look. */
  readonly rate?: number;
  /** Share of the packets that were lost lately, from 0 to 1. */
  readonly loss?: number;
  readonly rttMs?: number;
  readonly jitterMs?: number;
  /** How often the picture stood still. */
  readonly freezes?: number;
  readonly limitedBy?: Limitation;
  /** Of video in several layers: how many of them are sent. */
  readonly layers?: { readonly sent: number; readonly of: number };
}

/** What the browser reported of a stream, as one reading for each of its tracks. */
export async function readStream(stream: MeasuredStream): Promise<readonly TrackReading[]> {
  const stats = await stream.collectStats();
  const type = stream.up ? 'outbound-rtp' : 'inbound-rtp';
  const layers: Record<MediaKind, TrackStats[]> = { audio: [], video: [] };
  for (const entry of Object.values(stats)) {
    const layer = entry[type];
    if (layer !== undefined) layers[kindOf(layer)].push(layer);
  }
  return (['audio', 'video'] as const)
    .filter((kind) => layers[kind].length > 0)
    .map((kind) => ({
      key: `${stream.id}/${kind}`,
      direction: stream.up ? 'up' : 'down',
      owner: stream.source,
      label: stream.label,
      kind,
      ...together(layers[kind]),
    }));
}

type Flow = Omit<TrackReading, 'key' | 'direction' | 'owner' | 'label' | 'kind'>;

/** What the layers of a track come to: sums of what they carry, the largest picture, the worst of the way. */
function together(layers: readonly TrackStats[]): Flow {
  const flowing = layers.filter(({ active, rate }) => active !== false && rate !== 0);
  const pick = (name: NumberField) => known(flowing.map((layer) => layer[name]));
  const largest = [...flowing].sort((a, b) => (b.frameHeight ?? 0) - (a.frameHeight ?? 0))[0];
  const rates = known(layers.map(({ rate }) => rate));
  const limits = flowing.map(({ limitedBy }) => limitedBy);
  const codec = layers.map((layer) => layer.codec).find((name) => name !== undefined);
  const limitedBy = LIMITS.find((limit) => limits.includes(limit));
  const layered = layers.length > 1 && layers.some(({ active }) => active !== undefined);
  const fields = {
    codec,
    width: largest?.frameWidth,
    height: largest?.frameHeight,
    framesPerSecond: most(pick('framesPerSecond')),
    rate: rates.length > 0 ? Math.max(sum(rates), 0) : undefined,
    loss: most(pick('loss')),
    rttMs: most(pick('rttMs')),
    jitterMs: most(pick('jitterMs')),
    freezes: most(pick('freezeCount')),
    limitedBy,
    layers: layered
      ? { sent: layers.filter(({ active }) => active !== false).length, of: layers.length }
      : undefined,
  };
  const bytes = sum(layers.map((layer) => layer.bytesSent ?? layer.bytesReceived ?? 0));
  return { bytes, ...definedOf(fields) };
}

/** What is most in the way comes first. */
const LIMITS: readonly Limitation[] = ['cpu', 'bandwidth', 'other'];

type NumberField = 'framesPerSecond' | 'loss' | 'rttMs' | 'jitterMs' | 'freezeCount';

/** Some browsers do not tell; only pictures have frames. */
function kindOf({ kind, frameHeight, framesSent, framesDecoded }: TrackStats): MediaKind {
  if (kind !== undefined) return kind;
  return (frameHeight ?? framesSent ?? framesDecoded) === undefined ? 'audio' : 'video';
}

function known(values: readonly (number | undefined)[]): readonly number[] {
  return values.filter((value) => value !== undefined && Number.isFinite(value)) as number[];
}

function most(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

function definedOf<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Defined<Fields>;
}
