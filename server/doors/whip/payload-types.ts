import type { RtpCapabilities } from '@evagore/shared';
import type { PayloadTypes } from '../../core/media-port.ts';
import { agreedCodecs } from '../../sdp/codecs.ts';
import { readDescription } from '../../sdp/description.ts';
import { readMedia } from '../../sdp/remote-media.ts';

/**
 * By which payload types a client wants to receive the codecs of a room. It cannot be talked into others, as what it
 * receives goes by its own description, and it is the one who offers.
 *
 * @returns undefined where those of the room will do: all of its codecs that the client knows have the same there.
 * @throws BadSdp
 * @see RFC 3264, section 5.1: of a section that receives only, the payload types are those to be received.
 */
export function payloadTypesOf(offer: string, capabilities: RtpCapabilities): PayloadTypes | undefined {
  const { session, media } = readDescription(offer);
  const wanted = new Map<number, number>();
  for (const section of media) {
    for (const { codec, room } of agreedCodecs(readMedia(section, session), capabilities)) {
      const { preferredPayloadType } = room;
      if (!wanted.has(preferredPayloadType)) wanted.set(preferredPayloadType, codec.payloadType);
    }
  }
  const isSame = [...wanted].every(([ours, theirs]) => ours === theirs);
  return isSame ? undefined : wanted;
}

/** What a room can send by other payload types than its own, which is without retransmissions in streams of their own. */
export function renumbered(capabilities: RtpCapabilities, payloadTypes: PayloadTypes): RtpCapabilities {
  const codecs = (capabilities.codecs ?? []).flatMap((codec) => {
    const preferredPayloadType = payloadTypes.get(codec.preferredPayloadType);
    return preferredPayloadType === undefined ? [] : { ...codec, preferredPayloadType };
  });
  return { ...capabilities, codecs };
}
