import { ClientHandshake, ClientMessage, NATIVE_VERSION, type ErrorCode } from '@evagore/shared';
import { z } from 'zod';
import type { Socket, SocketListener, World } from '../world.ts';
import { aTransport, joined, type Said, type SaidOf } from './messages.ts';

type AckValue = SaidOf<'ack'>['value'];
type Heard = ClientHandshake | ClientMessage;
type HeardOf<Type extends Heard['type']> = Extract<Heard, { type: Type }>;
type Question = Extract<ClientMessage, { ref?: unknown }>;

/** One end of a WebSocket that a test holds by the other. */
export class FakeSocket implements Socket {
  readonly url: string;
  /** How this end was closed by the client. */
  closed: { code: number; reason: string } | undefined;
  readonly #listener: SocketListener;
  readonly #onSent: (text: string) => void;
  #dropped = false;

  constructor(url: string, listener: SocketListener, onSent: (text: string) => void) {
    this.url = url;
    this.#listener = listener;
    this.#onSent = onSent;
  }

  send(text: string): void {
    if (this.closed === undefined && !this.#dropped) this.#onSent(text);
  }

  close(code: number, reason: string): void {
    this.closed ??= { code, reason };
  }

  /** The connection stands. */
  open(): void {
    this.#listener.opened();
  }

  /** A frame arrives. */
  receive(text: string): void {
    if (!this.#dropped) this.#listener.received(text);
  }

  /** The connection ends, by the server's will or the network's. */
  drop(code = 1006, reason = ''): void {
    if (this.#dropped) return;
    this.#dropped = true;
    this.#listener.closed(code, reason);
  }
}

/**
 * A server of the native dialect, for one client. It checks what it hears by the server's own schemas, and
 * answers every question as a server without troubles would, unless the test holds an answer back, refuses, or
 * answers by itself.
 */
export class FakeServer {
  readonly sockets: FakeSocket[] = [];
  /** All that the client said, handshakes included. */
  readonly heard: Heard[] = [];
  /** Is told whatever the client says. */
  onHeard: ((message: Heard) => void) | undefined;
  /** Whether questions are answered without the test's doing. */
  automatic = true;
  /** What the next one who joins is told. */
  membership = joined();
  /** Who is there, beside the one who joins. */
  others: SaidOf<'roster'>['users'] = [];
  readonly #held = new Set<string>();
  #waiting: Question[] = [];
  readonly #refusals: { type: string; error: ErrorCode; value: string }[] = [];
  #lastId = 0;

  readonly openSocket: World['openSocket'] = (url, listener) => {
    const socket = new FakeSocket(url, listener, (text) => {
      this.#hear(text);
    });
    this.sockets.push(socket);
    return socket;
  };

  /** The connection that was opened last. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('nobody has connected');
    return socket;
  }

  /** The id in the last handshake. */
  get clientId(): string {
    const handshake = this.all('handshake').at(-1);
    if (handshake === undefined) throw new Error('nobody has shaken hands');
    return handshake.id;
  }

  /** Lets the connection stand and answers the handshake. */
  accept(): void {
    this.socket.open();
    this.socket.receive(JSON.stringify({ type: 'handshake', version: [NATIVE_VERSION] }));
  }

  /** Says these messages in one frame. */
  say(...messages: Said[]): void {
    this.socket.receive(JSON.stringify(messages));
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
    const released = this.#waiting.filter((message) => message.type === type);
    this.#waiting = this.#waiting.filter((message) => message.type !== type);
    for (const message of released) this.#answer(message);
  }

  /** The next message of this type is refused. */
  refuseNext(type: Question['type'], error: ErrorCode, value = `no: ${error}`): void {
    this.#refusals.push({ type, error, value });
  }

  ack(question: { ref?: number | undefined }, value?: AckValue): void {
    this.say({ type: 'ack', ref: refOf(question), ...(value !== undefined && { value }) });
  }

  refuse(question: { ref?: number | undefined }, error: ErrorCode, value = `no: ${error}`): void {
    this.say({ type: 'error', ref: refOf(question), error, value });
  }

  #hear(text: string): void {
    const frame: unknown = JSON.parse(text);
    const isHandshake = z.object({ type: z.literal('handshake') }).safeParse(frame).success;
    const message = isHandshake ? ClientHandshake.parse(frame) : ClientMessage.parse(frame);
    this.heard.push(message);
    this.onHeard?.(message);
    if (!('ref' in message) || !this.automatic) return;
    if (this.#held.has(message.type)) {
      this.#waiting.push(message);
      return;
    }
    // Nobody is answered while still speaking.
    queueMicrotask(() => {
      this.#answer(message);
    });
  }

  #answer(message: Question): void {
    const index = this.#refusals.findIndex(({ type }) => type === message.type);
    const [refusal] = index < 0 ? [] : this.#refusals.splice(index, 1);
    if (refusal !== undefined) {
      this.refuse(message, refusal.error, refusal.value);
      return;
    }
    switch (message.type) {
      case 'join':
        this.#admit(message);
        break;
      case 'openTransport':
        this.ack(message, aTransport(this.#newId('transport')));
        break;
      case 'restartIce':
        this.ack(message, { iceParameters: aTransport(this.#newId('restart')).iceParameters });
        break;
      case 'offer':
        this.ack(message, { track: this.#newId('up-track') });
        break;
      case 'chat':
        this.ack(message, { id: this.#newId('chat'), time: '2026-11-21T10:00:00.000Z' });
        break;
      default:
        this.ack(message);
        break;
    }
  }

  #admit(message: HeardOf<'join'>): void {
    const ack = { type: 'ack', ref: refOf(message) } as const;
    if (message.kind === 'leave') {
      this.say({ type: 'joined', kind: 'leave', group: message.group }, ack);
      return;
    }
    const { username, permissions } = this.membership;
    const self = { id: this.clientId, username, permissions, data: {}, streams: [] };
    this.say(
      { ...this.membership, group: message.group },
      { type: 'roster', users: [self, ...this.others] },
      { type: 'chathistory', messages: [] },
      ack,
    );
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
