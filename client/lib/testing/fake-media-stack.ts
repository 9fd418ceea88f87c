import type {
  TrackId,
  DownTrack,
  IceParameters,
  MediaKind,
  RtpCapabilities,
  RtpParameters,
} from '@evagore/shared';
import type {
  MediaDevice,
  MediaStack,
  ReceivedTrack,
  ReceiveTransport,
  SendOptions,
  SendTransport,
  SentTrack,
  TransportOptions,
} from '../media/media-port.ts';
import { RTP } from './messages.ts';

/** The requests of the port that take time, and may fail. */
type MediaRequest = 'load' | 'send' | 'receive';

/**
 * WebRTC of plain values. It keeps the port's promises, remembers all that was opened, and lets a test fail a
 * request or hold it back.
 */
export class FakeMediaStack implements MediaStack {
  /** What was loaded, oldest first. */
  readonly loaded: RtpCapabilities[] = [];
  readonly sendTransports: FakeSendTransport[] = [];
  readonly receiveTransports: FakeReceiveTransport[] = [];
  readonly #failures: { request: MediaRequest; error: Error }[] = [];
  readonly #gates = new Map<MediaRequest, Promise<undefined>>();

  async load(room: RtpCapabilities): Promise<MediaDevice> {
    await this.turn('load');
    this.loaded.push(room);
    return {
      receiveCapabilities: room,
      openSend: (options) => {
        const transport = new FakeSendTransport(this, options);
        this.sendTransports.push(transport);
        return transport;
      },
      openReceive: (options) => {
        const transport = new FakeReceiveTransport(this, options);
        this.receiveTransports.push(transport);
        return transport;
      },
    };
  }

  newStream(): MediaStream {
    return aMediaStream();
  }

  /** All tracks that were ever sent. */
  get sent(): FakeSentTrack[] {
    return this.sendTransports.flatMap(({ sent }) => sent);
  }

  /** All tracks that were ever received. */
  get received(): FakeReceivedTrack[] {
    return this.receiveTransports.flatMap(({ received }) => received);
  }

  /** The next `request` fails. */
  failNext(request: MediaRequest, error: Error): void {
    this.#failures.push({ request, error });
  }

  /** Each `request` waits from now on, until the function that is returned is called. */
  hold(request: MediaRequest): () => void {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#gates.set(request, promise);
    return () => {
      this.#gates.delete(request);
      resolve(undefined);
    };
  }

  /** Waits at the gate of a request, then fails it where the test said so. */
  async turn(request: MediaRequest): Promise<void> {
    await this.#gates.get(request);
    const index = this.#failures.findIndex((failure) => failure.request === request);
    const [failure] = index < 0 ? [] : this.#failures.splice(index, 1);
    if (failure !== undefined) throw failure.error;
  }
}

abstract class FakeTransport {
  readonly options: TransportOptions;
  /** The credentials of each ICE restart. */
  readonly restarts: IceParameters[] = [];
  closed = false;
  protected readonly stack: FakeMediaStack;
  #connected: Promise<void> | undefined;

  constructor(stack: FakeMediaStack, options: TransportOptions) {
    this.stack = stack;
    this.options = options;
  }

  restartIce(ice: IceParameters): Promise<void> {
    this.restarts.push(ice);
    return Promise.resolve();
  }

  close(): void {
    this.closed = true;
  }

  /** The peer connection's state is another. */
  changeState(state: RTCPeerConnectionState): void {
    this.options.onState(state);
  }

  /** As in browsers, the first track makes the transport connect. */
  protected async connected(): Promise<void> {
    this.#connected ??= this.options.connect({
      role: 'client',
      fingerprints: [{ algorithm: 'sha-256', value: 'AB:CD' }],
    });
    await this.#connected;
    this.mustBeOpen();
  }

  protected mustBeOpen(): void {
    if (this.closed) throw new DOMException('the peer connection is closed', 'InvalidStateError');
  }
}

export class FakeSendTransport extends FakeTransport implements SendTransport {
  readonly sent: FakeSentTrack[] = [];

  async send(
    track: MediaStreamTrack,
    options: SendOptions,
    announce: (kind: MediaKind, rtpParameters: RtpParameters) => Promise<TrackId>,
  ): Promise<SentTrack> {
    await this.stack.turn('send');
    await this.connected();
    const id = await announce(track.kind === 'audio' ? 'audio' : 'video', RTP);
    this.mustBeOpen();
    const sent = new FakeSentTrack(id, track, options);
    this.sent.push(sent);
    return sent;
  }

  override close(): void {
    super.close();
    for (const track of this.sent) track.close();
  }
}

export class FakeReceiveTransport extends FakeTransport implements ReceiveTransport {
  readonly received: FakeReceivedTrack[] = [];

  async receive(track: DownTrack, streamId: string): Promise<ReceivedTrack> {
    await this.connected();
    await this.stack.turn('receive');
    this.mustBeOpen();
    const received = new FakeReceivedTrack(track, streamId);
    this.received.push(received);
    return received;
  }

  override close(): void {
    super.close();
    for (const track of this.received) track.close();
  }
}

abstract class FakeTrack {
  closed = false;
  /** What {@link FakeTrack.stats} gives. */
  report: readonly Record<string, unknown>[] = [];
  #failure: Error | undefined;

  stats(): Promise<RTCStatsReport> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const entries = this.report.map((entry, index) => [index.toString(), entry] as const);
    return Promise.resolve(new Map<string, unknown>(entries) as RTCStatsReport);
  }

  failStats(error: Error): void {
    this.#failure = error;
  }

  close(): void {
    this.closed = true;
  }
}

export class FakeSentTrack extends FakeTrack implements SentTrack {
  readonly id: TrackId;
  readonly options: SendOptions;
  track: MediaStreamTrack;
  muted = false;
  /** Undefined for all. */
  maxLayer: number | undefined;
  /** Undefined while nobody has set one. */
  maxBitrate: number | null | undefined;

  constructor(id: TrackId, track: MediaStreamTrack, options: SendOptions) {
    super();
    this.id = id;
    this.track = track;
    this.options = options;
  }

  replace(track: MediaStreamTrack): Promise<void> {
    this.track = track;
    return Promise.resolve();
  }

  setMuted(muted: boolean): void {
    this.muted = muted;
  }

  setMaxLayer(spatial: number): Promise<void> {
    this.maxLayer = spatial;
    return Promise.resolve();
  }

  setMaxBitrate(bitsPerSecond: number | null): Promise<void> {
    this.maxBitrate = bitsPerSecond;
    return Promise.resolve();
  }
}

export class FakeReceivedTrack extends FakeTrack implements ReceivedTrack {
  readonly id: TrackId;
  readonly track: MediaStreamTrack;
  readonly streamId: string;

  constructor(down: DownTrack, streamId: string) {
    super();
    this.id = down.id;
    this.track = aTrack(down.kind, down.id);
    this.streamId = streamId;
  }
}

/** A browser's track, as far as the library looks at it. */
export function aTrack(kind: MediaKind, id: string = kind, enabled = true): MediaStreamTrack {
  const track = { kind, id, enabled, getSettings: () => ({}) };
  return Object.assign(new EventTarget(), track) as unknown as MediaStreamTrack;
}

/** A browser's stream, as far as the library looks at it. */
export function aMediaStream(...tracks: MediaStreamTrack[]): MediaStream {
  const all = new Set(tracks);
  return {
    getTracks: () => [...all],
    addTrack: (track: MediaStreamTrack) => all.add(track),
    removeTrack: (track: MediaStreamTrack) => all.delete(track),
  } as unknown as MediaStream;
}
