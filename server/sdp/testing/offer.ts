/** Small offers, written line by line, to be bent for a test. */

export const FINGERPRINT =
  '03:0A:11:18:1F:26:2D:34:3B:42:49:50:57:5E:65:6C:73:7A:81:88:8F:96:9D:A4:AB:B2:B9:C0:C7:CE:D5:DC';

const MID = 'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid';

const transport = [
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:theirs',
  'a=ice-pwd:theirpassword0123456789',
  `a=fingerprint:sha-256 ${FINGERPRINT}`,
  'a=setup:actpass',
  'a=rtcp-mux',
  'a=rtcp-rsize',
];

export const AUDIO = [
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  ...transport,
  'a=mid:0',
  MID,
  'a=sendonly',
  'a=msid:stream microphone',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=ssrc:1001 cname:them',
];

export const VIDEO = [
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
  ...transport,
  'a=mid:1',
  MID,
  'a=sendonly',
  'a=msid:stream camera',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=ssrc-group:FID 2001 2002',
  'a=ssrc:2001 cname:them',
  'a=ssrc:2002 cname:them',
];

export const SIMULCAST = [
  ...VIDEO.filter((line) => !line.startsWith('a=ssrc')),
  'a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  'a=rid:h send',
  'a=rid:l send',
  'a=simulcast:send h;l',
];

export const DATA = [
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  ...transport,
  'a=mid:2',
  'a=sctp-port:5000',
];

/** Sound on the line `0`, picture on the line `1`. */
export const CAMERA = anOffer(AUDIO, VIDEO);

/** The lines of media sections as an offer, with all that have a mid in one BUNDLE group. */
export function anOffer(...media: readonly (readonly string[])[]): string {
  const mids = media.flatMap((lines) => lines.filter((line) => line.startsWith('a=mid:')));
  const group = mids.map((line) => line.slice('a=mid:'.length)).join(' ');
  return text(['a=group:BUNDLE ' + group], media);
}

/** The same without a group. */
export function unbundled(...media: readonly (readonly string[])[]): string {
  return text([], media);
}

function text(session: readonly string[], media: readonly (readonly string[])[]): string {
  const lines = ['v=0', 'o=- 42 1 IN IP4 127.0.0.1', 's=-', 't=0 0', ...session, ...media.flat()];
  return lines.map((line) => `${line}\r\n`).join('');
}

/** The section without the lines that begin so. */
export function without(section: readonly string[], ...beginnings: readonly string[]): string[] {
  return section.filter((line) => !beginnings.some((beginning) => line.startsWith(beginning)));
}

/** The section with a line that begins so replaced by others, which are appended if there is none. */
export function withLines(
  section: readonly string[],
  beginning: string,
  ...lines: readonly string[]
): string[] {
  const index = section.findIndex((line) => line.startsWith(beginning));
  return index < 0 ? [...section, ...lines] : section.toSpliced(index, 1, ...lines);
}

/** The section under another mid. */
export function named(section: readonly string[], mid: string): string[] {
  return withLines(section, 'a=mid:', `a=mid:${mid}`);
}
