import { describe, expect, it } from 'vitest';
import { pauseBeforeStartMs } from './supervisor.ts';

describe('pauseBeforeStartMs', () => {
  it('replaces a worker that died once without waiting', () => {
    expect(pauseBeforeStartMs(1)).toBe(0);
  });

  it('waits longer each time that workers die in a row', () => {
    expect([2, 3, 4, 5].map(pauseBeforeStartMs)).toEqual([500, 1000, 2000, 4000]);
  });

  it('never waits longer than half a minute', () => {
    expect(pauseBeforeStartMs(9)).toBe(30_000);
    expect(pauseBeforeStartMs(10_000)).toBe(30_000);
  });
});
