import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FadingControls, SHOWN_MS } from './fading-controls.ts';

let controls: FadingControls;

beforeEach(() => {
  vi.useFakeTimers();
  controls = new FadingControls();
});
afterEach(() => {
  controls.close();
  vi.useRealTimers();
});

const shown = () => controls.getSnapshot();

describe('controls', () => {
  it('stay where there is room for them', () => {
    controls.used();
    controls.tapped();
    vi.advanceTimersByTime(10 * SHOWN_MS);
    expect(shown()).toBe(true);
  });

  it('fade on a low screen, each use being a new start', () => {
    controls.setFades(true);
    vi.advanceTimersByTime(SHOWN_MS - 1);
    controls.used();
    vi.advanceTimersByTime(SHOWN_MS - 1);
    expect(shown()).toBe(true);
    vi.advanceTimersByTime(1);
    expect(shown()).toBe(false);
  });

  it('come and go with a tap', () => {
    controls.setFades(true);
    controls.tapped();
    expect(shown()).toBe(false);
    controls.tapped();
    expect(shown()).toBe(true);
    vi.advanceTimersByTime(SHOWN_MS);
    expect(shown()).toBe(false);
  });

  it('stay while something of them is open, whatever is tapped', () => {
    controls.setFades(true);
    controls.hold(true);
    controls.tapped();
    vi.advanceTimersByTime(10 * SHOWN_MS);
    expect(shown()).toBe(true);
    controls.hold(false);
    vi.advanceTimersByTime(SHOWN_MS);
    expect(shown()).toBe(false);
  });

  it('are back at once when the screen is turned', () => {
    controls.setFades(true);
    vi.advanceTimersByTime(SHOWN_MS);
    controls.setFades(false);
    expect(shown()).toBe(true);
    vi.advanceTimersByTime(SHOWN_MS);
    expect(shown()).toBe(true);
  });
});
