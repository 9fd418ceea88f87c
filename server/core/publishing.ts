import type { ErrorCode, MediaKind, PictureSize, RtpParameters, StreamId, TrackId } from '@evagore/shared';
import { Audience } from './audience.ts';
import { Closed, NoSuchStream, NoSuchTrack, StreamExists, TooManyStreams } from './errors.ts';
import type { MediaTransport, MediaUp } from './media-port.ts';
import type { Member } from './member.ts';
import { UpStream, type UpTrack } from './up-stream.ts';

export interface StreamOffer {
  readonly stream: StreamId;
  readonly label: string;
  /** A stream of the same member that this one takes the place of. */
  readonly replace?: StreamId | undefined;
}

export interface TrackOffer {
  readonly kind: MediaKind;
  readonly rtpParameters: RtpParameters;
  readonly muted: boolean;
}

/** Takes in one track; see {@link publishTracks}. */
export async function publish(
  member: Member,
  transport: MediaTransport,
  offer: StreamOffer & TrackOffer,
): Promise<TrackId> {
  const [id] = await publishTracks(member, transport, offer, [offer]);
  if (id === undefined) throw new Closed('the track');
  return id;
}

/**
 * Takes in tracks, and with its first tracks a stream: all of them, or none. Receivers are offered them together.
 *
 * The permission is asked again after the media engine has answered, because it may have gone meanwhile.
 *
 * @returns what the tracks are called, in the order of the offers.
 * @throws NotPermitted without `present`; StreamExists, TooManyStreams, BadMedia, Closed.
 */
export async function publishTracks(
  member: Member,
  transport: MediaTransport,
  offer: StreamOffer,
  tracks: readonly TrackOffer[],
): Promise<TrackId[]> {
  checkOffer(member, offer, tracks.length);
  const opened = await openUps(transport, tracks);
  try {
    checkOffer(member, offer, tracks.length);
  } catch (refusal) {
    for (const media of opened) media.close();
    throw refusal;
  }
  if (opened.length === 0) return [];

  const stream = member.streams.get(offer.stream) ?? openStream(member, offer);
  for (const [index, media] of opened.entries()) {
    const muted = tracks[index]?.muted ?? false;
    const track = newTrack(stream, media, muted);
    stream.add(track);
    track.media.events.once('closed', () => {
      if (stream.track(track.id) === track) removeTrack(stream, track.id);
    });
  }
  member.group.streamsChanged(member);
  return opened.map(({ id }) => id);
}

/** Opens all, or leaves none open. */
async function openUps(transport: MediaTransport, tracks: readonly TrackOffer[]): Promise<MediaUp[]> {
  const results = await Promise.allSettled(tracks.map((track) => transport.openUp(track)));
  const opened = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed === undefined) return opened;
  for (const media of opened) media.close();
  throw failed.reason;
}

function newTrack(stream: UpStream, media: MediaUp, muted: boolean): UpTrack {
  const { id, kind } = media;
  const audience = kind === 'video' ? audienceOf(stream, media) : undefined;
  return { id, kind, media, muted, size: undefined, audience };
}

/** Lets the publisher of a picture know which of its layers are needed. */
function audienceOf({ id: stream, owner }: UpStream, { id: track, layers }: MediaUp): Audience {
  return new Audience({
    highest: layers.scales.length - 1,
    world: owner.group.world,
    onNeeded: (spatial) => {
      owner.link.tell({ type: 'layersNeeded', stream, track, spatial });
    },
  });
}

/** @throws what forbids the offer of so many tracks now. */
function checkOffer(member: Member, offer: StreamOffer, count: number): void {
  member.need('present');
  const { limits } = member.group;
  const known = member.group.streams.get(offer.stream);
  if (known !== undefined && known.owner !== member) throw new StreamExists();
  if ((known?.tracks.length ?? 0) + count > limits.tracksPerStream) {
    throw new TooManyStreams(limits.tracksPerStream);
  }
  const replaced = offer.replace !== undefined && member.streams.has(offer.replace) ? 1 : 0;
  if (known === undefined && member.streams.size - replaced >= limits.streamsPerMember) {
    throw new TooManyStreams(limits.streamsPerMember);
  }
}

function openStream(member: Member, offer: StreamOffer): UpStream {
  const replaces = offer.replace === undefined ? undefined : member.streams.get(offer.replace);
  const stream = new UpStream({ id: offer.stream, label: offer.label, owner: member, replaces });
  if (replaces !== undefined) dropStream(replaces);
  member.streams.set(stream.id, stream);
  member.group.streams.set(stream.id, stream);
  member.group.log.info({ member: member.id, stream: stream.id, label: stream.label }, 'stream published');
  return stream;
}

/**
 * Ends an up stream of the member, or one track of it. A stream ends with its last track.
 *
 * @throws NoSuchStream, NoSuchTrack
 */
export function unpublish(member: Member, id: StreamId, track?: TrackId): void {
  const stream = streamOf(member, id);
  if (track === undefined) {
    dropStream(stream);
    member.group.streamsChanged(member);
  } else {
    trackOf(stream, track);
    removeTrack(stream, track);
  }
}

/**
 * Mutes or unmutes a published track for everybody.
 *
 * @throws NoSuchStream, NoSuchTrack, Closed
 */
export async function mute(member: Member, id: StreamId, trackId: TrackId, muted: boolean): Promise<void> {
  const track = trackOf(streamOf(member, id), trackId);
  await track.media.setMuted(muted);
  if (member.closed) throw new Closed();
  if (track.muted === muted) return;
  track.muted = muted;
  member.group.memberChanged(member);
}

/**
 * Says how large the picture of a published track is, before any layer is scaled down.
 *
 * @throws NoSuchStream, NoSuchTrack
 */
export function resize(member: Member, id: StreamId, trackId: TrackId, size: PictureSize): void {
  const track = trackOf(streamOf(member, id), trackId);
  track.size = size;
  // Which layer is large enough may be another.
  for (const other of member.group.members.values()) other.subscriptions.changed();
}

/** Ends all streams of a member against its will, and says why. */
export function abortStreams(member: Member, code: ErrorCode, message: string): void {
  if (member.streams.size === 0) return;
  for (const stream of [...member.streams.values()]) {
    dropStream(stream);
    member.tell({ type: 'upAborted', stream: stream.id, code, message });
  }
  member.group.streamsChanged(member);
}

/** Takes a stream out of the group without telling anybody yet. */
export function dropStream(stream: UpStream): void {
  stream.owner.streams.delete(stream.id);
  stream.owner.group.streams.delete(stream.id);
  stream.close();
}

function removeTrack(stream: UpStream, id: TrackId): void {
  stream.remove(id);
  if (stream.tracks.length === 0) dropStream(stream);
  stream.owner.group.streamsChanged(stream.owner);
}

function streamOf(member: Member, id: StreamId): UpStream {
  const stream = member.streams.get(id);
  if (stream === undefined) throw new NoSuchStream();
  return stream;
}

function trackOf(stream: UpStream, id: TrackId): UpTrack {
  const track = stream.track(id);
  if (track === undefined) throw new NoSuchTrack();
  return track;
}
