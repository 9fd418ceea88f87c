import { RtpCapabilities, RtpParameters, type TransportParameters } from '@evagore/shared';
import { ortc } from 'mediasoup';
import type * as mediasoup from 'mediasoup/types';

/** Capabilities of rooms, as mediasoup makes them, and our end of a transport, as it describes it. */

const video = { kind: 'video', clockRate: 90_000 } as const;
const telephone = { kind: 'audio', clockRate: 8_000, channels: 1 } as const;

/** As the media engine numbers them. */
const CODECS: Record<string, mediasoup.RouterRtpCodecCapability> = {
  vp8: { ...video, mimeType: 'video/VP8', preferredPayloadType: 96 },
  vp9: { ...video, mimeType: 'video/VP9', preferredPayloadType: 98, parameters: { 'profile-id': 0 } },
  av1: { ...video, mimeType: 'video/AV1', preferredPayloadType: 35 },
  h264: {
    ...video,
    mimeType: 'video/H264',
    preferredPayloadType: 108,
    parameters: { 'level-asymmetry-allowed': 1, 'packetization-mode': 1, 'profile-level-id': '42e01f' },
  },
  opus: {
    kind: 'audio',
    mimeType: 'audio/opus',
    preferredPayloadType: 111,
    clockRate: 48_000,
    channels: 2,
    parameters: { minptime: 10, useinbandfec: 1, stereo: 1, 'sprop-stereo': 1 },
  },
  g722: { ...telephone, mimeType: 'audio/G722', preferredPayloadType: 9 },
  pcmu: { ...telephone, mimeType: 'audio/PCMU', preferredPayloadType: 0 },
  pcma: { ...telephone, mimeType: 'audio/PCMA', preferredPayloadType: 8 },
};

const ALL_CODECS: readonly string[] = Object.keys(CODECS);

/** What mediasoup knows of a room; it normalises values in place, so each test gets its own. */
export function routerCapabilities(names = ALL_CODECS): mediasoup.RtpCapabilities {
  return ortc.generateRouterRtpCapabilities(names.map((name) => ({ ...CODECS[name]! })));
}

export function roomCapabilities(names = ALL_CODECS): RtpCapabilities {
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
  names = ALL_CODECS,
): RtpParameters {
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
  return RtpParameters.parse({ ...(JSON.parse(JSON.stringify(sent)) as object), mid });
}
