import { StreamId, type WantedKind } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import type { DrawnSize } from '../drawn-sizes.ts';
import { kindsAsDrawn, Wishes } from './wishes.ts';

const SMALL = { width: 320, height: 240 };
const LARGE = { width: 321, height: 240 };
const CAM = StreamId.parse('cam');

describe('kindsAsDrawn', () => {
  it.each<[WantedKind[], DrawnSize | undefined, WantedKind[]]>([
    [['audio', 'video'], undefined, ['audio', 'video']],
    [['audio', 'video'], LARGE, ['audio', 'video']],
    [['audio', 'video'], SMALL, ['audio', 'video-low']],
    [['audio', 'video'], null, ['audio', 'video-low']],
    [['video'], SMALL, ['video-low']],
    [['video'], null, ['video-low']],
    [['audio', 'video', 'video-low'], SMALL, ['audio', 'video-low']],
    [['audio', 'video-low'], LARGE, ['audio', 'video-low']],
    [['audio', 'video-low'], null, ['audio', 'video-low']],
    [['audio'], SMALL, ['audio']],
    [[], null, []],
  ])('makes %j, drawn as %j, to %j', (kinds, size, expected) => {
    expect(kindsAsDrawn(kinds, size)).toEqual(expected);
  });
});

/** Wishes of which a test sets what they depend on. */
function someWishes(pixelRatio = 1) {
  const asked: unknown[] = [];
  const around: { requested: WantedKind[]; drawn: DrawnSize | undefined } = {
    requested: ['audio', 'video'],
    drawn: undefined,
  };
  const wishes = new Wishes({
    requested: () => around.requested,
    drawn: () => around.drawn,
    pixelRatio: () => pixelRatio,
    ask: (id, request) => asked.push([id, request]),
  });
  return { wishes, asked, around };
}

describe('wishes', () => {
  it('ask nothing of a stream that is drawn in full', () => {
    const { wishes, asked, around } = someWishes();
    wishes.add(CAM, 'camera');
    around.drawn = LARGE;
    wishes.update(CAM);
    expect(asked).toEqual([]);
  });

  it('ask once for less, and once for all again', () => {
    const { wishes, asked, around } = someWishes();
    wishes.add(CAM, 'camera');
    around.drawn = SMALL;
    wishes.update(CAM);
    around.drawn = null;
    wishes.update(CAM);
    around.drawn = LARGE;
    wishes.update();
    expect(asked).toEqual([
      [CAM, ['audio', 'video-low']],
      [CAM, null],
    ]);
  });

  it('ask at once for less of a stream that is drawn small when it comes', () => {
    const { wishes, asked, around } = someWishes();
    around.drawn = SMALL;
    wishes.update(CAM);
    expect(asked).toEqual([]);
    wishes.add(CAM, 'camera');
    wishes.add(CAM, 'camera');
    expect(asked).toEqual([[CAM, ['audio', 'video-low']]]);
    wishes.remove(CAM);
    wishes.add(CAM, 'camera');
    expect(asked).toHaveLength(2);
  });

  it('measure in CSS pixels', () => {
    const { wishes, asked, around } = someWishes(2);
    wishes.add(CAM, 'camera');
    around.drawn = { width: 640, height: 480 };
    wishes.update(CAM);
    expect(asked).toEqual([[CAM, ['audio', 'video-low']]]);
  });

  it('never ask for more than the application does', () => {
    const { wishes, asked, around } = someWishes();
    wishes.add(CAM, 'camera');
    around.drawn = SMALL;
    wishes.override(CAM, ['audio']);
    wishes.override(CAM, ['video']);
    wishes.override(CAM, null);
    around.drawn = undefined;
    wishes.override(CAM, null);
    expect(asked.map((each) => (each as unknown[])[1])).toEqual([
      ['audio'],
      ['video-low'],
      ['audio', 'video-low'],
      null,
    ]);
  });

  it('follow what the application asks of all', () => {
    const { wishes, asked, around } = someWishes();
    wishes.add(CAM, 'camera');
    around.drawn = SMALL;
    wishes.update(CAM);
    around.requested = [];
    wishes.update();
    around.requested = ['video', 'audio'];
    wishes.update();
    expect(asked.map((each) => (each as unknown[])[1])).toEqual([
      ['audio', 'video-low'],
      null,
      ['audio', 'video-low'],
    ]);
  });

  it('say what the application asks of a stream that is not known, as it is', () => {
    const { wishes, asked } = someWishes();
    wishes.override(CAM, null);
    expect(asked).toEqual([[CAM, null]]);
  });
});
