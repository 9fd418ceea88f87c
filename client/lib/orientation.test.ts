import { afterEach, describe, expect, it, vi } from 'vitest';
import { onTurn } from './orientation.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('onTurn', () => {
  it('tells of each turn of the device until it is undone', () => {
    const orientation = new EventTarget();
    vi.stubGlobal('screen', { orientation });
    const task = vi.fn();
    const undo = onTurn(task);
    expect(task).not.toHaveBeenCalled();
    orientation.dispatchEvent(new Event('change'));
    orientation.dispatchEvent(new Event('change'));
    expect(task).toHaveBeenCalledTimes(2);
    undo();
    orientation.dispatchEvent(new Event('change'));
    expect(task).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['Node', undefined],
    ['an old browser', {}],
  ])('does nothing in %s', (_, screen) => {
    vi.stubGlobal('screen', screen);
    expect(() => {
      onTurn(() => undefined)();
    }).not.toThrow();
  });
});
