import type { TransferredFile } from './file-transfer.ts';

/** Pieces that every browser's data channel takes. */
const PIECE_BYTES = 16_384;
/** Pause to read the file while so much waits in the data channel. */
const HIGH_WATER_BYTES = 65_536;
/** How long the receiver waits for the sender to close, after all has arrived. */
const LINGER_MS = 2000;

/** One end's peer connection for a file. */
export interface Peer {
  addCandidate(candidate: RTCIceCandidateInit | null): Promise<void>;
  close(): void;
}

/** What both ends do: trickle ICE, candidates of the other end kept until they can be used. */
abstract class FilePeer implements Peer {
  protected readonly pc: RTCPeerConnection;
  protected readonly transfer: TransferredFile;
  readonly #early: RTCIceCandidateInit[] = [];
  /** @see Galène protocol, file transfers: candidates wait until both descriptions are in place. */
  #stable = false;

  constructor(pc: RTCPeerConnection, transfer: TransferredFile) {
    this.pc = pc;
    this.transfer = transfer;
    pc.onicecandidate = ({ candidate }) => {
      if (candidate === null) return;
      transfer.tell({ type: 'ice', id: transfer.id, candidate: { ...candidate.toJSON() } });
    };
    pc.onconnectionstatechange = () => {
      if (pc.connectionState === 'failed')
        transfer.breakOff('the two ends cannot reach each other', 'unreachable');
    };
  }

  async addCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    if (candidate === null) return;
    if (this.#stable) await this.pc.addIceCandidate(candidate);
    else this.#early.push(candidate);
  }

  close(): void {
    this.pc.onconnectionstatechange = null;
    this.pc.close();
  }

  protected async described(): Promise<void> {
    this.#stable = true;
    for (const candidate of this.#early.splice(0)) await this.pc.addIceCandidate(candidate);
  }
}

/** The end that has the file: answers, then writes to the channel which the other end opens. */
export class FileSender extends FilePeer {
  readonly #file: File;

  constructor(pc: RTCPeerConnection, transfer: TransferredFile, file: File) {
    super(pc, transfer);
    this.#file = file;
    pc.ondatachannel = ({ channel }) => {
      pc.ondatachannel = null;
      this.#write(channel).catch((error: unknown) => {
        transfer.breakOff(String(error));
      });
    };
  }

  async answer(offer: string): Promise<string> {
    await this.pc.setRemoteDescription({ type: 'offer', sdp: offer });
    await this.pc.setLocalDescription();
    await this.described();
    return sdpOf(this.pc);
  }

  async #write(channel: RTCDataChannel): Promise<void> {
    const { transfer } = this;
    channel.bufferedAmountLowThreshold = HIGH_WATER_BYTES / 2;
    channel.onmessage = ({ data }) => {
      if (data !== 'done' || transfer.datalen !== transfer.size) {
        transfer.breakOff('the other end said something unexpected');
        return;
      }
      transfer.changed('done');
      transfer.close();
    };
    channel.onclose = () => {
      transfer.breakOff('the other end hung up', 'hung-up');
    };
    for (let start = 0; start < this.#file.size; start += PIECE_BYTES) {
      const piece = await this.#file.slice(start, start + PIECE_BYTES).arrayBuffer();
      await drained(channel);
      if (channel.readyState !== 'open') return;
      channel.send(piece);
      transfer.datalen += piece.byteLength;
      transfer.changed('connected');
    }
  }
}

/** The end that wants the file: offers a connection with one data channel and collects what comes. */
export class FileReceiver extends FilePeer {
  readonly #pieces: ArrayBuffer[] = [];

  constructor(pc: RTCPeerConnection, transfer: TransferredFile) {
    super(pc, transfer);
    const channel = pc.createDataChannel('file');
    channel.binaryType = 'arraybuffer';
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data instanceof ArrayBuffer) this.#take(channel, data);
      else transfer.breakOff('the other end said something unexpected');
    };
    channel.onopen = () => {
      if (transfer.size === 0) this.#finish(channel);
    };
    channel.onclose = () => {
      transfer.breakOff('the other end hung up', 'hung-up');
    };
  }

  async offer(): Promise<string> {
    await this.pc.setLocalDescription();
    return sdpOf(this.pc);
  }

  async answered(sdp: string): Promise<void> {
    await this.pc.setRemoteDescription({ type: 'answer', sdp });
    await this.described();
  }

  #take(channel: RTCDataChannel, piece: ArrayBuffer): void {
    const { transfer } = this;
    transfer.datalen += piece.byteLength;
    if (transfer.datalen > transfer.size) {
      transfer.breakOff('more came than was offered');
      return;
    }
    this.#pieces.push(piece);
    transfer.changed('connected');
    if (transfer.datalen === transfer.size) this.#finish(channel);
  }

  #finish(channel: RTCDataChannel): void {
    const { transfer } = this;
    channel.onclose = () => {
      transfer.close();
    };
    channel.send('done');
    transfer.changed('done', new Blob(this.#pieces, { type: transfer.mimetype }));
    setTimeout(() => {
      transfer.close();
    }, LINGER_MS);
  }
}

function sdpOf(pc: RTCPeerConnection): string {
  const sdp = pc.localDescription?.sdp;
  if (sdp === undefined) throw new Error('the browser made no description');
  return sdp;
}

async function drained(channel: RTCDataChannel): Promise<void> {
  if (channel.bufferedAmount <= HIGH_WATER_BYTES) return;
  await new Promise<void>((resolve) => {
    channel.onbufferedamountlow = () => {
      channel.onbufferedamountlow = null;
      resolve();
    };
  });
}
