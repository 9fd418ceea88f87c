import { ClientHandshake, ClientMessage, NATIVE_VERSION, type ErrorCode } from '@evagore/shared';
import { z } from 'zod';
import type { World } from '../world.ts';
import { FakeSeat } from './fake-seat.ts';
import { FakeSocket, type Cut } from './fake-socket.ts';
import { aTransport, joined, type Said, type SaidOf } from './messages.ts';

type AckValue = SaidOf<'ack'>['value'];
type Heard = ClientHandshake | ClientMessage;
type HeardOf<Type extends Heard['type']> = Extract<Heard, { type: Type }>;
type Question = Exclude<Extract<ClientMessage, { ref?: unknown }>, { type: 'resume' }>;

/** Close codes with which a client gives its seat up. */
const LEAVING = new Set([1000, 1001]);

/**
 * A server of the native dialect, for one client. It checks what it hears by the server's own schemas, and
 * answers every question as a server without troubles would, unless the test holds an answer back, refuses, or
 * answers by itself. It keeps the seat of a connection that is lost.
 */
export class FakeServer {
  readonly sockets: FakeSocket[] = [];
  /** All that the client said, handshakes included. */
  readonly heard: Heard[] = [];
  /** What the client said wrong. */
  readonly faults: unknown[] = [];
  /** Is told whatever the client says. */
  onHeard: ((message: Heard) => void) | undefined;
  /** Whether questions are answered without the test's doing. */
  automatic = true;
  /** What the next one who joins is told. */
  membership = joined();
  /** Who is there, beside the one who joins. */
  others: SaidOf<'roster'>['users'] = [];
  /** What was written before. */
  history: SaidOf<'chathistory'>['messages'] = [];
  /** For how long seats are kept; undefined for a server that gives no tickets. */
  keepSeconds: number | undefined = 60;
  /** Whether connections are accepted without the test's doing. */
  welcoming = false;
  /** How the coming connections break, one each; later ones do not. */
  readonly cuts: Cut[] = [];
  readonly #held = new Set<string>();
  #waiting: { seat: FakeSeat; message: Question }[] = [];
  readonly #refusals: { type: string; error: ErrorCode; value: string }[] = [];
  readonly #seats = new Map<FakeSocket, FakeSeat>();
  #seat: FakeSeat | undefined;
  #lastId = 0;

  readonly openSocket: World['openSocket'] = (url, listener) => {
    const socket: FakeSocket = new FakeSocket(url, listener, {
      onSent: (text) => {
        try {
          this.#hear(socket, text);
        } catch (fault) {
          this.faults.push(fault);
          throw fault;
        }
      },
      onClosed: (code) => {
        if (LEAVING.has(code)) this.#seatOf(socket).ended ??= 'left';
      },
    });
    socket.cut(this.cuts.shift() ?? {});
    this.sockets.push(socket);
    this.#seats.set(socket, new FakeSeat(socket));
    if (this.welcoming) {
      queueMicrotask(() => {
        this.#welcome(socket);
      });
    }
    return socket;
  };

  /** The connection that was opened last. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('nobody has connected');
    return socket;
  }

  /** The client's seat, whether it is connected or not: that in a group, else that of the last connection. */
  get seat(): FakeSeat {
    return this.#seat ?? this.#seatOf(this.socket);
  }

  /** The id in the last handshake. */
  get clientId(): string {
    const handshake = this.all('handshake').at(-1);
    if (handshake === undefined) throw new Error('nobody has shaken hands');
    return handshake.id;
  }

  /** Lets the connection stand and answers the handshake. */
  accept(): void {
    this.#welcome(this.socket);
  }

  /** Says these messages in one frame. */
  say(...messages: Said[]): void {
    this.seat.say(messages);
  }

  /** Ends the connection and, unless it is to be kept, the seat, as the server does it for a reason. */
  end(error: ErrorCode, options: { value?: string; wsCode?: number; keep?: boolean } = {}): void {
    const { value = `ended: ${error}`, wsCode = 1000, keep = false } = options;
    const { seat } = this;
    seat.say([{ type: 'closing', error, value }]);
    if (!keep) seat.ended = error;
    seat.socket.drop(wsCode, error);
  }

  /** Everything of one type that the client said, in order. */
  all<Type extends Heard['type']>(type: Type): HeardOf<Type>[] {
    return this.heard.filter((message): message is HeardOf<Type> => message.type === type);
  }

  /** The last message of one type. */
  last<Type extends Heard['type']>(type: Type): HeardOf<Type> {
    const message = this.all(type).at(-1);
    if (message === undefined) throw new Error(`the client never said ${type}`);
    return message;
  }

  /** Messages of this type wait for {@link FakeServer.release}. */
  hold(type: Question['type']): void {
    this.#held.add(type);
  }

  /** Answers what waits, and does not hold messages of this type any more. */
  release(type: Question['type']): void {
    this.#held.delete(type);
    const released = this.#waiting.filter(({ message }) => message.type === type);
    this.#waiting = this.#waiting.filter(({ message }) => message.type !== type);
    for (const { seat, message } of released) this.#answer(seat, message);
  }

  /** The next message of this type is refused. */
  refuseNext(type: Question['type'] | 'resume', error: ErrorCode, value = `no: ${error}`): void {
    this.#refusals.push({ type, error, value });
  }

  ack(question: { ref?: number | undefined }, value?: AckValue): void {
    this.say({ type: 'ack', ref: refOf(question), ...(value !== undefined && { value }) });
  }

  refuse(question: { ref?: number | undefined }, error: ErrorCode, value = `no: ${error}`): void {
    this.say({ type: 'error', ref: refOf(question), error, value });
  }

  #welcome(socket: FakeSocket): void {
    socket.open();
    socket.receive(JSON.stringify({ type: 'handshake', version: [NATIVE_VERSION] }));
  }

  #seatOf(socket: FakeSocket): FakeSeat {
    const seat = this.#seats.get(socket);
    if (seat === undefined) throw new Error('this socket is not of this server');
    return seat;
  }

  #hear(socket: FakeSocket, text: string): void {
    const frame: unknown = JSON.parse(text);
    const isHandshake = z.object({ type: z.literal('handshake') }).safeParse(frame).success;
    const message = isHandshake ? ClientHandshake.parse(frame) : ClientMessage.parse(frame);
    this.heard.push(message);
    this.onHeard?.(message);
    const seat = this.#seatOf(socket);
    if (message.type === 'seen') seat.read(message.cursor);
    if (!('ref' in message)) return;
    if (message.type === 'resume') {
      // Nobody is answered while still speaking.
      queueMicrotask(() => {
        this.#resume(socket, message);
      });
      return;
    }
    const ref = refOf(message);
    if (ref <= seat.lastRef) throw new Error(`ref ${ref.toString()} after ${seat.lastRef.toString()}`);
    seat.lastRef = ref;
    if (!this.automatic) return;
    if (this.#held.has(message.type)) {
      this.#waiting.push({ seat, message });
      return;
    }
    queueMicrotask(() => {
      this.#answer(seat, message);
    });
  }

  #resume(socket: FakeSocket, { ref, ticket, cursor }: HeardOf<'resume'>): void {
    const fresh = this.#seatOf(socket);
    const kept = this.#seat?.opensTo(ticket) === true ? this.#seat : undefined;
    const refusal = this.#takeRefusal('resume');
    const error = refusal?.error ?? (kept === undefined ? 'seat-lost' : kept.ended);
    if (kept === undefined || error !== undefined) {
      fresh.say([{ type: 'error', ref, error: error ?? 'seat-lost', value: `no: ${error ?? 'seat-lost'}` }]);
      return;
    }
    this.#seats.set(socket, kept);
    kept.lastRef = Math.max(kept.lastRef, ref);
    const rtcConfiguration = { iceServers: [{ urls: ['stun:resumed.example.org'] }] };
    kept.resume(socket, cursor, { type: 'resumed', ref, lastRef: kept.lastRef, rtcConfiguration });
    this.#issueTicket(kept);
  }

  #issueTicket(seat: FakeSeat): void {
    if (this.keepSeconds !== undefined) seat.issue(this.#newId('ticket'), this.keepSeconds);
  }

  #takeRefusal(type: string): { error: ErrorCode; value: string } | undefined {
    const index = this.#refusals.findIndex((refusal) => refusal.type === type);
    return index < 0 ? undefined : this.#refusals.splice(index, 1)[0];
  }

  #answer(seat: FakeSeat, message: Question): void {
    const refusal = this.#takeRefusal(message.type);
    const ack = (value?: AckValue): void => {
      seat.say([{ type: 'ack', ref: refOf(message), ...(value !== undefined && { value }) }]);
    };
    if (refusal !== undefined) {
      seat.say([{ type: 'error', ref: refOf(message), error: refusal.error, value: refusal.value }]);
      return;
    }
    switch (message.type) {
      case 'join':
        this.#admit(seat, message);
        break;
      case 'openTransport':
        ack(aTransport(this.#newId('transport')));
        break;
      case 'restartIce':
        ack({ iceParameters: aTransport(this.#newId('restart')).iceParameters });
        break;
      case 'offer':
        ack({ track: this.#newId('up-track') });
        break;
      case 'chat':
        ack({ id: this.#newId('chat'), time: '2026-11-21T10:00:00.000Z' });
        break;
      default:
        ack();
        break;
    }
  }

  #admit(seat: FakeSeat, message: HeardOf<'join'>): void {
    const ack = { type: 'ack', ref: refOf(message) } as const;
    if (message.kind === 'leave') {
      this.#seat = undefined;
      seat.say([{ type: 'joined', kind: 'leave', group: message.group }, ack]);
      return;
    }
    this.#seat = seat;
    const { username, permissions } = this.membership;
    const self = { id: this.clientId, username, permissions, data: message.data ?? {}, streams: [] };
    seat.say([{ ...this.membership, group: message.group }]);
    this.#issueTicket(seat);
    seat.say([
      { type: 'roster', users: [self, ...this.others] },
      { type: 'chathistory', messages: this.history },
      ack,
    ]);
  }

  #newId(what: string): string {
    this.#lastId += 1;
    return `${what}-${this.#lastId.toString()}`;
  }
}

function refOf({ ref }: { ref?: number | undefined }): number {
  if (ref === undefined) throw new Error('the client did not ask for an answer');
  return ref;
}
