import type { TrackStats } from '@evagore/shared';
import { parseScalabilityMode } from 'mediasoup';
import type { Consumer } from 'mediasoup/types';

/** What the worker says of one RTP stream; a track has one for each of its encodings. */
interface StreamStat {
  /** Bits per second. */
  readonly bitrate: number;
  /** In parts of 256. @see RFC 3550, section 6.4.1 */
  readonly fractionLost: number;
  /** In ticks of the codec's clock. @see RFC 3550, section 6.4.1 */
  readonly jitter: number;
  /** Milliseconds; absent where it has not been measured. */
  readonly roundTripTime?: number;
}

/** What says how long a tick is. */
interface Clocked {
  readonly codecs: readonly { readonly clockRate: number }[];
}

/** How a track flows. Of several encodings, the busiest tells how the way is. */
export function flowOf(streams: readonly StreamStat[], { codecs }: Clocked): TrackStats {
  const bitrate = streams.reduce((sum, stream) => sum + stream.bitrate, 0);
  const [busiest] = [...streams].sort((a, b) => b.bitrate - a.bitrate);
  if (busiest === undefined) return { bitrate, loss: 0 };
  const { fractionLost, jitter, roundTripTime: rtt } = busiest;
  const clockRate = codecs[0]?.clockRate;
  return {
    bitrate,
    loss: fractionLost / 256,
    ...(rtt !== undefined && { rtt }),
    ...(clockRate !== undefined && { jitter: (jitter / clockRate) * 1000 }),
  };
}

/** Which layers a receiver gets now; nothing of a track that has none. */
export function layersOf({
  type,
  currentLayers,
  rtpParameters,
}: Pick<Consumer, 'type' | 'currentLayers' | 'rtpParameters'>): Partial<TrackStats> {
  if (type !== 'simulcast' && type !== 'svc') return {};
  const { spatialLayers, temporalLayers } = parseScalabilityMode(
    rtpParameters.encodings?.[0]?.scalabilityMode,
  );
  return {
    ...(currentLayers !== undefined && { sid: currentLayers.spatialLayer }),
    maxSid: spatialLayers - 1,
    ...(currentLayers?.temporalLayer !== undefined && { tid: currentLayers.temporalLayer }),
    maxTid: temporalLayers - 1,
  };
}
