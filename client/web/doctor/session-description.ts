import type { DtlsParameters, IceCandidate, ProbeOpened } from '@evagore/shared';
import { DtlsParameters as DtlsSchema } from '@evagore/shared';
import type { z } from 'zod';

type Candidate = z.infer<typeof IceCandidate>;

/** What the server can take of one message; far more than is ever sent in one. */
const MAX_MESSAGE_BYTES = 262_144;

/**
 * The server's end of a test as the answer to a peer connection's offer of a data channel.
 *
 * @param candidates - Those of the server's that may be used.
 * @see RFC 8841 for data channels in SDP; RFC 8839 for ICE. The server is ICE-lite, and lets the other end begin DTLS.
 */
export function answerTo(offer: string, opened: ProbeOpened, candidates: readonly Candidate[]): string {
  const { iceParameters, dtlsParameters, sctpPort } = opened;
  const mid = /^a=mid:(\S+)/m.exec(offer)?.[1] ?? '0';
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=ice-lite',
    `a=group:BUNDLE ${mid}`,
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    `a=mid:${mid}`,
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    ...dtlsParameters.fingerprints.map(({ algorithm, value }) => `a=fingerprint:${algorithm} ${value}`),
    'a=setup:passive',
    `a=sctp-port:${sctpPort.toString()}`,
    `a=max-message-size:${MAX_MESSAGE_BYTES.toString()}`,
    ...candidates.map(candidateLine),
    'a=end-of-candidates',
    '',
  ].join('\r\n');
}

/**
 * This end's fingerprints, as the server is told them.
 *
 * @throws ZodError where the description has none.
 */
export function dtlsOf(description: string): DtlsParameters {
  const fingerprints = [...description.matchAll(/^a=fingerprint:(\S+) (\S+)/gm)].map(
    ([, algorithm = '', value = '']) => ({ algorithm: algorithm.toLowerCase(), value }),
  );
  return DtlsSchema.parse({ role: 'client', fingerprints });
}

function candidateLine(candidate: Candidate): string {
  const { foundation, protocol, priority, address, port, type, tcpType } = candidate;
  const way = `${foundation} 1 ${protocol} ${priority.toString()} ${address} ${port.toString()} typ ${type}`;
  return `a=candidate:${way}${tcpType === undefined ? '' : ` tcptype ${tcpType}`}`;
}
