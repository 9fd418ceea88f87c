import { describe, expect, it } from 'vitest';
import {
  fillDown,
  hasPendingOffer,
  needsOffer,
  openSession,
  placeDown,
  receivable,
  remoteIce,
  removeDown,
  renewIce,
  rollback,
  takeAnswer,
  takeOffer,
  vacantLine,
  writeAnswer,
  writeOffer,
} from './session.ts';
import { answerOf, aSession, exchange, offerOf, readBack, summary } from './testing/exchange.ts';
import { anOffer, AUDIO, CAMERA, named, VIDEO, withLines } from './testing/offer.ts';
import { roomCapabilities } from './testing/room.ts';
import { anAnswer, PUBLISHED, sending, withDown, withDowns } from './testing/sending.ts';

const [sound, picture] = PUBLISHED;
if (sound === undefined || picture === undefined) throw new Error('nothing is published');

const calling = () => exchange(offerOf('chromium-call'), aSession({ use: 'both' }));

describe('Our offer', () => {
  const { session, sdp } = writeOffer(withDowns(aSession({ use: 'down' })));
  const offer = readBack(sdp);

  it('has a line for each track, with the codec that mediasoup sends', () => {
    expect(offer.media.map(({ type, mid, direction }) => `${type} ${mid ?? ''} ${direction ?? ''}`)).toEqual([
      'audio s0 sendonly',
      'video s1 sendonly',
    ]);
    expect(offer.media.map(({ rtp }) => rtp.map(({ codec }) => codec))).toEqual([['opus'], ['VP8', 'rtx']]);
    expect(offer.media[1]?.rtp[0]?.payload).toBe(96);
  });

  it('leaves the role to the other end, and has all of ours', () => {
    expect(offer).toMatchObject({ icelite: 'ice-lite', groups: [{ type: 'BUNDLE', mids: 's0 s1' }] });
    expect(offer.media.every(({ setup }) => setup === 'actpass')).toBe(true);
    expect(offer.media[0]?.candidates).toHaveLength(2);
  });

  it('tells the stream, the sources and the name of each track', () => {
    const { msid, ssrcs = [], ssrcGroups } = offer.media[1]!;
    expect(msid).toEqual([{ id: 'ours', appdata: 'video' }]);
    expect(ssrcGroups?.[0]?.semantics).toBe('FID');
    expect(ssrcs.filter(({ attribute }) => attribute === 'cname')).toHaveLength(2);
  });

  it.each(['chromium', 'firefox'] as const)('is answered by %s', (name) => {
    const { actions, session: agreed } = takeAnswer(session, answerOf(name));
    expect(summary(actions)).toEqual(['connect', 'startDown s0', 'startDown s1']);
    expect(actions[0]).toMatchObject({ dtls: { role: 'client' } });
    expect(remoteIce(agreed)?.usernameFragment).toMatch(/\w/);
    expect(needsOffer(agreed)).toBe(false);
  });

  it('waits for its answer, and no other is written meanwhile', () => {
    expect(hasPendingOffer(session)).toBe(true);
    expect(() => writeOffer(session)).toThrow('an offer waits');
    expect(() => takeAnswer(aSession(), anAnswer())).toThrow(/no offer of this end waits/);
  });

  it('counts its versions', () => {
    const { origin } = readBack(writeOffer(sending()).sdp);
    expect(origin.sessionVersion).toBe(2);
    expect(origin.sessionId).toBe(offer.origin.sessionId);
  });

  it('needs something to offer', () => {
    expect(() => writeOffer(aSession({ use: 'down' }))).toThrow('nothing to offer');
  });

  it.each([
    ['one line less', anOffer(named(AUDIO, 's0'))],
    ['other mids', CAMERA],
    ['another order', anOffer(named(VIDEO, 's1'), named(AUDIO, 's0'))],
    ['no role', anAnswer((section) => withLines(section, 'a=setup', 'a=setup:actpass'))],
  ])('is not answered with %s', (_, answer) => {
    expect(() => takeAnswer(session, answer)).toThrow(expect.objectContaining({ code: 'bad-sdp' }) as Error);
  });
});

describe('What was sent and ends', () => {
  it('leaves a line that is inactive, and is not used for another', () => {
    const removed = removeDown(sending(), 's1');
    expect(needsOffer(removed)).toBe(true);
    const { session, sdp } = writeOffer(removed);
    expect(readBack(sdp).media[1]).toMatchObject({ port: 9, direction: 'inactive' });
    const agreed = takeAnswer(
      session,
      anAnswer(
        (section) => [...section],
        (section) => withLines(section, 'a=recvonly', 'a=inactive'),
      ),
    );
    expect(agreed.actions).toEqual([]);
    expect(needsOffer(agreed.session)).toBe(false);
    expect(placeDown(agreed.session, 'video').mid).toBe('s2');
  });

  it('is forgotten if the other end was not told of it', () => {
    const session = withDowns(aSession({ use: 'down' }));
    expect(readBack(writeOffer(removeDown(session, 's1')).sdp).media).toHaveLength(1);
    expect(removeDown(removeDown(session, 's1'), 's1').placed).toHaveLength(1);
  });

  it('ends in the next offer, if it ends while one waits', () => {
    const { session } = writeOffer(withDowns(aSession({ use: 'down' })));
    const agreed = takeAnswer(removeDown(session, 's1'), anAnswer());
    expect(summary(agreed.actions)).toEqual(['connect', 'startDown s0']);
    expect(needsOffer(agreed.session)).toBe(true);
    expect(readBack(writeOffer(agreed.session).sdp).media[1]).toMatchObject({
      mid: 's1',
      direction: 'inactive',
    });
  });

  it('and what begins while an offer waits is part of the next', () => {
    const { session } = writeOffer(withDowns(aSession({ use: 'down' })));
    const agreed = takeAnswer(withDown(session, picture, 'later').session, anAnswer());
    expect(summary(agreed.actions)).toEqual(['connect', 'startDown s0', 'startDown s1']);
    expect(readBack(writeOffer(agreed.session).sdp).media.map(({ mid }) => mid)).toEqual(['s0', 's1', 's2']);
  });
});

describe('placeDown', () => {
  it('reserves, and offers nothing until it is filled', () => {
    const { session, mid } = placeDown(sending(), 'video');
    expect(mid).toBe('s2');
    expect(needsOffer(session)).toBe(false);
    expect(readBack(writeOffer(session).sdp).media).toHaveLength(2);
  });

  it('gives the place of a rejected line to one with a new mid', () => {
    const { session } = writeOffer(sending());
    const closed = anAnswer((section) => withLines(section, 'm=', 'm=audio 0 UDP/TLS/RTP/SAVPF 111'));
    const agreed = takeAnswer(session, closed.replace('BUNDLE s0 s1', 'BUNDLE s1')).session;
    const { sdp } = writeOffer(withDown(agreed, picture, 'second').session);
    expect(readBack(sdp).media.map(({ type, mid }) => `${type} ${mid ?? ''}`)).toEqual([
      'video s2',
      'video s1',
    ]);
  });

  it('refuses what would be the 65th line', () => {
    let session = aSession({ use: 'down' });
    for (let count = 0; count < 64; count += 1) session = placeDown(session, 'audio').session;
    expect(() => placeDown(session, 'audio')).toThrow(expect.objectContaining({ code: 'bad-sdp' }) as Error);
  });

  it('does not fill what is not reserved', () => {
    const { session } = placeDown(aSession({ use: 'down' }), 'audio');
    const down = { rtpParameters: sound.rtpParameters, msid: { stream: 'a', track: 'b' } };
    expect(() => fillDown(removeDown(session, 's0'), 's0', down)).toThrow(/closed the line/);
    expect(() => fillDown(fillDown(session, 's0', down), 's0', down)).toThrow(/closed the line/);
  });

  it('never lets two lines claim to be the same track', () => {
    const once = withDown(aSession({ use: 'down' }), sound, 'same').session;
    const { sdp } = writeOffer(withDown(once, picture, 'same').session);
    expect(readBack(sdp).media.map(({ msid }) => msid?.[0]?.appdata)).toEqual(['same', 'same-s1']);
  });
});

describe('Where media passes both ways', () => {
  it('a line of the other end carries both', () => {
    const { session, mid } = withDown(calling().session, sound);
    expect(mid).toBe('0');
    const { sdp } = writeOffer(session);
    expect(readBack(sdp).media.map(({ direction }) => direction)).toEqual(['sendrecv', 'recvonly']);
  });

  it('a line that has one already gets a neighbour', () => {
    const once = withDown(calling().session, sound, 'one').session;
    expect(withDown(once, sound, 'two').mid).toBe('s0');
  });

  it('a line on which not everything can be received by the numbers of the room is left alone', () => {
    const { session } = exchange(offerOf('firefox-call'), aSession({ use: 'both' }));
    expect(withDown(session, sound).mid).toBe('s0');
  });

  it('our offer is withdrawn for that of the other end, and made again', () => {
    const { session } = writeOffer(withDown(calling().session, sound, 'one').session);
    const withdrawn = rollback(withDown(session, sound, 'two').session);
    expect(hasPendingOffer(withdrawn)).toBe(false);
    const theirs = `${offerOf('chromium-call')}${named(AUDIO, '9').join('\r\n')}\r\n`;
    const grown = exchange(theirs.replace('BUNDLE 0 1', 'BUNDLE 0 1 9'), withdrawn);
    expect(grown.answer.media.map(({ mid }) => String(mid))).toEqual(['0', '1', '9']);
    // It was told of by our answer, as the line is one on which the other end receives.
    expect(summary(grown.started)).toEqual(['startDown 0']);
    expect(readBack(writeOffer(grown.session).sdp).media.map(({ mid }) => String(mid))).toEqual([
      '0',
      '1',
      '9',
      's0',
    ]);
  });

  it('our mids give way to those of the other end', () => {
    const { session } = exchange(anOffer(named(AUDIO, 's0')), aSession({ use: 'both' }));
    expect(placeDown(session, 'video').mid).toBe('s1');
    expect(() =>
      takeOffer(placeDown(session, 'video').session, anOffer(named(AUDIO, 's0'), named(VIDEO, 's1'))),
    ).toThrow(/two media sections/);
  });

  it('a hold stops what is sent, and its end starts it again', () => {
    const { session } = withDown(calling().session, sound);
    const base = offerOf('chromium-call');
    const flowing = exchange(base, session);
    expect(summary(flowing.started)).toEqual(['startDown 0']);
    const held = exchange(base.replaceAll('a=sendrecv', 'a=sendonly'), flowing.session);
    expect(held.actions).toEqual([{ type: 'stopDown', mid: '0', rejected: false }]);
    expect(held.answer.media[0]?.direction).toBe('recvonly');
    const back = exchange(base, held.session);
    expect(summary(back.started)).toEqual(['startDown 0']);
    expect(summary(exchange(base, back.session).started)).toEqual([]);
  });

  it('a line that the other end closes takes what is sent with it', () => {
    const flowing = exchange(offerOf('chromium-call'), withDown(calling().session, sound).session);
    const closed = offerOf('chromium-call')
      .replace('m=audio 9', 'm=audio 0')
      .replace('BUNDLE 0 1', 'BUNDLE 1');
    const { actions, session } = takeOffer(flowing.session, closed);
    expect(summary(actions)).toEqual(['closeUp 0', 'stopDown 0']);
    expect(actions.at(-1)).toMatchObject({ rejected: true });
    expect(session.lines[0]).toMatchObject({ rejected: true, up: undefined, down: undefined });
  });
});

describe('A player who offers to receive', () => {
  const receiving = (name: 'chromium' | 'firefox') =>
    takeOffer(aSession({ use: 'down' }), offerOf(`${name}-receiving`)).session;

  it('is sent to by its own lines, as soon as it has the answer', () => {
    const { sdp, actions } = writeAnswer(withDowns(receiving('chromium')));
    const answer = readBack(sdp);
    expect(summary(actions)).toEqual(['startDown 0', 'startDown 1']);
    expect(answer.media.map(({ direction }) => direction)).toEqual(['sendonly', 'sendonly']);
    expect(answer.media.map(({ msid }) => msid?.[0]?.appdata)).toEqual(['audio', 'video']);
  });

  it('gets retransmissions and extensions only by the numbers that it knows', () => {
    const { codecs = [], headerExtensions } = receivable(receiving('chromium'), '1')!;
    expect(codecs.map(({ mimeType }) => mimeType)).not.toContain('video/rtx');
    expect(headerExtensions).toEqual([]);
    const { sdp } = writeAnswer(withDowns(receiving('chromium')));
    expect(readBack(sdp).media[1]).toMatchObject({ payloads: 96 });
    expect(readBack(sdp).media[1]?.ext).toBeUndefined();
  });

  it('is told that nothing is for it, where it knows the codecs of the room by other numbers', () => {
    const capabilities = roomCapabilities(['vp8', 'opus']);
    const { session } = takeOffer(aSession({ use: 'down', capabilities }), offerOf('firefox-receiving'));
    expect(vacantLine(session, 'video')).toBeUndefined();
    expect(receivable(session, '1')).toBeUndefined();
    expect(readBack(writeAnswer(session).sdp).media.map(({ direction }) => direction)).toEqual([
      'inactive',
      'inactive',
    ]);
  });

  it('is not sent what it does not wait for', () => {
    const { session } = exchange(CAMERA, aSession({ use: 'down' }));
    expect(vacantLine(session, 'audio')).toBeUndefined();
    expect(session.lines.map(({ up }) => up)).toEqual([undefined, undefined]);
  });
});

describe('What others publish', () => {
  it('cannot break out of its line', () => {
    const evil = 'x\r\na=ice-ufrag:evil';
    const { session, mid } = placeDown(aSession({ use: 'down' }), 'audio');
    const rtpParameters = {
      ...sound.rtpParameters,
      codecs: [
        {
          mimeType: 'audio/opus',
          payloadType: 111,
          clockRate: 48_000,
          channels: 2,
          parameters: { [evil]: 1, usedtx: evil, useinbandfec: 1, 'a;b': 1 },
          rtcpFeedback: [{ type: evil }],
        },
      ],
      rtcp: { cname: evil },
    };
    const { sdp } = writeOffer(fillDown(session, mid, { rtpParameters, msid: { stream: evil, track: '' } }));
    const [media] = readBack(sdp).media;
    expect(media?.iceUfrag).toBe('ourfragment01');
    expect(media?.fmtp).toEqual([{ payload: 111, config: 'useinbandfec=1' }]);
    expect(media?.msid?.[0]?.id).toMatch(/^\w+$/);
    expect(media?.msid?.[0]?.appdata).toMatch(/^\w+$/);
    expect(sdp).not.toMatch(/^a=ice-ufrag:evil/m);
  });

  it('under names that no description may have gets others, each its own', () => {
    const streams = ['', '-', 'a b', 'ñ', 'x'.repeat(65)].map((stream) => {
      const { session, mid } = placeDown(aSession({ use: 'down' }), 'audio');
      const { rtpParameters } = sound;
      const { sdp } = writeOffer(fillDown(session, mid, { rtpParameters, msid: { stream, track: 't' } }));
      return readBack(sdp).media[0]?.msid?.[0]?.id;
    });
    expect(new Set(streams).size).toBe(5);
    expect(streams.every((stream) => /^\w{1,64}$/.test(stream ?? ''))).toBe(true);
  });
});

describe('A restart of ICE by our end', () => {
  it('is told by the next offer, and is none of the other end', () => {
    const fresh = renewIce(sending(), { usernameFragment: 'fresh', password: 'freshpassword' });
    const { session, sdp } = writeOffer(fresh);
    expect(readBack(sdp).media.every(({ iceUfrag }) => iceUfrag === 'fresh')).toBe(true);
    const { actions } = takeAnswer(session, anAnswer().replaceAll('theirs', 'theirs2'));
    expect(actions).toEqual([]);
  });

  it('does not make another session of it', () => {
    const { origin, options } = sending();
    expect(renewIce(sending(), { usernameFragment: 'x', password: 'y' }).origin).toEqual(origin);
    expect(openSession(options).origin.id).toBe(origin.id);
  });
});
