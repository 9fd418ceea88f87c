import { describe, expect, it } from 'vitest';
import { BadMedia } from '../core/errors.ts';
import { offeredCapabilities, offeredDtls, offeredParameters } from './parameters.ts';
import { cameraOffer } from './testing/rtp.ts';

const camera = cameraOffer(1).rtpParameters;
const [vp8] = camera.codecs;

describe('offeredParameters', () => {
  it('passes usable values on as they are', () => {
    const offered = { ...camera, mid: '0', msid: 'a b', rtcp: { cname: 'ada' } };
    expect(offeredParameters('video', offered)).toMatchObject({
      mid: '0',
      msid: 'a b',
      rtcp: { cname: 'ada' },
      encodings: [{ ssrc: 1 }],
    });
  });

  it('refuses a codec of the other kind', () => {
    expect(() => offeredParameters('audio', camera)).toThrow(BadMedia);
  });

  it('refuses a scalability mode that no encoder has', () => {
    const encodings = [{ ssrc: 1, scalabilityMode: 'L99T99' }];
    expect(() => offeredParameters('video', { ...camera, encodings })).toThrow(BadMedia);
  });

  it.each(['L1T3', 'L3T3', 'L3T3_KEY', 'L2T2h', 'S3T3'])(
    'takes the scalability mode %s',
    (scalabilityMode) => {
      const encodings = [{ ssrc: 1, scalabilityMode }];
      expect(offeredParameters('video', { ...camera, encodings }).encodings).toEqual(encodings);
    },
  );

  it.each([
    [0.5, 1],
    [1_000_000.25, 1_000_001],
    [Number.MAX_VALUE, 1e12],
  ])('makes the bitrate %d one that the worker can be told', (maxBitrate, told) => {
    const encodings = [{ ssrc: 1, maxBitrate }];
    expect(offeredParameters('video', { ...camera, encodings }).encodings).toEqual([
      { ssrc: 1, maxBitrate: told },
    ]);
  });

  it('leaves out header extensions that mediasoup does not know', () => {
    const headerExtensions = [
      { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 },
      { uri: 'urn:example:of-tomorrow', id: 2 },
    ];
    const { headerExtensions: usable } = offeredParameters('video', { ...camera, headerExtensions });
    expect(usable).toEqual([headerExtensions[0]]);
  });

  it('leaves out format parameters that have no value', () => {
    const codecs = [
      { ...vp8, mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000, parameters: { a: null, b: 1 } },
    ];
    expect(offeredParameters('video', { ...camera, codecs }).codecs[0]?.parameters).toEqual({ b: 1 });
  });
});

describe('offeredCapabilities', () => {
  it('takes a receiver that says nothing for one that can receive nothing', () => {
    expect(offeredCapabilities('video', {})).toEqual({ codecs: [], headerExtensions: [] });
  });

  it('leaves out what concerns the other kind', () => {
    const opus = {
      kind: 'audio' as const,
      mimeType: 'audio/opus',
      preferredPayloadType: 1,
      clockRate: 48_000,
    };
    expect(offeredCapabilities('video', { codecs: [opus] }).codecs).toEqual([]);
    expect(offeredCapabilities('audio', { codecs: [opus] }).codecs).toHaveLength(1);
  });
});

describe('offeredDtls', () => {
  const fingerprints = [{ algorithm: 'sha-256' as const, value: '00:11' }];

  it.each(['client', 'auto', undefined] as const)('makes a member with the role %s the client', (role) => {
    expect(offeredDtls({ fingerprints, ...(role !== undefined && { role }) }).role).toBe('client');
  });

  it('lets a member insist on being the server', () => {
    expect(offeredDtls({ role: 'server', fingerprints }).role).toBe('server');
  });
});
