import WebSocket from 'ws';
import type { World } from '../world.ts';

/** A cable to a real server that can be pulled. */
export class NodeCable {
  #last: WebSocket | undefined;

  readonly openSocket: World['openSocket'] = (url, listener) => {
    const socket = new WebSocket(url, { allowSynchronousEvents: false });
    this.#last = socket;
    socket.on('open', () => {
      listener.opened();
    });
    socket.on('message', (data: Buffer) => {
      listener.received(data.toString());
    });
    socket.on('close', (code, reason) => {
      listener.closed(code, reason.toString());
    });
    // `close` follows, and tells the listener.
    socket.on('error', () => undefined);
    return {
      send(text) {
        socket.send(text);
      },
      close(code, reason) {
        socket.close(code, reason);
      },
    };
  };

  /** Ends the connection without a word. */
  pull(): void {
    this.#last?.terminate();
  }
}
