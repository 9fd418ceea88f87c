import datachannel, { type DataChannel, type PeerConnection } from 'node-datachannel';

/** Sizes of Galène's file transfers, in bytes. @see Galène protocol, "Peer-to-peer file transfer protocol" */
const CHUNK_BYTES = 16_384;
const MAX_BUFFERED_BYTES = 65_536;

/** How long a file may take, and how long its sender pauses while too much is underway. */
const PATIENCE_MS = 15_000;
const PAUSE_MS = 2;

export interface DataCandidate {
  readonly candidate: string;
  readonly sdpMid: string;
}

/** One end of a file transfer: a connection with a single data channel. Both ends are on this machine. */
export class DataPeer {
  readonly #connection: PeerConnection;
  readonly #candidates: DataCandidate[] = [];

  constructor() {
    this.#connection = new datachannel.PeerConnection('conformance', {
      iceServers: [],
      disableAutoNegotiation: true,
      bindAddress: '127.0.0.1',
    });
    this.#connection.onLocalCandidate((line, sdpMid) => {
      this.#candidates.push({ candidate: line.replace(/^a=/, ''), sdpMid });
    });
  }

  /** Offers a channel over which so many bytes are to come, and confirms them. */
  receive(size: number): { readonly sdp: string; readonly arrived: Promise<Buffer> } {
    const channel = this.#connection.createDataChannel('file');
    const arrived = new Promise<Buffer>((resolve, reject) => {
      const parts: Buffer[] = [];
      let total = 0;
      const timer = tooLate('the file', reject);
      channel.onMessage((message) => {
        const part = Buffer.from(message instanceof ArrayBuffer ? new Uint8Array(message) : message);
        parts.push(part);
        total += part.length;
        if (total < size) return;
        clearTimeout(timer);
        channel.sendMessage('done');
        resolve(Buffer.concat(parts));
      });
    });
    this.#connection.setLocalDescription('offer');
    return { sdp: this.#description(), arrived };
  }

  /** Answers an offer; once the channel is there, sends the file, until the other end says that it has it. */
  send(offer: string, file: Buffer): { readonly sdp: string; readonly sent: Promise<void> } {
    const sent = new Promise<void>((resolve, reject) => {
      const timer = tooLate('the word that the file is there', reject);
      this.#connection.onDataChannel((channel) => {
        channel.onMessage((message) => {
          clearTimeout(timer);
          if (message === 'done') resolve();
          else reject(new Error('what came back on the channel was not "done"'));
        });
        pump(channel, file).catch(reject);
      });
    });
    this.#connection.setRemoteDescription(offer, 'offer');
    this.#connection.setLocalDescription('answer');
    return { sdp: this.#description(), sent };
  }

  acceptAnswer(sdp: string): void {
    this.#connection.setRemoteDescription(sdp, 'answer');
  }

  /** All candidates of this end. */
  async candidates(): Promise<readonly DataCandidate[]> {
    while (this.#connection.gatheringState() !== 'complete') await pause();
    return this.#candidates;
  }

  addCandidate({ candidate, sdpMid }: DataCandidate): void {
    this.#connection.addRemoteCandidate(candidate, sdpMid);
  }

  close(): void {
    this.#connection.close();
  }

  /** Without candidates: they are told one by one. */
  #description(): string {
    const sdp = this.#connection.localDescription()?.sdp ?? '';
    return sdp.replace(/^a=(candidate|end-of-candidates).*\r\n/gm, '');
  }
}

async function pump(channel: DataChannel, file: Buffer): Promise<void> {
  for (let at = 0; at < file.length; at += CHUNK_BYTES) {
    while (channel.bufferedAmount() > MAX_BUFFERED_BYTES) await pause();
    channel.sendMessageBinary(file.subarray(at, at + CHUNK_BYTES));
  }
}

function tooLate(what: string, reject: (error: Error) => void): NodeJS.Timeout {
  return setTimeout(() => {
    reject(new Error(`${what} did not come in ${PATIENCE_MS} ms`));
  }, PATIENCE_MS);
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
