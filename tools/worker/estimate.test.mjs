import { describe, expect, it } from 'vitest';
import { ninjaProgress, progressText, timeLeft } from './estimate.mjs';

describe('ninjaProgress', () => {
  it('reads the last step counter of a piece of output', () => {
    expect(ninjaProgress('[1/261] Compiling a\n[2/261] Compiling b\n')).toEqual({ done: 2, total: 261 });
  });

  it('finds none in a compiler warning', () => {
    expect(ninjaProgress('a.cpp: warning: see item [3/4]\n')).toBeUndefined();
  });
});

describe('timeLeft', () => {
  it('does not guess from the first few steps', () => {
    expect(timeLeft({ done: 5, total: 261 }, 1000)).toBe('estimating the time left');
  });

  it('takes into account that the early steps are the quick ones', () => {
    // 35 % of the time is over at 40 % of the steps.
    expect(timeLeft({ done: 40, total: 100 }, 210_000)).toBe('about 7 min left');
  });

  it('becomes finer towards the end', () => {
    expect(timeLeft({ done: 90, total: 100 }, 540_000)).toBe('about a minute left');
    expect(timeLeft({ done: 95, total: 100 }, 540_000)).toBe('about 30 s left');
    expect(timeLeft({ done: 99, total: 100 }, 540_000)).toBe('a few seconds left');
    expect(timeLeft({ done: 100, total: 100 }, 540_000)).toBe('a few seconds left');
  });
});

describe('progressText', () => {
  it('tells share, steps and time', () => {
    expect(progressText({ done: 130, total: 260 }, 282_000)).toBe(
      '  50 % (130 of 260 steps), about 5 min left',
    );
  });
});
