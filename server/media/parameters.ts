import {
  RtpCapabilities,
  RtpParameters,
  TransportParameters,
  type DtlsParameters,
  type MediaKind,
} from '@evagore/shared';
import { getSupportedRtpCapabilities } from 'mediasoup';
import type * as mediasoup from 'mediasoup/types';
import { BadMedia } from '../core/errors.ts';

/*
 * Between the values of messages and mediasoup's.
 *
 * Inwards there is more to do than to please the compiler. mediasoup encodes a request for its worker piece by
 * piece into one buffer, and a value that its encoder rejects half-way leaves the buffer unusable for every later
 * request to that worker. So nothing goes in that its encoder could reject: what is of no use is left out, what is
 * wrong is refused.
 *
 * Outwards the schema of the message makes our type out of mediasoup's, and drops its extras. mediasoup sets fields
 * that are absent to `undefined`, which our schemas take for an error.
 */

/** What mediasoup can do with header extensions; others are left out, as in any negotiation. */
const EXTENSIONS: ReadonlySet<string> = new Set(
  getSupportedRtpCapabilities().headerExtensions?.map(({ uri }) => uri),
);

/** Above what any line carries, in bit/s. */
const MAX_BPS = 1e12;

/** `L1T3`, `L3T3_KEY`, `S2T1h`…: as many layers as any encoder makes; the worker keeps counters for each. */
const SCALABILITY_MODE = /^[LS][1-3]T[1-3](h|_KEY|_KEY_SHIFT)?$/;

/** @throws BadMedia for values that cannot mean anything. */
export function offeredParameters(kind: MediaKind, offered: RtpParameters): mediasoup.RtpParameters {
  const stranger = offered.codecs.find(({ mimeType }) => !mimeType.toLowerCase().startsWith(`${kind}/`));
  if (stranger !== undefined) throw new BadMedia(`"${stranger.mimeType}" is no codec for ${kind}`);
  return {
    ...offered,
    codecs: offered.codecs.map(withFormat),
    headerExtensions: (offered.headerExtensions ?? []).filter(isUsable),
    encodings: offered.encodings.map(encodingParameters),
  };
}

/** Only what concerns tracks of one kind: mediasoup copies all that it is given, for each track that it sends. */
export function offeredCapabilities(kind: MediaKind, offered: RtpCapabilities): mediasoup.RtpCapabilities {
  const concerned = (each: { kind: MediaKind }) => each.kind === kind;
  return {
    codecs: (offered.codecs ?? []).filter(concerned).map(withFormat),
    headerExtensions: (offered.headerExtensions ?? []).filter(concerned).filter(isUsable),
  };
}

export function offeredDtls({ role, fingerprints }: DtlsParameters): mediasoup.DtlsParameters {
  // Left the choice, mediasoup would be the client; the port promises a server.
  return { role: role === 'server' ? 'server' : 'client', fingerprints };
}

export function transportParameters(transport: mediasoup.WebRtcTransport): TransportParameters {
  const { iceParameters, iceCandidates, dtlsParameters } = transport;
  return TransportParameters.parse(present({ iceParameters, iceCandidates, dtlsParameters }));
}

export function roomCapabilities(router: mediasoup.Router): RtpCapabilities {
  return RtpCapabilities.parse(present(router.rtpCapabilities));
}

export function sentParameters(consumer: mediasoup.Consumer): RtpParameters {
  return RtpParameters.parse(present(consumer.rtpParameters));
}

type FormatParameters = RtpParameters['codecs'][number]['parameters'];

/** Format parameters without value say nothing, and mediasoup has no code for them. */
function withFormat<Codec extends { parameters?: FormatParameters }>(
  codec: Codec,
): Omit<Codec, 'parameters'> & { parameters: Record<string, string | number> } {
  const entries = Object.entries(codec.parameters ?? {});
  const valued = entries.filter((entry): entry is [string, string | number] => entry[1] !== null);
  return { ...codec, parameters: Object.fromEntries(valued) };
}

/** Which part of the picture a layer is matters only to whoever chooses among them, and is left out. */
function encodingParameters({
  scaleResolutionDownBy: _,
  ...encoding
}: RtpParameters['encodings'][number]): mediasoup.RtpEncodingParameters {
  const { scalabilityMode, maxBitrate } = encoding;
  if (scalabilityMode !== undefined && !SCALABILITY_MODE.test(scalabilityMode)) {
    throw new BadMedia(`there is no scalability mode "${scalabilityMode}"`);
  }
  if (maxBitrate === undefined) return encoding;
  // Encoded as a 64-bit integer: a fraction, or a number beyond that, would stop the encoder half-way.
  return { ...encoding, maxBitrate: Math.ceil(Math.min(maxBitrate, MAX_BPS)) };
}

/** A type guard, because mediasoup lists the extensions in its type. */
function isUsable<Extension extends { uri: string }>(
  extension: Extension,
): extension is Extension & { uri: mediasoup.RtpHeaderExtensionUri } {
  return EXTENSIONS.has(extension.uri);
}

/** The same value, without the fields that are undefined. */
function present(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(present);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.map(([key, field]) => [key, present(field)]));
}
