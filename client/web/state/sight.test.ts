import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { FakeSight } from './fakes.ts';
import { pageSight, whileSeen } from './sight.ts';

let sight: FakeSight;
let clock: FakeClock;
let task: ReturnType<typeof vi.fn<() => void>>;

beforeEach(() => {
  sight = new FakeSight();
  clock = new FakeClock();
  task = vi.fn<() => void>();
});

const begin = () => whileSeen(100, task, { sight, every: clock.every });

describe('what goes on while the meeting is seen', () => {
  it('rests while it is not, without a timer, and goes on at once when it is again', () => {
    begin();
    clock.advance(300);
    expect(task).toHaveBeenCalledTimes(3);
    sight.show(false);
    expect(clock.pending).toBe(0);
    clock.advance(1000);
    expect(task).toHaveBeenCalledTimes(3);
    sight.show(true);
    sight.show(true);
    expect(task).toHaveBeenCalledTimes(4);
    expect(clock.pending).toBe(1);
    clock.advance(100);
    expect(task).toHaveBeenCalledTimes(5);
  });

  it('begins when the meeting is first seen', () => {
    sight.visible = false;
    begin();
    expect(clock.pending).toBe(0);
    sight.show(true);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it('rests where it is not seen any more without a word', () => {
    begin();
    sight.visible = false;
    clock.advance(100);
    expect(task).not.toHaveBeenCalled();
    expect(clock.pending).toBe(0);
  });

  it('ends for good', () => {
    const end = begin();
    end();
    expect([clock.pending, sight.listeners.size]).toEqual([0, 0]);
  });
});

describe('the page', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it.each([
    ['visible', null, true],
    ['hidden', null, false],
    ['hidden', {}, true],
  ])('that is %s, with the small window %j, is seen: %s', (visibilityState, window, seen) => {
    vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState }));
    vi.stubGlobal('documentPictureInPicture', Object.assign(new EventTarget(), { window }));
    expect(pageSight.seen()).toBe(seen);
  });

  it('tells when it is hidden or shown, and when its small window opens', () => {
    const [document, small] = [new EventTarget(), new EventTarget()];
    vi.stubGlobal('document', document);
    vi.stubGlobal('documentPictureInPicture', small);
    const undo = pageSight.onChange(task);
    document.dispatchEvent(new Event('visibilitychange'));
    small.dispatchEvent(new Event('enter'));
    expect(task).toHaveBeenCalledTimes(2);
    undo();
    document.dispatchEvent(new Event('visibilitychange'));
    small.dispatchEvent(new Event('enter'));
    expect(task).toHaveBeenCalledTimes(2);
  });

  it('is seen where there is none', () => {
    vi.stubGlobal('document', undefined);
    expect(pageSight.seen()).toBe(true);
    expect(() => {
      pageSight.onChange(task)();
    }).not.toThrow();
  });
});
