import { describe, expect, it } from 'vitest';
import { Cursor } from './cursor.ts';
import { FakeClock } from './testing/fake-clock.ts';

function reading(): { cursor: Cursor; clock: FakeClock; reported: number[]; read: (count: number) => void } {
  const clock = new FakeClock();
  const reported: number[] = [];
  const cursor = new Cursor({ after: clock.after, report: (value) => reported.push(value) });
  const read = (count: number): void => {
    for (let i = 0; i < count; i += 1) cursor.advance();
  };
  return { cursor, clock, reported, read };
}

describe('Cursor', () => {
  it('reports five seconds after the first message that was not reported', () => {
    const { clock, reported, read } = reading();
    read(3);
    clock.advance(4000);
    read(4);
    clock.advance(999);
    expect(reported).toEqual([]);
    clock.advance(1);
    expect(reported).toEqual([7]);
  });

  it('reports at once when two hundred were read', () => {
    const { clock, reported, read } = reading();
    read(199);
    expect(reported).toEqual([]);
    read(201);
    expect(reported).toEqual([200, 400]);
    clock.advance(60_000);
    expect(reported).toEqual([200, 400]);
  });

  it('has nothing to report while nothing is read', () => {
    const { clock, reported, read } = reading();
    read(1);
    clock.advance(60_000);
    expect(reported).toEqual([1]);
    expect(clock.pending).toBe(0);
  });

  it('counts on from another value', () => {
    const { cursor, clock, reported, read } = reading();
    read(3);
    cursor.goOnFrom(40);
    clock.advance(60_000);
    expect(reported).toEqual([]);
    read(2);
    clock.advance(5000);
    expect(cursor.value).toBe(42);
    expect(reported).toEqual([42]);
  });

  it('is silent while it is paused, and keeps its value', () => {
    const { cursor, clock, reported, read } = reading();
    read(199);
    cursor.pause();
    clock.advance(60_000);
    expect(reported).toEqual([]);
    expect(cursor.value).toBe(199);
    read(1);
    expect(reported).toEqual([]);
    expect(clock.pending).toBe(1);
  });
});
