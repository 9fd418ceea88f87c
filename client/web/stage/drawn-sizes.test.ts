import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import type { DrawnSize } from '../state/remote-streams.ts';
import { DrawnSizes } from './drawn-sizes.ts';
import { DrawnSurfaces } from './drawn-surfaces.ts';

const size = (width: number, height = width / 2): DrawnSize => ({ width, height });
const SMALL = size(160);
const LARGE = size(1280);

let clock: FakeClock;
let told: string[];
let sizes: DrawnSizes;

beforeEach(() => {
  clock = new FakeClock();
  told = [];
  sizes = new DrawnSizes(clock, (id, drawn) => {
    told.push(`${id} ${drawn === null ? 'not' : `${drawn.width.toString()}x${drawn.height.toString()}`}`);
  });
});

const draw = (entries: Readonly<Record<string, DrawnSize | null>>) => {
  sizes.draw(new Map(Object.entries(entries)));
};

describe('the sizes that are drawn', () => {
  it('are told at once when a stream begins, also that it is not drawn', () => {
    draw({ a: SMALL, b: null });
    expect(told).toEqual(['a 160x80', 'b not']);
  });

  it('are told once', () => {
    draw({ a: SMALL });
    draw({ a: { ...SMALL } });
    clock.advance(10_000);
    expect(told).toEqual(['a 160x80']);
  });

  it.each([
    ['larger', SMALL, LARGE, 'a 1280x640'],
    ['drawn again', null, SMALL, 'a 160x80'],
    ['higher, though narrower', size(160, 80), size(150, 90), 'a 150x90'],
  ])('are told at once when a picture is %s', (_, before, after, words) => {
    draw({ a: before });
    draw({ a: after });
    expect(told.at(-1)).toBe(words);
    expect(clock.pending).toBe(0);
  });

  it.each([
    ['smaller', SMALL, 'a 160x80'],
    ['drawn no more', null, 'a not'],
  ])('are told after a while when a picture is %s', (_, after, words) => {
    draw({ a: LARGE });
    draw({ a: after });
    clock.advance(1499);
    expect(told).toHaveLength(1);
    clock.advance(1);
    expect(told.at(-1)).toBe(words);
  });

  it('are not told when a picture was away for a moment', () => {
    draw({ a: LARGE });
    draw({ a: null });
    clock.advance(1000);
    draw({ a: LARGE });
    clock.advance(10_000);
    expect(told).toEqual(['a 1280x640']);
  });

  it('are told as they are in the end, while a window is made smaller', () => {
    draw({ a: LARGE });
    for (let width = 1200; width >= 400; width -= 100) {
      draw({ a: size(width) });
      clock.advance(100);
    }
    clock.advance(1500);
    expect(told).toEqual(['a 1280x640', 'a 400x200']);
  });

  it('of a stream that has ended are forgotten', () => {
    draw({ a: LARGE });
    draw({ a: null });
    draw({});
    clock.advance(10_000);
    expect(told).toEqual(['a 1280x640']);
    draw({ a: SMALL });
    expect(told.at(-1)).toBe('a 160x80');
  });

  it('are told by nobody after the end', () => {
    draw({ a: LARGE });
    draw({ a: null });
    sizes.close();
    expect(clock.pending).toBe(0);
  });
});

describe('several surfaces', () => {
  it('draw a stream in the largest of its sizes', () => {
    const surfaces = new DrawnSurfaces(sizes);
    surfaces.setStreams(['a', 'b']);
    surfaces.draw('stage', new Map([['a', SMALL]]));
    surfaces.draw('floating', new Map([['a', size(100, 500)]]));
    expect(told).toEqual(['a not', 'b not', 'a 160x80', 'a 160x500']);
    surfaces.draw('stage', new Map());
    clock.advance(1500);
    expect(told.at(-1)).toBe('a 100x500');
  });

  it('say nothing of streams that have no picture', () => {
    const surfaces = new DrawnSurfaces(sizes);
    surfaces.draw('stage', new Map([['a', SMALL]]));
    expect(told).toEqual([]);
    surfaces.close();
    expect(clock.pending).toBe(0);
  });
});
