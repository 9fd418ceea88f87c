import type { RtpParameters } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import type { TrackLayers } from '../core/media-port.ts';
import { publishedLayers } from './layers.ts';

type Encodings = RtpParameters['encodings'];

describe('publishedLayers', () => {
  it.each<[string, Encodings, TrackLayers]>([
    ['one encoding', [{ ssrc: 1 }], { scales: [1], temporal: 1 }],
    ['one with temporal layers', [{ scalabilityMode: 'L1T3' }], { scales: [1], temporal: 3 }],
    [
      'spatial layers inside of one',
      [{ scalabilityMode: 'L3T3_KEY' }],
      { scales: [0.25, 0.5, 1], temporal: 3 },
    ],
    [
      'a simulcast that says its scales',
      [6, 2, 1].map((scaleResolutionDownBy) => ({ scaleResolutionDownBy, scalabilityMode: 'L1T3' })),
      { scales: [1 / 6, 1 / 2, 1], temporal: 3 },
    ],
    ['a simulcast that does not', [{ rid: 'l' }, { rid: 'h' }], { scales: [0.5, 1], temporal: 1 }],
    [
      'a simulcast that says some',
      [{ scaleResolutionDownBy: 3 }, { ssrc: 2 }],
      { scales: [0.5, 1], temporal: 1 },
    ],
    [
      'a simulcast in a disorder',
      [{ scaleResolutionDownBy: 1 }, { scaleResolutionDownBy: 2 }],
      { scales: [0.5, 1], temporal: 1 },
    ],
    [
      'layers of different frame rates',
      [{ scalabilityMode: 'L1T1' }, { scalabilityMode: 'L1T3' }],
      { scales: [0.5, 1], temporal: 1 },
    ],
  ])('of %s', (_, encodings, expected) => {
    expect(publishedLayers({ encodings })).toEqual(expected);
  });
});
