import datachannel, { type PeerConnection, type Track } from 'node-datachannel';
import { asksForKeyFrame, rtpHeader, rtpPacket, vp8KeyFrame } from '../media/testing/rtp.ts';

/** How long a connection may take on a busy machine, in milliseconds. */
const TIMEOUT_MS = 15_000;

function newConnection(): PeerConnection {
  return new datachannel.PeerConnection('test', {
    iceServers: [],
    disableAutoNegotiation: true,
    forceMediaTransport: true,
    bindAddress: '127.0.0.1',
  });
}

/** The client's end of a published stream: a picture and a sound, as real RTP. */
export class Camera {
  readonly offer: string;
  /** How often the server asked for a key frame. */
  keyFrameRequests = 0;
  readonly #connection = newConnection();
  readonly #tracks: { track: Track; payloadType: number; ssrc: number }[] = [];
  #sequence = 0;

  /** @param ssrc - Of the sound; that of the picture is the next one. */
  constructor(ssrc: number, kinds: readonly ('audio' | 'video')[] = ['audio', 'video']) {
    for (const [index, kind] of kinds.entries()) {
      const mid = index.toString();
      const media =
        kind === 'audio' ? new datachannel.Audio(mid, 'SendOnly') : new datachannel.Video(mid, 'SendOnly');
      const [payloadType, own] = kind === 'audio' ? [111, ssrc] : [96, ssrc + 1];
      if (media instanceof datachannel.Audio) media.addOpusCodec(payloadType);
      else media.addVP8Codec(payloadType);
      media.addSSRC(own, 'camera', 'stream', kind);
      const track = this.#connection.addTrack(media);
      track.onMessage((packet) => {
        if (rtpHeader(packet) === undefined && asksForKeyFrame(packet)) this.keyFrameRequests += 1;
      });
      this.#tracks.push({ track, payloadType, ssrc: own });
    }
    this.#connection.setLocalDescription('offer');
    this.offer = this.#connection.localDescription()?.sdp ?? '';
  }

  /** Takes the server's answer; resolves when packets can be sent. */
  async answered(sdp: string): Promise<void> {
    const opened = this.#tracks.map(({ track }) =>
      within(
        new Promise<void>((resolve) => {
          track.onOpen(resolve);
        }),
      ),
    );
    this.#connection.setRemoteDescription(sdp, 'answer');
    await Promise.all(opened);
  }

  /** Sends a packet of each track; for the picture, a key frame. */
  send(payloadBytes = 200): void {
    this.#sequence += 1;
    for (const { track, payloadType, ssrc } of this.#tracks) {
      const header = { payloadType, ssrc, sequence: this.#sequence, timestamp: this.#sequence * 960 };
      track.sendMessageBinary(
        rtpPacket(header, payloadType === 96 ? vp8KeyFrame(payloadBytes) : Buffer.alloc(100, 1)),
      );
    }
  }

  close(): void {
    this.#connection.close();
  }
}

/** The client's end of a received stream. */
export class Screen {
  /** What came in; packets that only probe the bandwidth are left out. */
  readonly packets: Record<'audio' | 'video', Buffer[]> = { audio: [], video: [] };
  readonly #connection = newConnection();
  /** Kept, because a track that nobody holds is not listened to any more. */
  readonly #tracks: Track[] = [];

  constructor() {
    this.#connection.onTrack((track) => {
      this.#tracks.push(track);
      const kind = track.type() === 'audio' ? 'audio' : 'video';
      track.onMessage((packet) => {
        const payloadType = rtpHeader(packet)?.payloadType;
        if (payloadType === (kind === 'audio' ? 111 : 96)) this.packets[kind].push(packet);
      });
    });
  }

  /** Our answer to the server's offer, the first or another. */
  answer(offer: string): string {
    this.#connection.setRemoteDescription(offer, 'offer');
    this.#connection.setLocalDescription('answer');
    return this.#connection.localDescription()?.sdp ?? '';
  }

  close(): void {
    this.#tracks.length = 0;
    this.#connection.close();
  }
}

async function within<Result>(promise: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('the peer could not connect'));
    }, TIMEOUT_MS);
  });
  return Promise.race([promise, late]).finally(() => {
    clearTimeout(timer);
  });
}
