import { randomBytes } from 'node:crypto';
import type { AckValue, MemberId, ServerMessage } from '@evagore/shared';
import WebSocket from 'ws';
import type { Draft } from '../../client/lib/signalling.ts';

/** A client as small as can be, so that what is measured is the server. Trusts what the server says. */
export class BenchMember {
  readonly id = randomBytes(16).toString('hex') as MemberId;
  /** What came in, as text on the wire. */
  bytes = 0;
  frames = 0;
  messages = 0;
  onmessage: ((message: ServerMessage) => void) | undefined;
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (value: AckValue) => void>();
  #nextRef = 1;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#receive(data);
    });
  }

  static async connect(url: string): Promise<BenchMember> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    const member = new BenchMember(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve).once('error', reject);
    });
    socket.send(JSON.stringify({ type: 'handshake', version: ['evagore-1'], id: member.id }));
    return member;
  }

  /** Sends a message and waits for its acknowledgement. */
  ask(draft: Draft): Promise<AckValue> {
    const ref = this.#nextRef++;
    return new Promise((resolve) => {
      this.#answers.set(ref, resolve);
      this.#socket.send(JSON.stringify({ ...draft, ref }));
    });
  }

  async join(username: string): Promise<void> {
    await this.ask({ type: 'join', kind: 'join', group: 'bench', username } as Draft);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#socket.once('close', resolve));
    this.#socket.close(1000);
    await closed;
  }

  #receive(data: Buffer): void {
    this.bytes += data.length;
    this.frames += 1;
    const frame = JSON.parse(data.toString()) as ServerMessage | ServerMessage[];
    for (const message of Array.isArray(frame) ? frame : [frame]) {
      this.messages += 1;
      if (message.type === 'ack') {
        this.#answers.get(message.ref)?.(message.value);
        this.#answers.delete(message.ref);
      } else if (message.type === 'ping') {
        this.#socket.send('{"type":"pong"}');
      } else if (message.type === 'error') {
        throw new Error(`refused: ${message.error}: ${message.value}`);
      }
      this.onmessage?.(message);
    }
  }
}
