/**
 * Writes what outboxes hold at the end of the current turn of the event loop: all that a receiver gets in one
 * turn leaves in one go, and in one frame where its dialect has frames of many messages.
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

/** How messages become frames: all of a turn as one JSON array, or one message a frame. */
type Framing = 'array' | 'single';

/** Makes frames of messages. Those who are sent the same as the one before them share its bytes. */
class Frames {
  #messages: readonly string[] = [];
  #framing: Framing = 'array';
  #frames: readonly Buffer[] = [];

  /** Frames of messages that are JSON already. */
  framesOf(messages: readonly string[], framing: Framing): readonly Buffer[] {
    if (framing !== this.#framing || !sameTexts(messages, this.#messages)) {
      this.#messages = messages;
      this.#framing = framing;
      const texts = framing === 'array' ? [`[${messages.join(',')}]`] : messages;
      this.#frames = texts.map((text) => Buffer.from(text));
    }
    return this.#frames;
  }
}

/** What goes to many is one string; comparing it with itself costs nothing. */
function sameTexts(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text, i) => text === others[i]);
}

export interface OutboxOptions {
  flusher: Flusher;
  /** As one array where absent. */
  framing?: Framing;
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

  /** Sends what waits. */
  flush(frames = new Frames()): void {
    if (this.#phase === 'closed') return;
    if (this.#phase === 'overflowing' || this.backlog > this.#options.maxQueued) {
      this.close();
      this.#options.onOverflow();
    } else if (this.#waiting.length > 0) {
      const { framing = 'array' } = this.#options;
      for (const frame of frames.framesOf(this.#waiting, framing))
        this.#socket.send(frame, { binary: false });
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
