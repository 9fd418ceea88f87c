import { isIP } from 'node:net';
import { SettingsMistake } from './failures.ts';

/** Schemes of sockets, by those that people write. */
const SOCKET_SCHEMES: Readonly<Record<string, string>> = {
  'https:': 'wss:',
  'wss:': 'wss:',
  'http:': 'ws:',
  'ws:': 'ws:',
};

/**
 * The address of a server's socket: `wss://host/ws` for `wss://host/ws`, `https://host/` or `host`.
 *
 * @throws SettingsMistake where it is none, or where a password would travel in the clear.
 */
export function socketUrl(text: string, insecure: boolean): string {
  const url = URL.parse(text.includes('://') ? text : `wss://${text}`);
  const scheme = url === null ? undefined : SOCKET_SCHEMES[url.protocol];
  if (url === null || scheme === undefined || url.search !== '' || url.hash !== '') {
    throw new SettingsMistake(
      `"${text}" is no address of a server; write one such as wss://meet.example.org/`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new SettingsMistake(
      'A server address must not contain a password; use --name and --password-file.',
    );
  }
  if (scheme === 'ws:' && !isLoopback(url.hostname) && !insecure) {
    throw new SettingsMistake(
      `${text} is not encrypted, and the password would be seen on the way. Use wss://, or --insecure if the network is your own.`,
    );
  }
  const path = url.pathname.endsWith('/ws') ? url.pathname : `${url.pathname.replace(/\/$/, '')}/ws`;
  return `${scheme}//${url.host}${path}`;
}

/** Whether what is sent there stays on this machine. */
function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
