import { describe, expect, it } from 'vitest';
import {
  audioConstraints,
  changeBetween,
  requestFor,
  videoConstraints,
  wantsLayers,
  type MediaSettings,
} from './media-settings.ts';

const USUAL: MediaSettings = {
  send: 'unlimited',
  simulcast: 'auto',
  blackboard: false,
  highQualityAudio: false,
  echoCancellation: true,
  gainControl: true,
  resolution: null,
  noiseSuppression: 'browser',
};
const NO_CHANGE = { reopenMicrophone: false, resizeCamera: false, rate: false, republish: false };

describe('layers of a camera', () => {
  it.each([
    ['auto', 'unlimited', 2, false],
    ['auto', 'unlimited', 3, true],
    ['auto', 'normal', 3, true],
    ['auto', 'low', 3, true],
    ['auto', 'lowest', 30, false],
    ['on', 'lowest', 1, true],
    ['off', 'unlimited', 30, false],
  ] as const)('are, with %s and %s among %i people: %s', (simulcast, send, people, expected) => {
    expect(wantsLayers({ simulcast, send }, people)).toBe(expected);
  });
});

describe('what is received', () => {
  it.each([
    ['everything', { '': ['audio', 'video'] }],
    ['low', { '': ['audio', 'video-low'] }],
    ['screens', { screenshare: ['audio', 'video'], '': ['audio'] }],
    ['audio', { '': ['audio'] }],
    ['nothing', {}],
  ] as const)('is, with %s, asked for by label', (choice, request) => {
    expect(requestFor(choice)).toEqual(request);
  });
});

describe('what devices are asked for', () => {
  it.each([
    ['browser', true],
    ['rnnoise', false],
    ['off', false],
  ] as const)('leaves noise, where it is up to %s, to the browser: %s', (noiseSuppression, expected) => {
    expect(audioConstraints({ ...USUAL, noiseSuppression }, undefined).noiseSuppression).toBe(expected);
  });

  it('is two channels for sound of high quality, and each treatment by its own switch', () => {
    const settings = { ...USUAL, highQualityAudio: true, echoCancellation: false, gainControl: false };
    expect(audioConstraints(settings, 'm')).toEqual({
      deviceId: { ideal: 'm' },
      channelCount: { ideal: 2 },
      echoCancellation: false,
      noiseSuppression: true,
      autoGainControl: false,
    });
  });

  it.each([
    ['a usual picture', USUAL, { width: { ideal: 1280 }, height: { ideal: 720 } }],
    [
      'a large one for a blackboard',
      { ...USUAL, blackboard: true },
      { width: { min: 640, ideal: 1920 }, height: { min: 400, ideal: 1080 } },
    ],
    [
      'one of a size that was set, even for a blackboard',
      { ...USUAL, blackboard: true, resolution: [320, 240] as [number, number] },
      { width: { ideal: 320 }, height: { ideal: 240 } },
    ],
  ])('is %s', (_, settings, size) => {
    expect(videoConstraints(settings, 'c')).toMatchObject({ deviceId: { ideal: 'c' }, ...size });
  });

  it('is a side of the phone rather than a device, after the camera was flipped', () => {
    const constraints = videoConstraints(USUAL, 'c', 'environment');
    expect(constraints).toMatchObject({ facingMode: { ideal: 'environment' } });
    expect(constraints).not.toHaveProperty('deviceId');
  });
});

describe('a change of settings', () => {
  it.each<[Partial<MediaSettings>, Partial<typeof NO_CHANGE>]>([
    [{}, {}],
    [{ send: 'low' }, { rate: true }],
    [{ simulcast: 'off' }, {}],
    [{ noiseSuppression: 'off' }, { reopenMicrophone: true }],
    [{ echoCancellation: false }, { reopenMicrophone: true }],
    [{ gainControl: false }, { reopenMicrophone: true }],
    [{ highQualityAudio: true }, { reopenMicrophone: true, republish: true }],
    [{ blackboard: true }, { resizeCamera: true }],
    [{ resolution: [640, 480] }, { resizeCamera: true }],
  ])('%j touches no more than it must', (change, expected) => {
    expect(changeBetween(USUAL, { ...USUAL, ...change })).toEqual({ ...NO_CHANGE, ...expected });
  });

  it('does not take an equal resolution for another one', () => {
    const one = { ...USUAL, resolution: [1, 2] as [number, number] };
    expect(changeBetween(one, { ...USUAL, resolution: [1, 2] })).toEqual(NO_CHANGE);
  });
});
