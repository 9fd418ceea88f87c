import {
  ChatAccepted,
  Emitter,
  MemberId,
  type ActionResult,
  type ApplicationValue,
  type CloseReason,
  type Data,
  type GroupName,
  type Permission,
  type RtcConfiguration,
  type WantedKind,
} from '@evagore/shared';
import { resultOf } from './action-results.ts';
import type { Membership } from './attendance.ts';
import { callBack, ConnectionCallbacks, handled } from './callbacks.ts';
import type { Capability } from './capabilities.ts';
import type { Credentials } from './credentials.ts';
import { NotConnected, NotSupported, ServerError } from './errors.ts';
import type { ServerConnectionEvents } from './events.ts';
import type { TransferredFile } from './file-transfer.ts';
import { GroupSession } from './group-session.ts';
import { openProbe, type Probe } from './probe.ts';
import type { ConnectionState } from './seat-events.ts';
import { Seat } from './seat.ts';
import type { Draft } from './signalling.ts';
import type { Stream } from './stream.ts';
import type { User } from './users.ts';
import { defaultWorld, type Socket, type World } from './world.ts';

const NO_CAPABILITIES: ReadonlySet<Capability> = new Set();

/**
 * A connection to a server, and with it the membership in a group and the streams of it.
 *
 * Members, methods and callbacks are those of Galène's client; typed events and promises stand beside them. What that
 * client marks as its own business (`got…`, `fileTransfer`, `pingHandler`) is none of the application's here either.
 *
 * The server may be one of ours or a real Galène; {@link ServerConnection.capabilities} tells what it can do.
 *
 * In a group, a connection that is lost comes back by itself. Meanwhile its state is `reconnecting`, what is known stays
 * as it is, and what is asked waits. Good for one use: after it has closed, make a new one.
 */
export class ServerConnection extends ConnectionCallbacks {
  readonly id: MemberId;
  /** The up streams, by id. */
  readonly up: Readonly<Record<string, Stream>>;
  /** The down streams, by id. */
  readonly down: Readonly<Record<string, Stream>>;
  /** Files that are being sent or received, by peer and transfer. */
  readonly transferredFiles: Readonly<Record<string, TransferredFile>>;
  /** Free for the application. */
  userdata: Record<string, unknown> = {};

  readonly events = new Emitter<ServerConnectionEvents>();
  readonly #seat: Seat;
  readonly #session: GroupSession;

  /** @param world - What stands for the browser; `media` must be given for streams. */
  constructor(world: Partial<World> = {}) {
    super();
    const whole = { ...defaultWorld(), ...world };
    this.id = MemberId.parse(whole.newId());
    this.#seat = new Seat({
      world: whole,
      id: this.id,
      rejoin: () => this.#session.attendance.again(),
    });
    this.#session = new GroupSession({ connection: this, seat: this.#seat, world: whole });
    this.up = this.#session.streams.up;
    this.down = this.#session.streams.down;
    this.transferredFiles = this.#session.files.all;
    this.#listen();
  }

  /** `reconnecting` may become `connected` again; `closed` is final. */
  get state(): ConnectionState {
    return this.#seat.state;
  }

  get group(): GroupName | null {
    return this.#session.attendance.membership?.group ?? null;
  }

  get username(): string | null {
    return this.#session.attendance.membership?.username ?? null;
  }

  get permissions(): readonly Permission[] {
    return this.#session.attendance.membership?.permissions ?? [];
  }

  /** The members of the group, this one included, by id. */
  get users(): Readonly<Record<string, User>> {
    return this.#session.attendance.users.all;
  }

  get rtcConfiguration(): RtcConfiguration {
    return this.#session.attendance.rtcConfiguration;
  }

  /** Null while there is no connection. */
  get socket(): Socket | null {
    return this.#seat.socket;
  }

  /** The negotiated version of the protocol; null while there is no connection. */
  get version(): string | null {
    return this.state === 'connected' ? (this.#seat.dialect?.version ?? null) : null;
  }

  /** What this server can do that others cannot. Empty before there was a connection. */
  get capabilities(): ReadonlySet<Capability> {
    return this.#seat.dialect?.capabilities ?? NO_CAPABILITIES;
  }

  /** When the server was last heard, in milliseconds on the world's clock. */
  get lastServerMessage(): number | null {
    return this.#seat.heardAt;
  }

  /**
   * Connects to a server.
   *
   * @param url - `wss://host/ws`
   * @throws ServerError or NotConnected where there is no connection to be had.
   */
  connect(url: string): Promise<void> {
    return handled(this.#connect(url));
  }

  /**
   * Ends the connection, and with it the membership and all streams.
   *
   * While the connection is being made again, the server is out of reach: it keeps the seat, and others see the member
   * as reconnecting, until the seat's time is over.
   */
  close(): void {
    this.#seat.close({ code: 'left' });
  }

  /** Reports an error and ends the connection. */
  error(error: unknown): void {
    callBack(this.onerror, this, error);
    this.close();
  }

  /** Sends a message as it is, in the words of the server's dialect. @throws NotConnected, also while the connection is being made again. */
  send(message: object): void {
    this.#seat.send(message);
  }

  /**
   * Joins a group. The credentials are kept in memory while this end is in the group, to get in again.
   *
   * @param username - undefined where a token names the user.
   * @throws ServerError with the reason for a refusal; another attempt on the same connection is possible.
   */
  join(
    group: string,
    username: string | null | undefined,
    credentials: Credentials,
    data?: Data,
  ): Promise<Membership> {
    return handled(this.#session.join({ group, username: username ?? undefined, credentials, data }));
  }

  /**
   * Says what to show from now on to get into the group again, instead of what it was joined with: after the password
   * was changed, for instance. It is used where the seat is lost; whoever returns to a seat that is kept shows nothing.
   *
   * Without effect outside of groups. Like those that it replaces, they are kept in memory only.
   */
  replaceCredentials(credentials: Credentials): void {
    this.#session.attendance.cameWith(credentials);
  }

  /**
   * Begins to test how media gets through to the server, before anything is joined. Another test ends the one before.
   *
   * @throws ServerError: `busy` where too many are being made, `not-possible` where the server allows none,
   * `bad-message` from servers of before there were any, `already-joined`; NotSupported in a Galène.
   */
  openProbe(): Promise<Probe> {
    if (!this.capabilities.has('probe')) {
      return handled(Promise.reject(new NotSupported('this server cannot test connections')));
    }
    return handled(openProbe((draft) => this.#seat.ask(draft)));
  }

  /** Leaves the group but keeps the connection. One that is being made again is made first. */
  leave(group: string): Promise<void> {
    return this.#do({ type: 'join', kind: 'leave', group: group as GroupName });
  }

  /** Says what to receive of streams, by their labels; the entry `""` serves all others. */
  request(what: Record<string, readonly WantedKind[]>): Promise<void> {
    const request = Object.entries(what).map(([label, kinds]): [string, WantedKind[]] => [label, [...kinds]]);
    return handled(this.#session.request(Object.fromEntries(request)));
  }

  /**
   * Makes an up stream; nothing is sent before its tracks are published.
   *
   * @param localId - The application's name for it. A stream with the same one is replaced, without a gap for
   * those who receive it.
   */
  newUpStream(localId?: string): Stream {
    return this.#session.streams.newUp(localId);
  }

  /** The up stream of this name, or null. */
  findByLocalId(localId: string): Stream | null {
    return this.#session.streams.findUp(localId);
  }

  /** Who raises a hand, the first first. */
  raisedHands(): MemberId[] {
    return this.#session.attendance.users.raisedHands();
  }

  /** What peer connections are made with. */
  getRTCConfiguration(): RTCConfiguration {
    return this.onpeerconnection?.() ?? this.rtcConfiguration;
  }

  /**
   * Writes a chat message.
   *
   * @param kind - `''`, `'me'`, or an application's word.
   * @param dest - The id of the only reader, or `''` for everybody.
   * @returns what the server calls the message, and its time.
   * @throws NotConnected also where the server was lost with the message on its way, which may have got there or not.
   */
  chat(kind: string, dest: string, value: string): Promise<ChatAccepted> {
    const draft = { type: 'chat', kind, ...destOf(dest), value } as const;
    return handled(this.#seat.ask(draft).then((answer) => ChatAccepted.parse(answer)));
  }

  /**
   * Does something to a member: `op`, `unop`, `present`, `unpresent`, `kick`, `setdata`, `identify` …
   *
   * @returns what the action gives, if anything. Galène's callbacks are told of it as well.
   */
  userAction(kind: string, dest: string, value?: ApplicationValue): Promise<ActionResult | undefined> {
    const draft = { type: 'useraction', kind, dest: dest as MemberId } as const;
    const asked = this.#seat.ask({ ...draft, ...(value !== undefined && { value }) });
    return handled(resultOf(this, kind, asked));
  }

  /** Sends an application's message to one member, or with `dest` `''` to everybody. */
  userMessage(kind: string, dest: string, value?: ApplicationValue, noecho = false): Promise<void> {
    const draft = { type: 'usermessage', kind, ...destOf(dest), noecho } as const;
    return this.#do({ ...draft, ...(value !== undefined && { value }) });
  }

  /**
   * Does something to the group: `lock`, `unlock`, `clearchat`, `maketoken` …
   *
   * @returns what the action gives, if anything. Galène's callbacks are told of it as well.
   */
  groupAction(kind: string, value?: ApplicationValue): Promise<ActionResult | undefined> {
    const asked = this.#seat.ask({ type: 'groupaction', kind, ...(value !== undefined && { value }) });
    return handled(resultOf(this, kind, asked));
  }

  /** Offers a file to a member; it goes from peer to peer. Calls `onfiletransfer` before it returns. */
  sendFile(userid: string, file: File): void {
    this.#session.files.send(userid, file);
  }

  /** A transfer by its peer and id, or undefined. */
  getTransferredFile(userid: string, fileid: string): TransferredFile | undefined {
    return this.#session.files.find(userid, fileid);
  }

  #listen(): void {
    const { events } = this.#seat;
    const session = this.#session;
    events.on('stateChanged', (state) => {
      this.events.emit('stateChanged', state);
    });
    events.on('received', (message) => {
      session.receive(message);
    });
    events.on('mediaReceived', (message) => {
      session.hearMedia(message);
    });
    events.on('refused', (error) => {
      this.events.emit('refused', error);
      const { code, message } = error;
      callBack(this.onusermessage, this, null, this.id, null, new Date(), true, 'error', code, message);
    });
    events.on('misunderstood', (error) => {
      session.fail(error);
    });
    events.on('reconnecting', (attempt) => {
      this.events.emit('reconnecting', attempt);
    });
    events.on('resumed', (rtcConfiguration) => {
      session.resumed(rtcConfiguration);
    });
    events.on('rejoined', () => {
      session.rejoined();
    });
    events.on('closed', (reason, wsCode) => {
      this.#closed(reason, wsCode);
    });
  }

  async #connect(url: string): Promise<void> {
    await this.#seat.connect(url);
    // It may have ended just as the server answered.
    if (this.state === 'closed') throw new NotConnected();
    callBack(this.onconnected, this);
  }

  #do(draft: Draft): Promise<void> {
    return handled(this.#seat.ask(draft).then(() => undefined));
  }

  #closed(reason: CloseReason, wsCode: number): void {
    this.#session.close();
    this.events.emit('stateChanged', 'closed');
    this.events.emit('closed', reason);
    if (reason.code !== 'left' && reason.code !== 'kicked') {
      callBack(this.onerror, this, new ServerError(reason.code, reason.message ?? reason.code));
    }
    callBack(this.onclose, this, wsCode, reason.message ?? reason.code);
  }
}

function destOf(dest: string): { dest?: MemberId } {
  return dest === '' ? {} : { dest: dest as MemberId };
}
