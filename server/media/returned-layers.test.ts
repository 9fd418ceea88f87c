import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReturnedLayers } from './returned-layers.ts';

let onTakeable: ReturnType<typeof vi.fn<() => void>>;
let layers: ReturnedLayers;

beforeEach(() => {
  vi.useFakeTimers();
  onTakeable = vi.fn<() => void>();
  layers = new ReturnedLayers(onTakeable);
});

afterEach(() => {
  vi.useRealTimers();
});

/** What arrives of each encoding, the lowest first. */
const score = (...scores: readonly number[]) => {
  layers.scored(scores.map((each, encodingIdx) => ({ encodingIdx, score: each })));
};

describe('layers that come back', () => {
  it('can be taken when the worker trusts them, which is told once', () => {
    score(10, 10, 0);
    vi.advanceTimersByTime(10_000);
    onTakeable.mockClear();
    score(10, 10, 10);
    vi.advanceTimersByTime(1000);
    score(9, 10, 8);
    vi.advanceTimersByTime(1049);
    expect(onTakeable).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onTakeable).toHaveBeenCalledTimes(1);
    score(10, 10, 10);
    vi.advanceTimersByTime(10_000);
    expect(onTakeable).toHaveBeenCalledTimes(1);
  });

  it('are waited for anew when they have gone again', () => {
    score(10, 10);
    vi.advanceTimersByTime(1000);
    score(10, 0);
    score(10, 10);
    vi.advanceTimersByTime(1500);
    expect(onTakeable).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1000);
    expect(onTakeable).toHaveBeenCalledTimes(2);
  });

  it('are not waited for after the end', () => {
    score(10, 10);
    layers.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
