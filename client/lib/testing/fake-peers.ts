/**
 * Peer connections without a network, as far as file transfers use them: the offering end makes one data channel,
 * and both ends are connected once each has heard the other's description. Put {@link FakePeers.constructible} in
 * the place of the browser's `RTCPeerConnection`.
 */
export class FakePeers {
  /** Every peer connection that was made, oldest first. */
  readonly all: FakePeerConnection[] = [];
  readonly configurations: RTCConfiguration[] = [];
  /** While true, what is written stays in the channels' buffers. */
  congested = false;

  /** What `new RTCPeerConnection(configuration)` is to find. */
  get constructible(): typeof RTCPeerConnection {
    const make = (configuration: RTCConfiguration): FakePeerConnection => {
      this.configurations.push(configuration);
      return this.make();
    };
    function Constructible(configuration: RTCConfiguration): FakePeerConnection {
      return make(configuration);
    }
    return Constructible as unknown as typeof RTCPeerConnection;
  }

  make(): FakePeerConnection {
    const connection = new FakePeerConnection(this, `peer ${this.all.length.toString()}`);
    this.all.push(connection);
    return connection;
  }

  find(sdp: string): FakePeerConnection {
    const found = this.all.find((connection) => connection.name === sdp);
    if (found === undefined) throw new DOMException('this is no description', 'OperationError');
    return found;
  }

  /** Lets everything flow that waits in a buffer. */
  drain(): void {
    this.congested = false;
    for (const { channel } of this.all) channel?.flush();
  }
}

interface Description {
  readonly type: 'offer' | 'answer';
  readonly sdp: string;
}

export class FakePeerConnection {
  readonly name: string;
  channel: FakeDataChannel | undefined;
  localDescription: Description | null = null;
  remoteDescription: Description | null = null;
  /** The other end's candidates, as they were taken in. */
  readonly candidates: RTCIceCandidateInit[] = [];
  connectionState = 'new';
  onicecandidate: ((event: { candidate: { toJSON(): RTCIceCandidateInit } | null }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  ondatachannel: ((event: { channel: FakeDataChannel }) => void) | null = null;
  readonly #peers: FakePeers;

  constructor(peers: FakePeers, name: string) {
    this.#peers = peers;
    this.name = name;
  }

  createDataChannel(label: string): FakeDataChannel {
    this.channel = new FakeDataChannel(this.#peers, label);
    return this.channel;
  }

  setLocalDescription(): Promise<void> {
    this.localDescription = { type: this.remoteDescription === null ? 'offer' : 'answer', sdp: this.name };
    // As in browsers, candidates come after the description has been handed over.
    setImmediate(() => {
      const candidate = { candidate: `candidate of ${this.name}`, sdpMid: '0' };
      this.onicecandidate?.({ candidate: { toJSON: () => candidate } });
      this.onicecandidate?.({ candidate: null });
    });
    return Promise.resolve();
  }

  async setRemoteDescription(description: Description): Promise<void> {
    const other = this.#peers.find(description.sdp);
    await Promise.resolve();
    if (this.connectionState === 'closed') throw new DOMException('closed', 'InvalidStateError');
    this.remoteDescription = description;
    if (description.type !== 'answer') return;
    setImmediate(() => {
      if (this.connectionState !== 'closed') this.channel?.connect(other);
    });
  }

  addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    // Stricter than browsers, which ask for the remote description only.
    if (this.remoteDescription === null || this.localDescription === null) {
      return Promise.reject(new DOMException('a description is missing', 'InvalidStateError'));
    }
    this.candidates.push(candidate);
    return Promise.resolve();
  }

  /** ICE has given up. */
  fail(): void {
    this.connectionState = 'failed';
    this.onconnectionstatechange?.();
  }

  close(): void {
    if (this.connectionState === 'closed') return;
    this.connectionState = 'closed';
    this.channel?.close();
  }
}

export class FakeDataChannel {
  readonly label: string;
  readyState: 'connecting' | 'open' | 'closed' = 'connecting';
  binaryType = 'blob';
  bufferedAmountLowThreshold = 0;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onbufferedamountlow: (() => void) | null = null;
  readonly #peers: FakePeers;
  #other: FakeDataChannel | undefined;
  #buffer: (string | ArrayBuffer)[] = [];

  constructor(peers: FakePeers, label: string) {
    this.#peers = peers;
    this.label = label;
  }

  get bufferedAmount(): number {
    return this.#buffer.reduce(
      (sum, data) => sum + (typeof data === 'string' ? data.length : data.byteLength),
      0,
    );
  }

  /** Stands from now on, and shows up at the other end. */
  connect(peer: FakePeerConnection): void {
    const other = new FakeDataChannel(this.#peers, this.label);
    peer.channel = other;
    [this.#other, other.#other] = [other, this];
    this.readyState = 'open';
    other.readyState = 'open';
    peer.ondatachannel?.({ channel: other });
    other.onopen?.();
    this.onopen?.();
  }

  send(data: string | ArrayBuffer): void {
    if (this.readyState !== 'open') throw new DOMException('the channel is not open', 'InvalidStateError');
    this.#buffer.push(data);
    if (!this.#peers.congested) this.flush();
  }

  flush(): void {
    for (const data of this.#buffer.splice(0)) {
      queueMicrotask(() => {
        const other = this.#other;
        if (other?.readyState === 'open') other.onmessage?.({ data });
      });
    }
    this.onbufferedamountlow?.();
  }

  close(): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.#buffer = [];
    setImmediate(() => {
      this.onclose?.();
      this.#other?.close();
    });
  }
}
