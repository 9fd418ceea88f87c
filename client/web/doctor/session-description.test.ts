import { ProbeOpened } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { answerTo, dtlsOf } from './session-description.ts';

const OFFER = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE data',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:abcd',
  'a=fingerprint:SHA-256 AB:CD:EF',
  'a=setup:actpass',
  'a=mid:data',
  'a=sctp-port:5000',
  '',
].join('\r\n');

const candidate = {
  foundation: 'udpcandidate',
  priority: 1_076_302_079,
  ip: '203.0.113.7',
  address: '203.0.113.7',
  protocol: 'udp',
  port: 44_444,
  type: 'host',
} as const;

const opened = ProbeOpened.parse({
  iceParameters: { usernameFragment: 'h4x1', password: 'm7c9wqd2', iceLite: true },
  iceCandidates: [candidate],
  dtlsParameters: { role: 'auto', fingerprints: [{ algorithm: 'sha-256', value: '12:34' }] },
  sctpPort: 5000,
  seconds: 20,
  maxBytes: 8_000_000,
});

describe('the answer of a test', () => {
  it('offers the chosen candidates only, and leaves the beginning to the browser', () => {
    const tcp = { ...candidate, protocol: 'tcp', port: 44_445, tcpType: 'passive' } as const;
    const lines = answerTo(OFFER, opened, [tcp]).split('\r\n');
    expect(lines.filter((line) => line.startsWith('a=candidate'))).toEqual([
      'a=candidate:udpcandidate 1 tcp 1076302079 203.0.113.7 44445 typ host tcptype passive',
    ]);
    expect(lines).toEqual(
      expect.arrayContaining([
        'a=ice-lite',
        'a=group:BUNDLE data',
        'a=mid:data',
        'a=ice-ufrag:h4x1',
        'a=ice-pwd:m7c9wqd2',
        'a=fingerprint:sha-256 12:34',
        'a=setup:passive',
        'a=sctp-port:5000',
        'a=end-of-candidates',
      ]),
    );
    expect(lines.at(-1)).toBe('');
  });

  it('gives the server the fingerprint of this end', () => {
    expect(dtlsOf(OFFER)).toEqual({
      role: 'client',
      fingerprints: [{ algorithm: 'sha-256', value: 'AB:CD:EF' }],
    });
    expect(() => dtlsOf('v=0\r\n')).toThrow();
  });
});
