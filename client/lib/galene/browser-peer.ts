import { NotSupported } from '../errors.ts';
import { SenderTuner } from '../media/tuning.ts';
import type { Peer, PeerListener, PeerReceiver, PeerSender, PeerSendOptions } from './peer-port.ts';

/** A peer connection of the browser. @throws NotSupported where there is none to be had. */
export function openBrowserPeer(configuration: RTCConfiguration, listener: PeerListener): Peer {
  if (!('RTCPeerConnection' in globalThis)) throw new NotSupported('streams need a browser with WebRTC');
  return new BrowserPeer(new RTCPeerConnection(configuration), listener);
}

class BrowserPeer implements Peer {
  readonly #pc: RTCPeerConnection;
  /** Ties the tracks that are sent together. */
  readonly #stream = new MediaStream();

  constructor(pc: RTCPeerConnection, listener: PeerListener) {
    this.#pc = pc;
    pc.onicecandidate = ({ candidate }) => {
      // Neither end says that there are no more.
      if (candidate !== null && candidate.candidate !== '') listener.foundCandidate(candidate.toJSON());
    };
    pc.onconnectionstatechange = () => {
      listener.stateChanged(pc.connectionState);
    };
  }

  send(track: MediaStreamTrack, { encodings, codec }: PeerSendOptions): PeerSender {
    const transceiver = this.#pc.addTransceiver(track, {
      direction: 'sendonly',
      streams: [this.#stream],
      ...(encodings.length > 0 && { sendEncodings: encodings.map((encoding) => ({ ...encoding })) }),
    });
    if (codec !== undefined) prefer(transceiver, `${track.kind}/${codec}`);
    const { sender } = transceiver;
    const tuner = new SenderTuner(sender, encodings);
    return {
      replace: (replacement) => sender.replaceTrack(replacement),
      setMaxBitrate: (maxBitrate) => tuner.tune({ maxBitrate }),
      stats: () => sender.getStats(),
    };
  }

  async offer(restartIce: boolean): Promise<string> {
    const offer = await this.#pc.createOffer({ iceRestart: restartIce });
    await this.#pc.setLocalDescription(offer);
    return offer.sdp ?? '';
  }

  answered(sdp: string): Promise<void> {
    return this.#pc.setRemoteDescription({ type: 'answer', sdp });
  }

  async answer(offer: string): Promise<string> {
    await this.#pc.setRemoteDescription({ type: 'offer', sdp: offer });
    const answer = await this.#pc.createAnswer();
    await this.#pc.setLocalDescription(answer);
    return answer.sdp ?? '';
  }

  addCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    return this.#pc.addIceCandidate(candidate);
  }

  received(): PeerReceiver[] {
    return this.#pc.getTransceivers().flatMap(({ mid, currentDirection, receiver }) => {
      const isReceived = currentDirection === 'recvonly' || currentDirection === 'sendrecv';
      if (mid === null || !isReceived) return [];
      return [{ mid, track: receiver.track, stats: () => receiver.getStats() }];
    });
  }

  close(): void {
    this.#pc.onicecandidate = null;
    this.#pc.onconnectionstatechange = null;
    this.#pc.close();
  }
}

/** Puts a codec first, where the browser has it; the group decides whether it is taken. */
function prefer(transceiver: RTCRtpTransceiver, mimeType: string): void {
  const kind = mimeType.split('/')[0] ?? '';
  const codecs = RTCRtpSender.getCapabilities(kind)?.codecs ?? [];
  const isWanted = (codec: { mimeType: string }) => codec.mimeType.toLowerCase() === mimeType.toLowerCase();
  if (!codecs.some(isWanted)) return;
  transceiver.setCodecPreferences([
    ...codecs.filter(isWanted),
    ...codecs.filter((codec) => !isWanted(codec)),
  ]);
}
