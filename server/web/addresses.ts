import { BlockList, isIP, isIPv6 } from 'node:net';

/** Whose address a request comes from, and which addresses count as one. */

/** Whether an address belongs to a proxy that is believed. */
export type TrustProxy = (address: string) => boolean;

/**
 * Reads the `trustProxy` setting.
 *
 * @param ranges - Addresses, ranges such as `10.0.0.0/8`, or `loopback`; checked already.
 */
export function trustedProxies(ranges: readonly string[]): TrustProxy {
  const list = new BlockList();
  for (const range of ranges.flatMap((one) => (one === 'loopback' ? ['127.0.0.0/8', '::1'] : [one]))) {
    const [address = '', bits] = range.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    const plain = plainAddress(address);
    return isIP(plain) !== 0 && list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  };
}

/**
 * The address of the client, as far as proxies that are believed tell it.
 *
 * Each proxy appends whom it saw to `X-Forwarded-For`, so that the list is read from its end: what stands before
 * the first stranger could be anything.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trusted: TrustProxy,
): string {
  const path = (forwardedFor ?? '').split(',').map((part) => part.trim());
  let address = plainAddress(peer ?? '');
  while (trusted(address)) {
    const before = plainAddress(path.pop() ?? '');
    if (isIP(before) === 0) break;
    address = before;
  }
  return address;
}

/**
 * What limits per address are counted by: an IPv4 address, or the /64 network of an IPv6 one, as a household
 * has at least that many.
 */
export function addressKey(address: string): string {
  const plain = plainAddress(address);
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = (plain.split('%')[0] ?? '').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  const network = [...before, ...zeros, ...after].slice(0, 4);
  return `${network.map((part) => Number.parseInt(part, 16).toString(16)).join(':')}::/64`;
}

/** Sockets that listen on both families give IPv4 addresses as `::ffff:192.0.2.1`. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
