import { Audio, PeerConnection, Video } from 'node-datachannel';
import { afterEach, describe, expect, it } from 'vitest';
import { takeAnswer, writeOffer } from './session.ts';
import { aSession, checkActions, exchange, readBack, summary } from './testing/exchange.ts';
import { sending, withDowns } from './testing/sending.ts';

/** A real peer connection of libdatachannel, as in OBS: what it says is understood, and what we say is by it. */

const open: PeerConnection[] = [];

afterEach(() => {
  for (const peer of open.splice(0)) peer.close();
});

function aPeer(): PeerConnection {
  const peer = new PeerConnection('encoder', { iceServers: [], disableAutoNegotiation: true });
  open.push(peer);
  return peer;
}

/** What the peer says once it has all its candidates. */
function gathered(peer: PeerConnection): Promise<string> {
  return new Promise((resolve) => {
    peer.onGatheringStateChange((state) => {
      if (state === 'complete') resolve(peer.localDescription()?.sdp ?? '');
    });
  });
}

function encoder(): PeerConnection {
  const peer = aPeer();
  const sound = new Audio('0', 'SendOnly');
  sound.addOpusCodec(111);
  sound.addSSRC(1001, 'encoder', 'stream', 'sound');
  peer.addTrack(sound);
  const picture = new Video('1', 'SendOnly');
  picture.addH264Codec(96);
  picture.addSSRC(1002, 'encoder', 'stream', 'picture');
  peer.addTrack(picture);
  return peer;
}

describe('libdatachannel', () => {
  it('offers what is understood, and takes our answer', async () => {
    const peer = encoder();
    const offer = gathered(peer);
    peer.setLocalDescription('offer');
    const { actions, sdp, session, ups } = exchange(await offer);
    checkActions(actions);
    expect(summary(actions)).toEqual(['connect', 'openUp 0', 'openUp 1']);
    expect(ups.map(({ msid }) => msid)).toEqual([
      { stream: 'stream', track: 'sound' },
      { stream: 'stream', track: 'picture' },
    ]);
    peer.setRemoteDescription(sdp, 'answer');
    expect(peer.signalingState()).toBe('stable');
    expect(session.remote?.role).toBe('client');
  });

  it('takes our offer, and answers what is understood', async () => {
    const { session, sdp } = writeOffer(withDowns(aSession({ use: 'down' })));
    const peer = aPeer();
    const answer = gathered(peer);
    peer.setRemoteDescription(sdp, 'offer');
    peer.setLocalDescription('answer');
    const { actions } = takeAnswer(session, await answer);
    expect(summary(actions)).toEqual(['connect', 'startDown s0', 'startDown s1']);
  });

  it('reads our offers as the other reader does', () => {
    const { sdp } = writeOffer(sending());
    const peer = aPeer();
    peer.setRemoteDescription(sdp, 'offer');
    expect(readBack(peer.remoteDescription()?.sdp ?? '').media).toHaveLength(2);
  });
});
