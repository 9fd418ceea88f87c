import type { World } from '@evagore/client';
import WebSocket from 'ws';

/** How the server's certificate is judged. */
export interface Trust {
  /** PEM certificates to believe instead of those that Node believes. */
  readonly ca?: string | undefined;
  /** Believe anybody. */
  readonly insecure: boolean;
}

/** A server's whole roster and history arrive in one frame; they are a quarter of this at most. */
const MAX_FRAME_BYTES = 16_777_216;

/**
 * Opens sockets of the package `ws`: Node's own WebSocket cannot be told which certificates to believe.
 *
 * @param failed - Is told why there is no connection, which a listener is not.
 */
export function socketOpener(trust: Trust, failed: (error: Error) => void): World['openSocket'] {
  return (url, listener) => {
    const socket = new WebSocket(url, {
      ...(trust.ca !== undefined && { ca: trust.ca }),
      rejectUnauthorized: !trust.insecure,
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
      // As in browsers: what one message brings about is done before the next one comes.
      allowSynchronousEvents: false,
    });
    socket.on('open', () => {
      listener.opened();
    });
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      // Binary frames are not part of any dialect; the listener refuses what is no JSON.
      listener.received(isBinary ? '' : data.toString());
    });
    socket.on('close', (code, reason) => {
      listener.closed(code, reason.toString());
    });
    socket.on('error', failed);
    return {
      send(text) {
        socket.send(text);
      },
      close(code, reason) {
        socket.close(code, reason);
      },
    };
  };
}
