import { isIPv6 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import type { TransportListenInfo } from 'mediasoup/types';
import type { MediaOptions } from './options.ts';

/** The machine's interfaces by name, as from `os.networkInterfaces()`. */
export type Interfaces = Partial<Record<string, readonly NetworkInterfaceInfo[]>>;

/**
 * More addresses than any member needs to find the server. Each one becomes two candidates (UDP and TCP), for
 * which every member's browser makes checks; machines with many container bridges would have dozens.
 */
const MAX_ADDRESSES = 16;

/**
 * The addresses at which others may reach this machine, or the loopback address of one that has no others.
 *
 * IPv6 link-local addresses are left out: they mean something only together with an interface of the member's
 * own machine, which a candidate does not tell.
 */
export function listenAddresses(interfaces: Interfaces): string[] {
  const reachable = Object.values(interfaces)
    .flatMap((infos) => infos ?? [])
    .filter((info) => !info.internal && !isLinkLocal(info))
    .map((info) => info.address);
  return reachable.length > 0 ? [...new Set(reachable)].slice(0, MAX_ADDRESSES) : ['127.0.0.1'];
}

/** The sockets of the worker at `port`: UDP first, because candidates are preferred in this order. */
export function listenInfos(
  options: Pick<MediaOptions, 'listenAddresses' | 'announcedAddress'>,
  port: number,
  interfaces: Interfaces,
): TransportListenInfo[] {
  const { announcedAddress } = options;
  const addresses = listened(options, interfaces);
  return (['udp', 'tcp'] as const).flatMap((protocol) =>
    addresses.map((ip) => ({
      protocol,
      ip,
      port,
      ...(announcedAddress !== undefined && { announcedAddress }),
      // Otherwise `::` would take the IPv4 port as well, and collide with `0.0.0.0`.
      ...(isIPv6(ip) && { flags: { ipv6Only: true } }),
    })),
  );
}

function listened(
  { listenAddresses: wanted, announcedAddress }: Pick<MediaOptions, 'listenAddresses' | 'announcedAddress'>,
  interfaces: Interfaces,
): readonly string[] {
  if (announcedAddress !== undefined) {
    if (wanted.length > 0) return wanted;
    // Which of its own addresses the NAT forwards to is not ours to guess.
    return [isIPv6(announcedAddress) ? '::' : '0.0.0.0'];
  }
  // A candidate must name a real address, so the wildcards are spelt out.
  const all = listenAddresses(interfaces);
  if (wanted.length === 0) return all;
  const named = wanted.flatMap((address) => {
    if (address === '0.0.0.0') return all.filter((each) => !isIPv6(each));
    if (address === '::') return all.filter((each) => isIPv6(each));
    return [address];
  });
  return [...new Set(named)];
}

/** @see RFC 4291, section 2.5.6: fe80::/10. */
function isLinkLocal({ family, address }: NetworkInterfaceInfo): boolean {
  return family === 'IPv6' && /^fe[89ab]/i.test(address);
}
