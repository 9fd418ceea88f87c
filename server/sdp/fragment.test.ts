import { describe, expect, it } from 'vitest';
import { parseFragment, writeFragment } from './fragment.ts';
import { BadSdp } from './session.ts';
import { aSession, exchange } from './testing/exchange.ts';
import { CAMERA } from './testing/offer.ts';

const CANDIDATE = '1 1 udp 2113937151 192.0.2.9 50000 typ host';
const ice = { usernameFragment: 'abcd', password: 'secretsecretsecretsecret' };
const credentials = ['a=ice-ufrag:abcd', 'a=ice-pwd:secretsecretsecretsecret'];
const media = ['m=audio 9 UDP/TLS/RTP/SAVPF 0', 'a=mid:0'];

describe('parseFragment', () => {
  it.each([
    ['at the session level', [...credentials, ...media, `a=candidate:${CANDIDATE}`]],
    ['with a medium', [...media, ...credentials, `a=candidate:${CANDIDATE}`, 'a=end-of-candidates']],
  ])('finds credentials %s', (_, lines) => {
    expect(parseFragment(lines.join('\r\n'))).toEqual({ ice, candidates: [CANDIDATE] });
  });

  it('may find none', () => {
    expect(parseFragment(`a=candidate:${CANDIDATE}\n`)).toEqual({ ice: undefined, candidates: [CANDIDATE] });
    expect(parseFragment('')).toEqual({ ice: undefined, candidates: [] });
    expect(parseFragment('a=ice-ufrag:abcd').ice).toBeUndefined();
  });

  it('remembers no more candidates than anybody has', () => {
    expect(parseFragment(`a=candidate:${CANDIDATE}\r\n`.repeat(500)).candidates).toHaveLength(128);
  });

  it.each([
    ['that is none', '{"candidate":""}'],
    ['with credentials that are no words', 'a=ice-ufrag:a b\r\na=ice-pwd:x'],
    ['that is too long', 'a=x\r\n'.repeat(20_000)],
  ])('refuses a text %s', (_, text) => {
    expect(() => parseFragment(text)).toThrow(BadSdp);
  });
});

describe('writeFragment', () => {
  it('tells our credentials and candidates, as another reader finds them', () => {
    const fragment = parseFragment(writeFragment(exchange(CAMERA).session));
    expect(fragment.ice).toEqual({
      usernameFragment: 'ourfragment01',
      password: 'ourpassword0123456789abcdefghij',
    });
    expect(fragment.candidates).toEqual([
      'udpcandidate 1 udp 1076558079 192.0.2.1 44444 typ host',
      'tcpcandidate 1 tcp 1076302079 192.0.2.1 44444 typ host tcptype passive',
    ]);
  });

  it('names the line that speaks for the group', () => {
    expect(writeFragment(exchange(CAMERA).session)).toContain('m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n');
    expect(writeFragment(aSession())).not.toContain('m=');
  });
});
