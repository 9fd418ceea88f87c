import type { MediaKind, PictureSize, StreamId, StreamInfo, TrackId } from '@evagore/shared';
import type { Audience } from './audience.ts';
import type { MediaUp } from './media-port.ts';
import type { Member } from './member.ts';

/** How many predecessors a stream remembers; a receiver is hardly ever more than one behind. */
const LINEAGE_LENGTH = 8;

/** A published track. */
export interface UpTrack {
  readonly id: TrackId;
  readonly kind: MediaKind;
  readonly media: MediaUp;
  muted: boolean;
  /** Of the whole picture, as its publisher says; undefined until it does. */
  size: PictureSize | undefined;
  /** Who receives it; of video only. */
  readonly audience: Audience | undefined;
}

/**
 * Related tracks from a member to the server. Owned by its member; `publishing.ts` holds the rules.
 */
export class UpStream {
  readonly id: StreamId;
  readonly label: string;
  readonly owner: Member;
  /** The streams that this one takes the place of, latest first. */
  readonly lineage: readonly StreamId[];
  readonly #tracks = new Map<TrackId, UpTrack>();
  #successor: UpStream | undefined;
  #closed = false;

  constructor(options: { id: StreamId; label: string; owner: Member; replaces: UpStream | undefined }) {
    this.id = options.id;
    this.label = options.label;
    this.owner = options.owner;
    const { replaces } = options;
    this.lineage = replaces === undefined ? [] : [replaces.id, ...replaces.lineage].slice(0, LINEAGE_LENGTH);
    if (replaces !== undefined) replaces.#successor = this;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /**
   * The open stream that has taken the place of this one, even if others did in between; undefined if none did, or if
   * it has ended, too. Unlike {@link lineage} it cannot mean a stream of somebody else who uses the same id.
   */
  get heir(): UpStream | undefined {
    let heir = this.#successor;
    while (heir?.closed === true) heir = heir.#successor;
    return heir;
  }

  /** In the order in which they were published. */
  get tracks(): readonly UpTrack[] {
    return [...this.#tracks.values()];
  }

  track(id: TrackId): UpTrack | undefined {
    return this.#tracks.get(id);
  }

  add(track: UpTrack): void {
    this.#tracks.set(track.id, track);
  }

  /** Ends one track. */
  remove(id: TrackId): void {
    const track = this.#tracks.get(id);
    // Forgotten first: closing the medium reports back to whoever watches the track.
    this.#tracks.delete(id);
    track?.audience?.close();
    track?.media.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const track of this.tracks) this.remove(track.id);
  }

  info(): StreamInfo {
    const tracks = this.tracks.map(({ id, kind, muted }) => ({ id, kind, muted }));
    return { id: this.id, label: this.label, tracks };
  }
}
