import { describe, expect, it } from 'vitest';
import { openSession, takeOffer } from './session.ts';
import { exchange, ports, readBack, refusal, summary } from './testing/exchange.ts';
import { anOffer, AUDIO, CAMERA, named } from './testing/offer.ts';
import { OUR_END, roomCapabilities } from './testing/room.ts';

/** The text itself. */

describe('The text', () => {
  it.each(['\n', '\r', '\r\n\r\n'])('may end its lines with %j', (ending) => {
    expect(summary(exchange(CAMERA.replaceAll('\r\n', ending)).actions)).toHaveLength(3);
  });

  it('may repeat an old version of its origin, or have none', () => {
    const { session } = exchange(CAMERA);
    expect(takeOffer(session, CAMERA.replace('42 1 IN', '42 0 IN')).actions).toEqual([]);
    expect(takeOffer(session, CAMERA.replace(/o=.*\r\n/, '')).actions).toEqual([]);
  });

  it('may speak of bandwidth', () => {
    expect(ports(anOffer([...AUDIO, 'b=AS:500', 'b=TIAS:500000']))).toEqual(['audio 9']);
  });

  it.each([
    ['longer than 64 KiB', CAMERA + 'a=x\r\n'.repeat(20_000), /at most 65536 characters/],
    [
      'with a line as long as a page',
      CAMERA + `a=${'x'.repeat(5_000)}\r\n`,
      /no line of a session description/,
    ],
    [
      'with 65 lines',
      anOffer(...Array.from({ length: 65 }, (_, index) => named(AUDIO, `m${index}`))),
      /at most 64/,
    ],
    ['empty', '', /begins with the line "v=0"/],
    ['without media', 'v=0\r\ns=-\r\n', /has no media/],
    ['of another kind', '{"type":"offer"}', /no line of a session description/],
    ['with a line that is none', `${CAMERA}hello\r\n`, /"hello" is no line/],
    ['with characters that nobody sees', `${CAMERA}a=x:\0\r\n`, /is no line/],
    ['with media that are not described', `${CAMERA}m=audio\r\n`, /"m=audio" is no description of media/],
  ])('is refused if it is %s', (_, sdp, reason) => {
    expect(refusal(sdp)).toThrow(reason);
  });

  it('may break off anywhere, and is refused or understood', () => {
    for (let end = 0; end < CAMERA.length; end += 7) {
      try {
        readBack(exchange(CAMERA.slice(0, end)).sdp);
      } catch (error) {
        expect(error).toMatchObject({ code: 'bad-sdp' });
      }
    }
  });

  it('is opened with nothing of ours that changes by itself', () => {
    const options = { transport: OUR_END, capabilities: roomCapabilities(), use: 'up' } as const;
    expect(openSession(options)).toEqual(openSession(options));
  });
});
