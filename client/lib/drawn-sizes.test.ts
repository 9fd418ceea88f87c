import { StreamId, type DrawnByStream } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { DrawnSizes } from './drawn-sizes.ts';
import { FakeClock } from './testing/fake-clock.ts';

const SMALL = { width: 320, height: 180 };
const LARGE = { width: 1280, height: 720 };
const [CAM, SCREEN] = [StreamId.parse('cam'), StreamId.parse('screen')];

let clock: FakeClock;
let told: DrawnByStream[];
let drawn: DrawnSizes;

beforeEach(() => {
  clock = new FakeClock();
  told = [];
  drawn = new DrawnSizes({ world: clock, tell: (sizes) => told.push(sizes) });
});

describe('drawn sizes', () => {
  it('are told together, a tenth of a second after the first', () => {
    drawn.set(CAM, SMALL);
    clock.advance(60);
    drawn.set(SCREEN, null);
    drawn.set(CAM, LARGE);
    clock.advance(39);
    expect(told).toEqual([]);
    clock.advance(1);
    expect(told).toEqual([{ cam: LARGE, screen: null }]);
  });

  it('are told where they are different only', () => {
    drawn.set(CAM, SMALL);
    drawn.set(SCREEN, null);
    clock.advance(100);
    drawn.set(CAM, { ...SMALL });
    drawn.set(SCREEN, null);
    expect(clock.pending).toBe(0);
    drawn.set(CAM, LARGE);
    drawn.set(SCREEN, SMALL);
    drawn.set(SCREEN, null);
    clock.advance(100);
    expect(told.slice(1)).toEqual([{ cam: LARGE }]);
  });

  it('are not told where they go back in time', () => {
    drawn.set(CAM, SMALL);
    clock.advance(100);
    drawn.set(CAM, null);
    drawn.set(CAM, SMALL);
    clock.advance(100);
    expect(told).toEqual([{ cam: SMALL }]);
  });

  it.each([
    [{ width: 320.4, height: 179.6 }, SMALL],
    [
      { width: 0, height: 0.2 },
      { width: 1, height: 1 },
    ],
    [
      { width: -5, height: 99_999 },
      { width: 1, height: 16_384 },
    ],
    [
      { width: Infinity, height: -Infinity },
      { width: 16_384, height: 1 },
    ],
  ])('are whole pixels in bounds: %j', (size, expected) => {
    drawn.set(CAM, size);
    clock.advance(100);
    expect(told).toEqual([{ cam: expected }]);
  });

  it('are refused where they are no numbers', () => {
    expect(() => {
      drawn.set(CAM, { width: NaN, height: 1 });
    }).toThrow(RangeError);
  });

  it('are forgotten with their stream', () => {
    drawn.set(CAM, SMALL);
    drawn.forget(CAM);
    clock.advance(100);
    expect(told).toEqual([]);
    drawn.set(CAM, SMALL);
    clock.advance(100);
    drawn.forget(CAM);
    drawn.set(CAM, SMALL);
    clock.advance(100);
    expect(told).toEqual([{ cam: SMALL }, { cam: SMALL }]);
  });

  it('pass on to the stream that takes the place, unless another was said of that', () => {
    drawn.set(CAM, null);
    clock.advance(100);
    drawn.inherit(CAM, SCREEN);
    expect([drawn.of(CAM), drawn.of(SCREEN)]).toEqual([undefined, null]);
    clock.advance(100);
    expect(told.at(-1)).toEqual({ screen: null });
    drawn.set(CAM, SMALL);
    drawn.inherit(SCREEN, CAM);
    expect(drawn.of(CAM)).toEqual(SMALL);
    drawn.inherit(SCREEN, StreamId.parse('other'));
    expect(drawn.of(StreamId.parse('other'))).toBeUndefined();
  });

  it('are all told again to whom they are news', () => {
    drawn.set(CAM, SMALL);
    drawn.set(SCREEN, null);
    clock.advance(100);
    drawn.replay();
    clock.advance(100);
    expect(told).toEqual([
      { cam: SMALL, screen: null },
      { cam: SMALL, screen: null },
    ]);
  });

  it('are told in several messages where there are many, and the oldest are forgotten in the end', () => {
    const ids = Array.from({ length: 1100 }, (_, index) => StreamId.parse(`s${index.toString()}`));
    for (const id of ids) drawn.set(id, null);
    clock.advance(100);
    expect(told.map((sizes) => Object.keys(sizes).length)).toEqual([256, 256, 256, 256]);
    expect(drawn.of(ids[75]!)).toBeUndefined();
    expect(drawn.of(ids[76]!)).toBeNull();
  });

  it('leave nothing behind when they are cleared', () => {
    drawn.set(CAM, SMALL);
    drawn.clear();
    expect(clock.pending).toBe(0);
    expect(drawn.of(CAM)).toBeUndefined();
  });
});
