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
  /** Roster entries that were read. */
  entries = 0;
  /** Who is in the group, as far as this end knows. */
  readonly roster = new Set<string>();
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

  async join(username: string, credentials: { password?: string; token?: string } = {}): Promise<void> {
    await this.ask({ type: 'join', kind: 'join', group: 'bench', username, ...credentials } as Draft);
  }

  /** Reads nothing any more, as somebody does whose network stalls. */
  stall(): void {
    this.#socket.pause();
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
      } else if (message.type === 'roster') {
        for (const { id } of message.users) this.#note(id);
      } else if (message.type === 'users') {
        for (const { id } of message.added ?? []) this.#note(id);
        this.entries += message.changed?.length ?? 0;
        for (const { id } of message.removed ?? []) this.roster.delete(id);
      } else if (message.type === 'error') {
        throw new Error(`refused: ${message.error}: ${message.value}`);
      }
      this.onmessage?.(message);
    }
  }

  #note(id: string): void {
    this.entries += 1;
    this.roster.add(id);
  }
}
