import type { MediaKind, TrackId, WantedByLabel, WantedKind } from '@evagore/shared';

/** What is asked for of a track: its best layer, or its lowest. */
export type Requested = 'best' | 'lowest';

/** What the rule needs to know of a stream. */
export interface StreamView {
  readonly label: string;
  /** In the order in which they were published. */
  readonly tracks: readonly { readonly id: TrackId; readonly kind: MediaKind }[];
}

/**
 * Which tracks of a stream a subscriber gets, and in which layer.
 *
 * An override decides alone; otherwise the entry of the stream's label, otherwise the entry `""`, otherwise
 * nothing is wanted. `audio` and `video` mean the first track of that kind. `video` wins over `video-low`,
 * which means the last video track, and of a single one its lowest layer.
 *
 * @see Galène protocol, "Subscription".
 */
export function wantedTracks(
  stream: StreamView,
  request: WantedByLabel,
  override: readonly WantedKind[] | undefined,
): ReadonlyMap<TrackId, Requested> {
  const kinds = override ?? own(request, stream.label) ?? own(request, '') ?? [];
  const wanted = new Map<TrackId, Requested>();

  const audio = stream.tracks.find((track) => track.kind === 'audio');
  if (audio !== undefined && kinds.includes('audio')) wanted.set(audio.id, 'best');

  const videos = stream.tracks.filter((track) => track.kind === 'video');
  const [first] = videos;
  const last = videos.at(-1);
  if (first !== undefined && kinds.includes('video')) wanted.set(first.id, 'best');
  else if (last !== undefined && kinds.includes('video-low')) {
    wanted.set(last.id, videos.length === 1 ? 'lowest' : 'best');
  }
  return wanted;
}

/** A label like `constructor` must not find what every object inherits. */
function own(request: WantedByLabel, label: string): readonly WantedKind[] | undefined {
  return Object.hasOwn(request, label) ? request[label] : undefined;
}
