import {
  ChatAccepted,
  Emitter,
  MemberId,
  type AckValue,
  type ApplicationValue,
  type ChatMessage,
  type CloseReason,
  type Data,
  type GroupName,
  type GroupStatus,
  type Permission,
  type RtcConfiguration,
  type ServerMessage,
  type UserMessage,
  type WantedByLabel,
} from '@evagore/shared';
import { callBack, ConnectionCallbacks, handled } from './callbacks.ts';
import { resolveCredentials, type Credentials } from './credentials.ts';
import { NotConnected, ServerError } from './errors.ts';
import { FileTransfers, type TransferredFile } from './file-transfer.ts';
import { MediaSession } from './media-session.ts';
import { Signalling, type Draft } from './signalling.ts';
import type { Stream } from './stream.ts';
import { Streams } from './streams.ts';
import { Users, type User, type UserChange } from './users.ts';
import { defaultWorld, type Socket, type World } from './world.ts';

/** What a member knows of its own membership. */
export interface Membership {
  readonly group: GroupName;
  readonly username: string;
  readonly permissions: readonly Permission[];
  readonly status: GroupStatus;
  readonly data: Data;
}

export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'closed';

export type ServerConnectionEvents = {
  stateChanged: [state: ConnectionState];
  joined: [membership: Membership];
  membershipChanged: [membership: Membership];
  left: [];
  userChanged: [id: MemberId, kind: UserChange];
  /** `history` marks what was written before this end joined. */
  chatReceived: [message: ChatMessage, history: boolean];
  userMessageReceived: [message: UserMessage];
  downStreamAdded: [stream: Stream];
  fileOffered: [file: TransferredFile];
  /** A refusal which answers no call. */
  refused: [error: ServerError];
  /** Something went wrong that no call reports: a stream that failed, a message that makes no sense. */
  failed: [error: Error];
  closed: [reason: CloseReason];
};

type JoinedMessage = Extract<ServerMessage, { type: 'joined' }>;

/**
 * A connection to a server, and with it the membership in a group and the streams of it.
 *
 * Members, methods and callbacks are those of Galène's client; typed events and promises stand beside them. What that
 * client marks as its own business (`got…`, `fileTransfer`, `pingHandler`) is none of the application's here either.
 * Good for one connection: after it has closed, make a new one.
 */
export class ServerConnection extends ConnectionCallbacks {
  readonly id: MemberId;
  group: GroupName | null = null;
  username: string | null = null;
  permissions: readonly Permission[] = [];
  /** The up streams, by id. */
  readonly up: Readonly<Record<string, Stream>>;
  /** The down streams, by id. */
  readonly down: Readonly<Record<string, Stream>>;
  rtcConfiguration: RtcConfiguration = {};
  /** Files that are being sent or received, by peer and transfer. */
  readonly transferredFiles: Readonly<Record<string, TransferredFile>>;
  /** Free for the application. */
  userdata: Record<string, unknown> = {};

  readonly events: Emitter<ServerConnectionEvents>;
  readonly #world: World;
  readonly #users: Users;
  readonly #media: MediaSession;
  readonly #streams: Streams;
  readonly #files: FileTransfers;
  #signalling: Signalling | undefined;
  #state: ConnectionState = 'idle';

  /** @param world - What stands for the browser; `media` must be given for streams. */
  constructor(world: Partial<World> = {}) {
    super();
    this.#world = { ...defaultWorld(), ...world };
    this.id = MemberId.parse(this.#world.newId());
    this.events = new Emitter();
    this.#users = new Users((id, kind) => {
      this.events.emit('userChanged', id, kind);
      callBack(this.onuser, this, id, kind);
    });
    this.#media = new MediaSession({
      stack: this.#world.media,
      ask: (draft) => this.#ask(draft),
      after: (delayMs, task) => this.#world.after(delayMs, task),
      rtcConfiguration: () => this.getRTCConfiguration() as RtcConfiguration,
      onState: (direction, state) => {
        this.#streams.mediaStateChanged(direction, state);
      },
      onLost: (room) => {
        void this.#streams.rebuild(room);
      },
      onError: (error) => {
        this.#fail(error);
      },
    });
    this.#streams = new Streams({
      connection: this,
      media: this.#media,
      world: this.#world,
      onDownStream: (stream) => {
        this.events.emit('downStreamAdded', stream);
        callBack(this.ondownstream, this, stream);
      },
      onError: (error) => {
        this.#fail(error);
      },
    });
    this.up = this.#streams.up;
    this.down = this.#streams.down;
    this.#files = new FileTransfers(this, () => this.#world.newId());
    this.transferredFiles = this.#files.all;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** The members of the group, this one included, by id. */
  get users(): Readonly<Record<string, User>> {
    return this.#users.all;
  }

  get socket(): Socket | null {
    return this.#state === 'connected' ? (this.#signalling?.socket ?? null) : null;
  }

  /** The negotiated version of the protocol. */
  get version(): string | null {
    return this.#state === 'connected' ? 'evagore-1' : null;
  }

  /** When the server was last heard, in milliseconds on the world's clock. */
  get lastServerMessage(): number | null {
    return this.#signalling?.heardAt ?? null;
  }

  /**
   * Connects to a server.
   *
   * @param url - `wss://host/ws`
   * @throws ServerError or NotConnected where there is no connection to be had.
   */
  connect(url: string): Promise<void> {
    if (this.#signalling !== undefined) {
      return handled(Promise.reject(new NotConnected('Attempting to connect stale connection')));
    }
    let signalling: Signalling;
    try {
      signalling = new Signalling(this.#world, url, this.id);
    } catch (cause) {
      return handled(Promise.reject(new NotConnected(`cannot connect to ${url}`, { cause })));
    }
    this.#signalling = signalling;
    this.#setState('connecting');
    signalling.events.on('received', (message) => {
      this.#receive(message);
    });
    signalling.events.on('refused', (error) => {
      this.events.emit('refused', error);
      const { code, message } = error;
      callBack(this.onusermessage, this, null, this.id, null, new Date(), true, 'error', code, message);
    });
    signalling.events.on('misunderstood', (error) => {
      this.#fail(error);
    });
    signalling.events.on('closed', (reason, code) => {
      this.#closed(reason, code);
    });
    return handled(
      signalling.opened.then(() => {
        if (this.#state !== 'connecting') throw new NotConnected();
        this.#setState('connected');
        callBack(this.onconnected, this);
      }),
    );
  }

  /** Ends the connection, and with it the membership and all streams. */
  close(): void {
    this.#signalling?.close({ code: 'left' });
  }

  /** Reports an error and ends the connection. */
  error(error: unknown): void {
    callBack(this.onerror, this, error);
    this.close();
  }

  /** Sends a message as it is. @throws NotConnected */
  send(message: object): void {
    if (this.#signalling === undefined) throw new NotConnected();
    this.#signalling.send(message);
  }

  /**
   * Joins a group.
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
    return handled(this.#join(group, username ?? undefined, credentials, data));
  }

  /** Leaves the group but keeps the connection. */
  leave(group: string): Promise<void> {
    return this.#do({ type: 'join', kind: 'leave', group: group as GroupName });
  }

  /** Says what to receive of streams, by their labels; the entry `""` serves all others. */
  request(what: Record<string, readonly WantedByLabel[string][number][]>): Promise<void> {
    const request = Object.fromEntries(Object.entries(what).map(([label, kinds]) => [label, [...kinds]]));
    const asked = this.#media.prepareToReceive().then(() => this.#ask({ type: 'request', request }));
    return handled(asked.then(() => undefined));
  }

  /**
   * Makes an up stream; nothing is sent before its tracks are published.
   *
   * @param localId - The application's name for it. A stream with the same one is replaced, without a gap for
   * those who receive it.
   */
  newUpStream(localId?: string): Stream {
    return this.#streams.newUp(localId);
  }

  /** The up stream of this name, or null. */
  findByLocalId(localId: string): Stream | null {
    return this.#streams.findUp(localId);
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
   */
  chat(kind: string, dest: string, value: string): Promise<ChatAccepted> {
    const draft = { type: 'chat', kind, ...destOf(dest), value } as const;
    return handled(this.#ask(draft).then((answer) => ChatAccepted.parse(answer)));
  }

  /** Does something to a member: `op`, `unop`, `present`, `unpresent`, `kick`, `setdata` … */
  userAction(kind: string, dest: string, value?: ApplicationValue): Promise<void> {
    return this.#do({
      type: 'useraction',
      kind,
      dest: dest as MemberId,
      ...(value !== undefined && { value }),
    });
  }

  /** Sends an application's message to one member, or with `dest` `''` to everybody. */
  userMessage(kind: string, dest: string, value?: ApplicationValue, noecho = false): Promise<void> {
    const draft = { type: 'usermessage', kind, ...destOf(dest), noecho } as const;
    return this.#do({ ...draft, ...(value !== undefined && { value }) });
  }

  /** Does something to the group: `lock`, `unlock` … */
  groupAction(kind: string, value?: ApplicationValue): Promise<void> {
    return this.#do({ type: 'groupaction', kind, ...(value !== undefined && { value }) });
  }

  /** Offers a file to a member; it goes from peer to peer. Calls `onfiletransfer` before it returns. */
  sendFile(userid: string, file: File): void {
    this.#files.send(userid, file);
  }

  /** A transfer by its peer and id, or undefined. */
  getTransferredFile(userid: string, fileid: string): TransferredFile | undefined {
    return this.#files.find(userid, fileid);
  }

  async #join(
    group: string,
    username: string | undefined,
    credentials: Credentials,
    data: Data | undefined,
  ): Promise<Membership> {
    let forget: (() => void) | undefined;
    try {
      const draft = {
        type: 'join',
        kind: 'join',
        group: group as GroupName,
        ...(username !== undefined && { username }),
        ...(await resolveCredentials(username, credentials)),
        ...(data !== undefined && { data }),
      } as const;
      const membership = new Promise<Membership>((resolve) => {
        forget = this.events.once('joined', resolve);
      });
      await this.#ask(draft);
      return await membership;
    } catch (error) {
      // The end of the connection has its own callbacks, and they are the last.
      if (error instanceof ServerError && this.#state === 'connected') {
        callBack(this.onjoined, this, 'fail', group, [], {}, {}, error.code, error.message);
      }
      throw error;
    } finally {
      forget?.();
    }
  }

  #ask(draft: Draft): Promise<AckValue> {
    return this.#signalling?.ask(draft) ?? Promise.reject(new NotConnected());
  }

  #do(draft: Draft): Promise<void> {
    return handled(this.#ask(draft).then(() => undefined));
  }

  #receive(message: ServerMessage): void {
    switch (message.type) {
      case 'joined':
        this.#joined(message);
        break;
      case 'roster':
        for (const member of message.users) this.#users.put(member);
        break;
      case 'user':
        if (message.kind === 'delete') this.#users.remove(message.id);
        else this.#users.put(message.user);
        break;
      case 'chathistory':
        for (const entry of message.messages) this.#chat(entry, true);
        break;
      case 'chat':
        this.#chat(message, false);
        break;
      case 'usermessage':
        this.#userMessage(message);
        break;
      case 'offer':
        void this.#streams.offered(message);
        break;
      case 'close':
        this.#streams.downClosed(message.id, message.tracks);
        break;
      case 'abort':
        this.#streams.aborted(message.id, new ServerError(message.error, message.value));
        break;
      case 'mediaLost':
        void this.#streams.rebuild(message.rtpCapabilities);
        break;
      default:
        // Answers and liveness are the signalling's own.
        break;
    }
  }

  #joined(message: JoinedMessage): void {
    if (message.kind === 'leave') {
      this.#leaveGroup();
      return;
    }
    const { kind, group, username, permissions, status, data } = message;
    const membership: Membership = { group, username, permissions, status, data };
    this.group = group;
    this.username = username;
    this.permissions = permissions;
    if (message.kind === 'join') {
      this.rtcConfiguration = message.rtcConfiguration;
      this.#media.start(message.rtpCapabilities);
    }
    this.events.emit(kind === 'join' ? 'joined' : 'membershipChanged', membership);
    callBack(this.onjoined, this, kind, group, permissions, status, data, null, null);
  }

  /** What the end of a membership takes with it, whether the connection stays or not. */
  #leaveGroup(): void {
    const { group } = this;
    if (group === null) return;
    this.permissions = [];
    this.#streams.close();
    this.#media.stop();
    this.#users.clear();
    this.group = null;
    this.username = null;
    this.rtcConfiguration = {};
    this.events.emit('left');
    callBack(this.onjoined, this, 'leave', group, [], {}, {}, null, null);
  }

  #chat(message: ChatMessage, history: boolean): void {
    this.events.emit('chatReceived', message, history);
    const { id, source, dest, username, time, privileged, kind, value } = message;
    callBack(
      this.onchat,
      this,
      id,
      source ?? null,
      dest ?? null,
      username ?? null,
      new Date(time),
      privileged,
      history,
      kind,
      value,
    );
  }

  #userMessage(message: UserMessage): void {
    const { kind, source, dest, username, privileged, value } = message;
    if (kind === 'filetransfer') {
      this.#files.receive(source, username, value);
      return;
    }
    this.events.emit('userMessageReceived', message);
    callBack(
      this.onusermessage,
      this,
      source ?? null,
      dest ?? null,
      username ?? null,
      new Date(),
      privileged,
      kind,
      null,
      value,
    );
  }

  #closed(reason: CloseReason, code: number): void {
    this.#leaveGroup();
    // Up streams can be made before a group is joined.
    this.#streams.close();
    this.#files.close();
    this.#setState('closed');
    this.events.emit('closed', reason);
    if (reason.code !== 'left' && reason.code !== 'kicked') {
      callBack(this.onerror, this, new ServerError(reason.code, reason.message ?? reason.code));
    }
    callBack(this.onclose, this, code, reason.message ?? reason.code);
  }

  #setState(state: ConnectionState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.events.emit('stateChanged', state);
  }

  #fail(error: unknown): void {
    this.events.emit('failed', error instanceof Error ? error : new Error(String(error)));
  }
}

function destOf(dest: string): { dest?: MemberId } {
  return dest === '' ? {} : { dest: dest as MemberId };
}
