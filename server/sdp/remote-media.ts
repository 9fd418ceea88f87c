import type { MediaKind } from '@evagore/shared';
import { attribute, attributes, hasAttribute, type MediaSection, type Section } from './description.ts';
import { BadSdp } from './errors.ts';

/*
 * What the other end says of one medium, without judgement of it.
 */

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

export interface RemoteFeedback {
  readonly type: string;
  readonly parameter: string;
}

export interface RemoteCodec {
  readonly payloadType: number;
  readonly name: string;
  readonly clockRate: number;
  readonly channels: number;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly feedback: readonly RemoteFeedback[];
}

export interface RemoteExtension {
  readonly id: number;
  readonly uri: string;
  readonly direction: Direction;
  readonly encrypted: boolean;
}

/** A simulcast layer that the other end would send. */
export interface RemoteLayer {
  readonly rid: string;
  readonly paused: boolean;
  /** What the layer is confined to, as in `max-width`. */
  readonly limits: ReadonlyMap<string, string>;
}

/** One of the sources of RTP that the other end names, with the source of its retransmissions. */
export interface RemoteSource {
  readonly ssrc: number;
  readonly rtx?: number;
}

export interface Msid {
  readonly stream: string;
  readonly track: string;
}

export interface RemoteMedia {
  readonly mid: string | undefined;
  readonly type: string;
  /** Undefined for what is neither sound nor picture. */
  readonly kind: MediaKind | undefined;
  readonly protocol: string;
  readonly formats: readonly string[];
  /** Port 0, which `a=bundle-only` excuses. */
  readonly rejected: boolean;
  readonly direction: Direction;
  readonly rtcpMux: boolean;
  readonly rtcpRsize: boolean;
  /** May header extensions of both forms be mixed? */
  readonly extmapMixed: boolean;
  readonly codecs: readonly RemoteCodec[];
  readonly extensions: readonly RemoteExtension[];
  /** In the order of `a=simulcast`. */
  readonly layers: readonly RemoteLayer[];
  /** Whether the layers are declared to be simulcast. */
  readonly simulcast: boolean;
  readonly sources: readonly RemoteSource[];
  readonly cname: string | undefined;
  readonly msid: Msid | undefined;
}

/** Payload types that mean a codec without being told. @see RFC 3551, section 6 */
const STATIC_CODECS = new Map([
  [0, 'PCMU/8000'],
  [8, 'PCMA/8000'],
  [9, 'G722/8000'],
]);

/** As much as the schema of RTP parameters takes. */
const MAX_PARAMETERS = 32;
const MAX_PARAMETER_LENGTH = 2_048;

/** What may stand for a name: visible ASCII without separators. @see RFC 8866, "token" */
const TOKEN = /^[!#-'*+\-.\d^-~A-Z]+$/;
const MAX_MID_LENGTH = 32;
const RID = /^[\w-]{1,64}$/;

/** @throws BadSdp for names that no description may have. */
export function readMedia(section: MediaSection, session: Section): RemoteMedia {
  const { type, protocol, formats } = section;
  const kind = type === 'audio' || type === 'video' ? type : undefined;
  const { layers, simulcast } = layersOf(section);
  const ssrcs = ssrcAttributesOf(section);
  return {
    mid: midOf(section),
    type,
    kind,
    protocol,
    formats: formats.slice(0, 128),
    rejected: section.port === 0 && !hasAttribute(section, 'bundle-only'),
    direction: directionOf(section) ?? directionOf(session) ?? 'sendrecv',
    rtcpMux: hasAttribute(section, 'rtcp-mux'),
    rtcpRsize: hasAttribute(section, 'rtcp-rsize'),
    extmapMixed: hasAttribute(section, 'extmap-allow-mixed') || hasAttribute(session, 'extmap-allow-mixed'),
    codecs: kind === undefined ? [] : codecsOf(section),
    extensions: [...extensionsOf(section), ...extensionsOf(session)],
    layers,
    simulcast,
    sources: sourcesOf(section, ssrcs),
    cname: ssrcs.find(({ name }) => name === 'cname')?.value,
    msid: msidOf(section, ssrcs),
  };
}

export function sends(direction: Direction): boolean {
  return direction === 'sendrecv' || direction === 'sendonly';
}

export function receives(direction: Direction): boolean {
  return direction === 'sendrecv' || direction === 'recvonly';
}

function midOf(section: MediaSection): string | undefined {
  const mid = attribute(section, 'mid');
  if (mid === undefined) return undefined;
  if (!TOKEN.test(mid) || mid.length > MAX_MID_LENGTH) {
    throw new BadSdp(`a mid is a word of at most ${MAX_MID_LENGTH} characters of ASCII`);
  }
  return mid;
}

function directionOf(section: Section): Direction | undefined {
  const found = section.attributes.find(({ name, value }) => value === '' && isDirection(name));
  return found !== undefined && isDirection(found.name) ? found.name : undefined;
}

function isDirection(name: string): name is Direction {
  return name === 'sendrecv' || name === 'sendonly' || name === 'recvonly' || name === 'inactive';
}

function codecsOf(section: MediaSection): RemoteCodec[] {
  const maps = byPayloadType(attributes(section, 'rtpmap'));
  const formats = byPayloadType(attributes(section, 'fmtp'));
  const feedback = feedbackOf(section);
  const payloadTypes = new Set(section.formats.map(payloadTypeOf).filter((each) => each !== undefined));
  return [...payloadTypes].flatMap((payloadType) => {
    const map = maps.get(payloadType) ?? STATIC_CODECS.get(payloadType);
    const match = /^([\w.-]{1,64})\/(\d{1,9})(?:\/(\d))?$/.exec(map ?? '');
    if (match === null) return [];
    const [, name = '', clockRate, channels = '1'] = match;
    const parameters = parametersOf(formats.get(payloadType) ?? '');
    return {
      payloadType,
      name,
      clockRate: Number(clockRate),
      channels: Math.max(1, Number(channels)),
      parameters,
      feedback: feedback
        .filter(({ of }) => of === '*' || of === payloadType.toString())
        .map(({ type, parameter }) => ({ type, parameter })),
    };
  });
}

function byPayloadType(values: readonly string[]): Map<number, string> {
  const found = new Map<number, string>();
  for (const value of values) {
    const space = value.indexOf(' ');
    const payloadType = payloadTypeOf(value.slice(0, Math.max(0, space)));
    if (payloadType !== undefined && !found.has(payloadType)) {
      found.set(payloadType, value.slice(space + 1).trim());
    }
  }
  return found;
}

function payloadTypeOf(text: string): number | undefined {
  return /^\d{1,3}$/.test(text) && Number(text) <= 127 ? Number(text) : undefined;
}

function feedbackOf(section: MediaSection): ({ of: string } & RemoteFeedback)[] {
  return attributes(section, 'rtcp-fb').flatMap((value) => {
    const [of = '', type, ...parameter] = value.split(/\s+/);
    return type === undefined ? [] : { of, type, parameter: parameter.join(' ') };
  });
}

/** Whole numbers become numbers, as those who compare them expect; a profile of H.264 may look like one, and is none. */
function parametersOf(format: string): Record<string, string | number> {
  const entries = format.split(';').flatMap((part): [string, string | number][] => {
    const equals = part.indexOf('=');
    const key = part.slice(0, Math.max(0, equals)).trim();
    const value = part.slice(equals + 1).trim();
    if (!/^[a-z\d][\w.-]{0,255}$/i.test(key) || value.length > MAX_PARAMETER_LENGTH) return [];
    const isNumber = /^(0|[1-9]\d{0,8})$/.test(value) && key.toLowerCase() !== 'profile-level-id';
    return [[key, isNumber ? Number(value) : value]];
  });
  return Object.fromEntries(entries.slice(0, MAX_PARAMETERS));
}

const ENCRYPTED = 'urn:ietf:params:rtp-hdrext:encrypt';

function extensionsOf(section: Section): RemoteExtension[] {
  return attributes(section, 'extmap').flatMap((value) => {
    const match = /^(\d{1,4})(?:\/(\w+))? (\S+)/.exec(value);
    if (match === null) return [];
    const [, id, direction = 'sendrecv', uri = ''] = match;
    if (!isDirection(direction) || uri.length > 256) return [];
    return { id: Number(id), uri, direction, encrypted: uri === ENCRYPTED };
  });
}

function layersOf(section: MediaSection): { layers: RemoteLayer[]; simulcast: boolean } {
  const rids = new Map<string, ReadonlyMap<string, string>>();
  for (const value of attributes(section, 'rid')) {
    const [rid = '', direction, ...limits] = value.split(/\s+/);
    if (direction === 'send' && RID.test(rid)) rids.set(rid, limitsOf(limits.join('')));
  }
  const list = /\bsend (\S+)/.exec(attribute(section, 'simulcast') ?? '')?.[1];
  const named = list?.split(';').map((alternatives) => alternatives.split(',')[0] ?? '') ?? [...rids.keys()];
  const layers = new Map<string, RemoteLayer>();
  for (const name of named) {
    const rid = name.replace(/^~/, '');
    const limits = rids.get(rid);
    if (limits !== undefined) layers.set(rid, { rid, paused: name.startsWith('~'), limits });
  }
  return { layers: [...layers.values()], simulcast: list !== undefined };
}

function limitsOf(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(';').map((each) => each.split('='));
  return new Map(pairs.map(([key = '', value = '']) => [key, value]));
}

interface SsrcAttribute {
  readonly ssrc: number;
  readonly name: string;
  readonly value: string;
}

function ssrcAttributesOf(section: MediaSection): SsrcAttribute[] {
  return attributes(section, 'ssrc').flatMap((text) => {
    const match = /^(\d{1,10}) ([\w-]+)(?::(.*))?$/.exec(text);
    const ssrc = ssrcOf(match?.[1]);
    return ssrc === undefined
      ? []
      : { ssrc, name: match?.[2] ?? '', value: (match?.[3] ?? '').slice(0, 256) };
  });
}

function ssrcOf(text = ''): number | undefined {
  // Zero means "none" to mediasoup.
  const ssrc = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  return ssrc > 0 && ssrc <= 0xff_ff_ff_ff ? ssrc : undefined;
}

/** The sources of a track: those of a simulcast in the old way, or else the first, which is not another's companion. */
function sourcesOf(section: MediaSection, ssrcs: readonly SsrcAttribute[]): RemoteSource[] {
  const groups = attributes(section, 'ssrc-group').map((value) => {
    const [semantics = '', ...members] = value.split(/\s+/);
    return { semantics, members: members.map(ssrcOf).filter((each) => each !== undefined) };
  });
  const rtx = new Map<number, number>();
  const companions = new Set<number>();
  for (const { semantics, members } of groups) {
    if (semantics === 'SIM') continue;
    for (const companion of members.slice(1)) companions.add(companion);
    const [media, repair] = members;
    if (semantics === 'FID' && media !== undefined && repair !== undefined) rtx.set(media, repair);
  }
  const simulcast = groups.find(({ semantics }) => semantics === 'SIM')?.members ?? [];
  const alone = ssrcs.map(({ ssrc }) => ssrc).find((ssrc) => !companions.has(ssrc));
  const media = simulcast.length > 0 ? [...new Set(simulcast)] : alone === undefined ? [] : [alone];
  return media.map((ssrc) => {
    const repair = rtx.get(ssrc);
    return repair === undefined ? { ssrc } : { ssrc, rtx: repair };
  });
}

/** Which track of which stream this is. A hyphen for the stream means that it is of none. */
function msidOf(section: MediaSection, ssrcs: readonly SsrcAttribute[]): Msid | undefined {
  const text = attribute(section, 'msid') ?? ssrcs.find(({ name }) => name === 'msid')?.value;
  const [stream = '', track = ''] = text?.split(/\s+/) ?? [];
  if (stream === '' || stream === '-') return undefined;
  return { stream: stream.slice(0, 256), track: track.slice(0, 256) };
}
