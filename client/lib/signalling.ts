import {
  Emitter,
  ERROR_CODES,
  ErrorCode,
  NATIVE_VERSION,
  Ref,
  ServerHandshake,
  ServerMessage,
  type Ack,
  type AckValue,
  type ClientMessage,
  type CloseReason,
  type MemberId,
} from '@evagore/shared';
import { z } from 'zod';
import { NotConnected, ProtocolError, ServerError } from './errors.ts';
import type { Socket, World } from './world.ts';

/** How often the server's silence is looked at. */
const LIVENESS_INTERVAL_MS = 5000;
/** After so much silence the server is asked whether it is there; well below the 60 s of common proxies. */
const PING_AFTER_MS = 15_000;
/** After so much silence it is given up. */
const SILENCE_MS = 40_000;
/** @see RFC 6455, section 7.4.1 */
const TOO_BIG = 1009;
/** How long a connection may take to open and to shake hands. */
const HANDSHAKE_TIMEOUT_MS = 10_000;

/** A client message before it gets its `ref`. */
export type Draft = DraftOf<ClientMessage>;
type DraftOf<Message> = Message extends unknown ? Omit<Message, 'ref'> : never;

type AckMessage = z.infer<typeof Ack>;
/** What is left to see of an answer whose rest makes no sense. */
const UnreadableAnswer = z.object({ type: z.enum(['ack', 'error']), ref: Ref });

type Refusal = Extract<ServerMessage, { type: 'error' }>;

export type SignallingEvents = {
  /** Anything but answers, pings and the handshake. */
  received: [message: ServerMessage];
  /** A refusal that answers no question. */
  refused: [error: ServerError];
  /** The server said something that makes no sense. */
  misunderstood: [error: ProtocolError];
  /** The connection is gone; nothing follows. */
  closed: [reason: CloseReason, wsCode: number];
};

interface Question {
  resolve(value: AckValue): void;
  reject(error: Error): void;
}

type State = { phase: 'opening'; settle: Question } | { phase: 'open' } | { phase: 'closed' };

/** One connection to a server: the handshake, questions and their answers, liveness. Good for one use. */
export class Signalling {
  readonly events = new Emitter<SignallingEvents>();
  readonly opened: Promise<void>;
  readonly #world: World;
  readonly #socket: Socket;
  readonly #questions = new Map<number, Question>();
  readonly #undo: (() => void)[] = [];
  #state: State;
  #nextRef = 1;
  #heardAt: number;
  #pinged = false;
  /** What the server gave as its reason before it closed. */
  #farewell: CloseReason | undefined;

  constructor(world: World, url: string, id: MemberId) {
    this.#world = world;
    this.#heardAt = world.now();
    const { promise, resolve, reject } = Promise.withResolvers<AckValue>();
    this.#state = { phase: 'opening', settle: { resolve, reject } };
    this.opened = promise.then(() => undefined);
    this.#socket = world.openSocket(url, {
      opened: () => {
        this.#write({ type: 'handshake', version: [NATIVE_VERSION], id });
      },
      received: (text) => {
        this.#receive(text);
      },
      closed: (code, reason) => {
        this.#end(this.#farewell ?? reasonOf(code, reason), code);
      },
    });
    // Not before there is a socket: a URL that is none must leave no timers behind.
    this.#undo.push(
      world.after(HANDSHAKE_TIMEOUT_MS, () => {
        if (this.#state.phase !== 'opening') return;
        this.close({ code: 'handshake-timeout', message: 'the server did not answer in time' }, 3000);
      }),
      world.every(LIVENESS_INTERVAL_MS, () => {
        this.#checkLiveness();
      }),
    );
  }

  /** The underlying connection, for what the library does not cover. */
  get socket(): Socket {
    return this.#socket;
  }

  /** Milliseconds on the world's clock. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /**
   * Sends a message and waits for the server's answer.
   *
   * @throws ServerError when it is refused, NotConnected when the connection is gone before an answer came.
   */
  ask(draft: Draft): Promise<AckValue> {
    if (this.#state.phase !== 'open') return Promise.reject(new NotConnected());
    const ref = this.#nextRef++;
    return new Promise((resolve, reject) => {
      this.#questions.set(ref, { resolve, reject });
      this.#write({ ...draft, ref });
    });
  }

  /** Sends anything. @throws NotConnected */
  send(message: object): void {
    if (this.#state.phase !== 'open') throw new NotConnected();
    this.#write(message);
  }

  /** Ends the connection. Idempotent. */
  close(reason: CloseReason, wsCode = 1000): void {
    if (this.#state.phase === 'closed') return;
    this.#socket.close(wsCode, reason.code);
    this.#end(reason, wsCode);
  }

  #write(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  #receive(text: string): void {
    this.#heardAt = this.#world.now();
    this.#pinged = false;
    const frame = parseJson(text);
    for (const item of Array.isArray(frame) ? (frame as unknown[]) : [frame]) {
      const state = this.#state;
      // What one message brings about may be the end; the rest of its frame is not heard any more.
      if (state.phase === 'closed') return;
      if (state.phase === 'opening') this.#shakeHands(item, state.settle);
      else this.#dispatch(item);
    }
  }

  #shakeHands(item: unknown, settle: Question): void {
    const farewell = ServerMessage.safeParse(item).data;
    if (farewell?.type === 'closing') {
      this.#farewell = { code: farewell.error, message: farewell.value };
      return;
    }
    const handshake = ServerHandshake.safeParse(item);
    if (!handshake.success || !handshake.data.version.includes(NATIVE_VERSION)) {
      this.close({ code: 'unknown-version', message: 'the server speaks another protocol' }, 3000);
      return;
    }
    this.#state = { phase: 'open' };
    settle.resolve(undefined);
  }

  #dispatch(item: unknown): void {
    const parsed = ServerMessage.safeParse(item);
    if (!parsed.success) {
      this.#misunderstand(item, parsed.error);
      return;
    }
    const message = parsed.data;
    switch (message.type) {
      case 'ping':
        this.#write({ type: 'pong' });
        break;
      case 'pong':
      case 'handshake':
        break;
      case 'ack':
        this.#answered(message);
        break;
      case 'error':
        this.#refused(message);
        break;
      case 'closing':
        this.#farewell = {
          code: message.error,
          message: message.value,
          ...(message.source !== undefined && {
            by: { id: message.source, username: message.username ?? '' },
          }),
        };
        break;
      default:
        this.events.emit('received', message);
    }
  }

  #answered({ ref, value }: AckMessage): void {
    this.#questions.get(ref)?.resolve(value);
    this.#questions.delete(ref);
  }

  #refused({ ref, error, value }: Refusal): void {
    const refusal = new ServerError(error, value);
    const question = ref === undefined ? undefined : this.#questions.get(ref);
    if (question === undefined || ref === undefined) {
      this.events.emit('refused', refusal);
      return;
    }
    this.#questions.delete(ref);
    question.reject(refusal);
  }

  /** Types that came into the dialect later are passed over, as its page demands; the rest is worth a word. */
  #misunderstand(item: unknown, cause: z.ZodError): void {
    const [issue] = cause.issues;
    const unknownType = issue?.code === 'invalid_union' && issue.path[0] === 'type';
    if (unknownType) return;
    const error = new ProtocolError(cause.message, { cause });
    // Whoever waits for an answer that cannot be read would wait for ever.
    const { data } = UnreadableAnswer.safeParse(item);
    const question = data && this.#questions.get(data.ref);
    if (data) this.#questions.delete(data.ref);
    if (question) question.reject(error);
    else this.events.emit('misunderstood', error);
  }

  #checkLiveness(): void {
    const silentMs = this.#world.now() - this.#heardAt;
    if (this.#state.phase !== 'open') return;
    if (silentMs >= SILENCE_MS) {
      this.close({ code: 'no-answer', message: 'the server does not answer any more' }, 3000);
    } else if (silentMs >= PING_AFTER_MS && !this.#pinged) {
      this.#pinged = true;
      this.#write({ type: 'ping' });
    }
  }

  #end(reason: CloseReason, wsCode: number): void {
    const state = this.#state;
    if (state.phase === 'closed') return;
    this.#state = { phase: 'closed' };
    for (const undo of this.#undo) undo();
    const error =
      reason.code === 'hung-up' || reason.code === 'left'
        ? new NotConnected(reason.message)
        : new ServerError(reason.code, reason.message ?? '');
    if (state.phase === 'opening') state.settle.reject(error);
    for (const question of this.#questions.values()) question.reject(error);
    this.#questions.clear();
    this.events.emit('closed', reason, wsCode);
  }
}

/** Why a connection ended, where the server could not say so before: it gives its code as the close reason. */
function reasonOf(wsCode: number, wsReason: string): CloseReason {
  const code = ErrorCode.safeParse(wsReason).data;
  if (code !== undefined) return { code, message: ERROR_CODES[code] };
  if (wsCode === TOO_BIG) return { code: 'message-too-large', message: ERROR_CODES['message-too-large'] };
  return { code: 'hung-up', message: 'the connection to the server was lost' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
