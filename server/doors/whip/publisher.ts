import { StreamId } from '@evagore/shared';
import type { Member } from '../../core/member.ts';
import { publishTracks, unpublish } from '../../core/publishing.ts';
import { BadSdp } from '../../sdp/errors.ts';
import { SdpPeer } from '../../sdp/peer.ts';
import type { Session as SdpSession } from '../../sdp/session.ts';
import type { SessionPeer } from './session.ts';

/**
 * Opens the end that takes in what a client sends: one stream without label, which is called like its member.
 *
 * @throws NotPermitted without `present`; MediaUnavailable
 * @see Galène protocol, "WHIP ingest"
 */
export async function openPublisher(member: Member): Promise<SessionPeer> {
  member.need('present');
  const { capabilities } = await member.group.media.room();
  const transport = await member.openTransport();
  const stream = StreamId.parse(member.id);
  const peer = new SdpPeer({
    transport,
    capabilities,
    use: 'up',
    sink: {
      publish: (tracks) => {
        if (tracks.length === 0) throw new BadSdp(NOTHING);
        const offers = tracks.map((track) => ({ ...track, muted: false }));
        return publishTracks(member, transport, { stream, label: '' }, offers);
      },
      unpublish: (track) => {
        if (member.streams.get(stream)?.track(track) !== undefined) unpublish(member, stream, track);
      },
    },
  });
  return {
    transport,
    get session() {
      return peer.session;
    },
    answer: async (offer) => (await peer.answer(offer, refuseNothing)).sdp,
    restartIce: () => peer.restartIce(),
    tell: () => {
      // A publisher has no eyes and ears.
    },
    close: () => {
      peer.close();
    },
  };
}

const NOTHING =
  'the offer sends nothing that can be taken here; it needs an audio or video section that is sendonly';

function refuseNothing({ lines }: SdpSession): void {
  if (lines.every(({ up }) => up === undefined)) throw new BadSdp(NOTHING);
}
