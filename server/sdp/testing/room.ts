import { RtpCapabilities, type TransportParameters } from '@evagore/shared';
import { ortc } from 'mediasoup';
import type * as mediasoup from 'mediasoup/types';
import { codecsOf } from '../../media/codecs.ts';

/** Capabilities of rooms, as mediasoup makes them, and our end of a transport, as it describes it. */

export const ALL_CODECS = ['vp8', 'vp9', 'av1', 'h264', 'opus', 'g722', 'pcmu', 'pcma'];

/** What mediasoup knows of a room; it normalises values in place, so each test gets its own. */
export function routerCapabilities(names: readonly string[] = ALL_CODECS): mediasoup.RtpCapabilities {
  const { codecs } = codecsOf(names);
  // mediasoup numbers retransmissions from 100 on, and refuses a codec whose number it has given away before.
  const taken = codecs.filter(({ preferredPayloadType = 0 }) => preferredPayloadType >= 100);
  return ortc.generateRouterRtpCapabilities([...taken, ...codecs.filter((codec) => !taken.includes(codec))]);
}

export function roomCapabilities(names: readonly string[] = ALL_CODECS): RtpCapabilities {
  return RtpCapabilities.parse(JSON.parse(JSON.stringify(routerCapabilities(names))));
}

const FINGERPRINT = Array.from({ length: 32 }, (_, index) => (index + 16).toString(16).toUpperCase());

export const OUR_END: TransportParameters = {
  iceParameters: {
    usernameFragment: 'ourfragment01',
    password: 'ourpassword0123456789abcdefghij',
    iceLite: true,
  },
  iceCandidates: [
    {
      foundation: 'udpcandidate',
      priority: 1_076_558_079,
      ip: '192.0.2.1',
      address: '192.0.2.1',
      protocol: 'udp',
      port: 44_444,
      type: 'host',
    },
    {
      foundation: 'tcpcandidate',
      priority: 1_076_302_079,
      ip: '192.0.2.1',
      address: '192.0.2.1',
      protocol: 'tcp',
      port: 44_444,
      type: 'host',
      tcpType: 'passive',
    },
  ],
  dtlsParameters: { role: 'auto', fingerprints: [{ algorithm: 'sha-256', value: FINGERPRINT.join(':') }] },
};

/** How a track that came in is sent to others. */
export function sentParameters(
  up: { kind: 'audio' | 'video'; rtpParameters: object },
  capabilities: RtpCapabilities,
  mid: string,
  names: readonly string[] = ALL_CODECS,
): mediasoup.RtpParameters {
  const router = routerCapabilities(names);
  const parameters = structuredClone(up.rtpParameters) as mediasoup.RtpParameters;
  ortc.validateAndNormalizeRtpParameters(parameters);
  const mapping = ortc.getProducerRtpParametersMapping(parameters, router);
  const consumableRtpParameters = ortc.getConsumableRtpParameters(up.kind, parameters, router, mapping);
  const remote = structuredClone(capabilities) as mediasoup.RtpCapabilities;
  ortc.validateAndNormalizeRtpCapabilities(remote);
  const sent = ortc.getConsumerRtpParameters({
    consumableRtpParameters,
    remoteRtpCapabilities: remote,
    pipe: false,
    enableRtx: up.kind === 'video',
  });
  return { ...(JSON.parse(JSON.stringify(sent)) as mediasoup.RtpParameters), mid };
}
