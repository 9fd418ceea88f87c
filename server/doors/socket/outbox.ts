/**
 * Writes what outboxes hold at the end of the current turn of the event loop: all that a receiver gets in one
 * turn leaves in one frame.
 */
export class Flusher {
  readonly #due = new Set<Outbox>();

  schedule(outbox: Outbox): void {
    if (this.#due.size === 0) {
      setImmediate(() => {
        const due = [...this.#due];
        this.#due.clear();
        const frames = new Frames();
        for (const each of due) each.flush(frames);
      });
    }
    this.#due.add(outbox);
  }
}

/** Makes frames of messages. Those who are sent the same as the one before them share its bytes. */
class Frames {
  #messages: readonly string[] = [];
  #frame: Buffer = Buffer.alloc(0);

  /** A JSON array of messages that are JSON already. */
  frameOf(messages: readonly string[]): Buffer {
    if (!sameTexts(messages, this.#messages)) {
      this.#messages = messages;
      this.#frame = Buffer.from(`[${messages.join(',')}]`);
    }
    return this.#frame;
  }
}

/** What goes to many is one string; comparing it with itself costs nothing. */
function sameTexts(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text, i) => text === others[i]);
}

export interface OutboxOptions {
  flusher: Flusher;
  /** Most that may wait for the receiver, here and in the socket, in UTF-16 units and bytes. */
  maxQueued: number;
  /**
   * Called once at the end of the turn in which more than that waits. Nothing is sent any more.
   *
   * Never called by `push()`: who writes to many is not to meet one who leaves half-way.
   */
  onOverflow: () => void;
}

/** What an outbox needs of a socket. */
export interface Sender {
  readonly bufferedAmount: number;
  send(frame: Buffer, options: { binary: boolean }): void;
}

/** The encoded messages that wait to be sent on one socket. */
export class Outbox {
  readonly #socket: Sender;
  readonly #options: OutboxOptions;
  #waiting: string[] = [];
  #length = 0;
  #phase: 'open' | 'overflowing' | 'closed' = 'open';

  constructor(socket: Sender, options: OutboxOptions) {
    this.#socket = socket;
    this.#options = options;
  }

  /** Adds a message, encoded as JSON. */
  push(message: string): void {
    if (this.#phase !== 'open') return;
    if (this.#waiting.length === 0) this.#options.flusher.schedule(this);
    this.#waiting.push(message);
    this.#length += message.length;
    if (this.#length > this.#options.maxQueued) {
      this.#phase = 'overflowing';
      this.#empty();
    }
  }

  /** Sends what waits as one frame: a JSON array. */
  flush(frames = new Frames()): void {
    if (this.#phase === 'closed') return;
    if (this.#phase === 'overflowing' || this.backlog > this.#options.maxQueued) {
      this.close();
      this.#options.onOverflow();
    } else if (this.#waiting.length > 0) {
      this.#socket.send(frames.frameOf(this.#waiting), { binary: false });
      this.#empty();
    }
  }

  /** Forgets what waits. */
  close(): void {
    this.#phase = 'closed';
    this.#empty();
  }

  /** What waits for the receiver, here and in the socket, in UTF-16 units and bytes. */
  get backlog(): number {
    return this.#socket.bufferedAmount + this.#length;
  }

  #empty(): void {
    this.#waiting = [];
    this.#length = 0;
  }
}
