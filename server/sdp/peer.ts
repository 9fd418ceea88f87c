import type { MediaKind, RtpCapabilities, RtpParameters, TrackId } from '@evagore/shared';
import { Closed } from '../core/errors.ts';
import type { MediaDown, MediaTransport, MediaUp } from '../core/media-port.ts';
import {
  fillDown,
  hasPendingOffer,
  openSession,
  placeDown,
  receivable,
  removeDown,
  renewIce,
  rollback,
  takeAnswer,
  takeOffer,
  writeAnswer,
  writeOffer,
  type Action,
  type Session,
} from './session.ts';

/** A track that the other end wants to send. */
export interface OfferedTrack {
  readonly mid: string;
  readonly kind: MediaKind;
  readonly rtpParameters: RtpParameters;
}

/** Takes in what the other end sends, by the rules of the core. */
export interface UpSink {
  /** All of the tracks, or none. @returns what they are called, in the same order. */
  publish(tracks: readonly OfferedTrack[]): Promise<readonly TrackId[]>;
  unpublish(track: TrackId): void;
}

export interface SdpPeerOptions {
  /** Owned by the peer from now on. */
  readonly transport: MediaTransport;
  /** Of the room. */
  readonly capabilities: RtpCapabilities;
  /** Which way media may pass. */
  readonly use: 'up' | 'down' | 'both';
  /** Absent where nothing is received. */
  readonly sink?: UpSink;
}

/** What a negotiation means for what is sent. */
interface Settled {
  /** The tracks that the other end is ready for. */
  readonly ready: readonly TrackId[];
  /** Those that it does not want; they are closed. */
  readonly refused: readonly TrackId[];
}

/** Our answer to an offer. */
export interface Answered extends Settled {
  readonly sdp: string;
}

/**
 * Our end of one peer connection that is negotiated by SDP: what the session says is to be done, done with a transport.
 *
 * Owns its transport and the tracks on it. Negotiations run one at a time, in the order in which they are asked for.
 */
export class SdpPeer {
  readonly transport: MediaTransport;
  readonly #options: SdpPeerOptions;
  readonly #ups = new Map<string, TrackId>();
  readonly #downs = new Map<string, MediaDown>();
  #session: Session;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: SdpPeerOptions) {
    const { transport, capabilities, use } = options;
    this.transport = transport;
    this.#options = options;
    this.#session = openSession({ transport: transport.parameters, capabilities, use });
  }

  /** What was negotiated so far. */
  get session(): Session {
    return this.#session;
  }

  /** Whether our offer waits for its answer. */
  get isOffering(): boolean {
    return hasPendingOffer(this.#session);
  }

  get downs(): readonly MediaDown[] {
    return [...this.#downs.values()];
  }

  /**
   * Answers an offer of the other end. An offer of ours that waits is withdrawn.
   *
   * @param prepare - Called when what is offered is known and before it is taken in: may refuse it by throwing, and may
   * open tracks for lines on which the other end would receive.
   * @throws BadSdp; what the transport and the sink throw. Nothing of the offer holds then, but the peer may have been
   * changed by it; it is to be closed.
   */
  answer(sdp: string, prepare?: (offered: Session) => Promise<void> | void): Promise<Answered> {
    return this.#inTurn(async () => {
      const base = this.isOffering ? rollback(this.#session) : this.#session;
      const { session, actions } = takeOffer(base, sdp);
      this.#session = session;
      await prepare?.(session);
      await this.#carryOut(actions);
      this.#checkOpen();
      const answer = writeAnswer(this.#session);
      this.#session = answer.session;
      return { sdp: answer.sdp, ...this.#settle([...actions, ...answer.actions]) };
    });
  }

  /** Adds a track to what is sent; the next offer or answer tells of it. @throws BadMedia, Closed */
  async openDown(up: MediaUp, msid: { stream: string; track: string }): Promise<MediaDown> {
    this.#checkOpen();
    const { transport, capabilities } = this.#options;
    const { session, mid } = placeDown(this.#session, up.kind);
    this.#session = session;
    let media: MediaDown | undefined;
    try {
      media = await transport.openDown(up, receivable(this.#session, mid) ?? capabilities, mid);
      this.#session = fillDown(this.#session, mid, { rtpParameters: media.rtpParameters, msid });
    } catch (error) {
      media?.close();
      this.#session = removeDown(this.#session, mid);
      throw error;
    }
    this.#downs.set(mid, media);
    media.events.once('closed', () => {
      if (this.#downs.get(mid) !== media) return;
      this.#downs.delete(mid);
      this.#session = removeDown(this.#session, mid);
    });
    return media;
  }

  /** Our offer of all that there is. One that waits for its answer must be answered first. */
  offer(): string {
    const { session, sdp } = writeOffer(this.#session);
    this.#session = session;
    return sdp;
  }

  /** Takes the answer to our offer. @throws BadSdp, BadMedia, Closed */
  accept(sdp: string): Promise<Settled> {
    return this.#inTurn(async () => {
      const { session, actions } = takeAnswer(this.#session, sdp);
      this.#session = session;
      await this.#carryOut(actions);
      return this.#settle(actions);
    });
  }

  /** Gives our end new credentials; the next offer or answer tells of them. */
  restartIce(): Promise<void> {
    return this.#inTurn(() => this.#restartIce());
  }

  /** Ends the connection and all tracks on it. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.transport.close();
  }

  async #carryOut(actions: readonly Action[]): Promise<void> {
    for (const action of actions) {
      if (action.type === 'connect') await this.transport.connect(action.dtls);
      if (action.type === 'restartIce') await this.#restartIce();
      if (action.type === 'closeUp') this.#closeUp(action.mid);
    }
    await this.#openUps(actions.filter((action) => action.type === 'openUp'));
  }

  async #openUps(offered: readonly OfferedTrack[]): Promise<void> {
    const { sink } = this.#options;
    if (offered.length === 0 || sink === undefined) return;
    const ids = await sink.publish(offered);
    for (const [index, { mid }] of offered.entries()) {
      const id = ids[index];
      if (id !== undefined) this.#ups.set(mid, id);
    }
  }

  #closeUp(mid: string): void {
    const id = this.#ups.get(mid);
    this.#ups.delete(mid);
    if (id !== undefined) this.#options.sink?.unpublish(id);
  }

  /** Closes what the other end does not want, and says what it does. */
  #settle(actions: readonly Action[]): Settled {
    const refused = actions.flatMap((action) =>
      action.type === 'stopDown' && action.rejected ? (this.#downs.get(action.mid) ?? []) : [],
    );
    for (const down of refused) down.close();
    const ready = actions.flatMap((action) =>
      action.type === 'startDown' ? (this.#downs.get(action.mid) ?? []) : [],
    );
    return { ready: ready.map(({ id }) => id), refused: refused.map(({ id }) => id) };
  }

  async #restartIce(): Promise<void> {
    const ice = await this.transport.restartIce();
    this.#session = renewIce(this.#session, ice);
  }

  #checkOpen(): void {
    if (this.#closed) throw new Closed('the peer connection');
  }

  #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(task);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
