import { once } from 'node:events';
import WebSocket from 'ws';

/** Opens a websocket to a server whose certificate may be its own. @throws where the server refuses the upgrade. */
export async function openSocket(
  url: string,
  options: {
    /** The address to connect from; absent for the usual one. */
    readonly from?: string | undefined;
    readonly onText: (text: string) => void;
    readonly onClosed: (code: number, reason: string) => void;
  },
): Promise<WebSocket> {
  const { from, onText, onClosed } = options;
  const socket = new WebSocket(url, {
    rejectUnauthorized: false,
    perMessageDeflate: false,
    ...(from !== undefined && { localAddress: from }),
  });
  // `close` follows, and tells enough.
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => {
    onText(data.toString());
  });
  socket.on('close', (code, reason) => {
    onClosed(code, reason.toString());
  });
  await once(socket, 'open');
  return socket;
}

/** The HTTP status with which a server answers an upgrade; 101 where it agrees. */
export async function upgradeStatus(url: string, origin?: string): Promise<number> {
  const socket = new WebSocket(url, { rejectUnauthorized: false, ...(origin !== undefined && { origin }) });
  socket.on('error', () => undefined);
  return new Promise((resolve) => {
    socket.once('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    socket.once('open', () => {
      resolve(101);
      socket.terminate();
    });
  });
}
