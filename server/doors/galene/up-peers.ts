import { Label, StreamId } from '@evagore/shared';
import { BadValue } from '../../core/errors.ts';
import type { Member } from '../../core/member.ts';
import { publishTracks, unpublish } from '../../core/publishing.ts';
import { BadSdp } from '../../sdp/errors.ts';
import { SdpPeer } from '../../sdp/peer.ts';
import type { Session } from '../../sdp/session.ts';

/** What a client says of a stream that it offers. */
export interface StreamDescription {
  readonly id: string;
  readonly label: string;
  readonly replace: string | undefined;
  readonly sdp: string;
}

export interface UpPeersOptions {
  readonly member: Member;
  /** The client is to offer the stream anew. */
  readonly onLost: (id: StreamId) => void;
}

/** The peer connections by which one member publishes: one for each stream. */
export class UpPeers {
  readonly #options: UpPeersOptions;
  readonly #peers = new Map<StreamId, SdpPeer>();
  /** Streams whose connection went with the media worker; the client is told when there is another. */
  readonly #lost = new Set<StreamId>();

  constructor(options: UpPeersOptions) {
    this.#options = options;
  }

  has(id: string): boolean {
    return this.#peers.has(id as StreamId);
  }

  /**
   * Takes in a new stream, or a change to one.
   *
   * @returns our answer.
   * @throws what forbids the stream; it has ended then.
   */
  async offered(description: StreamDescription): Promise<string> {
    const { member } = this.#options;
    const id = idOf(description.id);
    const known = this.#peers.get(id);
    const replaced = known === undefined ? this.#replaced(description.replace) : undefined;
    try {
      member.need('present');
      const peer = known ?? (await this.#open(id, description));
      const { sdp } = await peer.answer(description.sdp, refuseData);
      // Its tracks took the place of the other's in the core already.
      if (replaced !== undefined) this.close(replaced);
      return sdp;
    } catch (error) {
      this.close(id);
      if (replaced !== undefined) this.close(replaced);
      throw error;
    }
  }

  /** The client ended a stream, or the core did. Unknown ids are ignored. */
  close(id: string): void {
    const key = id as StreamId;
    this.#lost.delete(key);
    const peer = this.#peers.get(key);
    this.#peers.delete(key);
    const { member } = this.#options;
    if (peer !== undefined && member.streams.has(key)) unpublish(member, key);
    peer?.close();
  }

  /** The media worker died and there is a new one: all that was published must be offered again. */
  mediaLost(): void {
    for (const id of this.#lost) this.#options.onLost(id);
    this.#lost.clear();
  }

  closeAll(): void {
    for (const id of [...this.#peers.keys()]) this.close(id);
    this.#lost.clear();
  }

  #replaced(id: string | undefined): StreamId | undefined {
    return id !== undefined && this.has(id) ? (id as StreamId) : undefined;
  }

  async #open(id: StreamId, { label, replace }: StreamDescription): Promise<SdpPeer> {
    const { member, onLost } = this.#options;
    const stream = { stream: id, label: labelOf(label), replace: this.#replaced(replace) };
    const room = await member.group.media.room();
    const transport = await member.openTransport();
    const peer = new SdpPeer({
      transport,
      capabilities: room.capabilities,
      use: 'up',
      sink: {
        publish: (tracks) =>
          publishTracks(
            member,
            transport,
            stream,
            tracks.map((track) => ({ ...track, muted: false })),
          ),
        unpublish: (track) => {
          if (member.streams.get(id)?.track(track) !== undefined) unpublish(member, id, track);
        },
      },
    });
    this.#peers.set(id, peer);
    transport.events.on('disconnected', () => {
      if (this.#peers.get(id) === peer) onLost(id);
    });
    transport.events.once('closed', () => {
      if (this.#peers.get(id) !== peer) return;
      this.#peers.delete(id);
      if (!member.closed) this.#lost.add(id);
    });
    return peer;
  }
}

/** Streams carry media only. */
function refuseData({ lines }: Session): void {
  if (lines.some(({ kind }) => kind === undefined)) {
    throw new BadSdp('data channels and the like are not taken; offer audio and video only');
  }
}

function idOf(id: string): StreamId {
  const parsed = StreamId.safeParse(id);
  if (!parsed.success) throw new BadValue('the id of a stream has 1 to 64 printable characters');
  return parsed.data;
}

function labelOf(label: string): string {
  const parsed = Label.safeParse(label);
  if (!parsed.success) throw new BadValue('the label of a stream has at most 64 characters');
  return parsed.data;
}
