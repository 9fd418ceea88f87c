import { describe, expect, it } from 'vitest';
import { placeDown, takeAnswer, writeOffer } from './session.ts';
import { aSession, summary } from './testing/exchange.ts';
import { withLines, without } from './testing/offer.ts';
import { anAnswer, sending, withDowns } from './testing/sending.ts';

/** What the other end says to our offers. */

describe('An answer that rejects one of our lines', () => {
  it('ends what we send on it', () => {
    const { session } = writeOffer(withDowns(aSession({ use: 'down' })));
    const answer = anAnswer(
      (section) => section,
      (section) => withLines(section, 'm=', 'm=video 0 UDP/TLS/RTP/SAVPF 96'),
    );
    const taken = takeAnswer(session, answer.replace('BUNDLE s0 s1', 'BUNDLE s0'));
    expect(summary(taken.actions)).toEqual(['connect', 'startDown s0', 'stopDown s1']);
    expect(taken.actions.at(-1)).toMatchObject({ rejected: true });
    const { mid, session: next } = placeDown(taken.session, 'video');
    expect(mid).toBe('s2');
    expect(next.lines[1]?.rejected).toBe(true);
  });

  it.each([
    ['without "rtcp-mux"', (section: readonly string[]) => without(section, 'a=rtcp-mux')],
    [
      'with another codec',
      (section: readonly string[]) => withLines(section, 'a=rtpmap:96', 'a=rtpmap:96 H264/90000'),
    ],
  ])('so does one %s', (_, change) => {
    const { session } = writeOffer(withDowns(aSession({ use: 'down' })));
    const { actions } = takeAnswer(
      session,
      anAnswer((section) => section, change),
    );
    expect(actions.at(-1)).toEqual({ type: 'stopDown', mid: 's1', rejected: true });
  });

  it('or holds it, only stops it', () => {
    const { session } = writeOffer(sending());
    const answer = anAnswer((section) => withLines(section, 'a=recvonly', 'a=inactive'));
    expect(takeAnswer(session, answer).actions).toEqual([{ type: 'stopDown', mid: 's0', rejected: false }]);
  });
});
