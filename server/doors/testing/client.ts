import { once } from 'node:events';
import { ServerFrame, type ServerMessage } from '@evagore/shared';
import { WebSocket } from 'ws';

type MessageOf<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>;

/** What is part of a connection, not of the seat. */
const UNCOUNTED = new Set<ServerMessage['type']>(['handshake', 'ping', 'pong', 'resumed', 'closing']);

/** A client by hand: says whatever a test wants, and checks all that it reads against the schemas. */
export class TestClient {
  readonly socket: WebSocket;
  /** All frames as they came. */
  readonly frames: string[] = [];
  /** What was read and not forgotten. */
  messages: ServerMessage[] = [];
  /** How the socket was closed. */
  readonly closed: Promise<{ code: number; reason: string }>;
  /** As in its handshake. */
  id = '';
  /** How many messages of the seat were read that count. */
  cursor = 0;
  /** The latest ticket. */
  ticket = '';
  #ended = false;
  #lastRef = 0;
  #waiting: (() => void)[] = [];

  private constructor(url: string) {
    this.socket = new WebSocket(url);
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => {
        this.#ended = true;
        resolve({ code, reason: reason.toString() });
        this.#wake();
      });
    });
    // A socket that is cut off reports that here; `closed` tells enough.
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data) => {
      const frame = (data as Buffer).toString();
      this.frames.push(frame);
      const read = ServerFrame.parse(JSON.parse(frame));
      for (const message of Array.isArray(read) ? read : [read]) this.#count(message);
      this.#wake();
    });
  }

  static async connect(url: string): Promise<TestClient> {
    const client = new TestClient(url);
    await once(client.socket, 'open');
    return client;
  }

  get types(): readonly string[] {
    return this.messages.map((message) => message.type);
  }

  send(message: unknown): void {
    this.socket.send(JSON.stringify(message));
  }

  sendText(text: string): void {
    this.socket.send(text);
  }

  sendBytes(bytes: Buffer): void {
    this.socket.send(bytes);
  }

  /** Asks for an answer, and resolves with it. */
  async ask(message: Record<string, unknown>): Promise<MessageOf<'ack'> | MessageOf<'error'>> {
    this.#lastRef += 1;
    const ref = this.#lastRef;
    this.send({ ...message, ref });
    return this.#until((read) =>
      (read.type === 'ack' || read.type === 'error') && read.ref === ref ? read : undefined,
    );
  }

  /** Takes the seat of an earlier connection, and goes on counting where that stopped. */
  async resume(earlier: TestClient): Promise<MessageOf<'resumed'> | MessageOf<'error'>> {
    this.#lastRef = earlier.#lastRef + 1;
    const ref = this.#lastRef;
    const own = this.cursor;
    this.cursor = earlier.cursor;
    this.send({ type: 'resume', ref, ticket: earlier.ticket, cursor: earlier.cursor });
    const answer = await this.#until((read) =>
      (read.type === 'resumed' || read.type === 'error') && read.ref === ref ? read : undefined,
    );
    if (answer.type === 'error') this.cursor = own + 1;
    return answer;
  }

  /** The code with which a message is refused; undefined if it is not. */
  async refusal(message: Record<string, unknown>): Promise<string | undefined> {
    const answer = await this.ask(message);
    return answer.type === 'error' ? answer.error : undefined;
  }

  /** The first message of a type that was not forgotten. */
  heard<Type extends ServerMessage['type']>(
    type: Type,
    where: (message: MessageOf<Type>) => boolean = () => true,
  ): Promise<MessageOf<Type>> {
    return this.#until((read) => {
      if (read.type !== type) return undefined;
      const message = read as MessageOf<Type>;
      return where(message) ? message : undefined;
    });
  }

  /** Whatever was sent to this client so far has been read. */
  async caughtUp(): Promise<void> {
    const before = this.messages.filter(({ type }) => type === 'pong').length;
    this.send({ type: 'ping' });
    await this.#until(() => {
      const pongs = this.messages.filter(({ type }) => type === 'pong');
      return pongs.length > before ? true : undefined;
    });
    this.messages = this.messages.filter(({ type }) => type !== 'pong');
  }

  forget(): void {
    this.messages = [];
  }

  terminate(): void {
    this.socket.terminate();
  }

  async #until<Result>(find: (message: ServerMessage) => Result | undefined): Promise<Result> {
    for (;;) {
      for (const message of this.messages) {
        const found = find(message);
        if (found !== undefined) return found;
      }
      if (this.#ended) throw new Error(`the socket was closed after ${this.types.join(', ')}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #count(message: ServerMessage): void {
    this.messages.push(message);
    if (!UNCOUNTED.has(message.type)) this.cursor += 1;
    if (message.type === 'ticket') this.ticket = message.ticket;
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
