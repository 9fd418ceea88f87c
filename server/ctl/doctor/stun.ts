import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { isIP, isIPv6 } from 'node:net';
import { lookup } from 'node:dns/promises';
import { PATIENCE_MS } from './finding.ts';

/**
 * So much of STUN as is needed to see whether a server answers.
 *
 * @see RFC 8489, sections 5 (format), 6.2.1 (retransmission) and 14.2 (XOR-MAPPED-ADDRESS)
 */

const MAGIC_COOKIE = 0x2112_a442;
const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const BINDING_ERROR = 0x0111;
const XOR_MAPPED_ADDRESS = 0x0020;
const HEADER_BYTES = 20;
/** First wait before asking again; each further one is twice as long. */
const RETRY_MS = 500;

/** How a server sees us; no address where it refused or did not say. */
export interface StunAnswer {
  readonly mapped?: string;
  readonly rttMs: number;
}

/**
 * Sends a binding request, and again while nothing comes.
 *
 * @throws Error with the reason where nothing answers within the time, or the name leads nowhere.
 */
export async function askStun(host: string, port: number, timeoutMs = PATIENCE_MS): Promise<StunAnswer> {
  const address = isIP(host) === 0 ? (await lookup(host)).address : host;
  const transaction = randomBytes(12);
  const request = bindingRequest(transaction);
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  const startedAt = performance.now();
  const timers: NodeJS.Timeout[] = [];
  try {
    return await new Promise<StunAnswer>((resolve, reject) => {
      const send = (waitMs: number): void => {
        socket.send(request, port, address);
        timers.push(
          setTimeout(() => {
            send(waitMs * 2);
          }, waitMs),
        );
      };
      timers.push(
        setTimeout(() => {
          reject(new Error(`no answer within ${(timeoutMs / 1000).toString()} s`));
        }, timeoutMs),
      );
      socket.on('error', reject);
      socket.on('message', (message, from) => {
        // Anybody can send here; only what answers our question counts.
        const answer = from.port === port ? readAnswer(message, transaction) : undefined;
        if (answer !== undefined) resolve({ ...answer, rttMs: performance.now() - startedAt });
      });
      send(RETRY_MS);
    });
  } finally {
    for (const timer of timers) clearTimeout(timer);
    socket.close();
  }
}

export function bindingRequest(transaction: Buffer): Buffer {
  const request = Buffer.alloc(HEADER_BYTES);
  request.writeUInt16BE(BINDING_REQUEST, 0);
  request.writeUInt32BE(MAGIC_COOKIE, 4);
  transaction.copy(request, 8);
  return request;
}

/** @returns undefined where the message is no answer to this transaction. */
export function readAnswer(message: Buffer, transaction: Buffer): { mapped?: string } | undefined {
  if (message.length < HEADER_BYTES || message.length > 1_500) return undefined;
  const type = message.readUInt16BE(0);
  const isAnswer =
    (type === BINDING_SUCCESS || type === BINDING_ERROR) &&
    message.readUInt16BE(2) === message.length - HEADER_BYTES &&
    message.readUInt32BE(4) === MAGIC_COOKIE &&
    message.subarray(8, HEADER_BYTES).equals(transaction);
  if (!isAnswer) return undefined;
  const mapped = mappedAddress(message);
  return mapped === undefined ? {} : { mapped };
}

function mappedAddress(message: Buffer): string | undefined {
  let at = HEADER_BYTES;
  while (at + 4 <= message.length) {
    const type = message.readUInt16BE(at);
    const value = message.subarray(at + 4, at + 4 + message.readUInt16BE(at + 2));
    if (type === XOR_MAPPED_ADDRESS) return addressIn(value, message.subarray(4, HEADER_BYTES));
    // Attributes begin at multiples of four.
    at += 4 + Math.ceil(message.readUInt16BE(at + 2) / 4) * 4;
  }
  return undefined;
}

/** @param mask - The cookie and the transaction, with which the address is hidden from meddling routers. */
function addressIn(value: Buffer, mask: Buffer): string | undefined {
  const family = value[1];
  const bytes = Buffer.from(value.subarray(4).map((byte, i) => byte ^ (mask[i] ?? 0)));
  if (family === 1 && bytes.length === 4) return bytes.join('.');
  if (family !== 2 || bytes.length !== 16) return undefined;
  return (bytes.toString('hex').match(/.{4}/g) ?? []).join(':').replaceAll(/\b0{1,3}(?=[\da-f])/g, '');
}
