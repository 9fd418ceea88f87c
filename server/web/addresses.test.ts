import { describe, expect, it } from 'vitest';
import { addressKey, clientAddress, trustedProxies } from './addresses.ts';

describe('trustedProxies', () => {
  it('trusts nobody by default', () => {
    expect(trustedProxies([])('127.0.0.1')).toBe(false);
  });

  it('knows addresses, ranges and the machine itself', () => {
    const trusted = trustedProxies(['192.0.2.7', '10.0.0.0/8', '2001:db8::/32', 'loopback']);
    for (const one of ['192.0.2.7', '10.1.2.3', '2001:db8::1', '127.0.0.1', '::1', '::ffff:10.1.2.3']) {
      expect(trusted(one)).toBe(true);
    }
    for (const one of ['192.0.2.8', '11.0.0.1', '2001:db9::1', '', 'x']) expect(trusted(one)).toBe(false);
  });
});

describe('clientAddress', () => {
  const trusted = trustedProxies(['10.0.0.0/8']);

  it('is the peer where it is no trusted proxy, whatever it says', () => {
    expect(clientAddress('192.0.2.1', '198.51.100.1', trusted)).toBe('192.0.2.1');
  });

  it('is whom the trusted proxy saw', () => {
    expect(clientAddress('10.0.0.1', '198.51.100.1', trusted)).toBe('198.51.100.1');
  });

  it('does not believe what the client wrote before the proxy did', () => {
    expect(clientAddress('10.0.0.1', '203.0.113.9, 198.51.100.1', trusted)).toBe('198.51.100.1');
  });

  it('goes through a chain of trusted proxies', () => {
    expect(clientAddress('10.0.0.1', '198.51.100.1, 10.0.0.2', trusted)).toBe('198.51.100.1');
  });

  it('is the last proxy where the list is missing or garbled', () => {
    expect(clientAddress('10.0.0.1', undefined, trusted)).toBe('10.0.0.1');
    expect(clientAddress('10.0.0.1', 'unknown', trusted)).toBe('10.0.0.1');
  });

  it('writes IPv4 addresses without the clothes of IPv6', () => {
    expect(clientAddress('::ffff:192.0.2.1', undefined, trusted)).toBe('192.0.2.1');
  });
});

describe('addressKey', () => {
  it('counts each IPv4 address by itself', () => {
    expect(addressKey('192.0.2.1')).toBe('192.0.2.1');
    expect(addressKey('::ffff:192.0.2.1')).toBe('192.0.2.1');
  });

  it('counts the IPv6 addresses of one household together, however they are written', () => {
    const key = '2001:db8:1:2::/64';
    expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe(key);
    expect(addressKey('2001:0DB8:1:2::9')).toBe(key);
    expect(addressKey('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
    expect(addressKey('::1')).toBe('0:0:0:0::/64');
    expect(addressKey('2001:db8::')).toBe('2001:db8:0:0::/64');
  });
});
