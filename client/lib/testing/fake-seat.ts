import type { ErrorCode } from '@evagore/shared';
import type { FakeSocket } from './fake-socket.ts';
import type { Said } from './messages.ts';

const UNCOUNTED = new Set<Said['type']>(['handshake', 'ping', 'pong', 'resumed', 'closing']);

/** How a server keeps a member's place: what it said, what it has read, and which tickets are good. */
export class FakeSeat {
  /** Whatever was said that counts, from the start of the first connection. */
  readonly log: Said[] = [];
  /** The largest `ref` that was read. */
  lastRef = 0;
  /** Why the seat is kept no longer. */
  ended: ErrorCode | undefined;
  /** The cursor that the client reported last. */
  seen = 0;
  #socket: FakeSocket;
  #tickets: { ticket: string; count: number }[] = [];

  constructor(socket: FakeSocket) {
    this.#socket = socket;
  }

  get socket(): FakeSocket {
    return this.#socket;
  }

  /** Says these messages in one frame, and keeps them for later where nobody hears them. */
  say(messages: readonly Said[]): void {
    this.log.push(...messages.filter(({ type }) => !UNCOUNTED.has(type)));
    this.#socket.receive(JSON.stringify(messages));
  }

  issue(ticket: string, keepSeconds: number): void {
    this.#tickets.push({ ticket, count: this.log.length + 1 });
    this.say([{ type: 'ticket', ticket, keepSeconds }]);
  }

  /** Whether the client has a ticket to this seat. */
  opensTo(ticket: string): boolean {
    return this.#tickets.some((issued) => issued.ticket === ticket);
  }

  /** A later ticket has arrived, so that the earlier ones are good no more. */
  read(cursor: number): void {
    if (cursor < this.seen || cursor > this.log.length) throw new Error('the cursor makes no sense');
    this.seen = cursor;
    const arrived = this.#tickets.findLastIndex(({ count }) => count <= cursor);
    if (arrived > 0) this.#tickets.splice(0, arrived);
  }

  /** Goes on over another connection; each missed message has a frame of its own, so that any of them can be lost. */
  resume(socket: FakeSocket, cursor: number, resumed: Said): void {
    if (cursor < this.seen || cursor > this.log.length) throw new Error('the cursor makes no sense');
    const missed = this.log.slice(cursor);
    this.#socket = socket;
    socket.receive(JSON.stringify([resumed]));
    for (const message of missed) socket.receive(JSON.stringify([message]));
  }
}
