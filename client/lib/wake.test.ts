import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onWake } from './wake.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A window and a document, as far as they are listened to. */
function aBrowser(): { window: EventTarget; show: (visibilityState: 'visible' | 'hidden') => void } {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
  vi.stubGlobal('removeEventListener', window.removeEventListener.bind(window));
  vi.stubGlobal('document', document);
  return {
    window,
    show(visibilityState) {
      document.visibilityState = visibilityState;
      document.dispatchEvent(new Event('visibilitychange'));
    },
  };
}

describe('onWake in Node', () => {
  it('notices that the wall clock has moved on while nothing ran', () => {
    const task = vi.fn();
    const undo = onWake(task);
    vi.advanceTimersByTime(60_000);
    expect(task).not.toHaveBeenCalled();
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(2000);
    expect(task).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(60_000);
    expect(task).toHaveBeenCalledTimes(1);
    undo();
  });

  it('does not mind timers that are a little late, or a clock that is set back', () => {
    const task = vi.fn();
    const undo = onWake(task);
    vi.setSystemTime(Date.now() + 5000);
    vi.advanceTimersByTime(2000);
    vi.setSystemTime(Date.now() - 3_600_000);
    vi.advanceTimersByTime(4000);
    expect(task).not.toHaveBeenCalled();
    undo();
  });

  it('leaves nothing behind', () => {
    const task = vi.fn();
    onWake(task)();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('onWake in a browser', () => {
  it('notices that the network is back', () => {
    const { window } = aBrowser();
    const task = vi.fn();
    const undo = onWake(task);
    window.dispatchEvent(new Event('online'));
    expect(task).toHaveBeenCalledTimes(1);
    undo();
    window.dispatchEvent(new Event('online'));
    expect(task).toHaveBeenCalledTimes(1);
  });

  it('notices that the page can be seen again, but not that it is hidden', () => {
    const { show } = aBrowser();
    const task = vi.fn();
    const undo = onWake(task);
    show('hidden');
    expect(task).not.toHaveBeenCalled();
    show('visible');
    expect(task).toHaveBeenCalledTimes(1);
    undo();
    show('visible');
    expect(task).toHaveBeenCalledTimes(1);
  });
});
