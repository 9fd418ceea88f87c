import {
  IceRestarted,
  TrackPublished,
  TransportOpened,
  type AckValue,
  type DownTrack,
  type RtpCapabilities,
  type TransportId,
} from '@evagore/shared';
import { NotConnected, NotSupported, ServerError } from './errors.ts';
import type {
  MediaDevice,
  ReceivedTrack,
  ReceiveTransport,
  SendOptions,
  SendTransport,
  SentTrack,
  TransportOptions,
} from './media/media-port.ts';
import type { Direction, MediaOptions, Publication, StreamMedia } from './media/stream-media.ts';
import type { Draft } from './signalling.ts';
import { isHarmless } from './up-track.ts';

/** A browser may take so long to find another way by itself before a new set of credentials is asked for. */
const DISCONNECTED_GRACE_MS = 2000;
/** Waits between one attempt and the next to renew connectivity. */
const RESTART_DELAYS_MS = [0, 1000, 2000, 4000, 8000];
/** So many attempts in a row may be refused or fail by themselves, which is a minute; then only a change helps. */
const MAX_FAILED_RESTARTS = 10;

interface Opened<Transport> {
  readonly id: TransportId;
  readonly transport: Transport;
}

/** How the renewal of one direction's connectivity goes. */
interface Restart {
  /** Attempts since it was last connected. */
  attempt: number;
  /** Attempts that failed in a row. */
  failed: number;
  /** Whether the server is being asked. */
  underWay: boolean;
  cancel?: () => void;
}

/**
 * The media of one membership: a peer connection for what is sent and one for what is received, each opened
 * when it is first needed and kept alive by ICE restarts.
 */
export class MediaSession implements StreamMedia {
  readonly #options: MediaOptions;
  #room: RtpCapabilities = {};
  /** Which membership, or setting-up within one, the transports belong to. */
  #generation = 0;
  #device: Promise<MediaDevice> | undefined;
  #send: Promise<Opened<SendTransport>> | undefined;
  #receive: Promise<Opened<ReceiveTransport>> | undefined;
  readonly #restarts: Record<Direction, Restart> = { send: newRestart(), receive: newRestart() };

  constructor(options: MediaOptions) {
    this.#options = options;
  }

  /** Begins anew with what the group's media engine can do; earlier transports are gone. */
  start(room: RtpCapabilities): void {
    this.stop();
    this.#room = room;
    const { media } = this.#options.world;
    if (media === undefined) return;
    this.#device = media.load(room);
    // Whoever needs the device meets the error; who does not need it should not.
    this.#device.catch(ignore);
  }

  /** Closes both peer connections. Idempotent. */
  stop(): void {
    this.#generation += 1;
    for (const direction of ['send', 'receive'] as const) {
      this.#restarts[direction].cancel?.();
      this.#restarts[direction] = newRestart();
    }
    for (const opening of [this.#send, this.#receive]) {
      opening?.then(({ transport }) => {
        transport.close();
      }, ignore);
    }
    this.#device = undefined;
    this.#send = undefined;
    this.#receive = undefined;
  }

  newStream(): MediaStream {
    const { media } = this.#options.world;
    if (media === undefined) throw noMedia();
    return media.newStream();
  }

  /** Makes ready to receive; offers come once something is requested. Does nothing where there is no media. */
  async prepareToReceive(): Promise<void> {
    if (this.#options.world.media !== undefined) await this.#receiver();
  }

  async publish(
    track: MediaStreamTrack,
    options: SendOptions,
    publication: () => Publication,
  ): Promise<SentTrack> {
    const { transport } = await this.#sender();
    return transport.send(track, options, async (kind, rtpParameters) => {
      const answer = await this.ask({ type: 'offer', ...publication(), kind, rtpParameters });
      return TrackPublished.parse(answer).track;
    });
  }

  async receive(track: DownTrack, streamId: string): Promise<ReceivedTrack> {
    return (await this.#receiver()).transport.receive(track, streamId);
  }

  ask(draft: Draft): Promise<AckValue> {
    return this.#options.ask(draft);
  }

  /** Sends what nobody waits for. */
  tell(draft: Draft): void {
    this.ask(draft).catch((error: unknown) => {
      // A connection that is gone takes its streams along, and what the server ended first has ended as well.
      if (error instanceof ServerError && error.code === 'no-such-stream') return;
      if ((draft.type === 'draw' || draft.type === 'size') && isHarmless(error)) return;
      if (!(error instanceof NotConnected)) this.#options.onError(error);
    });
  }

  requestChanged(): void {
    // Servers of this dialect know what is drawn, and what is requested, and make one of both.
  }

  /** The connection to the server was away, and perhaps the whole network: renews the connectivity of what is open. */
  resumed(): void {
    this.restartIce('send');
    this.restartIce('receive');
  }

  hear(): void {
    // Of this dialect everything is understood before it comes here.
  }

  /** Renews the connectivity of a direction. Errors are reported; the attempt is repeated while it fails. */
  restartIce(direction: Direction): void {
    const opening = direction === 'send' ? this.#send : this.#receive;
    const restart = this.#restarts[direction];
    // What is asked already serves as well.
    if (opening === undefined || restart.underWay) return;
    const generation = this.#generation;
    restart.underWay = true;
    this.#restart(opening).then(
      () => {
        restart.underWay = false;
        restart.failed = 0;
      },
      (error: unknown) => {
        restart.underWay = false;
        if (generation === this.#generation) this.#restartFailed(direction, error);
      },
    );
  }

  #restartFailed(direction: Direction, error: unknown): void {
    if (error instanceof NotConnected) return;
    if (error instanceof ServerError && error.code === 'no-such-transport') {
      this.#options.onLost(this.#room);
      return;
    }
    this.#options.onError(error);
    const restart = this.#restarts[direction];
    restart.failed += 1;
    if (restart.failed < MAX_FAILED_RESTARTS)
      this.#planRestart(direction, delayOf(Math.max(1, restart.attempt)));
  }

  async #restart(opening: Promise<Opened<SendTransport | ReceiveTransport>>): Promise<void> {
    const { id, transport } = await opening;
    const answer = await this.ask({ type: 'restartIce', id });
    await transport.restartIce(IceRestarted.parse(answer).iceParameters);
  }

  #sender(): Promise<Opened<SendTransport>> {
    this.#send ??= this.#open('send', (device, options) => device.openSend(options));
    return this.#send;
  }

  #receiver(): Promise<Opened<ReceiveTransport>> {
    this.#receive ??= this.#open('receive', (device, options) => device.openReceive(options));
    return this.#receive;
  }

  async #open<Transport>(
    direction: Direction,
    make: (device: MediaDevice, options: TransportOptions) => Transport,
  ): Promise<Opened<Transport>> {
    const generation = this.#generation;
    try {
      const device = await this.#loaded();
      const draft =
        direction === 'send'
          ? ({ type: 'openTransport', direction } as const)
          : ({ type: 'openTransport', direction, rtpCapabilities: device.receiveCapabilities } as const);
      const opened = TransportOpened.parse(await this.ask(draft));
      const transport = make(device, {
        opened,
        rtcConfiguration: this.#options.rtcConfiguration(),
        connect: async (dtlsParameters) => {
          await this.ask({ type: 'connectTransport', id: opened.id, dtlsParameters });
        },
        onState: (state) => {
          if (generation === this.#generation) this.#stateChanged(direction, state);
        },
      });
      return { id: opened.id, transport };
    } catch (error) {
      // The next one who needs the transport may try again; what was begun anew meanwhile is another.
      if (generation !== this.#generation) throw error;
      if (direction === 'send') this.#send = undefined;
      else this.#receive = undefined;
      throw error;
    }
  }

  #loaded(): Promise<MediaDevice> {
    if (this.#device !== undefined) return this.#device;
    const { media } = this.#options.world;
    return Promise.reject(
      media === undefined ? noMedia() : new ServerError('not-joined', 'join a group first'),
    );
  }

  #stateChanged(direction: Direction, state: RTCPeerConnectionState): void {
    this.#options.onState(direction, state, null);
    const restart = this.#restarts[direction];
    restart.cancel?.();
    delete restart.cancel;
    if (state === 'connected') Object.assign(restart, { attempt: 0, failed: 0 });
    if (state === 'failed') this.#planRestart(direction, delayOf(restart.attempt));
    if (state === 'disconnected') this.#planRestart(direction, DISCONNECTED_GRACE_MS);
  }

  #planRestart(direction: Direction, delayMs: number): void {
    const restart = this.#restarts[direction];
    restart.cancel?.();
    restart.cancel = this.#options.world.after(delayMs, () => {
      restart.attempt += 1;
      this.restartIce(direction);
    });
  }
}

function newRestart(): Restart {
  return { attempt: 0, failed: 0, underWay: false };
}

function delayOf(attempt: number): number {
  return RESTART_DELAYS_MS[Math.min(attempt, RESTART_DELAYS_MS.length - 1)] ?? 0;
}

function noMedia(): NotSupported {
  return new NotSupported('this connection was made without media');
}

function ignore(): void {
  // Reported elsewhere.
}
