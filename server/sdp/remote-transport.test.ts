import { describe, expect, it } from 'vitest';
import { BadSdp, renewIce, rollback, takeOffer, writeAnswer, writeOffer } from './session.ts';
import { aSession, exchange, ports, readBack, refusal, summary } from './testing/exchange.ts';
import { anOffer, AUDIO, CAMERA, FINGERPRINT, VIDEO, withLines, without } from './testing/offer.ts';
import { withDowns } from './testing/sending.ts';

const connectOf = (sdp: string) => {
  const action = exchange(sdp).actions.find(({ type }) => type === 'connect');
  if (action?.type !== 'connect') throw new Error('not connected');
  return action.dtls;
};

/** How the other end is reached, and by whom. */

describe('DTLS', () => {
  it('takes fingerprint and role from the session level', () => {
    const bare = [AUDIO, VIDEO].map((section) => without(section, 'a=fingerprint', 'a=setup'));
    const sdp = anOffer(...bare).replace(
      's=-\r\n',
      `s=-\r\na=fingerprint:sha-256 ${FINGERPRINT}\r\na=setup:active\r\n`,
    );
    expect(connectOf(sdp)).toEqual({
      role: 'client',
      fingerprints: [{ algorithm: 'sha-256', value: FINGERPRINT }],
    });
  });

  it.each([
    ['missing', []],
    ['holdconn', ['a=setup:holdconn']],
    ['nonsense', ['a=setup:whatever']],
  ])('refuses a role that is %s', (_, lines) => {
    const sdp = anOffer(withLines(AUDIO, 'a=setup', ...lines));
    expect(refusal(sdp)).toThrow(BadSdp);
    expect(refusal(sdp)).toThrow('"a=setup" must be');
  });

  it.each([
    ['actpass', 'client', 'passive'],
    ['active', 'client', 'passive'],
    ['passive', 'server', 'active'],
  ])('of one who offers %s is the %s, and our end %s', (setup, role, ours) => {
    const sdp = anOffer(withLines(AUDIO, 'a=setup', `a=setup:${setup}`));
    expect(connectOf(sdp).role).toBe(role);
    expect(exchange(sdp).answer.media[0]?.setup).toBe(ours);
  });

  it('puts the strongest of several fingerprints first, wherever it stands', () => {
    const strong = Array.from({ length: 64 }, () => 'ab').join(':');
    const first = [`a=fingerprint:sha-512 ${strong}`, `a=fingerprint:SHA-256 ${FINGERPRINT}`];
    for (const lines of [first, first.toReversed()]) {
      const { fingerprints } = connectOf(anOffer(withLines(AUDIO, 'a=fingerprint', ...lines)));
      expect(fingerprints.map(({ algorithm }) => algorithm)).toEqual(['sha-512', 'sha-256']);
    }
  });

  it.each([
    ['none', []],
    ['one by MD5', ['a=fingerprint:md5 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF']],
    ['one that is too short', ['a=fingerprint:sha-256 00:11:22']],
    ['one without value', ['a=fingerprint:sha-256']],
  ])('refuses fingerprints: %s', (_, lines) => {
    expect(refusal(anOffer(withLines(AUDIO, 'a=fingerprint', ...lines)))).toThrow(/a=fingerprint/);
  });

  it('refuses a fingerprint that changes, and roles that do', () => {
    const { session } = exchange(CAMERA);
    const other = CAMERA.replaceAll(FINGERPRINT, FINGERPRINT.replace('03', '04'));
    expect(refusal(other, session)).toThrow(/fingerprint has changed/);
    const passive = CAMERA.replaceAll('a=setup:actpass', 'a=setup:passive');
    expect(refusal(passive, session)).toThrow(/roles of DTLS/);
  });
});

describe('ICE', () => {
  it('needs no candidates of the other end', () => {
    expect(summary(exchange(CAMERA).actions)).toEqual(['connect', 'openUp 0', 'openUp 1']);
  });

  it('passes over names of multicast DNS, IPv6 and TCP', () => {
    const candidates = [
      'a=candidate:1 1 udp 2113937151 b8aeab07-d598-46ac-b6e1-428a2c9cce0a.local 9 typ host',
      'a=candidate:2 1 udp 2113937151 2001:db8::1 50000 typ host',
      'a=candidate:3 1 tcp 1518280447 192.0.2.9 9 typ host tcptype active',
      'a=end-of-candidates',
    ];
    expect(ports(anOffer([...AUDIO, ...candidates]))).toEqual(['audio 9']);
  });

  it('needs credentials', () => {
    expect(refusal(anOffer(without(AUDIO, 'a=ice-ufrag')))).toThrow(/a=ice-ufrag/);
    expect(refusal(anOffer(without(AUDIO, 'a=ice-pwd')))).toThrow(/a=ice-ufrag/);
  });

  it('refuses another end that is ICE-lite, as nobody would begin', () => {
    expect(refusal(CAMERA.replace('s=-\r\n', 's=-\r\na=ice-lite\r\n'))).toThrow(/ICE-lite/);
  });

  it('restarts when the credentials change on the line that speaks for the group, and on no other', () => {
    const { session } = exchange(CAMERA);
    const [sound, picture] = [AUDIO, VIDEO].map((section) =>
      withLines(section, 'a=ice-ufrag', 'a=ice-ufrag:other'),
    );
    expect(summary(takeOffer(session, anOffer(AUDIO, picture!)).actions)).toEqual([]);
    expect(summary(takeOffer(session, anOffer(sound!, VIDEO)).actions)).toEqual(['restartIce']);
    expect(summary(takeOffer(session, CAMERA).actions)).toEqual([]);
  });

  it('restarts together with a hold', () => {
    const { session } = exchange(CAMERA);
    const held = withLines(withLines(AUDIO, 'a=ice-ufrag', 'a=ice-ufrag:other'), 'a=sendonly', 'a=inactive');
    expect(summary(takeOffer(session, anOffer(held, VIDEO)).actions)).toEqual(['restartIce', 'closeUp 0']);
  });

  it('tells of our new credentials in the answer', () => {
    const { session } = exchange(CAMERA);
    const taken = takeOffer(session, CAMERA.replaceAll('theirs', 'others'));
    const { sdp } = writeAnswer(
      renewIce(taken.session, { usernameFragment: 'fresh', password: 'freshpassword' }),
    );
    expect(readBack(sdp).media.map(({ iceUfrag }) => iceUfrag)).toEqual(['fresh', 'fresh']);
  });

  it('restarts while our offer waits, once that is withdrawn', () => {
    const { session } = writeOffer(withDowns(exchange(CAMERA, aSession({ use: 'both' })).session));
    const restart = CAMERA.replaceAll('a=ice-ufrag:theirs', 'a=ice-ufrag:others');
    expect(refusal(restart, session)).toThrow(/waits for its answer/);
    const { actions } = takeOffer(rollback(session), restart);
    expect(summary(actions)).toEqual(['restartIce']);
  });
});
