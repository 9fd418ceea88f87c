import { describe, expect, it } from 'vitest';
import { videoEncodings } from './encodings.ts';

describe('videoEncodings', () => {
  it.each(['video/VP8', 'video/VP9', 'video/H264', 'video/AV1', ''])(
    'sends one layer of %s by default',
    (mimeType) => {
      expect(videoEncodings(mimeType, {})).toEqual([{}]);
      expect(videoEncodings(mimeType, { maxBitrate: 500_000 })).toEqual([{ maxBitrate: 500_000 }]);
    },
  );

  it.each(['video/VP8', 'video/H264', ''])(
    'sends three sizes of %s for simulcast, the lowest first',
    (mimeType) => {
      const layers = videoEncodings(mimeType, { simulcast: true });
      expect(layers.map(({ rid, scaleResolutionDownBy }) => [rid, scaleResolutionDownBy])).toEqual([
        ['l', 4],
        ['m', 2],
        ['h', 1],
      ]);
      expect(layers.every(({ scalabilityMode }) => scalabilityMode === 'L1T3')).toBe(true);
    },
  );

  it('shares the bit rate among the layers', () => {
    const layers = videoEncodings('video/VP8', { simulcast: true, maxBitrate: 1_000_000 });
    expect(layers.map(({ maxBitrate }) => maxBitrate)).toEqual([80_000, 250_000, 670_000]);
  });

  it('gives a camera 1.7 Mbit/s where nothing else is said', () => {
    const layers = videoEncodings('video/VP8', { simulcast: true });
    const sum = layers.reduce((total, { maxBitrate = 0 }) => total + maxBitrate, 0);
    expect(sum).toBe(1_700_000);
  });

  it.each([
    ['video/VP9', 'L3T3_KEY'],
    ['video/vp9', 'L3T3_KEY'],
    ['video/AV1', 'L1T3'],
  ])('puts the layers of %s into one encoding', (mimeType, scalabilityMode) => {
    expect(videoEncodings(mimeType, { simulcast: true })).toEqual([{ scalabilityMode }]);
    expect(videoEncodings(mimeType, { simulcast: true, maxBitrate: 9 })).toEqual([
      { scalabilityMode, maxBitrate: 9 },
    ]);
  });
});
