import { ClientHandshake, nestsWithin, type ErrorCode } from '@evagore/shared';
import type { RawData, WebSocket } from 'ws';
import { noTally } from '../../core/no-tally.ts';
import type { Log, Tally } from '../../core/ports.ts';
import { closeCodeOf } from './close-codes.ts';

/** A handshake has an id and a few versions; whoever sends more has not said who they are. */
const MAX_HANDSHAKE_BYTES = 16_384;

/** Clients of Galène's dialect may look for these words. @see Galène protocol, "Connection lifecycle" */
const HANDSHAKE_FIRST = 'you must handshake first';

/** Where a client is. */
export interface ClientPlace {
  /** As `address:port`, where the port is known. */
  readonly address: string;
  /** What counts as one place when somebody fails too often: an address, or a network of IPv6. */
  readonly network: string;
}

/** One signalling dialect that the socket can speak. */
export interface Dialect {
  /** Its name in the handshake's list of versions. */
  readonly version: string;
  /** Takes the connection over; the handshake has been read but not answered. */
  accept(socket: WebSocket, handshake: ClientHandshake, client: ClientPlace, log: Log): void;
}

export interface ReceptionOptions {
  dialects: readonly Dialect[];
  /** For clients that offer none of these versions; absent: they are refused. */
  fallback?: Dialect | undefined;
  handshakeTimeoutMs: number;
  /** Absent: nobody counts. */
  tally?: Tally | undefined;
  log: Log;
}

/**
 * Reads the first message of each new connection and hands the connection to the dialect it asks for: the
 * client's first that is spoken here, or else the one that copes with strangers.
 */
export class Reception {
  readonly #options: ReceptionOptions;
  readonly #dialects: ReadonlyMap<string, Dialect>;
  readonly #waiting = new Set<WebSocket>();
  #count = 0;

  constructor(options: ReceptionOptions) {
    this.#options = options;
    this.#dialects = new Map(options.dialects.map((dialect) => [dialect.version, dialect]));
  }

  accept(socket: WebSocket, client: ClientPlace): void {
    this.#count += 1;
    const log = this.#options.log.child({ conn: this.#count, address: client.address });
    this.#waiting.add(socket);

    const timer = setTimeout(() => {
      this.#refuse(socket, 'handshake-timeout', 'no handshake came in time');
    }, this.#options.handshakeTimeoutMs);
    const settled = (): void => {
      clearTimeout(timer);
      this.#waiting.delete(socket);
      socket.off('message', onMessage).off('close', settled);
    };
    const onMessage = (data: RawData, isBinary: boolean): void => {
      settled();
      // What was turned away may still talk until its socket is closed.
      if (socket.readyState !== socket.OPEN) return;
      this.#receive(socket, { data, isBinary }, client, log);
    };
    socket.on('message', onMessage).on('close', settled);
    // An oversized or malformed frame; ws closes the socket with the fitting code by itself.
    socket.on('error', (err) => {
      log.info({ err }, 'socket error');
    });
  }

  /** Turns away whoever has not said anything yet. */
  close(): void {
    for (const socket of this.#waiting) this.#refuse(socket, 'shutting-down', 'the server is being stopped');
  }

  #receive(
    socket: WebSocket,
    { data, isBinary }: { data: RawData; isBinary: boolean },
    client: ClientPlace,
    log: Log,
  ): void {
    if (sizeOf(data) > MAX_HANDSHAKE_BYTES) {
      this.#refuse(socket, 'message-too-large', 'the first message is much longer than any handshake');
      return;
    }
    const message = isBinary ? undefined : parseJson(data);
    if (message === undefined) {
      this.#refuse(socket, 'bad-message', 'the first message is not JSON in a text frame');
      return;
    }
    const handshake = ClientHandshake.safeParse(message);
    if (!handshake.success) {
      this.#refuse(
        socket,
        'handshake-first',
        'the first message must be a handshake with a list of versions and an id',
      );
      return;
    }
    const { version: versions } = handshake.data;
    const dialect =
      versions.map((version) => this.#dialects.get(version)).find(Boolean) ?? this.#options.fallback;
    if (dialect === undefined) {
      const spoken = [...this.#dialects.keys()].join(', ');
      this.#refuse(socket, 'unknown-version', `the versions spoken here are: ${spoken}`);
      return;
    }
    const door = log.child({ dialect: dialect.version });
    door.debug({ id: handshake.data.id }, 'handshake');
    dialect.accept(socket, handshake.data, client, door);
  }

  /** Says why, in the envelope that all dialects share, and closes. */
  #refuse(socket: WebSocket, code: ErrorCode, message: string): void {
    (this.#options.tally ?? noTally).refused('handshake', code);
    socket.send(JSON.stringify({ type: 'closing', error: code, value: message }));
    socket.close(closeCodeOf(code), code === 'handshake-first' ? HANDSHAKE_FIRST : code);
  }
}

/**
 * How deep a message may nest. Schemas follow the nesting by recursion, and a few thousand brackets would take
 * the whole stack; no message of any dialect needs more than ten.
 */
const MAX_DEPTH = 64;

/** How many bytes a frame has. */
export function sizeOf(data: RawData): number {
  return bufferOf(data).byteLength;
}

/** The JSON of a text frame, or undefined where it is none or nests too deeply. */
export function parseJson(data: RawData): unknown {
  try {
    const value = JSON.parse(bufferOf(data).toString()) as unknown;
    return nestsWithin(MAX_DEPTH, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** ws delivers what it reads as one Buffer unless told otherwise, and has checked that text is UTF-8. */
function bufferOf(data: RawData): Buffer {
  return data as Buffer;
}
