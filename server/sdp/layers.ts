import type { RtpParameters } from '@evagore/shared';
import type { RemoteLayer, RemoteSource } from './remote-media.ts';

export type Encoding = RtpParameters['encodings'][number];

/** As many as the schema of RTP parameters takes. */
const MAX_LAYERS = 8;

/** What people call their layers, smallest first. Note that `h` is the largest of one family and the middle of another. */
const VOCABULARIES: readonly (readonly string[])[] = [
  ['l', 'm', 'h'],
  ['q', 'h', 'f'],
  ['lo', 'mid', 'hi'],
  ['low', 'mid', 'high'],
  ['low', 'med', 'high'],
  ['low', 'medium', 'high'],
  ['quarter', 'half', 'full'],
];

/** By which a layer may be confined; more is better. */
const LIMITS = ['max-width', 'max-height', 'max-fs', 'max-br', 'max-fps'] as const;

/**
 * The layers of a simulcast as mediasoup wants them, which takes the first for the lowest.
 *
 * `a=simulcast` lists them in the order of preference, so the first is the best, as in Galène's clients (`h;l`). But
 * browsers list them as the page did, and many pages begin with the lowest. So what the layers say of themselves counts
 * first: their limits, then their names where those are of a known family; and the order only where they say nothing.
 *
 * @see RFC 8853, section 5.2; Galène protocol, "request": `video` is the first, `video-low` the last
 */
export function lowestFirst(layers: readonly RemoteLayer[]): RemoteLayer[] {
  const ranks = ranksOf(layers);
  return layers
    .map((layer, index) => ({ layer, rank: ranks?.[index] ?? -index }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ layer }) => layer)
    .slice(-MAX_LAYERS);
}

/** One encoding for each source; with sources, the order of an old-style simulcast is that of its encodings. */
export function encodingsOfSources(sources: readonly RemoteSource[], hasRtx: boolean): Encoding[] {
  return sources.slice(0, MAX_LAYERS).map(({ ssrc, rtx }) => ({
    ssrc,
    ...(hasRtx && rtx !== undefined && { rtx: { ssrc: rtx } }),
  }));
}

function ranksOf(layers: readonly RemoteLayer[]): readonly number[] | undefined {
  for (const name of LIMITS) {
    const limits = layers.map((layer) => Number(layer.limits.get(name)));
    if (limits.every(Number.isFinite) && new Set(limits).size === limits.length) return limits;
  }
  const names = layers.map(({ rid }) => rid.toLowerCase());
  const family = VOCABULARIES.find((words) => names.every((name) => words.includes(name)));
  return family && names.map((name) => family.indexOf(name));
}
