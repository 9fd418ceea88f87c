import { once } from 'node:events';
import { GaleneMessage } from '@evagore/shared';
import { WebSocket } from 'ws';

/** A client of Galène's dialect by hand: says whatever a test wants. */
export class GaleneTestClient {
  readonly id: string;
  readonly socket: WebSocket;
  /** What was read and not forgotten. */
  messages: GaleneMessage[] = [];
  /** How the socket was closed. */
  readonly closed: Promise<{ code: number; reason: string }>;
  username = '';
  #ended = false;
  #waiting: (() => void)[] = [];

  private constructor(url: string, id: string) {
    this.id = id;
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
      this.messages.push(GaleneMessage.parse(JSON.parse((data as Buffer).toString())));
      this.#wake();
    });
  }

  static async connect(url: string, id: string): Promise<GaleneTestClient> {
    const client = new GaleneTestClient(url, id);
    await once(client.socket, 'open');
    return client;
  }

  /** Each message in short: its type, its kind, and whom or what it is about. */
  get story(): string[] {
    return this.messages.map(({ type, kind, id, username }) =>
      [type, kind, type === 'user' ? username : id].filter(Boolean).join(' '),
    );
  }

  send(message: object): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    this.socket.send(text);
  }

  /** Says something as the stock client does, with its own id and name. */
  say(message: object): void {
    this.send({ source: this.id, username: this.username, ...message });
  }

  /** The first message of a type that was not forgotten; it is forgotten now. */
  async take(type: string, where: (message: GaleneMessage) => boolean = () => true): Promise<GaleneMessage> {
    for (;;) {
      const i = this.messages.findIndex((message) => message.type === type && where(message));
      const [found] = i < 0 ? [] : this.messages.splice(i, 1);
      if (found !== undefined) return found;
      if (this.#ended) throw new Error(`the socket was closed after ${this.story.join(', ')}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** The text of the next refusal. */
  async refusal(): Promise<unknown> {
    const { value } = await this.take('usermessage', ({ kind }) => kind === 'error');
    return value;
  }

  /** Whatever was asked so far has been carried out, and what came of it was read. */
  async caughtUp(): Promise<void> {
    this.send({ type: 'ping' });
    await this.take('pong');
  }

  forget(): void {
    this.messages = [];
  }

  terminate(): void {
    this.socket.terminate();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
