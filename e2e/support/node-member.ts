import { ServerConnection, type Socket, type SocketListener } from '@evagore/client';
import WebSocket from 'ws';

/** A member that is a Node program: the client library without a browser and without media. */
export async function joinFromNode(
  origin: string,
  group: string,
  username: string,
  password = '',
): Promise<ServerConnection> {
  const connection = new ServerConnection({ openSocket });
  await connection.connect(`${origin.replace('https', 'wss')}/ws`);
  await connection.join(group, username, password);
  return connection;
}

/** Node's own WebSocket cannot be told to accept the test server's certificate; `ws` can. */
function openSocket(url: string, listener: SocketListener): Socket {
  const socket = new WebSocket(url, { rejectUnauthorized: false });
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
}
