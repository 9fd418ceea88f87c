import {
  ConferenceError,
  type DownTrack,
  type PictureSize,
  type StreamId,
  type TrackId,
  type WantedByLabel,
  type WantedKind,
} from '@evagore/shared';
import { DownStream } from './down-stream.ts';
import { DrawnSizes } from './drawn-sizes.ts';
import { deliveryOf, type Delivery } from './layers.ts';
import type { MediaDown, MediaUp } from './media-port.ts';
import type { Member } from './member.ts';
import type { UpStream, UpTrack } from './up-stream.ts';
import { wantedTracks } from './wanted.ts';

/** How a member receives: its door turns somebody's track into one on the member's own transport. */
export interface DownOpener {
  /** @param stream - Which stream the track is of. */
  openDown(up: MediaUp, stream: StreamId): Promise<MediaDown>;
}

/**
 * What one member receives, kept in step with what it wants and what there is.
 *
 * Whatever changes (the request, an override, the group's streams, the member's transport) only marks the
 * state as stale. One pass after another compares what is wanted with what is carried and mends the difference,
 * so no two changes can meet half-way. Passes never overlap, and what changes in one go is mended by one of them: a
 * stream whose tracks all end has ended, rather than lost them one by one.
 */
export class Subscriptions {
  readonly #member: Member;
  #request: WantedByLabel = {};
  /** By stream, so that they end with it even if its id comes back. */
  readonly #overrides = new WeakMap<UpStream, readonly WantedKind[]>();
  readonly #drawn: DrawnSizes;
  readonly #downs = new Map<StreamId, DownStream>();
  /** Tracks that this receiver cannot get through its opener, for want of a common codec; not tried again. */
  #unusable = new WeakSet<UpTrack>();
  #opener: DownOpener | undefined;
  #stale = false;
  #running = false;
  #closed = false;

  constructor(member: Member) {
    this.#member = member;
    this.#drawn = new DrawnSizes(member.group.streams);
  }

  /** What is received now. */
  get downs(): Iterable<DownStream> {
    return this.#downs.values();
  }

  /** Replaces what is wanted by label. */
  request(request: WantedByLabel): void {
    this.#request = request;
    this.changed();
  }

  /** Overrides the request for one stream; undefined undoes it. Forgotten when the stream ends. */
  requestStream(id: StreamId, kinds: readonly WantedKind[] | undefined): void {
    const up = this.#member.group.streams.get(id);
    if (up === undefined) return;
    if (kinds === undefined) this.#overrides.delete(up);
    else this.#overrides.set(up, kinds);
    this.changed();
  }

  /**
   * Says how large the receiver draws the pictures of streams, in device pixels: null for those that it does not draw.
   * Of what it does not draw nothing is sent, and of what it draws small no more than it can show. Others stay as they
   * were. It holds as long as the stream, for one that takes its place, and for one that is not there yet.
   */
  draw(sizes: Iterable<readonly [StreamId, PictureSize | null]>): void {
    for (const [id, size] of sizes) this.#drawn.set(id, size);
    this.#drawn.prune();
    this.changed();
  }

  /** From now on the member receives through `opener`; what came by another way before is closed. */
  receiveThrough(opener: DownOpener | undefined): void {
    this.#opener = opener;
    this.#unusable = new WeakSet();
    for (const down of this.#downs.values()) down.close();
    this.#downs.clear();
    if (opener === undefined) this.#drawn.suspend();
    this.changed();
  }

  /**
   * Starts the flow of tracks that the receiver is ready for. A stream or track that has ended meanwhile is
   * passed over: the receiver is being told.
   */
  async accept(id: StreamId, tracks: readonly TrackId[]): Promise<void> {
    await this.#downs.get(id)?.resume(new Set(tracks));
  }

  /** Something that decides what is received may be different. */
  changed(): void {
    this.#stale = true;
    if (!this.#running && this.#opener !== undefined && !this.#closed) void this.#catchUp();
  }

  close(): void {
    this.#closed = true;
    this.receiveThrough(undefined);
  }

  async #catchUp(): Promise<void> {
    this.#running = true;
    await Promise.resolve();
    try {
      // A closed or transport-less member stays stale; receiveThrough() wakes it.
      while (this.#stale && !this.#closed && this.#opener !== undefined) {
        this.#stale = false;
        await this.#pass(this.#opener);
      }
    } catch (err) {
      this.#member.log.error({ err }, 'subscription pass failed');
    } finally {
      this.#running = false;
    }
  }

  async #pass(opener: DownOpener): Promise<void> {
    this.#drawn.prune();
    const replaced = this.#dropUnwanted();
    const opened: Promise<void>[] = [];
    for (const up of this.#member.group.streams.values()) {
      if (up.owner === this.#member) continue;
      const wanted = this.#wanted(up);
      if (wanted.size > 0) opened.push(this.#carry(up, wanted, opener, replaced.get(up.id)));
    }
    await Promise.all(opened);
  }

  /** Closes what has ended or is not wanted. Returns, by successor, the streams to be replaced in silence. */
  #dropUnwanted(): ReadonlyMap<StreamId, StreamId> {
    const replaced = new Map<StreamId, StreamId>();
    for (const down of [...this.#downs.values()]) {
      const wanted = this.#wanted(down.up);
      if (wanted.size === 0) {
        const successor = this.#successor(down.up);
        if (successor !== undefined && !replaced.has(successor.id)) replaced.set(successor.id, down.id);
        else this.#member.tell({ type: 'downClosed', stream: down.id });
        this.#forget(down);
        continue;
      }
      const ended = down.sources
        .filter((source) => !wanted.has(source))
        .map((source) => down.drop(source))
        .filter((id) => id !== undefined);
      if (ended.length > 0) this.#member.tell({ type: 'downClosed', stream: down.id, tracks: ended });
    }
    return replaced;
  }

  #forget(down: DownStream): void {
    down.close();
    this.#downs.delete(down.id);
  }

  /** Opens what is missing of a wanted stream, offers it, and sets the layers of what is there. */
  async #carry(
    up: UpStream,
    wanted: ReadonlyMap<TrackId, Delivery>,
    opener: DownOpener,
    replace: StreamId | undefined,
  ): Promise<void> {
    const down = this.#downs.get(up.id) ?? new DownStream(up);
    this.#downs.set(up.id, down);

    const offered: DownTrack[] = [];
    await Promise.all(
      up.tracks.map(async (track) => {
        const delivery = wanted.get(track.id);
        if (delivery === undefined) return;
        if (down.carries(track.id)) {
          await this.#attempt(track, () => down.deliver(track.id, delivery));
          return;
        }
        const media = await this.#open(up.id, track, delivery, opener);
        if (media === undefined) return;
        if (down.closed || up.track(track.id) === undefined) media.close();
        else offered.push(down.add(track, media, delivery));
      }),
    );

    // The member left, or receives another way by now: what was opened here is closed, and nobody asks for it.
    if (down.closed) return;
    if (offered.length > 0) {
      this.#member.tell({
        type: 'downOffered',
        stream: up.id,
        label: up.label,
        source: up.owner.id,
        username: up.owner.username,
        ...(replace !== undefined && { replace }),
        tracks: offered,
      });
    } else if (replace !== undefined) {
      // The successor cannot be received, so its predecessor just ends.
      this.#member.tell({ type: 'downClosed', stream: replace });
    }
    if (down.sources.length === 0 && this.#downs.get(up.id) === down) this.#downs.delete(up.id);
  }

  async #open(
    stream: StreamId,
    track: UpTrack,
    delivery: Delivery,
    opener: DownOpener,
  ): Promise<MediaDown | undefined> {
    if (this.#unusable.has(track)) return undefined;
    const media = await this.#attempt(track, () => opener.openDown(track.media, stream));
    // What is not drawn yet gets its layer when it is.
    if (media !== undefined && delivery !== 'best' && delivery !== 'none') {
      await this.#attempt(track, () => media.setLayer(delivery));
    }
    return media;
  }

  /** Asks the media engine for something. One track that fails must not keep others from their receiver. */
  async #attempt<Result>(track: UpTrack, ask: () => Promise<Result>): Promise<Result | undefined> {
    const unusable = this.#unusable;
    try {
      return await ask();
    } catch (err) {
      const { log } = this.#member;
      if (!(err instanceof ConferenceError)) {
        log.error({ err, track: track.id }, 'track not carried');
      } else if (err.code === 'bad-media') {
        unusable.add(track);
        log.info({ track: track.id, reason: err.message }, 'track cannot be received');
      }
      // A track or transport that closed under our hands makes the state stale; the next pass sees it gone.
      return undefined;
    }
  }

  #wanted(up: UpStream): ReadonlyMap<TrackId, Delivery> {
    if (up.closed) return new Map();
    const wanted = new Map<TrackId, Delivery>();
    const drawn = this.#drawn.of(up);
    for (const [id, requested] of wantedTracks(up, this.#request, this.#overrides.get(up))) {
      const track = up.track(id);
      const delivery = track?.kind === 'video' ? deliveryOf(requested, drawn, pictureOf(track)) : requested;
      wanted.set(id, delivery);
    }
    return wanted;
  }

  /** What is received in the place of a stream that was replaced. */
  #successor({ heir }: UpStream): UpStream | undefined {
    return heir !== undefined && this.#wanted(heir).size > 0 ? heir : undefined;
  }
}

function pictureOf({ media, size }: UpTrack): Parameters<typeof deliveryOf>[2] {
  return { layers: media.layers, size };
}
