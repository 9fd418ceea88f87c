import { describe, expect, it } from 'vitest';
import { placeDown, takeOffer } from './session.ts';
import { aSession, exchange, offerOf, ports, refusal, summary } from './testing/exchange.ts';
import {
  anOffer,
  AUDIO,
  CAMERA,
  DATA,
  named,
  unbundled,
  VIDEO,
  withLines,
  without,
} from './testing/offer.ts';

/** Which lines of an offer are taken, and what becomes of them when it is repeated. */

describe('Lines', () => {
  it('keep their order', () => {
    expect(refusal(anOffer(VIDEO, AUDIO), exchange(CAMERA).session)).toThrow(/keep their order/);
  });

  it('do not become fewer', () => {
    expect(refusal(anOffer(AUDIO), exchange(CAMERA).session)).toThrow(/never become fewer/);
  });

  it('keep their mids and their kind', () => {
    const { session } = exchange(CAMERA);
    expect(refusal(anOffer(AUDIO, named(VIDEO, '7')), session)).toThrow(/keep their order/);
    expect(refusal(anOffer(AUDIO, named(AUDIO, '1')), session)).toThrow(/keep their order/);
    expect(refusal(anOffer(AUDIO, without(VIDEO, 'a=mid')), session)).toThrow(/keep their order/);
  });

  it('do not share a mid', () => {
    expect(refusal(anOffer(AUDIO, named(VIDEO, '0')))).toThrow(/two media sections have the mid "0"/);
  });

  it('without a mid are answered without, if there is one alone', () => {
    const sdp = unbundled(without(AUDIO, 'a=mid', 'a=extmap'));
    const { answer, ups, session } = exchange(sdp);
    expect(ups).toHaveLength(1);
    expect(answer.media[0]).not.toHaveProperty('mid');
    expect(summary(takeOffer(session, sdp).actions)).toEqual([]);
  });

  it.each([
    ['is longer than any', 'x'.repeat(33)],
    ['is not ASCII', 'ñ'],
    ['has a space in it', 'a b'],
    ['is empty', ''],
  ])('are refused if their mid %s', (_, mid) => {
    expect(refusal(anOffer(named(AUDIO, mid)))).toThrow(/a mid is a word/);
  });

  it('with a mid too long for mediasoup to write are not sent on', () => {
    const receiving = (mid: string) =>
      exchange(anOffer(named(withLines(AUDIO, 'a=sendonly', 'a=recvonly'), mid)), aSession({ use: 'down' }));
    expect(placeDown(receiving('12345678').session, 'audio').mid).toBe('12345678');
    expect(placeDown(receiving('123456789').session, 'audio').mid).not.toBe('123456789');
  });

  it('without a BUNDLE group leave the transport to the first of them', () => {
    expect(ports(unbundled(AUDIO, VIDEO))).toEqual(['audio 9', 'video 0']);
    expect(exchange(unbundled(AUDIO, VIDEO)).answer.groups).toBeUndefined();
  });

  it('outside the group are rejected', () => {
    expect(ports(CAMERA.replace('BUNDLE 0 1', 'BUNDLE 1'))).toEqual(['audio 0', 'video 9']);
  });

  it('with port 0 are not rejected if they are "bundle-only"', () => {
    const zero = withLines(VIDEO, 'm=', VIDEO[0]!.replace(' 9 ', ' 0 '));
    expect(ports(anOffer(AUDIO, zero))).toEqual(['audio 9', 'video 0']);
    expect(ports(anOffer(AUDIO, [...zero, 'a=bundle-only']))).toEqual(['audio 9', 'video 9']);
  });

  it('without "rtcp-mux" are rejected', () => {
    expect(ports(anOffer(AUDIO, without(VIDEO, 'a=rtcp-mux')))).toEqual(['audio 9', 'video 0']);
    expect(refusal(anOffer(without(AUDIO, 'a=rtcp-mux')))).toThrow(/rtcp-mux/);
  });

  it('of unknown types are rejected, in their words', () => {
    const { answer } = exchange(
      anOffer(AUDIO, ['m=text 9 UDP/TLS/RTP/SAVPF 98 99', 'a=mid:t', 'a=rtcp-mux']),
    );
    expect(answer.media[1]).toMatchObject({ type: 'text', port: 0, payloads: '98 99', mid: 't' });
  });

  it.each([
    ['new', DATA],
    ['old', ['m=application 9 DTLS/SCTP 5000', 'a=mid:2', 'a=sctpmap:5000 webrtc-datachannel 1024']],
  ])('for data channels in the %s style are rejected', (_, section) => {
    const { answer, session } = exchange(anOffer(AUDIO, section));
    expect(answer.media[1]).toMatchObject({ type: 'application', port: 0 });
    expect(session.lines[1]?.type).toBe('application');
    expect(refusal(anOffer(section))).toThrow(/"application" is not taken/);
  });

  it('without DTLS are refused', () => {
    const plain = [
      'm=audio 5004 RTP/AVP 0',
      'c=IN IP4 192.0.2.7',
      'a=mid:0',
      'a=rtcp-mux',
      'a=ssrc:1 cname:x',
    ];
    expect(refusal(anOffer([...plain]))).toThrow(/a=ice-ufrag/);
    expect(refusal(anOffer(withLines(AUDIO, 'm=', 'm=audio 9 RTP/SAVPX 111')))).toThrow(/RTP\/SAVPX/);
  });
});

describe('Directions', () => {
  it('of the session level hold for lines that say nothing', () => {
    const silent = anOffer(without(AUDIO, 'a=sendonly'));
    expect(exchange(silent.replace('s=-\r\n', 's=-\r\na=recvonly\r\n')).ups).toEqual([]);
    expect(exchange(silent).ups).toHaveLength(1);
  });

  it('of a first offer may be to receive alone', () => {
    const { actions, answer } = exchange(offerOf('chromium-receiving'));
    expect(summary(actions)).toEqual(['connect']);
    expect(answer.media.map(({ direction }) => direction)).toEqual(['inactive', 'inactive']);
  });
});

describe('A line that was closed', () => {
  const closed = withLines(VIDEO, 'm=', VIDEO[0]!.replace(' 9 ', ' 0 '));
  const { session } = exchange(anOffer(AUDIO, closed), exchange(CAMERA).session);

  it('ends its track', () => {
    const { actions, answer } = exchange(anOffer(AUDIO, closed), exchange(CAMERA).session);
    expect(summary(actions)).toEqual(['closeUp 1']);
    expect(answer.groups).toEqual([{ type: 'BUNDLE', mids: 0 }]);
  });

  it('may be opened again, and its place be given to any other', () => {
    expect(summary(takeOffer(session, CAMERA).actions)).toEqual(['openUp 1']);
    const other = withLines(named(AUDIO, '9'), 'a=ssrc', 'a=ssrc:3001 cname:them');
    expect(summary(takeOffer(session, anOffer(AUDIO, other)).actions)).toEqual(['openUp 9']);
  });

  it('is not turned into one of another kind under its old mid', () => {
    expect(refusal(anOffer(AUDIO, named(AUDIO, '1')), session)).toThrow(/keep their order/);
  });

  it('may leave nothing in use', () => {
    const silence = withLines(AUDIO, 'm=', AUDIO[0]!.replace(' 9 ', ' 0 '));
    const { actions, answer } = exchange(anOffer(silence, closed), session);
    expect(summary(actions)).toEqual(['closeUp 0']);
    expect(answer.groups).toBeUndefined();
  });
});
