import { createConnection } from 'node:net';
import type { WebOptions } from './application.ts';
import { testLog } from '../access/testing.ts';

/** What tests of the outermost parts share. */

/** Options of an application without groups. */
export function bareWeb(more: Partial<WebOptions> = {}): WebOptions {
  return {
    groups: { describe: () => Promise.resolve(undefined), publicGroups: () => Promise.resolve([]) },
    live: () => undefined,
    health: () => ({ ok: true }),
    staticDir: '/nowhere',
    version: '1.2.3',
    log: testLog().log,
    trustProxy: [],
    pageRequestsPerMinute: 10_000,
    ...more,
  };
}

/** Sends a request just as it is written, which clients would tidy up. Returns the answer, head and all. */
export function rawRequest(port: number, head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => (answer += text));
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(answer);
    });
    socket.write(`${head.split('\n').join('\r\n')}\r\n\r\n`);
  });
}
