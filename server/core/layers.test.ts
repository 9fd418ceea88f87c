import type { PictureSize } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { deliveryOf, isSameDelivery, spatialOf, type Delivery } from './layers.ts';
import type { TrackLayers } from './media-port.ts';

const SIMULCAST: TrackLayers = { scales: [0.25, 0.5, 1], temporal: 3 };
const TWO: TrackLayers = { scales: [0.5, 1], temporal: 1 };
const ONE: TrackLayers = { scales: [1], temporal: 1 };
const ONE_IN_TIME: TrackLayers = { scales: [1], temporal: 3 };

const HD: PictureSize = { width: 1280, height: 720 };

function box(width: number, height = Math.round((width * 9) / 16)): PictureSize {
  return { width, height };
}

describe('deliveryOf', () => {
  it.each<[string, TrackLayers, PictureSize | undefined, PictureSize | null | undefined, Delivery]>([
    ['all of what nothing is said of', SIMULCAST, HD, undefined, 'best'],
    ['nothing of what is not drawn', SIMULCAST, HD, null, 'none'],
    ['nothing of what is not drawn and has one layer', ONE, HD, null, 'none'],
    ['the best for the full size', SIMULCAST, HD, box(1280), 'best'],
    ['the best for more than there is', SIMULCAST, HD, box(3840), 'best'],
    ['the middle for half the size', SIMULCAST, HD, box(640), { spatial: 1, temporal: 2 }],
    ['the lowest for a quarter of the size', SIMULCAST, HD, box(320), 'lowest'],
    ['a layer that must be enlarged a little', SIMULCAST, HD, box(426), 'lowest'],
    ['the next layer where it is more than that', SIMULCAST, HD, box(430), { spatial: 1, temporal: 2 }],
    ['the best where the middle must be enlarged much', SIMULCAST, HD, box(860), 'best'],
    ['what fills a box that is higher than wide', SIMULCAST, HD, box(320, 640), 'best'],
    ['fewer frames for a thumbnail', SIMULCAST, HD, box(160), { spatial: 0, temporal: 1 }],
    ['all frames for what is larger than that', SIMULCAST, HD, box(164), 'lowest'],
    ['all frames where there are few', { ...SIMULCAST, temporal: 2 }, HD, box(100), 'lowest'],
    [
      'fewer frames where there is no smaller picture',
      ONE_IN_TIME,
      HD,
      box(320),
      { spatial: 0, temporal: 1 },
    ],
    ['all frames where the picture is not much larger', ONE_IN_TIME, HD, box(800), 'best'],
    ['all where there is nothing to choose', ONE, HD, box(100), 'best'],
    ['one of two', TWO, HD, box(640), 'lowest'],
    ['the other of two', TWO, HD, box(1000), 'best'],
    ['what suits a small picture', SIMULCAST, box(640), box(320), { spatial: 1, temporal: 2 }],
    ['what suits a large picture', SIMULCAST, box(2560), box(640), 'lowest'],
    ['what suits the usual size where none is said', SIMULCAST, undefined, box(320), 'lowest'],
  ])('is %s', (_, layers, size, drawn, expected) => {
    expect(deliveryOf('best', drawn, { layers, size })).toEqual(expected);
  });

  it.each<[PictureSize | null | undefined, Delivery]>([
    [undefined, 'lowest'],
    [box(1280), 'lowest'],
    [box(100), 'lowest'],
    [null, 'none'],
  ])('is never more than the lowest where that was asked for (drawn: %j)', (drawn, expected) => {
    expect(deliveryOf('lowest', drawn, { layers: SIMULCAST, size: HD })).toEqual(expected);
  });

  it('is larger the larger it is drawn', () => {
    const all = Array.from({ length: 400 }, (_, index) => box(4 * (index + 1)));
    const spatial = all.map((drawn) =>
      spatialOf(deliveryOf('best', drawn, { layers: SIMULCAST, size: HD }), SIMULCAST),
    );
    expect(spatial).toEqual(spatial.toSorted((a, b) => a - b));
    expect(new Set(spatial)).toEqual(new Set([0, 1, 2]));
  });
});

describe('spatialOf', () => {
  it.each<[Delivery, number, number]>([
    ['none', -1, -1],
    ['lowest', 0, 0],
    [{ spatial: 1, temporal: 0 }, 1, 1],
    ['best', 2, 0],
  ])('of %j is the highest layer that is needed', (delivery, ofThree, ofOne) => {
    expect(spatialOf(delivery, SIMULCAST)).toBe(ofThree);
    if (typeof delivery === 'string') expect(spatialOf(delivery, ONE)).toBe(ofOne);
  });
});

describe('isSameDelivery', () => {
  it('compares by value', () => {
    expect(isSameDelivery('best', 'best')).toBe(true);
    expect(isSameDelivery('best', 'none')).toBe(false);
    expect(isSameDelivery('lowest', { spatial: 0, temporal: 2 })).toBe(false);
    expect(isSameDelivery({ spatial: 1, temporal: 2 }, { spatial: 1, temporal: 2 })).toBe(true);
    expect(isSameDelivery({ spatial: 1, temporal: 2 }, { spatial: 1, temporal: 1 })).toBe(false);
  });
});
