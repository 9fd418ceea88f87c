import { randomBytes, randomInt } from 'node:crypto';
import { EXTENSION_IDS } from './rtp.ts';

/** What browsers offer when they publish, for statements about signalling alone: nobody is behind it. */

export interface OfferedLine {
  readonly kind: 'audio' | 'video' | 'application';
  /** Restriction identifiers, the best layer first; without them there is one encoding. */
  readonly rids?: readonly string[];
}

export interface IceCredentials {
  readonly ufrag: string;
  readonly pwd: string;
}

export function freshIce(): IceCredentials {
  return { ufrag: randomBytes(3).toString('base64url'), pwd: randomBytes(18).toString('base64url') };
}

/** Format, codec, parameters, and the format of its retransmissions. */
type Format = readonly [payloadType: number, codec: string, parameters?: string | undefined, rtx?: number];

const FORMATS: Readonly<Record<'audio' | 'video', readonly Format[]>> = {
  audio: [
    [111, 'opus/48000/2', 'minptime=10;useinbandfec=1'],
    [63, 'red/48000/2', '111/111'],
    [9, 'G722/8000'],
    [0, 'PCMU/8000'],
    [8, 'PCMA/8000'],
    [13, 'CN/8000'],
    [110, 'telephone-event/48000'],
    [126, 'telephone-event/8000'],
  ],
  video: [
    [96, 'VP8/90000', undefined, 97],
    [103, 'H264/90000', 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f', 104],
    [107, 'H264/90000', 'level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42001f', 108],
    [109, 'H264/90000', 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f', 114],
    [45, 'AV1/90000', 'level-idx=5;profile=0;tier=0', 46],
    [98, 'VP9/90000', 'profile-id=0', 99],
    [100, 'VP9/90000', 'profile-id=2', 101],
    [124, 'red/90000', undefined, 125],
    [37, 'ulpfec/90000'],
  ],
};

const FEEDBACK: Readonly<Record<'audio' | 'video', readonly string[]>> = {
  audio: ['transport-cc'],
  video: ['goog-remb', 'transport-cc', 'ccm fir', 'nack', 'nack pli'],
};

const EXTENSIONS: Readonly<Record<'audio' | 'video', readonly (readonly [id: number, uri: string])[]>> = {
  audio: [
    [1, 'urn:ietf:params:rtp-hdrext:ssrc-audio-level'],
    [2, 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time'],
    [3, 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01'],
    [EXTENSION_IDS.mid, 'urn:ietf:params:rtp-hdrext:sdes:mid'],
  ],
  video: [
    [14, 'urn:ietf:params:rtp-hdrext:toffset'],
    [2, 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time'],
    [13, 'urn:3gpp:video-orientation'],
    [3, 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01'],
    [EXTENSION_IDS.mid, 'urn:ietf:params:rtp-hdrext:sdes:mid'],
    [EXTENSION_IDS.rid, 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id'],
    [11, 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id'],
  ],
};

/** An offer with all that current browsers have; the same values with other credentials restart ICE. */
export class BrowserOffer {
  readonly #lines: readonly OfferedLine[];
  readonly #sessionId = randomInt(2 ** 47);
  readonly #stream = randomBytes(8).toString('hex');
  readonly #fingerprint = [...randomBytes(32)]
    .map((byte) => byte.toString(16).padStart(2, '0').toUpperCase())
    .join(':');
  readonly #ssrcs: readonly number[];
  #version = 1;

  constructor(...lines: OfferedLine[]) {
    this.#lines = lines;
    this.#ssrcs = lines.map(() => randomInt(1, 2 ** 31));
  }

  sdp(ice: IceCredentials): string {
    this.#version += 1;
    const mids = this.#lines.map((_, index) => index).join(' ');
    const head = [
      'v=0',
      `o=- ${this.#sessionId} ${this.#version} IN IP4 127.0.0.1`,
      's=-',
      't=0 0',
      `a=group:BUNDLE ${mids}`,
      'a=extmap-allow-mixed',
      `a=msid-semantic: WMS ${this.#stream}`,
    ];
    const sections = this.#lines.flatMap((line, mid) =>
      line.kind === 'application' ? this.#data(mid, ice) : this.#media(line.kind, line.rids, mid, ice),
    );
    return [...head, ...sections, ''].join('\r\n');
  }

  #media(kind: 'audio' | 'video', rids: readonly string[] | undefined, mid: number, ice: IceCredentials) {
    const formats = FORMATS[kind];
    const numbers = formats.flatMap(([format, , , rtx]) => (rtx === undefined ? [format] : [format, rtx]));
    const codecs = formats.flatMap(([format, codec, parameters, rtx]) => [
      `a=rtpmap:${format} ${codec}`,
      ...(isAuxiliary(codec) ? [] : FEEDBACK[kind].map((feedback) => `a=rtcp-fb:${format} ${feedback}`)),
      ...(parameters === undefined ? [] : [`a=fmtp:${format} ${parameters}`]),
      ...(rtx === undefined ? [] : [`a=rtpmap:${rtx} rtx/90000`, `a=fmtp:${rtx} apt=${format}`]),
    ]);
    const track = `${this.#stream}-${mid}`;
    return [
      `m=${kind} 9 UDP/TLS/RTP/SAVPF ${numbers.join(' ')}`,
      'c=IN IP4 0.0.0.0',
      'a=rtcp:9 IN IP4 0.0.0.0',
      ...this.#transport(ice),
      `a=mid:${mid}`,
      ...EXTENSIONS[kind].map(([id, uri]) => `a=extmap:${id} ${uri}`),
      'a=sendonly',
      `a=msid:${this.#stream} ${track}`,
      'a=rtcp-mux',
      'a=rtcp-rsize',
      ...codecs,
      ...(rids === undefined ? this.#sources(mid, track, kind === 'video') : simulcast(rids)),
    ];
  }

  #sources(mid: number, track: string, hasRtx: boolean): string[] {
    const ssrc = this.#ssrcs[mid] ?? 0;
    const sources = hasRtx ? [ssrc, ssrc + 1] : [ssrc];
    return [
      ...(hasRtx ? [`a=ssrc-group:FID ${sources.join(' ')}`] : []),
      ...sources.flatMap((source) => [
        `a=ssrc:${source} cname:${this.#stream.slice(0, 8)}`,
        `a=ssrc:${source} msid:${this.#stream} ${track}`,
      ]),
    ];
  }

  #data(mid: number, ice: IceCredentials): string[] {
    return [
      'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
      'c=IN IP4 0.0.0.0',
      ...this.#transport(ice),
      `a=mid:${mid}`,
      'a=sctp-port:5000',
      'a=max-message-size:262144',
    ];
  }

  #transport({ ufrag, pwd }: IceCredentials): string[] {
    return [
      `a=ice-ufrag:${ufrag}`,
      `a=ice-pwd:${pwd}`,
      'a=ice-options:trickle',
      `a=fingerprint:sha-256 ${this.#fingerprint}`,
      'a=setup:actpass',
    ];
  }
}

/** Lines of a section that has a layer for each restriction identifier. @see RFC 8853, section 5.1 */
export function simulcast(rids: readonly string[]): string[] {
  return [...rids.map((rid) => `a=rid:${rid} send`), `a=simulcast:send ${rids.join(';')}`];
}

function isAuxiliary(codec: string): boolean {
  return /^(red|ulpfec|CN|telephone-event)\//.test(codec);
}
