import { describe, expect, it } from 'vitest';
import { codecsOf } from './codecs.ts';

describe('codecsOf', () => {
  it.each([
    ['vp8', 'video/VP8', 90_000],
    ['vp9', 'video/VP9', 90_000],
    ['av1', 'video/AV1', 90_000],
    ['h264', 'video/H264', 90_000],
    ['opus', 'audio/opus', 48_000],
    ['g722', 'audio/G722', 8_000],
    ['pcmu', 'audio/PCMU', 8_000],
    ['pcma', 'audio/PCMA', 8_000],
  ])('knows %s', (name, mimeType, clockRate) => {
    const { codecs, unknown } = codecsOf([name]);
    expect(codecs[0]).toMatchObject({ mimeType, clockRate });
    expect(unknown).toEqual([]);
  });

  it('offers VP9 with eight and with ten bits per sample', () => {
    const profiles = codecsOf(['vp9']).codecs.map(({ parameters }) => parameters?.['profile-id']);
    expect(profiles).toEqual([0, 2]);
  });

  it('offers H.264 as constrained baseline in non-interleaved mode', () => {
    expect(codecsOf(['h264']).codecs[0]?.parameters).toEqual({
      'level-asymmetry-allowed': 1,
      'packetization-mode': 1,
      'profile-level-id': '42e01f',
    });
  });

  it('offers Opus in stereo and with error correction', () => {
    expect(codecsOf(['opus']).codecs[0]).toMatchObject({
      channels: 2,
      parameters: { minptime: 10, useinbandfec: 1, stereo: 1, 'sprop-stereo': 1 },
    });
  });

  it('keeps the order of preference, and each codec once', () => {
    const { codecs } = codecsOf(['h264', 'VP8', 'opus', 'vp8']);
    expect(codecs.map(({ mimeType }) => mimeType)).toEqual(['video/H264', 'video/VP8', 'audio/opus']);
  });

  it('names what it does not know, and goes on with the rest', () => {
    const { codecs, unknown } = codecsOf(['theora', 'vp8']);
    expect(codecs).toHaveLength(1);
    expect(unknown).toEqual(['theora']);
  });
});
