import type { MediaKind, TrackId } from '@evagore/shared';
import { NotConnected } from './errors.ts';
import type { SendOptions, SentTrack } from './media/media-port.ts';
import type { StreamOwner } from './stream-owner.ts';
import type { Stream } from './stream.ts';
import { kindOf, UpTrack } from './up-track.ts';

/** The tracks that an up stream publishes, one of each kind. */
export class UpTracks {
  readonly #stream: Stream;
  readonly #owner: StreamOwner;
  readonly #tracks = new Map<MediaKind, UpTrack>();
  /** On their way to the server. */
  readonly #publishing = new Set<MediaKind>();

  constructor(stream: Stream, owner: StreamOwner) {
    this.#stream = stream;
    this.#owner = owner;
  }

  /** How many there are. */
  get size(): number {
    return this.#tracks.size;
  }

  get all(): readonly UpTrack[] {
    return [...this.#tracks.values()];
  }

  get(kind: MediaKind): UpTrack | undefined {
    return this.#tracks.get(kind);
  }

  /** @throws Error where there is none of this kind. */
  need(kind: MediaKind): UpTrack {
    const upTrack = this.#tracks.get(kind);
    if (upTrack === undefined) throw new Error(`the stream has no ${kind} track`);
    return upTrack;
  }

  async add(track: MediaStreamTrack, options: SendOptions): Promise<void> {
    const kind = kindOf(track);
    if (this.#stream.closed) throw new NotConnected('the stream is closed');
    if (this.#tracks.has(kind) || this.#publishing.has(kind)) {
      throw new Error(`the stream has an ${kind} track; replace it`);
    }
    this.#publishing.add(kind);
    try {
      const muted = !track.enabled;
      const sent = await this.#send(track, options, muted);
      this.#tracks.set(kind, new UpTrack(track, options, muted, sent));
      this.tellSize();
    } finally {
      this.#publishing.delete(kind);
    }
  }

  async replace(kind: MediaKind, track: MediaStreamTrack): Promise<void> {
    const upTrack = this.need(kind);
    await upTrack.sent.replace(track);
    upTrack.track = track;
    this.tellSize();
  }

  async remove(kind: MediaKind): Promise<void> {
    const { sent } = this.need(kind);
    this.#tracks.delete(kind);
    sent.close();
    await this.#owner.media.ask({ type: 'close', id: this.#stream.id, track: sent.id });
  }

  async setMuted(kind: MediaKind, muted: boolean): Promise<void> {
    const upTrack = this.need(kind);
    // At this end first when muting, last when unmuting: what a person does not want to be heard is not sent.
    if (muted) upTrack.sent.setMuted(true);
    upTrack.muted = muted;
    try {
      await this.#owner.media.ask({ type: 'mute', id: this.#stream.id, track: upTrack.sent.id, muted });
    } catch (error) {
      // What the server did not unmute stays silent here, and says so.
      if (!muted) upTrack.muted = true;
      throw error;
    }
    if (!upTrack.muted) upTrack.sent.setMuted(false);
  }

  /** Publishes all again, after the server's media engine lost them. */
  async republish(): Promise<void> {
    for (const [kind, upTrack] of this.#tracks) {
      const { muted } = upTrack;
      upTrack.sent.close();
      const sent = await this.#send(upTrack.track, upTrack.options, muted);
      if (this.#tracks.get(kind) !== upTrack) {
        // Removed meanwhile.
        sent.close();
        this.#owner.media.tell({ type: 'close', id: this.#stream.id, track: sent.id });
        continue;
      }
      await upTrack.sentAgain(sent);
      this.tellSize();
      // Whoever muted meanwhile was refused, because the old track was gone.
      if (upTrack.muted !== muted) await this.#stream.setMuted(kind, upTrack.muted);
    }
  }

  /** The one that the server calls so. */
  called(id: TrackId): UpTrack | undefined {
    return this.all.find(({ sent }) => sent.id === id);
  }

  /** Tells the server how large the picture is, where it does not know. */
  tellSize(): void {
    this.#tracks.get('video')?.tellSize(this.#stream.id, this.#owner.media);
  }

  close(): void {
    for (const { sent } of this.#tracks.values()) sent.close();
    this.#tracks.clear();
  }

  async #send(track: MediaStreamTrack, options: SendOptions, muted: boolean): Promise<SentTrack> {
    const stream = this.#stream;
    const sent = await this.#owner.media.publish(track, options, () => {
      if (stream.closed) throw new NotConnected('the stream was closed before it was published');
      const { id, label, replace } = stream;
      return { id, label, ...(replace !== null && { replace }), muted };
    });
    stream.replace = null;
    if (stream.closed) {
      sent.close();
      this.#owner.media.tell({ type: 'close', id: stream.id });
      throw new NotConnected('the stream was closed before it was published');
    }
    if (muted) sent.setMuted(true);
    return sent;
  }
}
