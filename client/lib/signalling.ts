import {
  Emitter,
  ERROR_CODES,
  ErrorCode,
  NATIVE_VERSION,
  ServerHandshake,
  ServerMessage,
  type ClientMessage,
  type CloseReason,
  type MemberId,
} from '@evagore/shared';
import { NotConnected } from './errors.ts';
import { itemsOf, readItem, type Item } from './frame.ts';
import type { Socket, World } from './world.ts';

/** How often the server's silence is looked at. */
const LIVENESS_INTERVAL_MS = 5000;
/** After so much silence the server is asked whether it is there. One of ours says something sooner. */
const PING_AFTER_MS = 5000;
/** When it has been silent for so long since it was asked, it is given up. */
const ANSWER_AFTER_MS = 10_000;
/** A server that is probed answers within a round trip; this forgives a bad network. */
const PROBE_MS = 3000;
/** @see RFC 6455, section 7.4.1 */
const TOO_BIG = 1009;
/** How long a connection may take to open and to shake hands. */
const HANDSHAKE_TIMEOUT_MS = 10_000;
/** Closes a socket, but not the seat behind it: only 1000 and 1001 say that the member is leaving. */
export const BROKEN = 3000;

/** A client message before it gets its `ref`. */
export type Draft = DraftOf<ClientMessage>;
type DraftOf<Message> = Message extends unknown ? Omit<Message, 'ref'> : never;

export type SignallingEvents = {
  /** The server has answered the handshake. */
  opened: [];
  /** Anything but the handshake, pings and farewells. */
  heard: [item: Item];
  /** The connection is gone; nothing follows. */
  closed: [reason: CloseReason, wsCode: number];
};

type Phase = 'opening' | 'open' | 'closed';

/** One connection to a server: the handshake, frames and their items, liveness, the farewell. Good for one use. */
export class Signalling {
  readonly events = new Emitter<SignallingEvents>();
  readonly #world: World;
  readonly #socket: Socket;
  readonly #undo: (() => void)[] = [];
  #phase: Phase = 'opening';
  #heardAt: number;
  /** Since when an answer to a ping is due. */
  #pingedAt: number | undefined;
  #cancelProbe: (() => void) | undefined;
  /** What the server gave as its reason before it closed. */
  #farewell: CloseReason | undefined;

  constructor(world: World, url: string, id: MemberId) {
    this.#world = world;
    this.#heardAt = world.now();
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
        if (this.#phase !== 'opening') return;
        this.close({ code: 'handshake-timeout', message: 'the server did not answer in time' }, BROKEN);
      }),
      world.every(LIVENESS_INTERVAL_MS, () => {
        this.#checkLiveness();
      }),
      () => this.#cancelProbe?.(),
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

  /** Sends anything. @throws NotConnected */
  send(message: object): void {
    if (this.#phase !== 'open') throw new NotConnected();
    this.#write(message);
  }

  /** Makes sure within three seconds that the other end is there, and gives it up if it is not. */
  probe(): void {
    if (this.#phase === 'closed' || this.#cancelProbe !== undefined) return;
    if (this.#phase === 'open') this.#write({ type: 'ping' });
    this.#cancelProbe = this.#world.after(PROBE_MS, () => {
      this.#giveUp();
    });
  }

  /** Ends the connection. Idempotent. */
  close(reason: CloseReason, wsCode = 1000): void {
    if (this.#phase === 'closed') return;
    this.#socket.close(wsCode, reason.code);
    this.#end(reason, wsCode);
  }

  #write(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  #receive(text: string): void {
    this.#heardAt = this.#world.now();
    this.#pingedAt = undefined;
    this.#cancelProbe?.();
    this.#cancelProbe = undefined;
    for (const raw of itemsOf(text)) {
      // What one message brings about may be the end; the rest of its frame is not heard any more.
      if (this.#phase === 'closed') return;
      if (this.#phase === 'opening') this.#shakeHands(raw);
      else this.#hear(readItem(raw));
    }
  }

  #shakeHands(raw: unknown): void {
    const farewell = ServerMessage.safeParse(raw).data;
    if (farewell?.type === 'closing') {
      this.#farewell = { code: farewell.error, message: farewell.value };
      return;
    }
    const handshake = ServerHandshake.safeParse(raw);
    if (!handshake.success || !handshake.data.version.includes(NATIVE_VERSION)) {
      this.close({ code: 'unknown-version', message: 'the server speaks another protocol' }, BROKEN);
      return;
    }
    this.#phase = 'open';
    this.events.emit('opened');
  }

  #hear(item: Item): void {
    const message = item.kind === 'message' ? item.message : undefined;
    switch (message?.type) {
      case 'ping':
        this.#write({ type: 'pong' });
        break;
      case 'pong':
      case 'handshake':
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
        this.events.emit('heard', item);
    }
  }

  #checkLiveness(): void {
    if (this.#phase !== 'open') return;
    const now = this.#world.now();
    if (this.#pingedAt !== undefined) {
      // Not by the whole silence: in a hidden page or a machine that slept, nobody may have looked for long.
      if (now - this.#pingedAt >= ANSWER_AFTER_MS) this.#giveUp();
    } else if (now - this.#heardAt >= PING_AFTER_MS) {
      this.#pingedAt = now;
      this.#write({ type: 'ping' });
    }
  }

  #giveUp(): void {
    this.close({ code: 'no-answer', message: 'the server does not answer any more' }, BROKEN);
  }

  #end(reason: CloseReason, wsCode: number): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    for (const undo of this.#undo) undo();
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
