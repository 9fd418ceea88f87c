import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { listenAddresses, listenInfos } from './addresses.ts';

function v4(address: string, internal = false): NetworkInterfaceInfo {
  return {
    family: 'IPv4',
    address,
    internal,
    netmask: '255.255.255.0',
    mac: '00:00:00:00:00:01',
    cidr: null,
  };
}

function v6(address: string, internal = false): NetworkInterfaceInfo {
  return {
    family: 'IPv6',
    address,
    internal,
    scopeid: 0,
    netmask: 'ffff::',
    mac: '00:00:00:00:00:01',
    cidr: null,
  };
}

const lo = [v4('127.0.0.1', true), v6('::1', true)];
const eth0 = [v4('192.0.2.7'), v6('2001:db8::7'), v6('fe80::7')];

describe('listenAddresses', () => {
  it('finds the IPv4 and IPv6 addresses at which others reach the machine', () => {
    expect(listenAddresses({ lo, eth0 })).toEqual(['192.0.2.7', '2001:db8::7']);
  });

  it('leaves out every link-local IPv6 address', () => {
    expect(listenAddresses({ eth0: [v6('fe80::1'), v6('febf::1'), v6('fd00::1')] })).toEqual(['fd00::1']);
  });

  it('takes the loopback address of a machine that has no other', () => {
    expect(listenAddresses({ lo })).toEqual(['127.0.0.1']);
    expect(listenAddresses({})).toEqual(['127.0.0.1']);
  });

  it('names an address once that two interfaces share', () => {
    expect(listenAddresses({ a: [v4('192.0.2.7')], b: [v4('192.0.2.7')] })).toEqual(['192.0.2.7']);
  });

  it('takes no more addresses than a browser can check in good time', () => {
    const many = Array.from({ length: 40 }, (_, index) => v4(`10.0.${index.toString()}.1`));
    expect(listenAddresses({ many })).toHaveLength(16);
  });
});

describe('listenInfos', () => {
  const everything = { listenAddresses: [] };

  it('opens UDP and TCP at each address, on the same port', () => {
    expect(listenInfos(everything, 4000, { lo, eth0: [v4('192.0.2.7')] })).toEqual([
      { protocol: 'udp', ip: '192.0.2.7', port: 4000 },
      { protocol: 'tcp', ip: '192.0.2.7', port: 4000 },
    ]);
  });

  it('keeps to the addresses that are configured', () => {
    const infos = listenInfos({ listenAddresses: ['192.0.2.9'] }, 4000, { eth0 });
    expect(infos.map(({ ip }) => ip)).toEqual(['192.0.2.9', '192.0.2.9']);
  });

  it('spells the wildcards out, each for its own family', () => {
    const ips = (address: string) =>
      listenInfos({ listenAddresses: [address] }, 4000, { eth0 }).map(({ ip }) => ip);
    expect(new Set(ips('0.0.0.0'))).toEqual(new Set(['192.0.2.7']));
    expect(new Set(ips('::'))).toEqual(new Set(['2001:db8::7']));
  });

  it('listens everywhere for an announced address, and announces nothing else', () => {
    expect(listenInfos({ listenAddresses: [], announcedAddress: 'meet.example' }, 4000, { eth0 })).toEqual([
      { protocol: 'udp', ip: '0.0.0.0', port: 4000, announcedAddress: 'meet.example' },
      { protocol: 'tcp', ip: '0.0.0.0', port: 4000, announcedAddress: 'meet.example' },
    ]);
  });

  it('listens on IPv6 for an announced IPv6 address, without taking the IPv4 port', () => {
    const [udp] = listenInfos({ listenAddresses: [], announcedAddress: '2001:db8::1' }, 4000, { eth0 });
    expect(udp).toMatchObject({ ip: '::', flags: { ipv6Only: true } });
  });

  it('announces the address for the configured ones', () => {
    const options = { listenAddresses: ['10.0.0.5'], announcedAddress: '203.0.113.1' };
    expect(listenInfos(options, 4000, { eth0 })[0]).toMatchObject({
      ip: '10.0.0.5',
      announcedAddress: '203.0.113.1',
    });
  });
});
