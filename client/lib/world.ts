import type { Dialect } from './dialect.ts';
import type { OpenPeer } from './galene/peer-port.ts';
import type { MediaStack } from './media/media-port.ts';
import { onTurn } from './orientation.ts';
import { onWake } from './wake.ts';

/** An open or opening WebSocket. */
export interface Socket {
  send(text: string): void;
  /** @see RFC 6455, section 7.4: browsers allow the codes 1000 and 3000 to 4999. */
  close(code: number, reason: string): void;
}

/** Who is told what happens on a socket. Nothing is told after `closed`. */
export interface SocketListener {
  opened(): void;
  received(text: string): void;
  closed(code: number, reason: string): void;
}

/** What the library needs of its surroundings. All of it can be replaced, so that tests need no browser. */
export interface World {
  openSocket(url: string, listener: SocketListener): Socket;
  /** Absent where no media is wanted: then streams can be neither published nor received. */
  media: MediaStack | undefined;
  /** The peer connections of a real Galène's streams; absent for the browser's. */
  openPeer: OpenPeer | undefined;
  /** What it takes to speak with a real Galène, which most never meet. */
  loadGalene(): Promise<Dialect>;
  /** Milliseconds on a clock that does not step. */
  now(): number;
  /** Calls `task` again and again; returns what stops it. */
  every(intervalMs: number, task: () => void): () => void;
  /** Calls `task` once; returns what prevents it. */
  after(delayMs: number, task: () => void): () => void;
  /** 32 hexadecimal digits that nobody can guess. */
  newId(): string;
  /** A number from 0 up to, but not, 1. Nothing secret is made of it. */
  random(): number;
  /** Calls `task` whenever connections may have died unnoticed, or can be made again; returns what stops it. */
  onWake(task: () => void): () => void;
  /** Calls `task` whenever the device was turned on its side, or back; returns what stops it. */
  onTurn(task: () => void): () => void;
}

/** The browser's, or Node's, own world. */
export function defaultWorld(): World {
  return {
    openSocket: openWebSocket,
    media: undefined,
    openPeer: undefined,
    loadGalene: async () => (await import('./galene/dialect.ts')).galeneDialect,
    now: () => performance.now(),
    every(intervalMs, task) {
      const timer = setInterval(task, intervalMs);
      return () => {
        clearInterval(timer);
      };
    },
    after(delayMs, task) {
      const timer = setTimeout(task, delayMs);
      return () => {
        clearTimeout(timer);
      };
    },
    newId() {
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    },
    random: Math.random,
    onWake,
    onTurn,
  };
}

function openWebSocket(url: string, listener: SocketListener): Socket {
  const socket = new WebSocket(url);
  socket.addEventListener('open', () => {
    listener.opened();
  });
  socket.addEventListener('message', (event: MessageEvent<unknown>) => {
    // Binary frames are not part of any dialect; the listener refuses what is no JSON.
    listener.received(typeof event.data === 'string' ? event.data : '');
  });
  socket.addEventListener('close', (event) => {
    listener.closed(event.code, event.reason);
  });
  return {
    send(text) {
      socket.send(text);
    },
    close(code, reason) {
      socket.close(code, reason);
    },
  };
}
