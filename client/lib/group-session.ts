import {
  ChatId,
  MemberId,
  type ChatMessage,
  type GaleneMessage,
  type RtcConfiguration,
  type ServerMessage,
  type UserMessage,
  type WantedKind,
} from '@evagore/shared';
import { z } from 'zod';
import { Attendance, joinDraft, type Entrance, type Membership } from './attendance.ts';
import { callBack } from './callbacks.ts';
import { callOnchat, callOnjoined, callOnusermessage } from './calls.ts';
import type { Dialect } from './dialect.ts';
import { NotConnected, ServerError } from './errors.ts';
import { FileTransfers } from './file-transfer.ts';
import type { MediaOptions, StreamMedia } from './media/stream-media.ts';
import { nativeDialect } from './native-dialect.ts';
import { RecentIds } from './recent-ids.ts';
import type { Seat } from './seat.ts';
import type { ServerConnection } from './server-connection.ts';
import { Streams } from './streams.ts';
import type { World } from './world.ts';

/** A history is shorter; more than this is not shown again after the group was joined again. */
const REMEMBERED_CHATS = 1000;

const ClearedMessages = z.object({ userId: MemberId.optional(), id: ChatId.optional() });

export interface GroupSessionOptions {
  readonly connection: ServerConnection;
  readonly seat: Seat;
  readonly world: World;
}

type OfJoined = Extract<ServerMessage, { type: 'joined' }>;

/** All that hangs on being in a group: the members, media, chat and files; tells the application what becomes of it. */
export class GroupSession {
  readonly attendance: Attendance;
  readonly streams: Streams;
  readonly files: FileTransfers;
  readonly #connection: ServerConnection;
  readonly #seat: Seat;
  readonly #mediaOptions: MediaOptions;
  #dialect: Dialect = nativeDialect;
  #media: StreamMedia;
  readonly #chats = new RecentIds(REMEMBERED_CHATS);
  /** What was requested last, for a new seat. */
  #request: Record<string, WantedKind[]> | undefined;

  constructor({ connection, seat, world }: GroupSessionOptions) {
    this.#connection = connection;
    this.#seat = seat;
    const { events } = connection;
    this.attendance = new Attendance(connection.id, (id, kind) => {
      events.emit('userChanged', id, kind);
      callBack(connection.onuser, connection, id, kind);
    });
    this.#mediaOptions = {
      world,
      selfId: connection.id,
      ask: (draft) => seat.ask(draft),
      send: (message) => {
        seat.send(message);
      },
      requested: (label) => requestedOf(this.#request ?? {}, label),
      drawn: (id) => this.streams.drawn.of(id),
      rtcConfiguration: () => connection.getRTCConfiguration() as RtcConfiguration,
      onState: (direction, state, stream) => {
        this.streams.mediaStateChanged(direction, state, stream);
      },
      onLost: (room) => {
        void this.streams.rebuild(room);
      },
      onMessage: (message) => {
        this.receive(message);
      },
      onPublished: (member, published) => {
        this.attendance.users.publishes(member, published);
      },
      onError: (error) => {
        this.fail(error);
      },
    };
    this.#media = this.#dialect.media(this.#mediaOptions);
    this.streams = new Streams({
      connection,
      media: () => this.#media,
      world,
      onDownStream: (stream) => {
        events.emit('downStreamAdded', stream);
        callBack(connection.ondownstream, connection, stream);
      },
      onError: (error) => {
        this.fail(error);
      },
    });
    this.files = new FileTransfers(connection, () => world.newId());
  }

  /** @throws ServerError with the reason for a refusal. */
  async join(entrance: Entrance): Promise<Membership> {
    const connection = this.#connection;
    let forget: (() => void) | undefined;
    try {
      const draft = await joinDraft(entrance);
      const membership = new Promise<Membership>((resolve) => {
        forget = connection.events.once('joined', (joined) => {
          this.attendance.cameBy(entrance);
          resolve(joined);
        });
      });
      await this.#seat.ask(draft);
      return await membership;
    } catch (error) {
      // The end of the connection has its own callbacks, and they are the last.
      if (error instanceof ServerError && connection.state === 'connected') {
        const { code, message } = error;
        callBack(connection.onjoined, connection, 'fail', entrance.group, [], {}, {}, code, message);
      }
      throw error;
    } finally {
      forget?.();
    }
  }

  /** Asks for streams, now and from every seat to come. */
  async request(request: Record<string, WantedKind[]>): Promise<void> {
    this.#request = request;
    await this.#media.prepareToReceive();
    await this.#seat.ask({ type: 'request', request });
    this.#media.requestChanged();
  }

  receive(message: ServerMessage): void {
    switch (message.type) {
      case 'joined':
        this.#joined(message);
        break;
      case 'roster':
        this.attendance.users.replace(message.users);
        break;
      case 'users':
        this.attendance.users.apply(message);
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
      case 'drain': {
        const { closesAt, value } = message;
        this.#connection.events.emit('draining', {
          message: value,
          ...(closesAt !== undefined && { closesAt: new Date(closesAt) }),
        });
        break;
      }
      case 'offer':
        void this.streams.offered(message);
        break;
      case 'close':
        this.streams.downClosed(message.id, message.tracks);
        break;
      case 'abort':
        this.streams.aborted(message.id, new ServerError(message.error, message.value));
        break;
      case 'layers':
        this.streams.layersNeeded(message.id, message.track, message.spatial);
        break;
      case 'mediaLost':
        this.attendance.room = message.rtpCapabilities;
        void this.streams.rebuild(message.rtpCapabilities);
        break;
      default:
        // Answers, liveness and what keeps the seat are not the group's.
        break;
    }
  }

  /** Media in the words of the server's dialect. */
  hearMedia(message: GaleneMessage): void {
    this.#media.hear(message);
  }

  /** The seat is taken again. The media went another way and may have lived on, or may have been cut off as well. */
  resumed(rtcConfiguration: RtcConfiguration): void {
    this.attendance.rtcConfiguration = rtcConfiguration;
    this.#media.resumed();
  }

  /** The group was joined again, from a new seat that knows nothing of this end's media. */
  rejoined(): void {
    const { membership, room } = this.attendance;
    if (membership === undefined) return;
    this.#chooseMedia();
    void this.streams.rebuild(room);
    void this.#requestAgain();
    this.#connection.events.emit('rejoined', membership);
    callOnjoined(this.#connection, 'change', membership);
  }

  /** What the end of a membership takes with it, whether the connection stays or not. */
  leave(): void {
    const { membership } = this.attendance;
    if (membership === undefined) return;
    this.attendance.leaving();
    this.#request = undefined;
    this.#chats.clear();
    this.streams.close();
    this.#media.stop();
    this.attendance.left();
    const connection = this.#connection;
    connection.events.emit('left');
    callBack(connection.onjoined, connection, 'leave', membership.group, [], {}, {}, null, null);
  }

  /** The connection has ended. */
  close(): void {
    this.leave();
    // Up streams can be made before a group is joined.
    this.streams.close();
    this.files.close();
  }

  /** Reports what no call reports. */
  fail(error: unknown): void {
    this.#connection.events.emit('failed', error instanceof Error ? error : new Error(String(error)));
  }

  async #requestAgain(): Promise<void> {
    const request = this.#request;
    if (request === undefined) return;
    try {
      // The streams report what keeps them from being received; the request stands all the same.
      await this.#media.prepareToReceive().catch(() => undefined);
      await this.#seat.ask({ type: 'request', request });
    } catch (error) {
      if (!(error instanceof NotConnected)) this.fail(error);
    }
  }

  #joined(message: OfJoined): void {
    if (message.kind === 'leave') {
      this.leave();
      return;
    }
    const again = message.kind === 'join' && this.attendance.membership !== undefined;
    const membership = this.attendance.joined(message);
    // That is told when everything else of the new seat is known as well.
    if (again) return;
    if (message.kind === 'join') {
      this.#chooseMedia();
      this.#media.start(message.rtpCapabilities);
    }
    this.#connection.events.emit(message.kind === 'join' ? 'joined' : 'membershipChanged', membership);
    callOnjoined(this.#connection, message.kind, membership);
  }

  /** Media goes the way of the server's dialect, which is another one where another server took its place. */
  #chooseMedia(): void {
    const dialect = this.#seat.dialect ?? nativeDialect;
    if (dialect === this.#dialect) return;
    this.#media.stop();
    this.#dialect = dialect;
    this.#media = dialect.media(this.#mediaOptions);
  }

  #chat(message: ChatMessage, history: boolean): void {
    // A new seat is told the whole history. What is said to everybody now is new, whatever its writer calls it.
    if (!this.#chats.add(message.id) && history) return;
    this.#connection.events.emit('chatReceived', message, history);
    callOnchat(this.#connection, message, history);
  }

  #userMessage(message: UserMessage): void {
    const { kind, source, username, privileged, value } = message;
    if (kind === 'filetransfer') {
      this.files.receive(source, username, value);
      return;
    }
    const connection = this.#connection;
    connection.events.emit('userMessageReceived', message);
    const cleared = ClearedMessages.safeParse(value ?? {});
    if (kind === 'clearchat' && privileged && cleared.success) {
      const { userId, id } = cleared.data;
      connection.events.emit('chatCleared', { ...(userId && { userId }), ...(id && { id }) });
    }
    callOnusermessage(connection, message);
  }
}

/** A label like `constructor` must not find what every object inherits. */
function requestedOf(request: Readonly<Record<string, WantedKind[]>>, label: string): readonly WantedKind[] {
  return (Object.hasOwn(request, label) ? request[label] : request['']) ?? [];
}
