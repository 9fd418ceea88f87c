import {
  Emitter,
  ServerHandshake,
  ServerMessage,
  type ClientMessage,
  type CloseReason,
  type MemberId,
} from '@evagore/shared';
import { GALENE, NATIVE, type Dialect, type Interpreter } from './dialect.ts';
import { NotConnected } from './errors.ts';
import { itemsOf, type Item } from './frame.ts';
import { nativeDialect } from './native-dialect.ts';
import type { Socket, World } from './world.ts';

/** How often the server's silence is looked at. */
const LIVENESS_INTERVAL_MS = 5000;
/** A server that is probed answers within a round trip; this forgives a bad network. */
const PROBE_MS = 3000;
/** How long a connection may take to open and to shake hands. */
const HANDSHAKE_TIMEOUT_MS = 10_000;
/** What is kept while the server's dialect is being loaded; none says so much before anybody has joined. */
const MAX_EARLY_ITEMS = 100;
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

type Phase =
  | { readonly name: 'opening' }
  /** The server has chosen a dialect that has to be loaded; what it says meanwhile is kept. */
  | { readonly name: 'loading'; readonly items: unknown[] }
  | { readonly name: 'open'; readonly dialect: Dialect; readonly interpreter: Interpreter }
  | { readonly name: 'closed' };

export interface SignallingOptions {
  readonly world: World;
  readonly url: string;
  readonly id: MemberId;
  /** There was another connection to the server before. */
  readonly returning: boolean;
}

/** One connection to a server: the handshake, the dialect, liveness, the farewell. Good for one use. */
export class Signalling {
  readonly events = new Emitter<SignallingEvents>();
  readonly #options: SignallingOptions;
  readonly #world: World;
  readonly #socket: Socket;
  readonly #undo: (() => void)[] = [];
  #phase: Phase = { name: 'opening' };
  #heardAt: number;
  /** Since when an answer to a ping is due. */
  #pingedAt: number | undefined;
  #cancelProbe: (() => void) | undefined;
  /** What the server gave as its reason before it closed. */
  #farewell: CloseReason | undefined;

  constructor(options: SignallingOptions) {
    const { world, url, id } = options;
    this.#options = options;
    this.#world = world;
    this.#heardAt = world.now();
    this.#socket = world.openSocket(url, {
      opened: () => {
        this.#write({ type: 'handshake', version: [NATIVE, GALENE], id });
      },
      received: (text) => {
        this.#receive(text);
      },
      closed: (code, reason) => {
        const dialect = this.dialect ?? nativeDialect;
        this.#end(this.#farewell ?? dialect.reasonOf(code, reason), code);
      },
    });
    // Not before there is a socket: a URL that is none must leave no timers behind.
    this.#undo.push(
      world.after(HANDSHAKE_TIMEOUT_MS, () => {
        if (this.#phase.name === 'open') return;
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

  /** Undefined before the connection is open. */
  get dialect(): Dialect | undefined {
    return this.#phase.name === 'open' ? this.#phase.dialect : undefined;
  }

  /** Milliseconds on the world's clock. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** Sends anything. @throws NotConnected */
  send(message: object): void {
    if (this.#phase.name !== 'open') throw new NotConnected();
    this.#phase.interpreter.say(message);
  }

  /** Makes sure within three seconds that the other end is there, and gives it up if it is not. */
  probe(): void {
    if (this.#phase.name === 'closed' || this.#cancelProbe !== undefined) return;
    if (this.#phase.name === 'open') this.#phase.interpreter.say({ type: 'ping' });
    this.#cancelProbe = this.#world.after(PROBE_MS, () => {
      this.#giveUp();
    });
  }

  /** Ends the connection. Idempotent. */
  close(reason: CloseReason, wsCode = 1000): void {
    if (this.#phase.name === 'closed') return;
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
    for (const raw of itemsOf(text)) this.#receiveItem(raw);
  }

  #receiveItem(raw: unknown): void {
    switch (this.#phase.name) {
      case 'opening':
        this.#shakeHands(raw);
        break;
      case 'loading':
        if (this.#phase.items.length < MAX_EARLY_ITEMS) this.#phase.items.push(raw);
        else this.close({ code: 'unknown-version', message: 'the server said too much too early' }, BROKEN);
        break;
      case 'open':
        this.#phase.interpreter.hear(raw);
        break;
      case 'closed':
        // What one message brings about may be the end; the rest of its frame is not heard any more.
        break;
    }
  }

  #shakeHands(raw: unknown): void {
    const farewell = ServerMessage.safeParse(raw).data;
    if (farewell?.type === 'closing') {
      this.#farewell = { code: farewell.error, message: farewell.value };
      return;
    }
    const version = ServerHandshake.safeParse(raw).data?.version;
    if (version?.includes(NATIVE) === true) this.#open(nativeDialect);
    else if (version?.includes(GALENE) === true) void this.#load();
    else this.close({ code: 'unknown-version', message: 'the server speaks another protocol' }, BROKEN);
  }

  async #load(): Promise<void> {
    const items: unknown[] = [];
    const loading: Phase = { name: 'loading', items };
    this.#phase = loading;
    let dialect: Dialect;
    try {
      dialect = await this.#world.loadGalene();
    } catch (error) {
      this.close({ code: 'hung-up', message: `the library could not be loaded: ${String(error)}` }, BROKEN);
      return;
    }
    if (this.#phase !== loading) return;
    this.#open(dialect);
    for (const raw of items) this.#receiveItem(raw);
  }

  #open(dialect: Dialect): void {
    const { world, id, returning } = this.#options;
    const interpreter = dialect.interpreter({
      ...{ world, id, returning },
      send: (message) => {
        this.#write(message);
      },
      heard: (item) => {
        this.#hear(item);
      },
    });
    this.#undo.push(() => {
      interpreter.close();
    });
    this.#phase = { name: 'open', dialect, interpreter };
    this.events.emit('opened');
  }

  #hear(item: Item): void {
    if (this.#phase.name !== 'open') return;
    const message = item.kind === 'message' ? item.message : undefined;
    switch (message?.type) {
      case 'ping':
        this.#phase.interpreter.say({ type: 'pong' });
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
    if (this.#phase.name !== 'open') return;
    const { dialect, interpreter } = this.#phase;
    const now = this.#world.now();
    if (this.#pingedAt !== undefined) {
      // Not by the whole silence: in a hidden page or a machine that slept, nobody may have looked for long.
      if (now - this.#pingedAt >= dialect.answerAfterMs) this.#giveUp();
    } else if (now - this.#heardAt >= dialect.pingAfterMs) {
      this.#pingedAt = now;
      interpreter.say({ type: 'ping' });
    }
  }

  #giveUp(): void {
    this.close({ code: 'no-answer', message: 'the server does not answer any more' }, BROKEN);
  }

  #end(reason: CloseReason, wsCode: number): void {
    if (this.#phase.name === 'closed') return;
    this.#phase = { name: 'closed' };
    for (const undo of this.#undo) undo();
    this.events.emit('closed', reason, wsCode);
  }
}
