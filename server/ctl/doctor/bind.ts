import { createSocket } from 'node:dgram';
import { createServer, isIPv6 } from 'node:net';

/** Whether a port could be listened on now. */
export type Binding = 'free' | 'in-use' | 'forbidden' | 'no-address';

/** Tries to listen for TCP, and lets go at once. */
export function tryTcp(host: string, port: number): Promise<Binding> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => {
      resolve(bindingOf(error));
    });
    server.listen({ host, port, exclusive: true, ipv6Only: false }, () => {
      server.close(() => {
        resolve('free');
      });
    });
  });
}

/** Tries to receive UDP, and lets go at once. */
export function tryUdp(host: string, port: number): Promise<Binding> {
  return new Promise((resolve) => {
    const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4', ipv6Only: isIPv6(host) });
    socket.once('error', (error) => {
      socket.close();
      resolve(bindingOf(error));
    });
    socket.bind({ address: host, port, exclusive: true }, () => {
      socket.close(() => {
        resolve('free');
      });
    });
  });
}

function bindingOf(error: NodeJS.ErrnoException): Binding {
  switch (error.code) {
    case 'EADDRINUSE':
      return 'in-use';
    case 'EACCES':
    case 'EPERM':
      return 'forbidden';
    default:
      return 'no-address';
  }
}
