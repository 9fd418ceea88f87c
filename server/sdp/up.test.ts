import { describe, expect, it } from 'vitest';
import { takeOffer } from './session.ts';
import { aSession, exchange, offerOf, onlyUp, ports, refusal, summary, upsOf } from './testing/exchange.ts';
import { anOffer, AUDIO, CAMERA, named, SIMULCAST, VIDEO, withLines, without } from './testing/offer.ts';
import { roomCapabilities } from './testing/room.ts';

/** How what is offered is taken in. */

describe('Codecs', () => {
  it('of Firefox keep its payload types', () => {
    const types = exchange(offerOf('firefox-camera')).ups.map(
      ({ rtpParameters: { codecs } }) => codecs[0]?.payloadType,
    );
    expect(types).toEqual([109, 120]);
  });

  it('of static payload types need no "rtpmap"', () => {
    const telephone = without(
      withLines(AUDIO, 'm=', 'm=audio 9 UDP/TLS/RTP/SAVPF 8 0'),
      'a=rtpmap',
      'a=fmtp',
    );
    const [codec] = onlyUp(anOffer(telephone)).rtpParameters.codecs;
    expect(codec).toMatchObject({ mimeType: 'audio/PCMA', payloadType: 8, clockRate: 8000, channels: 1 });
  });

  it.each([
    ['42e01f', 1, true],
    ['42c01f', 1, true],
    ['42001f', 1, false],
    ['4d001f', 1, false],
    ['640c1f', 1, false],
    ['42e01f', 0, false],
    ['zzzzzz', 1, false],
  ])('H.264 of profile %s in packetization mode %i: %s', (profile, mode, taken) => {
    const format = `a=fmtp:96 profile-level-id=${profile};packetization-mode=${mode};level-asymmetry-allowed=1`;
    const h264 = withLines(VIDEO, 'a=rtpmap:96', 'a=rtpmap:96 h264/90000', format);
    expect(ports(anOffer(AUDIO, h264))).toEqual(['audio 9', taken ? 'video 9' : 'video 0']);
  });

  it('without retransmissions, where those are of a codec that is not offered', () => {
    const { codecs, encodings } = onlyUp(
      anOffer(withLines(VIDEO, 'a=fmtp:97', 'a=fmtp:97 apt=77')),
    ).rtpParameters;
    expect(codecs.map(({ payloadType }) => payloadType)).toEqual([96]);
    expect(encodings).toEqual([{ ssrc: 2001 }]);
  });

  it('that only repair others, or fill silence, are left out', () => {
    const more = [
      'a=rtpmap:63 red/48000/2',
      'a=fmtp:63 111/111',
      'a=rtpmap:13 CN/8000',
      'a=rtpmap:35 ulpfec/90000',
    ];
    const crowded = [...withLines(AUDIO, 'm=', 'm=audio 9 UDP/TLS/RTP/SAVPF 63 13 35 111'), ...more];
    expect(onlyUp(anOffer(crowded)).rtpParameters.codecs.map(({ mimeType }) => mimeType)).toEqual([
      'audio/opus',
    ]);
  });

  it('keep what they say of stereo, error correction and silence', () => {
    const format = 'stereo=1;sprop-stereo=1;useinbandfec=1;usedtx=1;maxaveragebitrate=510000';
    const { sdp, ups } = exchange(anOffer(withLines(AUDIO, 'a=fmtp', `a=fmtp:111 ${format}`)));
    expect(sdp).toContain(`a=fmtp:111 ${format}\r\n`);
    expect(ups[0]?.rtpParameters.codecs[0]?.parameters).toMatchObject({ stereo: 1, usedtx: 1 });
  });

  it('take feedback that is offered for all of them', () => {
    const all = withLines(
      without(VIDEO, 'a=rtcp-fb'),
      'a=rtpmap:96',
      'a=rtpmap:96 VP8/90000',
      'a=rtcp-fb:* nack',
      'a=rtcp-fb:* ccm fir',
    );
    expect(onlyUp(anOffer(all)).rtpParameters.codecs[0]?.rtcpFeedback).toEqual([
      { type: 'nack', parameter: '' },
      { type: 'ccm', parameter: 'fir' },
    ]);
  });

  it('may mean something else by a payload type on each line', () => {
    const other = withLines(
      withLines(AUDIO, 'm=', 'm=audio 9 UDP/TLS/RTP/SAVPF 96'),
      'a=rtpmap',
      'a=rtpmap:96 opus/48000/2',
    );
    expect(ports(anOffer(other, VIDEO))).toEqual(['audio 9', 'video 9']);
  });

  it('are refused, with the reason, if the room takes none of them', () => {
    expect(refusal(CAMERA, aSession({ capabilities: roomCapabilities(['h264']) }))).toThrow(
      /the room takes none of the codecs that are offered for audio/,
    );
    expect(ports(CAMERA, aSession({ capabilities: roomCapabilities(['opus']) }))).toEqual([
      'audio 9',
      'video 0',
    ]);
  });
});

describe('Header extensions', () => {
  it('that are encrypted, out of range or unknown are left out', () => {
    const odd = [
      'a=extmap:3 urn:ietf:params:rtp-hdrext:encrypt urn:ietf:params:rtp-hdrext:ssrc-audio-level',
      'a=extmap:0 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
      'a=extmap:15 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
      'a=extmap:4096 http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time',
      'a=extmap:7 urn:example:nobody-knows',
      'a=extmap:21 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
    ];
    expect(onlyUp(anOffer([...AUDIO, ...odd])).rtpParameters.headerExtensions?.map(({ id }) => id)).toEqual([
      4, 21,
    ]);
  });

  it('whose id mediasoup writes with another meaning are left out where media passes both ways', () => {
    const both = onlyUp(anOffer(AUDIO), aSession({ use: 'both' }));
    expect(both.rtpParameters.headerExtensions).toEqual([]);
    expect(both.rtpParameters.mid).toBeUndefined();
    expect(onlyUp(anOffer(AUDIO)).rtpParameters).toMatchObject({ mid: '0', headerExtensions: [{ id: 4 }] });
  });
});

describe('Encodings', () => {
  it('of simulcast begin with the lowest, and keep a layer that pauses', () => {
    const paused = withLines(SIMULCAST, 'a=simulcast', 'a=simulcast:send h;~l');
    const { ups, answer } = exchange(anOffer(paused));
    expect(ups[0]?.rtpParameters.encodings).toEqual([{ rid: 'l' }, { rid: 'h' }]);
    expect(answer.media[0]?.simulcast?.list1).toBe('h;~l');
  });

  it('of simulcast in the old way are told by their sources', () => {
    const old = withLines(
      without(VIDEO, 'a=ssrc:', 'a=ssrc-group'),
      'a=ssrc-group',
      'a=ssrc-group:SIM 1 2 3',
      'a=ssrc-group:FID 1 11',
      'a=ssrc-group:FID 2 12',
      ...[1, 2, 3, 11, 12].map((ssrc) => `a=ssrc:${ssrc} cname:them`),
    );
    expect(onlyUp(anOffer(old)).rtpParameters.encodings).toEqual([
      { ssrc: 1, rtx: { ssrc: 11 } },
      { ssrc: 2, rtx: { ssrc: 12 } },
      { ssrc: 3 },
    ]);
  });

  it('of codecs whose simulcast mediasoup does not forward are the best alone', () => {
    const vp9 = withLines(SIMULCAST, 'a=rtpmap:96', 'a=rtpmap:96 VP9/90000');
    const { ups, answer } = exchange(anOffer(vp9));
    expect(ups[0]?.rtpParameters.encodings).toEqual([{ rid: 'h' }]);
    expect(answer.media[0]?.simulcast?.list1).toBe('h');
  });

  it('of two simulcast lines need mids to be told apart', () => {
    const two = anOffer(SIMULCAST, named(SIMULCAST, '2'));
    expect(ports(two)).toEqual(['video 9', 'video 9']);
    expect(ports(two, aSession({ use: 'both' }))).toEqual(['video 9', 'video 0']);
  });

  it('of a line that sends nothing yet have a track all the same, of no stream', () => {
    const ghost = withLines(withLines(AUDIO, 'a=msid', 'a=msid:- microphone'), 'a=sendonly', 'a=sendrecv');
    const up = onlyUp(anOffer(ghost));
    expect(up).not.toHaveProperty('msid');
    expect(up.rtpParameters.encodings).toEqual([{ ssrc: 1001 }]);
  });

  it('without any source are told by their mid, or rejected', () => {
    const nameless = without(VIDEO, 'a=ssrc');
    expect(onlyUp(anOffer(nameless)).rtpParameters).toMatchObject({ mid: '1', encodings: [{}] });
    expect(ports(anOffer(AUDIO, without(nameless, 'a=extmap')))).toEqual(['audio 9', 'video 0']);
    expect(refusal(anOffer(without(nameless, 'a=extmap')))).toThrow(/a=ssrc/);
  });

  it('of two lines with the same source are not told apart', () => {
    expect(ports(anOffer(VIDEO, named(VIDEO, '2')))).toEqual(['video 9', 'video 0']);
  });

  it('whose source changes are opened anew', () => {
    const { session } = exchange(CAMERA);
    const { actions } = takeOffer(session, CAMERA.replaceAll('a=ssrc:1001', 'a=ssrc:1009'));
    expect(summary(actions)).toEqual(['closeUp 0', 'openUp 0']);
    expect(upsOf(actions)[0]?.rtpParameters.encodings).toEqual([{ ssrc: 1009 }]);
  });
});
