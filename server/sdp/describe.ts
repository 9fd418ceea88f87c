import type { IceCandidate, TransportParameters } from '@evagore/shared';
import { agreedCodecs, sentCodecs, type Codec } from './codecs.ts';
import { reversed } from './extensions.ts';
import type { Direction } from './remote-media.ts';
import { hash64, trackOf, wouldReceive, type Line, type SentTrack, type Session } from './state.ts';

/*
 * How a session is written down. Codecs, names and streams of other members pass through here, and may contain
 * anything; whatever could end a line is left out of it.
 */

/** What a description is written for. */
interface Task {
  readonly kind: 'offer' | 'answer';
  readonly session: Session;
  readonly lines: readonly Line[];
  /** The mids that share the transport; undefined where there is no group. */
  readonly bundled: readonly string[] | undefined;
}

/** @see RFC 8829, section 5.2; RFC 9143; RFC 8853 */
export function describe(task: Task): string {
  const { session, lines, bundled } = task;
  const { id, version } = session.origin;
  const used = lines.filter(({ rejected }) => !rejected);
  const group = bundled?.filter((mid) => used.some((line) => line.mid === mid));
  const speaker = group === undefined ? used[0]?.mid : group[0];
  const mixed = used.some(({ remote }) => remote?.extmapMixed === true);
  const text = [
    'v=0',
    `o=- ${id} ${version} IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    'a=ice-lite',
    ...(group === undefined || group.length === 0 ? [] : [`a=group:BUNDLE ${group.join(' ')}`]),
    ...(mixed ? ['a=extmap-allow-mixed'] : []),
    'a=msid-semantic: WMS *',
    ...lines.flatMap((line) => (line.rejected ? rejection(line) : section(task, line, line.mid === speaker))),
  ];
  return text.map((line) => `${withoutControls(line)}\r\n`).join('');
}

/** What is sent on a line by a description. */
export function described(line: Line, kind: 'offer' | 'answer'): SentTrack | undefined {
  // An answer cannot send to somebody who would not receive.
  return kind === 'offer' || wouldReceive(line) ? trackOf(line.down) : undefined;
}

/** Addresses and ports of our end; as it is ICE-lite, there are no others. */
export function candidateLines(candidates: readonly IceCandidate[]): string[] {
  return [...candidates.map(candidateLine), 'a=end-of-candidates'];
}

export function iceLines({ iceParameters }: TransportParameters): string[] {
  return [`a=ice-ufrag:${iceParameters.usernameFragment}`, `a=ice-pwd:${iceParameters.password}`];
}

function rejection({ type, protocol, mid, named, remote }: Line): string[] {
  return [
    `m=${type} 0 ${protocol} ${remote?.formats.join(' ') ?? '0'}`,
    'c=IN IP4 0.0.0.0',
    ...(named ? [`a=mid:${mid}`] : []),
    'a=inactive',
  ];
}

function section({ kind, session }: Task, line: Line, speaks: boolean): string[] {
  const { transport, capabilities } = session.options;
  const { type, protocol, mid, named, up, remote } = line;
  const down = described(line, kind);
  const codecs = codecsOf(line, down, () =>
    remote === undefined ? [] : agreedCodecs(remote, capabilities).flatMap((each) => [each.codec, each.rtx]),
  );
  const payloadTypes = codecs.map(({ payloadType }) => payloadType);
  return [
    `m=${type} 9 ${protocol} ${payloadTypes.length > 0 ? payloadTypes.join(' ') : (remote?.formats.join(' ') ?? '0')}`,
    'c=IN IP4 0.0.0.0',
    ...(named ? [`a=mid:${mid}`] : []),
    `a=${directionOf(up !== undefined, down !== undefined)}`,
    ...iceLines(transport),
    fingerprintLine(transport),
    `a=setup:${setupOf(kind, session)}`,
    'a=rtcp-mux',
    ...(kind === 'offer' || remote?.rtcpRsize === true ? ['a=rtcp-rsize'] : []),
    ...codecs.flatMap(codecLines),
    ...extensionLines(line, down),
    ...layerLines(line),
    ...(down === undefined ? [] : trackLines(down)),
    ...(speaks ? candidateLines(transport.iceCandidates) : []),
  ];
}

function directionOf(hasUp: boolean, hasDown: boolean): Direction {
  if (hasUp) return hasDown ? 'sendrecv' : 'recvonly';
  return hasDown ? 'sendonly' : 'inactive';
}

/** An offer leaves the roles open, as they are settled since the first exchange; an answer takes what is left. */
function setupOf(kind: Task['kind'], { remote }: Session): string {
  if (kind === 'offer') return 'actpass';
  return remote?.role === 'server' ? 'active' : 'passive';
}

/** One of ours is enough, and the one that everybody knows is best. */
function fingerprintLine({ dtlsParameters: { fingerprints } }: TransportParameters): string {
  const { algorithm, value } =
    fingerprints.find((each) => each.algorithm === 'sha-256') ?? fingerprints[0] ?? {};
  return `a=fingerprint:${algorithm ?? ''} ${value ?? ''}`;
}

/** What is in use, or what could be, as a section must list something. */
function codecsOf(
  { up }: Line,
  down: SentTrack | undefined,
  others: () => readonly (Codec | undefined)[],
): Codec[] {
  const used = [...(up?.rtpParameters.codecs ?? []), ...writtenCodecs(down)];
  const listed = used.length > 0 ? used : others().filter((codec) => codec !== undefined);
  return [...new Map(listed.toReversed().map((codec) => [codec.payloadType, codec])).values()].toReversed();
}

/** Of a source that is named, what it sends; of one that is not known yet, all that may come. */
function writtenCodecs(down: SentTrack | undefined): readonly Codec[] {
  if (down === undefined) return [];
  const { codecs, encodings } = down.rtpParameters;
  return encodings[0]?.ssrc === undefined ? codecs : sentCodecs(codecs);
}

function codecLines({
  mimeType,
  payloadType,
  clockRate,
  channels = 1,
  parameters,
  rtcpFeedback,
}: Codec): string[] {
  const name = mimeType.slice(mimeType.indexOf('/') + 1);
  const format = Object.entries(parameters ?? {})
    .filter(([key, value]) => value !== null && isWord(key) && isWord(value.toString()))
    .map(([key, value]) => `${key}=${value?.toString() ?? ''}`);
  return [
    `a=rtpmap:${payloadType} ${name}/${clockRate}${channels > 1 ? `/${channels}` : ''}`,
    ...(format.length > 0 ? [`a=fmtp:${payloadType} ${format.join(';')}`] : []),
    ...(rtcpFeedback ?? []).map(({ type, parameter = '' }) =>
      `a=rtcp-fb:${payloadType} ${type} ${parameter}`.trimEnd(),
    ),
  ];
}

/** Part of `fmtp`: visible ASCII without what separates parameters. */
function isWord(text: string): boolean {
  return /^[!-:<-~]+$/.test(text);
}

function extensionLines({ up, remote }: Line, down: SentTrack | undefined): string[] {
  const agreed = [
    ...(up?.rtpParameters.headerExtensions ?? []),
    ...(down?.rtpParameters.headerExtensions ?? []),
  ];
  return [...new Map(agreed.map((each) => [each.id, each])).values()].map(({ id, uri }) => {
    const theirs =
      remote?.extensions.find((each) => each.id === id && each.uri === uri)?.direction ?? 'sendrecv';
    return `a=extmap:${id}${theirs === 'sendrecv' ? '' : `/${reversed(theirs)}`} ${uri}`;
  });
}

function layerLines({ up }: Line): string[] {
  if (up === undefined || up.layers.length === 0) return [];
  const list = up.layers.map(({ rid, paused }) => (paused ? `~${rid}` : rid));
  return [
    ...up.layers.map(({ rid }) => `a=rid:${rid} recv`),
    ...(up.simulcast ? [`a=simulcast:recv ${list.join(';')}`] : []),
  ];
}

function trackLines({ rtpParameters, msid }: SentTrack): string[] {
  const stream = token(msid.stream);
  const track = token(msid.track);
  const { ssrc, rtx } = rtpParameters.encodings[0] ?? {};
  const hasRtx = sentCodecs(rtpParameters.codecs).length > 1;
  const ssrcs = [ssrc, hasRtx ? rtx?.ssrc : undefined].filter((each) => each !== undefined);
  const cname = token(rtpParameters.rtcp?.cname ?? stream);
  return [
    `a=msid:${stream} ${track}`,
    ...(ssrcs.length > 1 ? [`a=ssrc-group:FID ${ssrcs.join(' ')}`] : []),
    ...ssrcs.flatMap((each) => [`a=ssrc:${each} cname:${cname}`, `a=ssrc:${each} msid:${stream} ${track}`]),
  ];
}

/** The same name, or another for what cannot be one. @see RFC 8830, section 2: at most 64 characters */
function token(name: string): string {
  // A hyphen alone would mean "no stream".
  if (/^[!#-'*+\-.\d^-~A-Z]{1,64}$/.test(name) && name !== '-') return name;
  return `x${hash64(name).toString(36)}`;
}

function candidateLine({
  foundation,
  protocol,
  priority,
  address,
  port,
  type,
  tcpType,
}: IceCandidate): string {
  const tcp = tcpType === undefined ? '' : ` tcptype ${tcpType}`;
  return `a=candidate:${foundation} 1 ${protocol} ${priority} ${address} ${port} typ ${type}${tcp}`;
}

function withoutControls(line: string): string {
  // eslint-disable-next-line no-control-regex -- Those are what must not get through.
  return line.replace(/[\0-\x1f\x7f]/g, '');
}
