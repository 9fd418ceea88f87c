import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { STATUS_CODES } from 'node:http';
import { isIPv6 } from 'node:net';
import type { ErrorCode } from '@evagore/shared';
import { WebSocketServer, type WebSocket } from 'ws';
import { originAllowed } from '../access/origin.ts';
import type { Site } from '../access/site-file.ts';
import type { Tally } from '../core/ports.ts';
import type { Logger } from '../log.ts';
import { addressKey, clientAddress, trustedProxies, type TrustProxy } from './addresses.ts';

/** Lets WebSockets in at `/ws`, as many as there may be. */

const PATH = '/ws';
/** Bounds of one socket, in the words of `ws`. */
const BOUNDS = {
  /** A message of a mebibyte comes in some seven hundred pieces over the smallest usual packets. */
  maxBufferedChunks: 16_384,
  /** Browsers send a message in one fragment; libraries in a few. */
  maxFragments: 1_024,
  /** Milliseconds that a peer may take to answer a close. */
  closeTimeout: 5_000,
};
/** A browser that loads the page opens up to six connections beside its WebSocket, for a moment. */
const CONNECTIONS_PER_SOCKET = 4;
/** What refused clients are told to wait. */
const RETRY_AFTER_SECONDS = 10;

export interface UpgradeOptions {
  readonly server: Server;
  readonly log: Logger;
  readonly allowOrigin: readonly string[];
  readonly publicUrl?: string | undefined;
  /** Further origins, and the address where `publicUrl` says none; they may change at any time. */
  readonly site?: { current(): Promise<Pick<Site, 'allowOrigin' | 'proxyURL'>> } | undefined;
  readonly trustProxy: readonly string[];
  readonly maxMessageBytes: number;
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  /** Absent: nobody counts. */
  readonly tally?: Tally | undefined;
  /** Called with each new connection; the socket is the callee's from then on. */
  onSocket(socket: WebSocket, from: Origin): void;
}

/** Where a connection comes from. */
interface Origin {
  /** As `address:port`; behind a proxy, whose port is not the client's, the address alone. */
  readonly address: string;
  /** What counts as one place: an address, or a network of IPv6. */
  readonly network: string;
}

/** Why an upgrade is refused. */
interface Refusal {
  readonly status: 403 | 404 | 429 | 503;
  readonly text: string;
}

/** What the refusals are counted as. */
const CODES: Readonly<Record<Refusal['status'], ErrorCode>> = {
  403: 'origin-refused',
  404: 'no-such-resource',
  429: 'too-many-requests',
  503: 'busy',
};

/** Whose pages may connect, beside those of this server. */
interface Origins {
  readonly allowed: readonly string[];
  readonly publicUrl: string | undefined;
}

/** A connection that is to be upgraded. */
interface Question {
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly origins: Origins;
}

/** Handles the upgrades of an HTTP server. */
export class Upgrade {
  readonly #options: UpgradeOptions;
  readonly #sockets: WebSocketServer;
  readonly #trusted: TrustProxy;
  readonly #perAddress = new Map<string, number>();
  #count = 0;
  #closed = false;

  constructor(options: UpgradeOptions) {
    this.#options = options;
    this.#trusted = trustedProxies(options.trustProxy);
    this.#sockets = new WebSocketServer({
      noServer: true,
      ...BOUNDS,
      maxPayload: options.maxMessageBytes,
      // Compression costs a window of memory per connection, and messages are small.
      perMessageDeflate: false,
    });
    this.#sockets.on('wsClientError', (err, socket) => {
      options.log.debug({ err }, 'bad WebSocket request');
      refuse(socket, 400, 'This is not a proper WebSocket request.');
    });
    // Pages need connections as well, but not without end.
    options.server.maxConnections = options.maxConnections * CONNECTIONS_PER_SOCKET;
    options.server.on('upgrade', this.#onUpgrade);
  }

  /** Connections at present. */
  get count(): number {
    return this.#count;
  }

  /** Lets nobody in any more, and ends those who are still there at once. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
  }

  readonly #onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Until a WebSocket takes it over, nobody else hears of the socket's errors.
    socket.on('error', ignore);
    void this.#originsOf().then((origins) => {
      // Whose other side went away meanwhile is neither counted nor answered.
      if (!socket.destroyed) this.#decide(request, { socket, head, origins });
    });
  };

  #decide(request: IncomingMessage, { socket, head, origins }: Question): void {
    const remoteAddress = this.#addressOf(request);
    const key = addressKey(remoteAddress);
    const refusal = this.#refusalOf(request, key, origins);
    if (refusal !== undefined) {
      this.#options.log.debug({ status: refusal.status, remoteAddress }, 'connection refused');
      this.#options.tally?.refused('upgrade', CODES[refusal.status]);
      refuse(socket, refusal.status, refusal.text);
      return;
    }
    this.#take(key, socket);
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      socket.removeListener('error', ignore);
      this.#options.onSocket(webSocket, { address: this.#withPort(remoteAddress, request), network: key });
    });
  }

  /** The origins of pages that may connect. A site file that cannot be read adds none. */
  async #originsOf(): Promise<Origins> {
    const { site, allowOrigin, publicUrl, log } = this.#options;
    try {
      const { allowOrigin: more = [], proxyURL } = (await site?.current()) ?? {};
      return { allowed: [...allowOrigin, ...more], publicUrl: publicUrl ?? proxyURL };
    } catch (err) {
      log.warn({ err }, 'site file cannot be read');
      return { allowed: allowOrigin, publicUrl };
    }
  }

  #refusalOf(request: IncomingMessage, key: string, origins: Origins): Refusal | undefined {
    const { maxConnections, maxConnectionsPerAddress } = this.#options;
    const { origin, host } = request.headers;
    if ((request.url ?? '').split('?', 1)[0] !== PATH) return { status: 404, text: 'There is nothing here.' };
    if (!originAllowed({ origin, host, ...origins })) {
      return { status: 403, text: 'Pages of this origin may not connect here; see the setting allowOrigin.' };
    }
    if (this.#closed) return { status: 503, text: 'The server is being stopped.' };
    if (this.#count >= maxConnections)
      return { status: 503, text: 'The server has no room for more connections.' };
    if ((this.#perAddress.get(key) ?? 0) >= maxConnectionsPerAddress) {
      return { status: 429, text: 'There are too many connections from your network.' };
    }
    return undefined;
  }

  /** Counts a connection until its socket is closed, however that comes about. */
  #take(key: string, socket: Duplex): void {
    this.#count++;
    this.#perAddress.set(key, (this.#perAddress.get(key) ?? 0) + 1);
    socket.once('close', () => {
      this.#count--;
      const left = (this.#perAddress.get(key) ?? 1) - 1;
      if (left > 0) this.#perAddress.set(key, left);
      else this.#perAddress.delete(key);
    });
  }

  #withPort(address: string, { socket }: IncomingMessage): string {
    if (address !== clientAddress(socket.remoteAddress, undefined, this.#trusted)) return address;
    return `${isIPv6(address) ? `[${address}]` : address}:${socket.remotePort ?? 0}`;
  }

  #addressOf(request: IncomingMessage): string {
    const forwarded = request.headers['x-forwarded-for'];
    const text = Array.isArray(forwarded) ? forwarded.join(',') : forwarded;
    return clientAddress(request.socket.remoteAddress, text, this.#trusted);
  }
}

function refuse(socket: Duplex, status: number, text: string): void {
  const body = `${text}\n`;
  const lines = [
    `HTTP/1.1 ${status.toString()} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    'X-Content-Type-Options: nosniff',
    `Content-Length: ${Buffer.byteLength(body).toString()}`,
    ...(status === 429 || status === 503 ? [`Retry-After: ${RETRY_AFTER_SECONDS.toString()}`] : []),
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

function ignore(): void {
  // The socket closes by itself.
}
