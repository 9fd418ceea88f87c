import type { RtpCapabilities, RtpParameters } from '@evagore/shared';
import { isSameProfile } from 'h264-profile-level-id';
import type { RemoteCodec, RemoteFeedback, RemoteMedia } from './remote-media.ts';

/*
 * Which codecs both ends know.
 */

export type Codec = RtpParameters['codecs'][number];
type Capability = NonNullable<RtpCapabilities['codecs']>[number];

/** A codec that both ends know, as the other end writes it. */
export interface AgreedCodec {
  readonly codec: Codec;
  /** Its retransmissions, where both ends know of them. */
  readonly rtx: Codec | undefined;
  readonly room: Capability;
  readonly roomRtx: Capability | undefined;
}

/** The codecs that the room knows too, in the order in which they are offered. */
export function agreedCodecs(media: RemoteMedia, capabilities: RtpCapabilities): AgreedCodec[] {
  const room = (capabilities.codecs ?? []).filter(({ kind }) => kind === media.kind);
  return media.codecs.flatMap((remote) => {
    if (isRtx(remote)) return [];
    const capability = room.find((each) => matches(media.type, remote, each));
    if (capability === undefined) return [];
    const codec = codecOf(media.type, remote, capability);
    const roomRtx = room.find((each) => isRoomRtx(each) && aptOf(each) === capability.preferredPayloadType);
    const rtx = media.codecs.find((each) => isRtx(each) && each.parameters['apt'] === remote.payloadType);
    return {
      codec,
      rtx: rtx !== undefined && roomRtx !== undefined ? rtxOf(media.type, rtx, roomRtx) : undefined,
      room: capability,
      roomRtx,
    };
  });
}

/** Whether mediasoup forwards simulcast of the codec. VP9 and AV1 have layers of their own. */
export function takesSimulcast(codec: Codec): boolean {
  return ['video/vp8', 'video/h264'].includes(codec.mimeType.toLowerCase());
}

function isRtxCodec({ mimeType }: { mimeType: string }): boolean {
  return mimeType.toLowerCase().endsWith('/rtx');
}

/** Of parameters with several codecs the first, which is the one that is sent, with its retransmissions. */
export function sentCodecs(codecs: readonly Codec[]): Codec[] {
  const media = codecs.find((codec) => !isRtxCodec(codec));
  const rtx = codecs.find((codec) => isRtxCodec(codec) && codec.parameters?.['apt'] === media?.payloadType);
  return [media, rtx].filter((codec) => codec !== undefined);
}

function matches(type: string, remote: RemoteCodec, room: Capability): boolean {
  const mimeType = `${type}/${remote.name}`.toLowerCase();
  if (mimeType !== room.mimeType.toLowerCase() || remote.clockRate !== room.clockRate) return false;
  if (remote.channels !== (room.channels ?? 1)) return false;
  const theirs = remote.parameters;
  const ours = room.parameters ?? {};
  if (mimeType === 'video/h264') {
    return same(theirs, ours, 'packetization-mode') && isSameProfile(theirs, ours);
  }
  return mimeType !== 'video/vp9' || same(theirs, ours, 'profile-id');
}

/** Whether the two have the same value of a parameter whose default is zero. */
function same(
  theirs: RemoteCodec['parameters'],
  ours: NonNullable<Codec['parameters']>,
  name: string,
): boolean {
  return (theirs[name] ?? 0) === (ours[name] ?? 0);
}

function codecOf(type: string, remote: RemoteCodec, room: Capability): Codec {
  return {
    mimeType: `${type}/${remote.name}`,
    payloadType: remote.payloadType,
    clockRate: remote.clockRate,
    ...(type === 'audio' && { channels: remote.channels }),
    parameters: Object.fromEntries(Object.entries(remote.parameters).filter(([name]) => name !== 'apt')),
    rtcpFeedback: feedbackOf(remote.feedback, room),
  };
}

function rtxOf(type: string, remote: RemoteCodec, room: Capability): Codec {
  return {
    mimeType: `${type}/rtx`,
    payloadType: remote.payloadType,
    clockRate: room.clockRate,
    parameters: { apt: Number(remote.parameters['apt']) },
    rtcpFeedback: [],
  };
}

function feedbackOf(remote: readonly RemoteFeedback[], room: Capability): NonNullable<Codec['rtcpFeedback']> {
  return (room.rtcpFeedback ?? []).filter(({ type, parameter = '' }) =>
    remote.some((each) => each.type === type && each.parameter === parameter),
  );
}

function isRtx(codec: RemoteCodec): boolean {
  return codec.name.toLowerCase() === 'rtx';
}

function isRoomRtx(codec: Capability): boolean {
  return isRtxCodec(codec);
}

function aptOf(codec: Capability): unknown {
  return codec.parameters?.['apt'];
}
