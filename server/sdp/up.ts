import { RtpParameters, type MediaKind, type RtpCapabilities } from '@evagore/shared';
import { agreedCodecs, takesSimulcast, type AgreedCodec, type Codec } from './codecs.ts';
import {
  ABS_SEND_TIME,
  extensionsUp,
  MID,
  RID,
  TRANSPORT_CC,
  type AgreedExtension,
  type Use,
} from './extensions.ts';
import { encodingsOfSources, lowestFirst, type Encoding } from './layers.ts';
import type { Msid, RemoteLayer, RemoteMedia } from './remote-media.ts';

/** A track that comes in on a line, as agreed. */
export interface Up {
  readonly kind: MediaKind;
  readonly rtpParameters: RtpParameters;
  readonly msid: Msid | undefined;
  /** The layers that are taken, in the order of the offer. */
  readonly layers: readonly RemoteLayer[];
  readonly simulcast: boolean;
}

/** What other lines of the session use already. */
interface Taken {
  readonly ssrcs: ReadonlySet<number>;
  /** Of lines whose packets carry no mid. */
  readonly rids: ReadonlySet<string>;
}

/** Why a line cannot be used. */
export class Unusable {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

interface Circumstances {
  readonly mid: string;
  readonly use: Use;
  readonly capabilities: RtpCapabilities;
  readonly taken: Taken;
}

/**
 * How the track that is offered on a line is taken in: with one codec, as mediasoup drops packets of any other, and
 * with what tells its packets from those of other lines, which is the ids of its sources, or names in its packets.
 */
export function agreeUp(media: RemoteMedia, circumstances: Circumstances): Up | Unusable {
  const { mid, use, capabilities, taken } = circumstances;
  const { kind } = media;
  if (kind === undefined) return new Unusable(`media of the type "${media.type}" is not taken here`);
  const headerExtensions = extensionsUp(use, kind, media.extensions, capabilities.headerExtensions ?? []);
  const has = (uri: string) => headerExtensions.some((each) => each.uri === uri);
  const offered = has(RID) ? media.layers : [];
  const codec = codecFor(agreedCodecs(media, capabilities), offered);
  if (codec === undefined)
    return new Unusable(`the room takes none of the codecs that are offered for ${kind}`);

  const layers = layersFor(codec, offered);
  const encodings = encodingsFor(media, layers, codec);
  if (encodings.length === 0) {
    if (!has(MID)) return new Unusable('nothing tells the packets of the track: add "a=ssrc" lines');
    encodings.push({});
  }
  if (isTaken(encodings, has(MID), taken)) {
    return new Unusable(
      'two tracks use the same "a=ssrc", or the same "a=rid" without the extension for mids',
    );
  }
  const parsed = RtpParameters.safeParse({
    ...(has(MID) && { mid }),
    codecs: [withFeedback(codec.codec, headerExtensions), ...(codec.rtx === undefined ? [] : [codec.rtx])],
    headerExtensions,
    encodings,
    rtcp: {
      ...(media.cname !== undefined && media.cname !== '' && { cname: media.cname }),
      reducedSize: true,
    },
  });
  if (!parsed.success) return new Unusable('the track has more parameters than are taken');
  const { simulcast, msid } = media;
  return { kind, rtpParameters: parsed.data, msid, layers: inOrder(offered, layers), simulcast };
}

/** The first codec that is offered, unless there are layers, and another can carry them. */
function codecFor(codecs: readonly AgreedCodec[], layers: readonly RemoteLayer[]): AgreedCodec | undefined {
  const layered = layers.length > 1 ? codecs.find(({ codec }) => takesSimulcast(codec)) : undefined;
  return layered ?? codecs[0];
}

/** Lowest first; of layers that the codec cannot have, the best alone. */
function layersFor({ codec }: AgreedCodec, offered: readonly RemoteLayer[]): RemoteLayer[] {
  const layers = lowestFirst(offered);
  return takesSimulcast(codec) ? layers : layers.slice(-1);
}

function encodingsFor(media: RemoteMedia, layers: readonly RemoteLayer[], agreed: AgreedCodec): Encoding[] {
  if (layers.length > 0) return layers.map(({ rid }) => ({ rid }));
  const encodings = encodingsOfSources(media.sources, agreed.rtx !== undefined);
  return takesSimulcast(agreed.codec) ? encodings : encodings.slice(0, 1);
}

function inOrder(offered: readonly RemoteLayer[], kept: readonly RemoteLayer[]): RemoteLayer[] {
  return offered.filter((layer) => kept.includes(layer));
}

function isTaken(encodings: readonly Encoding[], hasMid: boolean, { ssrcs, rids }: Taken): boolean {
  const own = ssrcsOf(encodings);
  if (new Set(own).size < own.length || own.some((ssrc) => ssrcs.has(ssrc))) return true;
  return !hasMid && encodings.some(({ rid }) => rid !== undefined && rids.has(rid));
}

export function ssrcsOf(encodings: readonly Encoding[]): number[] {
  return encodings.flatMap(({ ssrc, rtx }) => [ssrc, rtx?.ssrc]).filter((each) => each !== undefined);
}

/** One of the two ways in which the sender learns of the bandwidth: not both, lest they contradict each other. */
function withFeedback(codec: Codec, extensions: readonly AgreedExtension[]): Codec {
  const has = (uri: string) => extensions.some((each) => each.uri === uri);
  const feedback = codec.rtcpFeedback ?? [];
  const unused = (type: string) =>
    (type === 'transport-cc' && !has(TRANSPORT_CC)) ||
    (type === 'goog-remb' && (has(TRANSPORT_CC) || !has(ABS_SEND_TIME)));
  return { ...codec, rtcpFeedback: feedback.filter(({ type }) => !unused(type)) };
}
