import { randomInt } from 'node:crypto';
import datachannel, { type PeerConnection, type Track } from 'node-datachannel';
import { EXTENSION_IDS, PAYLOAD_TYPES, markOf, rtpPacket, senderReport } from './rtp.ts';
import { simulcast } from './browser-offer.ts';

/** How long a connection or a packet may take on a busy machine. */
const PATIENCE_MS = 8000;

/** As often as microphones send. */
const SEND_INTERVAL_MS = 20;

/** A sender report after so many packets. */
const REPORT_EVERY = 10;

/** When the second and later layers of a track begin, in intervals. */
const LATER_LAYERS_TICK = 25;

/** Nothing of a stream for so long means that it has stopped. */
const SILENCE_MS = 400;

const CLOCK_RATES = { audio: 48_000, video: 90_000 } as const;

/** One encoding that a peer sends. */
interface Encoding {
  readonly kind: 'audio' | 'video';
  readonly mid: string;
  readonly rid: string | undefined;
  readonly ssrc: number;
  readonly track: Track;
  /** What its payloads end with. */
  readonly mark: number;
  sequence: number;
}

/** A track that a peer sends. */
export interface SentTrack {
  readonly kind: 'audio' | 'video';
  /** One letter that tells what is received; with `rids`, their first letters do. */
  readonly mark: string;
  /** Restriction identifiers, the best layer first; without them there is one encoding. */
  readonly rids?: readonly string[];
}

/** What the peer tells to the other end as soon as it knows it. */
export interface PeerEvents {
  readonly onCandidate: (candidate: string, mid: string) => void;
}

/** One end of a connection with real ICE, DTLS and SRTP, which sends and counts packets instead of pictures. */
export class Peer {
  readonly #connection: PeerConnection;
  readonly #encodings: Encoding[] = [];
  readonly #tracks: Track[] = [];
  readonly #received = new Map<string, number>();
  readonly #streamId = `stream-${randomInt(2 ** 31)}`;
  #sent: readonly SentTrack[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** When sending began, in milliseconds of the monotonic clock; timestamps count from there. */
  #begun = 0;

  constructor(events: Partial<PeerEvents> = {}) {
    this.#connection = new datachannel.PeerConnection('conformance', {
      iceServers: [],
      disableAutoNegotiation: true,
      forceMediaTransport: true,
    });
    this.#connection.onLocalCandidate((candidate, mid) => {
      if (isReachable(candidate)) events.onCandidate?.(candidate.replace(/^a=/, ''), mid);
    });
    this.#connection.onTrack((track) => {
      this.#listen(track);
    });
  }

  /** Offers to send tracks, with what a browser would say of them. */
  offer(tracks: readonly SentTrack[]): string {
    this.#sent = tracks;
    for (const [index, track] of tracks.entries()) this.#add(track, index.toString());
    this.#connection.setLocalDescription('offer');
    return this.#offered();
  }

  acceptAnswer(sdp: string): void {
    this.#connection.setRemoteDescription(sdp, 'answer');
  }

  /** Takes the other end's offer, the first or a later one. @returns the answer. */
  answer(sdp: string): string {
    this.#connection.setRemoteDescription(sdp, 'offer');
    this.#connection.setLocalDescription('answer');
    const answer = this.#connection.localDescription();
    if (answer?.type !== 'answer') throw new Error('the peer has no answer to the offer');
    return answer.sdp;
  }

  addCandidate(candidate: string, mid: string): void {
    if (isReachable(candidate)) this.#connection.addRemoteCandidate(candidate, mid);
  }

  /** Resolves once packets can be sent. @throws where that takes too long. */
  async connected(): Promise<void> {
    await waitFor('the connection for media', () => this.#connection.state() === 'connected');
  }

  /**
   * Sends on all tracks from now on, and while the connection is not there yet, as soon as it is. The first layer of
   * a simulcast track begins first.
   */
  send(): void {
    this.#begun = performance.now();
    let tick = 0;
    this.#timer = setInterval(() => {
      tick += 1;
      try {
        for (const encoding of this.#encodings) if (encoding.track.isOpen()) this.#sendOne(encoding, tick);
      } catch {
        // The other end has closed the connection, at this very moment.
      }
    }, SEND_INTERVAL_MS);
  }

  /** How many packets have come that end so. */
  received(mark: string): number {
    return this.#received.get(mark) ?? 0;
  }

  /** Resolves once packets that end so come, counted from now on. @throws where they do not come. */
  async receives(mark: string): Promise<void> {
    const before = this.received(mark);
    await waitFor(
      `packets of ${mark}`,
      () => this.received(mark) > before + 2,
      () => `received: ${JSON.stringify(Object.fromEntries(this.#received))}`,
    );
  }

  /** Resolves once no more packets come that end so. @throws where they go on coming. */
  async stopsReceiving(mark: string): Promise<void> {
    let last = this.received(mark);
    let since = performance.now();
    await waitFor(`the end of ${mark}`, () => {
      if (this.received(mark) !== last) {
        last = this.received(mark);
        since = performance.now();
      }
      return performance.now() - since > SILENCE_MS;
    });
  }

  close(): void {
    clearInterval(this.#timer);
    this.#connection.close();
  }

  #add({ kind, rids, mark }: SentTrack, mid: string): void {
    const media =
      kind === 'audio' ? new datachannel.Audio(mid, 'SendOnly') : new datachannel.Video(mid, 'SendOnly');
    if (media instanceof datachannel.Audio) media.addOpusCodec(PAYLOAD_TYPES.audio);
    else media.addVP8Codec(PAYLOAD_TYPES.video);
    const layers = rids ?? [undefined];
    const ssrcs = layers.map(() => randomInt(1, 2 ** 32 - 1));
    media.addSSRC(ssrcs[0] ?? 0, 'conformance', this.#streamId, `track-${mid}`);
    const track = this.#connection.addTrack(media);
    for (const [index, rid] of layers.entries()) {
      this.#encodings.push({
        ...{ kind, mid, rid, track, ssrc: ssrcs[index] ?? 0, sequence: randomInt(2 ** 15) },
        mark: (rid ?? mark).charCodeAt(0),
      });
    }
  }

  /** The peer's description, with what libdatachannel does not write: header extensions, layers, the track's id. */
  #offered(): string {
    const sdp = this.#connection.localDescription()?.sdp ?? '';
    const [head = '', ...sections] = sdp.split(/\r?\n(?=m=)/);
    const written = sections.map((section, index) => {
      const { kind = 'audio', rids } = this.#sent[index] ?? {};
      const lines = section.split(/\r?\n/).filter((line) => {
        if (line === '' || line.startsWith('a=msid:') || line.startsWith('a=end-of-candidates')) return false;
        return !line.startsWith('a=ssrc') || rids === undefined;
      });
      return [
        ...lines,
        `a=msid:${this.#streamId} track-${index}`,
        ...(rids === undefined
          ? []
          : [
              `a=extmap:${EXTENSION_IDS.mid} urn:ietf:params:rtp-hdrext:sdes:mid`,
              `a=extmap:${EXTENSION_IDS.rid} urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id`,
              ...simulcast(rids),
            ]),
        ...(kind === 'video' ? ['a=rtcp-rsize'] : []),
      ].join('\r\n');
    });
    return [head, ...written, ''].join('\r\n');
  }

  #sendOne(encoding: Encoding, tick: number): void {
    const { kind, mid, rid, ssrc, track, mark } = encoding;
    const elapsedMs = performance.now() - this.#begun;
    // Galène takes the layers in the order in which they arrive.
    const isFirst = this.#encodings.find((each) => each.mid === mid) === encoding;
    if (!isFirst && tick < LATER_LAYERS_TICK) return;
    const timestamp = Math.round((elapsedMs / 1000) * CLOCK_RATES[kind]);
    encoding.sequence += 1;
    const isSimulcast = rid !== undefined;
    track.sendMessageBinary(
      rtpPacket({
        ...{ kind, ssrc, timestamp, mark, rid },
        sequence: encoding.sequence,
        ...(isSimulcast && { mid }),
      }),
    );
    if (tick % REPORT_EVERY === 0) {
      track.sendMessageBinary(senderReport({ ssrc, timestamp, now: Date.now(), packets: encoding.sequence }));
    }
  }

  #listen(track: Track): void {
    this.#tracks.push(track);
    track.onMessage((packet) => {
      const mark = markOf(packet);
      if (mark === undefined) return;
      const letter = String.fromCharCode(mark);
      this.#received.set(letter, this.received(letter) + 1);
    });
  }
}

/** One address family is enough, and connects sooner than both. */
function isReachable(candidate: string): boolean {
  const [, , protocol = '', , address = ''] = candidate.split(' ');
  return protocol.toLowerCase() === 'udp' && address.includes('.');
}

async function waitFor(what: string, isSo: () => boolean, more: () => string = () => ''): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!isSo()) {
    if (performance.now() > deadline) {
      throw new Error(`${what} did not come in ${PATIENCE_MS} ms; ${more()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
