import { describe, expect, it } from 'vitest';
import {
  aSession,
  checkActions,
  exchange,
  offerOf,
  RECORDED,
  SHAPES,
  type OpenUp,
} from './testing/exchange.ts';

/** What is agreed on for a track, in a line: codecs, encodings, and the ids of extensions. */
function gist({ kind, rtpParameters }: OpenUp): string {
  const codecs = rtpParameters.codecs.map(
    ({ mimeType, payloadType }) => `${mimeType.split('/')[1]}/${payloadType}`,
  );
  const encodings = rtpParameters.encodings.map(({ ssrc, rid, rtx }) =>
    [rid, ssrc && 'ssrc', rtx && '+rtx'].filter((each) => each !== undefined).join(''),
  );
  const ids = (rtpParameters.headerExtensions ?? []).map(({ id }) => id);
  return `${kind}: ${codecs.join(' ')}, ${encodings.join(' ')}, ${ids.join(' ')}`;
}

describe('Offers of real programs', () => {
  it.each([...RECORDED, ...SHAPES])('of %s are answered, by parameters that mediasoup takes', (name) => {
    const { actions, answer } = exchange(offerOf(name));
    checkActions(actions);
    const mids = [...offerOf(name).matchAll(/^a=mid:(\S+)/gm)].map(([, mid]) => mid);
    expect(answer.media.map(({ mid }) => String(mid))).toEqual(mids);
  });

  it.each([
    [
      'chromium-camera',
      ['audio: opus/111, ssrc, 1 2 3 4', 'video: VP8/96 rtx/97, ssrc+rtx, 14 2 13 3 5 4 10 11'],
    ],
    [
      'chromium-simulcast',
      ['audio: opus/111, ssrc, 1 2 3 4', 'video: VP8/96 rtx/97, l h, 14 2 13 3 5 4 10 11 12'],
    ],
    ['chromium-receiving', []],
    ['chromium-data', ['video: VP8/96 rtx/97, ssrc+rtx, 1 2 3 4 5 9 10 11']],
    ['firefox-camera', ['audio: opus/109, ssrc, 1 3 7', 'video: VP8/120 rtx/124, ssrc+rtx, 3 4 5 7']],
    ['firefox-simulcast', ['audio: opus/109, ssrc, 1 3 7', 'video: VP8/120 rtx/124, l h, 3 4 5 7 8 9 10']],
    [
      'safari-camera',
      ['audio: opus/111, ssrc, 1 2 3 4', 'video: H264/98 rtx/99, ssrc+rtx, 14 2 13 3 4 10 11'],
    ],
    ['obs', ['audio: opus/111, ssrc, ', 'video: H264/96, ssrc, ']],
    ['gstreamer', ['video: VP8/97 rtx/98, ssrc+rtx, ', 'audio: OPUS/96, ssrc, ']],
    ['pion', ['video: VP8/96 rtx/97, ssrc+rtx, 1 2 3', 'audio: opus/111, ssrc, 1']],
  ] as const)('of %s: %j', (name, gists) => {
    expect(exchange(offerOf(name)).ups.map(gist)).toEqual(gists);
  });

  it.each([
    ['chromium-call', ['audio: opus/111, ssrc, 1 2 3', 'video: VP8/96 rtx/97, ssrc+rtx, 14 2 13 3 10 11']],
    ['firefox-call', ['audio: opus/109, ssrc, 1 3 7', 'video: VP8/120 rtx/124, ssrc+rtx, 3 4 7']],
  ] as const)('of %s, where media passes both ways: %j', (name, gists) => {
    expect(exchange(offerOf(name), aSession({ use: 'both' })).ups.map(gist)).toEqual(gists);
  });

  it('tell the stream of their tracks', () => {
    const msids = (name: 'gstreamer' | 'firefox-camera') =>
      exchange(offerOf(name)).ups.map(({ msid }) => msid?.stream ?? '');
    expect(msids('gstreamer')).toEqual(['user1234@host-5678', 'user1234@host-5678']);
    expect(msids('firefox-camera')[0]).toMatch(/^\{[\da-f-]{36}\}$/);
  });

  it('do not let data channels in, and say so on their line', () => {
    const { answer, session } = exchange(offerOf('chromium-data'));
    expect(answer.media.map(({ type, port }) => `${type} ${port}`)).toEqual(['video 9', 'application 0']);
    expect(session.lines[1]).toMatchObject({ type: 'application', kind: undefined, rejected: true });
  });
});

describe('An answer', () => {
  const { answer, sdp } = exchange(offerOf('chromium-simulcast'));

  it('mirrors the simulcast in the order of the offer', () => {
    expect(answer.media[1]?.rids).toEqual([
      { id: 'h', direction: 'recv' },
      { id: 'l', direction: 'recv' },
    ]);
    expect(answer.media[1]?.simulcast).toEqual({ dir1: 'recv', list1: 'h;l' });
  });

  it('is that of an ICE-lite end, which waits for DTLS', () => {
    expect(answer.icelite).toBe('ice-lite');
    for (const media of answer.media) {
      expect(media).toMatchObject({
        setup: 'passive',
        direction: 'recvonly',
        rtcpMux: 'rtcp-mux',
        iceUfrag: 'ourfragment01',
        fingerprint: { type: 'sha-256' },
      });
    }
  });

  it('has all candidates, and the end of them, on the line that speaks for the group', () => {
    expect(
      answer.media[0]?.candidates?.map(({ transport, tcptype }) => `${transport} ${tcptype ?? ''}`),
    ).toEqual(['udp ', 'tcp passive']);
    expect(answer.media[0]?.endOfCandidates).toBe('end-of-candidates');
    expect(answer.media[1]?.candidates).toBeUndefined();
  });

  it('puts all lines in one BUNDLE group', () => {
    expect(answer.groups).toEqual([{ type: 'BUNDLE', mids: '0 1' }]);
  });

  it('has one codec for each track, with the feedback that both ends know', () => {
    expect(answer.media.map(({ payloads }) => String(payloads))).toEqual(['111', '96 97']);
    const feedback = answer.media[1]?.rtcpFb?.map(({ type, subtype = '' }) => `${type} ${subtype}`.trim());
    expect(feedback).toEqual(['nack', 'nack pli', 'ccm fir', 'transport-cc']);
  });

  it('comes in the same words for the same offer', () => {
    expect(exchange(offerOf('chromium-simulcast')).sdp).toBe(sdp);
  });
});
