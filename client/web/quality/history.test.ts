import { describe, expect, it } from 'vitest';
import { aReading } from './fakes.ts';
import { History, MOST_POINTS, MOST_TRACKS, TOTALS } from './history.ts';

describe('The history', () => {
  it('keeps what was measured of a track, and null where nothing was known', () => {
    const history = new History();
    history.add(1000, [aReading({ rate: 100, loss: 0.1 })]);
    history.add(3000, [aReading({ rate: 300, framesPerSecond: 20 })]);
    expect(history.of('cam/video')).toEqual({
      at: [1000, 3000],
      values: { rate: [100, 300], loss: [0.1, null], rttMs: [null, null], framesPerSecond: [null, 20] },
    });
  });

  it('sums up bit rates of each direction, and takes the worst of all else', () => {
    const history = new History();
    history.add(1000, [
      aReading({ key: 'a', rate: 100, loss: 0.1, rttMs: 30, framesPerSecond: 25 }),
      aReading({ key: 'b', rate: 50, loss: 0.3, rttMs: 10, framesPerSecond: 10 }),
      aReading({ key: 'c', direction: 'down', rate: 7 }),
    ]);
    expect(history.of(TOTALS.up).values).toEqual({
      rate: [150],
      loss: [0.3],
      rttMs: [30],
      framesPerSecond: [10],
    });
    expect(history.of(TOTALS.down).values).toMatchObject({ rate: [7], loss: [null] });
  });

  it('passes over a look that it has seen, and one from before', () => {
    const history = new History();
    for (const at of [1000, 1000, 500]) history.add(at, [aReading({ rate: at })]);
    expect(history.of('cam/video').at).toEqual([1000]);
  });

  it('forgets the oldest points', () => {
    const history = new History();
    for (let at = 1; at <= MOST_POINTS + 5; at += 1) history.add(at, [aReading()]);
    const { at } = history.of('cam/video');
    expect([at.length, at[0], at.at(-1)]).toEqual([MOST_POINTS, 6, MOST_POINTS + 5]);
  });

  it('takes in so many tracks and no more, and gives the places of those that ended to others', () => {
    const history = new History();
    const many = Array.from({ length: MOST_TRACKS + 10 }, (_, each) => aReading({ key: each.toString() }));
    history.add(1000, many);
    expect(history.of((MOST_TRACKS + 5).toString()).at).toEqual([]);
    history.add(20_000, [aReading({ key: 'new' })]);
    history.add(22_000, [aReading({ key: 'new' })]);
    expect(history.of('0').at).toEqual([]);
    expect(history.of('new').at).toEqual([22_000]);
  });

  it('knows nothing of tracks that it has not seen', () => {
    expect(new History().of('cam/video')).toEqual({
      at: [],
      values: { rate: [], loss: [], rttMs: [], framesPerSecond: [] },
    });
  });
});
