import type { MediaKind, MemberId, StreamId, TrackId, WantedKind } from '@evagore/shared';

/** What the rules need to know of a published stream. */
export interface StreamView {
  readonly id: StreamId;
  readonly label: string;
  readonly owner: { readonly id: MemberId };
  readonly tracks: readonly { readonly id: TrackId; readonly kind: MediaKind }[];
  /** The streams that this one takes the place of, latest first. */
  readonly lineage: readonly StreamId[];
}

/** Which layer of a picture is watched. */
export type Layer = 'high' | 'low';

/** What is watched: of which streams which kinds. */
export type Scene<Stream> = ReadonlyMap<Stream, readonly WantedKind[]>;

/** Sooner than this, the picture does not go to another who speaks: it would follow every "yes" and cough. */
export const HOLD_MS = 2000;

/** A stream that somebody asked for, or the one that took its place. */
export function sceneOfStream<Stream extends StreamView>(
  streams: Iterable<Stream>,
  wanted: StreamId,
  layer: Layer,
): Scene<Stream> {
  const found = [...streams].find(({ id, lineage }) => id === wanted || lineage.includes(wanted));
  return new Map(found === undefined ? [] : [[found, kindsOf(layer)]]);
}

/** Who is shown, and since when, in milliseconds. */
export interface Shown {
  readonly owner: MemberId;
  readonly since: number;
}

/** Who is to be shown, and after how many milliseconds somebody else may be. */
export interface Choice {
  readonly shown: Shown | undefined;
  readonly againInMs: number | undefined;
}

/**
 * Chooses whom to show: whoever speaks, unless somebody else has only just begun to be shown; as long as nobody has
 * spoken, whoever published first.
 *
 * @param speaker - The audio track of the one who speaks, or who spoke last.
 */
export function chooseSpeaker(
  streams: readonly StreamView[],
  { speaker, before, now }: { speaker: TrackId | undefined; before: Shown | undefined; now: number },
): Choice {
  const stays =
    before !== undefined && streams.some(({ owner }) => owner.id === before.owner) ? before : undefined;
  const speaking = streams.find(({ tracks }) => tracks.some(({ id }) => id === speaker))?.owner.id;
  const next = speaking ?? stays?.owner ?? streams[0]?.owner.id;
  if (next === undefined) return { shown: undefined, againInMs: undefined };
  if (next === stays?.owner) return { shown: stays, againInMs: undefined };
  const waitMs = stays === undefined ? 0 : stays.since + HOLD_MS - now;
  // A clock that was set back must not keep anybody waiting.
  if (stays !== undefined && waitMs > 0) return { shown: stays, againInMs: Math.min(waitMs, HOLD_MS) };
  return { shown: { owner: next, since: now }, againInMs: undefined };
}

/**
 * What of a member is shown: the stream by which they speak, and their picture, which may be in another. A camera comes
 * before anything else that has a picture.
 */
export function sceneOfMember<Stream extends StreamView>(
  streams: readonly Stream[],
  owner: MemberId,
  { speaker, layer }: { speaker: TrackId | undefined; layer: Layer },
): Scene<Stream> {
  const theirs = streams.filter((stream) => stream.owner.id === owner);
  const spoken = theirs.find(({ tracks }) => tracks.some(({ id }) => id === speaker));
  const cameras = theirs.filter(({ label }) => label === 'camera');
  const heard = [spoken, ...cameras, ...theirs].find((stream) => has(stream, 'audio'));
  const seen = [...cameras, spoken, ...theirs].find((stream) => has(stream, 'video'));
  const [audio, video] = kindsOf(layer);
  const scene = new Map<Stream, WantedKind[]>();
  if (heard !== undefined) scene.set(heard, [audio]);
  if (seen !== undefined) scene.set(seen, [...(scene.get(seen) ?? []), video]);
  return scene;
}

function has(stream: StreamView | undefined, kind: MediaKind): boolean {
  return stream?.tracks.some((track) => track.kind === kind) === true;
}

function kindsOf(layer: Layer): readonly [WantedKind, WantedKind] {
  return ['audio', layer === 'low' ? 'video-low' : 'video'];
}
