import { StreamId, TransportOpened, type RtpCapabilities } from '@evagore/shared';
import { PAYLOAD_TYPES, cameraOffer } from '../../server/media/testing/rtp.ts';
import { RtpPeer } from '../../server/media/testing/rtp-peer.ts';
import type { BenchMember } from './member.ts';

/** Members with media: real ICE, DTLS and SRTP, and RTP packets instead of a camera. */

const PUBLISHER_SSRC = 1000;

const VP8: RtpCapabilities = {
  codecs: [
    {
      kind: 'video',
      mimeType: 'video/VP8',
      clockRate: 90_000,
      preferredPayloadType: PAYLOAD_TYPES.vp8,
      rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
    },
  ],
};

/** Publishes a camera whose every packet is a key frame. */
export async function publish(member: BenchMember): Promise<RtpPeer> {
  const opened = TransportOpened.parse(await member.ask({ type: 'openTransport', direction: 'send' }));
  const peer = new RtpPeer({
    direction: 'sendonly',
    codec: 'vp8',
    payloadType: PAYLOAD_TYPES.vp8,
    ssrc: PUBLISHER_SSRC,
  });
  await member.ask({ type: 'connectTransport', id: opened.id, dtlsParameters: peer.offer() });
  await peer.answer({ parameters: opened });
  const { kind, rtpParameters } = cameraOffer(PUBLISHER_SSRC);
  await member.ask({ type: 'offer', id: StreamId.parse('camera'), label: 'camera', kind, rtpParameters });
  return peer;
}

/** Receives the first stream that is offered. */
export async function receive(member: BenchMember): Promise<RtpPeer> {
  const offered = new Promise<{ id: StreamId; track: Parameters<typeof ready>[1] }>((resolve) => {
    member.onmessage = (message) => {
      if (message.type === 'offer' && message.tracks[0] !== undefined) {
        resolve({ id: message.id, track: message.tracks[0] });
      }
    };
  });
  const opened = TransportOpened.parse(
    await member.ask({ type: 'openTransport', direction: 'receive', rtpCapabilities: VP8 }),
  );
  await member.ask({ type: 'request', request: { '': ['video'] } });
  const { id, track } = await offered;
  const peer = await ready(opened, track, (dtlsParameters) =>
    member.ask({ type: 'connectTransport', id: opened.id, dtlsParameters }),
  );
  await member.ask({ type: 'answer', id, tracks: [track.id] });
  return peer;
}

async function ready(
  opened: TransportOpened,
  track: Extract<Parameters<NonNullable<BenchMember['onmessage']>>[0], { type: 'offer' }>['tracks'][number],
  connect: (dtls: ReturnType<RtpPeer['offer']>) => Promise<unknown>,
): Promise<RtpPeer> {
  const [encoding] = track.rtpParameters.encodings;
  const [codec] = track.rtpParameters.codecs;
  if (encoding?.ssrc === undefined || codec === undefined) throw new Error('the server offered no SSRC');
  const { ssrc } = encoding;
  const peer = new RtpPeer({ direction: 'recvonly', codec: 'vp8', payloadType: codec.payloadType, ssrc });
  await connect(peer.offer());
  await peer.answer({ parameters: opened });
  return peer;
}
