import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../shared/testing/fuzz-budget.ts';
import { damaged } from '../../shared/testing/mutations.ts';
import { parseFragment } from './fragment.ts';
import { BadSdp, takeAnswer, takeOffer, writeAnswer, writeOffer, type Session } from './session.ts';
import {
  answerOf,
  aSession,
  checkActions,
  exchange,
  offerOf,
  readBack,
  RECORDED,
  SHAPES,
} from './testing/exchange.ts';
import { withDowns } from './testing/sending.ts';

/** Descriptions that are nearly right must be refused as such, or understood as something that can be done. */

const RUNS = tries(150);

const offers = fc.constantFrom(...RECORDED, ...SHAPES).map(offerOf);
const answers = fc.constantFrom('chromium', 'firefox').map(answerOf);
const use = fc.constantFrom('up', 'down', 'both');

/** Values that mean something where others stand. */
const WORDS = [
  ...[
    '0',
    '1',
    '96',
    '111',
    '4294967295',
    '99999999999',
    '-1',
    '',
    '*',
    '~',
    'NaN',
    '__proto__',
    'constructor',
  ],
  ...['a=inactive', 'a=sendrecv', 'a=setup:passive', 'a=setup:holdconn', 'a=bundle-only', 'a=rtcp-mux'],
  ...['a=group:BUNDLE 1', 'a=mid:0', 'a=rid:h send', 'a=simulcast:send ~h,l;;;q', 'a=ssrc-group:SIM 1 1 1'],
  ...['a=fmtp:96 apt=96', 'a=fmtp:96 __proto__=1', 'a=rtpmap:96 H264/90000', 'a=rtpmap:111 rtx/90000'],
  ...['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'm=video 0 UDP/TLS/RTP/SAVPF 96', 'm=application 9 DTLS/SCTP 5000'],
];

/** The text with some of its lines lost, doubled, swapped, long, or with another value. */
function rearranged(text: string): fc.Arbitrary<string> {
  const lines = text.trimEnd().split('\r\n');
  const at = fc.nat(lines.length - 1);
  const change = fc.oneof(
    fc.record({ at, is: fc.constant('lost') }),
    fc.record({ at, is: fc.constant('doubled') }),
    fc.record({ at, is: fc.constant('long') }),
    fc.record({ at, is: fc.constant('swapped'), with: at }),
    fc.record({ at, is: fc.constant('other'), with: fc.oneof(fc.constantFrom(...WORDS), fc.string()) }),
    fc.record({ at, is: fc.constant('valued'), with: fc.oneof(fc.constantFrom(...WORDS), fc.string()) }),
  );
  return fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) => {
    const result = [...lines];
    for (const each of changes) {
      const line = result[each.at] ?? '';
      if (each.is === 'lost') result.splice(each.at, 1);
      if (each.is === 'doubled') result.splice(each.at, 0, line);
      if (each.is === 'long') result[each.at] = line + '9'.repeat(400);
      if (!('with' in each)) continue;
      const { with: other } = each;
      if (typeof other === 'number') [result[each.at], result[other]] = [result[other] ?? '', line];
      else result[each.at] = each.is === 'other' ? other : line.replace(/([:= ])[^:= ]*$/, `$1${other}`);
    }
    return `${result.join('\r\n')}\r\n`;
  });
}

function mutilated(text: string): fc.Arbitrary<string> {
  return fc.oneof(
    rearranged(text),
    damaged(text).map((bytes) => bytes.toString('utf8')),
  );
}

/** Whether the session took it. Anything thrown but a refusal fails the test. */
function take(session: Session, sdp: string): ReturnType<typeof takeOffer> | undefined {
  try {
    return takeOffer(session, sdp);
  } catch (error) {
    if (error instanceof BadSdp && error.message.length > 10) return undefined;
    throw error;
  }
}

function checkTaken(taken: ReturnType<typeof takeOffer>, lines: number): Session {
  checkActions(taken.actions);
  const { sdp, session } = writeAnswer(taken.session);
  expect(readBack(sdp).media).toHaveLength(lines);
  return session;
}

const linesOf = (sdp: string) => sdp.match(/(^|[\r\n])m=/g)?.length ?? 0;

describe('A mutilated description', () => {
  it('as a first offer is refused, or answered in kind', () => {
    fc.assert(
      fc.property(offers.chain(mutilated), use, (sdp, way) => {
        const taken = take(aSession({ use: way }), sdp);
        if (taken !== undefined) checkTaken(taken, linesOf(sdp));
      }),
      RUNS,
    );
  });

  it('as a later offer is refused, or answered in kind, and the one after it again', () => {
    const both = offers.chain((text) => fc.tuple(fc.constant(text), mutilated(text), use));
    fc.assert(
      fc.property(both, ([good, bad, way]) => {
        const first = exchange(good, aSession({ use: way })).session;
        const taken = take(way === 'both' ? withDowns(first) : first, bad);
        const next = taken === undefined ? first : checkTaken(taken, linesOf(bad));
        const again = take(next, good);
        if (again !== undefined) checkTaken(again, linesOf(good));
      }),
      RUNS,
    );
  });

  it('as an answer is refused, or leaves a session that can offer again', () => {
    const { session } = writeOffer(withDowns(aSession({ use: 'down' })));
    fc.assert(
      fc.property(answers.chain(mutilated), (sdp) => {
        let taken;
        try {
          taken = takeAnswer(session, sdp);
        } catch (error) {
          expect(error).toBeInstanceOf(BadSdp);
          return;
        }
        checkActions(taken.actions);
        readBack(writeOffer(taken.session).sdp);
      }),
      RUNS,
    );
  });

  it('as a fragment is refused or read', () => {
    fc.assert(
      fc.property(offers.chain(mutilated), (text) => {
        try {
          parseFragment(text);
        } catch (error) {
          expect(error).toBeInstanceOf(BadSdp);
        }
      }),
      RUNS,
    );
  });
});
